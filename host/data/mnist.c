// MNIST digits as spike patterns of 256 inputs.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/mnist.h"

#include "host/data/exact.h"
#include "host/data/idx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BORDER 2.0     // pixels cut off on each side
#define AREA 1.5       // side of the area behind a reduced pixel
#define POINTS 3       // the area is sampled at POINTS x POINTS places
#define SPAN_US 5.0    // from the brightest pixel to the darkest one that fires, nearly
#define THRESHOLD 0.1f // a darker pixel does not fire

// The place of a file: with or without the folder, with or without .gz.
static hx_status find_file(char *path, size_t size, const char *directory, const char *name,
                           hx_error *error)
{
    static const char *const folders[] = {"", "mnist/"}, *const ends[] = {"", ".gz"};
    for (int folder = 0; folder < 2; folder++)
        for (int end = 0; end < 2; end++) {
            int length =
                snprintf(path, size, "%s/%s%s%s", directory, folders[folder], name, ends[end]);
            if (length > 0 && (size_t)length < size && access(path, R_OK) == 0)
                return HX_OK;
        }
    return hx_error_set(error, HX_ERROR_IO, "%s: holds no %s[.gz]", directory, name);
}

static hx_status check_labels(const char *path, const hx_idx *labels, size_t first, hx_error *error)
{
    for (size_t i = 0; i < labels->size[0]; i++)
        if (labels->values[i] >= HX_MNIST_CLASSES)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: item %zu: %u is not a digit", path,
                                first + i, labels->values[i]);
    return HX_OK;
}

hx_status hx_mnist_load(hx_mnist *images, const char *directory, bool test, size_t first,
                        size_t count, hx_error *error)
{
    *images = (hx_mnist){0};
    char path[4096];
    hx_idx pixels = {0}, labels = {0};
    hx_status status =
        find_file(path, sizeof path, directory,
                  test ? "t10k-images-idx3-ubyte" : "train-images-idx3-ubyte", error);
    if (!status)
        status = hx_idx_load(&pixels, path, 3, first, count, error);
    if (!status && (pixels.size[1] != HX_MNIST_SIDE || pixels.size[2] != HX_MNIST_SIDE))
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: images of %zux%zu, expected 28x28", path,
                              pixels.size[1], pixels.size[2]);
    if (!status)
        status = find_file(path, sizeof path, directory,
                           test ? "t10k-labels-idx1-ubyte" : "train-labels-idx1-ubyte", error);
    if (!status)
        status = hx_idx_load(&labels, path, 1, first, count, error);
    if (!status && labels.total != pixels.total)
        status = hx_error_set(error, HX_ERROR_FORMAT, "%s: %zu labels for %zu images", path,
                              labels.total, pixels.total);
    if (!status)
        status = check_labels(path, &labels, first, error);
    if (status) {
        hx_idx_release(&pixels);
        hx_idx_release(&labels);
        return status;
    }
    *images = (hx_mnist){pixels.size[0], pixels.values, labels.values};
    return HX_OK;
}

void hx_mnist_release(hx_mnist *images)
{
    free(images->images);
    free(images->labels);
    *images = (hx_mnist){0};
}

// Brightness 0..255 at a place in pixels; pixel centres are at whole numbers, black outside.
static double look(const uint8_t *image, double x, double y)
{
    double left = floor(x), top = floor(y), sum = 0;
    for (int k = 0; k < 4; k++) {
        int column = (int)left + k % 2, row = (int)top + k / 2;
        if (column < 0 || row < 0 || column >= HX_MNIST_SIDE || row >= HX_MNIST_SIDE)
            continue;
        double share = (1.0 - fabs(x - column)) * (1.0 - fabs(y - row));
        sum += share * image[row * HX_MNIST_SIDE + column];
    }
    return sum;
}

void hx_mnist_reduce(const uint8_t image[HX_MNIST_PIXELS], const hx_mnist_view *view,
                     float reduced[HX_MNIST_INPUTS])
{
    const double centre = (HX_MNIST_SIDE - 1) / 2.0;
    double sine, cosine;
    hx_exact_sine_cosine(view->angle, &sine, &cosine);
    sine /= 1.0 + view->growth;
    cosine /= 1.0 + view->growth;
    for (int i = 0; i < HX_MNIST_INPUTS; i++) {
        double sum = 0;
        for (int k = 0; k < POINTS * POINTS; k++) {
            double inside_x = (k % POINTS + 0.5) / POINTS, inside_y = (k / POINTS + 0.5) / POINTS;
            double x = BORDER - 0.5 + AREA * (i % HX_MNIST_REDUCED + inside_x) - centre;
            double y = BORDER - 0.5 + AREA * (i / HX_MNIST_REDUCED + inside_y) - centre;
            x -= view->right;
            y -= view->lower;
            // Rows count downwards: the place in the image lies clockwise of the result's.
            sum += look(image, centre + cosine * x - sine * y, centre + sine * x + cosine * y);
        }
        reduced[i] = (float)(sum / (255.0 * POINTS * POINTS));
    }
}

size_t hx_mnist_encode(const float reduced[HX_MNIST_INPUTS], hx_spike spikes[HX_MNIST_INPUTS])
{
    size_t count = 0;
    for (uint32_t i = 0; i < HX_MNIST_INPUTS; i++) {
        if (reduced[i] <= THRESHOLD)
            continue;
        double time = SPAN_US * (1.0 - (double)reduced[i]);
        spikes[count++] = (hx_spike){(float)(time > 0.0 ? time : 0.0), i};
    }
    hx_spikes_sort(spikes, count);
    return count;
}

hx_status hx_mnist_create(hx_dataset *dataset, const hx_mnist *images)
{
    hx_status status = hx_dataset_allocate(dataset, images->count, images->count * HX_MNIST_INPUTS);
    if (status)
        return status;
    dataset->inputs = HX_MNIST_INPUTS;
    dataset->classes = HX_MNIST_CLASSES;
    const hx_mnist_view straight = {0};
    hx_spike *next = dataset->spikes;
    for (size_t i = 0; i < images->count; i++) {
        float reduced[HX_MNIST_INPUTS];
        hx_mnist_reduce(images->images + i * HX_MNIST_PIXELS, &straight, reduced);
        size_t count = hx_mnist_encode(reduced, next);
        dataset->samples[i] = (hx_sample){next, count, images->labels[i], i};
        next += count;
    }
    return HX_OK;
}
