// The Yin-Yang data set: points in a disc, three classes, and its latency code.
// SPDX-License-Identifier: Apache-2.0
//
// Bit-exact with the published generator (L. Kriener, J. Goeltz, M. A. Petrovici,
// arXiv 2102.08211). A set of size n is a prefix of a longer set of the same seed.
#ifndef HX_DATA_YINYANG_H
#define HX_DATA_YINYANG_H

#include "host/data/sample.h"

// Sizes and seeds of the published split.
#define HX_YINYANG_TRAIN_COUNT 5000u
#define HX_YINYANG_TRAIN_SEED 42u
#define HX_YINYANG_VALIDATION_COUNT 1000u
#define HX_YINYANG_VALIDATION_SEED 41u
#define HX_YINYANG_TEST_COUNT 1000u
#define HX_YINYANG_TEST_SEED 40u

#define HX_YINYANG_INPUTS 5u // x, y, 1-x, 1-y, bias
#define HX_YINYANG_CLASSES 3u

// Latency code: value v in [0, 1] fires at EARLY + SPAN * v; the bias fires at EARLY.
#define HX_YINYANG_EARLY_US 2.0
#define HX_YINYANG_SPAN_US 24.0

typedef struct hx_yinyang_point {
    double value[4]; // x, y, 1-x, 1-y
    uint32_t label;  // 0 yin, 1 yang, 2 dot, as the integers of the reference
} hx_yinyang_point;

// Class of a place in the unit square that holds the disc.
uint32_t hx_yinyang_class(double x, double y);

// The first `count` points of a seed.
void hx_yinyang_generate(uint32_t seed, size_t count, hx_yinyang_point *points);

// Spikes of one place, sorted by time.
void hx_yinyang_encode(double x, double y, hx_spike spikes[HX_YINYANG_INPUTS]);

// The first `count` points of a seed as spike patterns. Release with hx_dataset_release.
hx_status hx_yinyang_create(hx_dataset *dataset, uint32_t seed, size_t count);

#endif
