// Class scores of an observation, and the decision.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/network.h"

#include <math.h>

// The mean over the steps that count.
static float find_mean(const hx_network *network, const hx_observation *observation, size_t o)
{
    float sum = 0.0f;
    for (size_t n = network->score_from; n < network->steps; n++)
        sum += observation->output_voltage[n * network->outputs + o];
    return sum / (float)(network->steps - network->score_from);
}

static float find_maximum(const hx_network *network, const hx_observation *observation, size_t o,
                          uint32_t *step)
{
    float best = observation->output_voltage[network->score_from * network->outputs + o];
    *step = (uint32_t)network->score_from;
    for (size_t n = network->score_from + 1; n < network->steps; n++) {
        float y = observation->output_voltage[n * network->outputs + o];
        if (y > best) {
            best = y;
            *step = (uint32_t)n;
        }
    }
    return best;
}

void hx_network_scores(const hx_network *network, const hx_observation *observation, float *scores,
                       uint32_t *steps)
{
    for (size_t o = 0; o < network->outputs; o++) {
        uint32_t step = (uint32_t)network->steps - 1;
        float value = network->score_mean ? find_mean(network, observation, o)
                                          : find_maximum(network, observation, o, &step);
        scores[o] = (float)network->score_scale * value;
        if (steps)
            steps[o] = step;
    }
}

static uint32_t decide_by_spikes(const hx_network *network, const hx_observation *observation)
{
    uint32_t first = (uint32_t)network->outputs;
    for (size_t o = 0; o < network->outputs; o++)
        if (!isinf(observation->output_first[o]) &&
            (first == network->outputs ||
             observation->output_first[o] < observation->output_first[first]))
            first = (uint32_t)o;
    return first;
}

uint32_t hx_network_decide(const hx_network *network, const hx_observation *observation)
{
    if (network->first_spike)
        return decide_by_spikes(network, observation);
    float best = -INFINITY;
    uint32_t winner = 0;
    for (size_t o = 0; o < network->outputs; o++) {
        uint32_t step;
        float value = network->score_mean ? find_mean(network, observation, o)
                                          : find_maximum(network, observation, o, &step);
        if (value > best) {
            best = value;
            winner = (uint32_t)o;
        }
    }
    return winner;
}
