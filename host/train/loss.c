// Losses of one sample and their derivatives.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/loss.h"

#include "host/data/exact.h"

#include <math.h>

#define FIRST_SPIKE_SHARPNESS 0.2 // T / tau
#define EARLY_WEIGHT 0.005
#define SILENT_LOSS 100.0

double hx_loss_scores(const hx_network *network, const float *scores, uint32_t label,
                      double readout, double batch, float *slope)
{
    double largest = scores[0], total = 0.0;
    size_t outputs = network->outputs;
    for (size_t o = 1; o < outputs; o++)
        if (scores[o] > largest)
            largest = scores[o];
    for (size_t o = 0; o < outputs; o++) {
        double share = hx_exact_exp(scores[o] - largest);
        slope[o] = (float)share;
        total += share;
    }
    for (size_t o = 0; o < outputs; o++) {
        double by_score = slope[o] / total - (o == label ? 1.0 : 0.0);
        by_score += 2.0 * readout * scores[o] / (double)outputs;
        slope[o] = (float)(by_score * network->score_scale / batch);
    }
    return hx_exact_log(total) - (scores[label] - largest);
}

double hx_loss_first_spike(const hx_network *network, const hx_observation *observation,
                           uint32_t label, double batch, float *slope, uint32_t *step)
{
    const double tau = network->tau_syn_us[1], scale = FIRST_SPIKE_SHARPNESS * tau;
    const float *first = observation->output_first;
    double earliest = INFINITY, total = 0.0;
    for (size_t o = 0; o < network->outputs; o++) {
        slope[o] = 0.0f;
        step[o] = 0;
        if (isinf(first[o]))
            continue;
        double place = floor(first[o] / network->step_us);
        step[o] =
            place < (double)(network->steps - 1) ? (uint32_t)place : (uint32_t)(network->steps - 1);
        earliest = fmin(earliest, first[o]);
    }
    if (isinf(first[label]))
        return SILENT_LOSS;
    for (size_t o = 0; o < network->outputs; o++)
        if (!isinf(first[o]))
            total += hx_exact_exp((earliest - first[o]) / scale);
    double late = EARLY_WEIGHT * hx_exact_exp(first[label] / tau);
    for (size_t o = 0; o < network->outputs; o++)
        if (!isinf(first[o]))
            slope[o] = (float)((-hx_exact_exp((earliest - first[o]) / scale) / total / scale +
                                (o == label ? 1.0 / scale + late / tau : 0.0)) /
                               batch);
    return hx_exact_log(total) + (first[label] - earliest) / scale + late;
}
