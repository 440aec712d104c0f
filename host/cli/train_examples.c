// What the report shows of the trained network on the chip: single samples, decision map.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/train_state.h"
#include "host/data/yinyang.h"

#include <stdlib.h>
#include <string.h>

hx_status hx_train_take_examples(hx_train_state *state)
{
    hx_experiment *experiment = state->experiment;
    const hx_network *network =
        &hx_trainer_get_config(hx_experiment_get_trainer(experiment))->network;
    const hx_dataset *test = &state->data.test;
    for (size_t i = 0; i < HX_REPORT_EXAMPLES && i < test->count; i++) {
        hx_train_example *example = &state->report.examples[i];
        example->sample = test->samples[i];
        hx_status status = hx_observation_create(&example->observation, network);
        if (status)
            return status;
        state->report.example_count++;
        status = hx_experiment_observe(experiment, &example->sample, 1, &example->observation,
                                       state->error);
        if (status)
            return status;
        example->prediction = hx_network_decide(network, &example->observation);
        const hx_spike *spikes;
        hx_chip_session_get_last_spikes(hx_experiment_get_chip(experiment), &spikes,
                                        &example->hidden_spike_count);
        example->hidden_spikes = calloc(example->hidden_spike_count + 1, sizeof *spikes);
        if (!example->hidden_spikes)
            return HX_ERROR_MEMORY;
        memcpy(example->hidden_spikes, spikes, example->hidden_spike_count * sizeof *spikes);
    }
    return HX_OK;
}

// The decisions over a grid of places in the disc.
hx_status hx_train_draw_map(hx_train_state *state)
{
    enum { SIDE = HX_REPORT_MAP };
    hx_dataset places;
    hx_status status =
        hx_dataset_allocate(&places, (size_t)SIDE * SIDE, (size_t)SIDE * SIDE * HX_YINYANG_INPUTS);
    if (status)
        return status;
    places.inputs = HX_YINYANG_INPUTS;
    places.classes = HX_YINYANG_CLASSES;
    size_t count = 0, at[SIDE * SIDE];
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        double x = (double)(i % SIDE + 0.5) / SIDE, y = (double)(i / SIDE + 0.5) / SIDE;
        state->report.map[i] = HX_YINYANG_CLASSES;
        if ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5) > 0.25)
            continue;
        hx_spike *spikes = places.spikes + count * HX_YINYANG_INPUTS;
        hx_yinyang_encode(x, y, spikes);
        places.samples[count] = (hx_sample){.spikes = spikes,
                                            .spike_count = HX_YINYANG_INPUTS,
                                            .label = hx_yinyang_class(x, y),
                                            .index = count};
        at[count++] = i;
    }
    places.count = count;
    uint32_t decided[SIDE * SIDE];
    hx_evaluation evaluation;
    status =
        hx_experiment_test(state->experiment, true, &places, &evaluation, decided, state->error);
    for (size_t i = 0; !status && i < count; i++)
        state->report.map[at[i]] = (uint8_t)decided[i];
    state->report.has_map = !status;
    hx_dataset_release(&places);
    return status;
}
