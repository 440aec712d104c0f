// MNIST digits as spike patterns of 256 inputs.
// SPDX-License-Identifier: Apache-2.0
//
// 28x28 pixels lose a border of 2 on each side (the digits stand in the middle 20x20), and the
// 24x24 that are left are averaged over areas of 1.5 x 1.5 to 16x16. A pixel x in 0..1 fires
// once, the brighter the earlier, in linear time: 5 us * (1 - x), so that the whole image is in
// before a decision after 8 us. At 0.1 and below it does not fire. Source of the idea: the codes
// of the papers on this chip (Cramer et al., arXiv 2006.07239; Goeltz et al., arXiv 1912.11443);
// reduction and times are ours.
#ifndef HX_DATA_MNIST_H
#define HX_DATA_MNIST_H

#include "host/data/sample.h"

#include <stdbool.h>

#define HX_MNIST_SIDE 28
#define HX_MNIST_PIXELS (HX_MNIST_SIDE * HX_MNIST_SIDE)
#define HX_MNIST_REDUCED 16
#define HX_MNIST_INPUTS (HX_MNIST_REDUCED * HX_MNIST_REDUCED)
#define HX_MNIST_CLASSES 10u
#define HX_MNIST_TRAIN_COUNT 60000u
#define HX_MNIST_TEST_COUNT 10000u
#define HX_MNIST_DURATION_US 8.0 // of a sample, up to the decision
#define HX_MNIST_PERIOD_US 11.76 // from one sample to the next

typedef struct hx_mnist {
    size_t count;
    uint8_t *images; // [count][28][28], 255 is ink
    uint8_t *labels; // 0..9
} hx_mnist;

// Images first..first+count-1 of a set. `directory` or its folder `mnist` holds
// {train,t10k}-{images-idx3,labels-idx1}-ubyte, plain or .gz.
hx_status hx_mnist_load(hx_mnist *images, const char *directory, bool test, size_t first,
                        size_t count, hx_error *error);
void hx_mnist_release(hx_mnist *images);

// How a digit is moved before it is reduced; all 0: not at all.
typedef struct hx_mnist_view {
    double angle;        // about the image's centre, radian, -1..1; positive: anticlockwise
    double growth;       // 0.1: a tenth larger; above -1
    double right, lower; // pixels of the 28x28 image
} hx_mnist_view;

void hx_mnist_reduce(const uint8_t image[HX_MNIST_PIXELS], const hx_mnist_view *view,
                     float reduced[HX_MNIST_INPUTS]);

// Spikes of a reduced image, sorted; returns their number.
size_t hx_mnist_encode(const float reduced[HX_MNIST_INPUTS], hx_spike spikes[HX_MNIST_INPUTS]);

// All images as they are. Release with hx_dataset_release.
hx_status hx_mnist_create(hx_dataset *dataset, const hx_mnist *images);

#endif
