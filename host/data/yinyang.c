// The Yin-Yang data set: points in a disc, three classes, and its latency code.
// SPDX-License-Identifier: Apache-2.0
//
// Distances and comparisons keep the order of operations of the published generator:
// a point on an edge would otherwise change its class.
#include "host/data/yinyang.h"

#include "host/data/mt19937.h"

#include <math.h>

#define BIG 0.5   // radius of the disc
#define SMALL 0.1 // radius of the dots

static double distance(double x, double y, double centre_x, double centre_y)
{
    double dx = x - centre_x;
    double dy = y - centre_y;
    return sqrt(dx * dx + dy * dy);
}

uint32_t hx_yinyang_class(double x, double y)
{
    double right = distance(x, y, 1.5 * BIG, BIG);
    double left = distance(x, y, 0.5 * BIG, BIG);
    if (right < SMALL || left < SMALL)
        return 2;
    return right <= SMALL || (left > SMALL && left <= 0.5 * BIG) || (y > BIG && right > 0.5 * BIG);
}

static hx_yinyang_point draw(hx_mt19937 *generator)
{
    uint32_t wanted = hx_mt19937_below(generator, HX_YINYANG_CLASSES);
    double x, y;
    do {
        x = hx_mt19937_uniform(generator) * 2.0 * BIG;
        y = hx_mt19937_uniform(generator) * 2.0 * BIG;
    } while (distance(x, y, BIG, BIG) > BIG || hx_yinyang_class(x, y) != wanted);
    return (hx_yinyang_point){{x, y, 1.0 - x, 1.0 - y}, wanted};
}

void hx_yinyang_generate(uint32_t seed, size_t count, hx_yinyang_point *points)
{
    hx_mt19937 generator;
    hx_mt19937_seed(&generator, seed);
    for (size_t i = 0; i < count; i++)
        points[i] = draw(&generator);
}

void hx_yinyang_encode(double x, double y, hx_spike spikes[HX_YINYANG_INPUTS])
{
    const double value[HX_YINYANG_INPUTS] = {x, y, 1.0 - x, 1.0 - y, 0.0};
    for (uint32_t i = 0; i < HX_YINYANG_INPUTS; i++) {
        double time = HX_YINYANG_EARLY_US + HX_YINYANG_SPAN_US * value[i];
        spikes[i] = (hx_spike){(float)time, i};
    }
    hx_spikes_sort(spikes, HX_YINYANG_INPUTS);
}

hx_status hx_yinyang_create(hx_dataset *dataset, uint32_t seed, size_t count)
{
    hx_status status = hx_dataset_allocate(dataset, count, count * HX_YINYANG_INPUTS);
    if (status)
        return status;
    dataset->inputs = HX_YINYANG_INPUTS;
    dataset->classes = HX_YINYANG_CLASSES;
    hx_mt19937 generator;
    hx_mt19937_seed(&generator, seed);
    for (size_t i = 0; i < count; i++) {
        hx_spike *spikes = dataset->spikes + i * HX_YINYANG_INPUTS;
        hx_yinyang_point point = draw(&generator);
        hx_yinyang_encode(point.value[0], point.value[1], spikes);
        dataset->samples[i] = (hx_sample){spikes, HX_YINYANG_INPUTS, point.label, i};
    }
    return HX_OK;
}
