// The simulated chip as a trainer's partner.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/chip_session.h"

#include "host/program/bring_up.h"
#include "host/train/chip_workers.h"
#include "host/train/calibrated.h"
#include "host/train/cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPIKES_PER_TRIAL 65536

struct hx_chip_session {
    hx_chip_session_config config;
    hx_router *router;
    hx_router_readout_plan plan;
    hx_trial_config trial;
    hx_ppu_sampler *sampler; // NULL: bus reads
    hx_chip_workers workers;
    hx_program *program;
    float *baseline[HX_POPULATION_COUNT]; // [steps][neurons]
    hx_input input;                       // for hidden voltages that are not sampled
    float *rounded[HX_LAYER_COUNT];       //
    hx_spike *spikes;
    size_t spike_count;
    hx_chip_session_statistics statistics;
    hx_error error;
};

static hx_router_size size_of(const hx_chip_session_config *config)
{
    const hx_network *network = &config->network;
    return (hx_router_size){.inputs = (unsigned)network->inputs,
                            .copies = config->copies,
                            .hidden = (unsigned)network->hidden,
                            .outputs = (unsigned)network->outputs};
}

static hx_status create_router(hx_router **router, const hx_chip_session_config *config,
                               hx_error *error)
{
    const hx_network *network = &config->network;
    const hx_router_size size = size_of(config);
    if (config->shared_rows)
        return hx_router_create_shared(router, &size, network->recurrent, error);
    if (network->recurrent)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "a recurrent network needs shared rows");
    return hx_router_create(router, &size, error);
}

// Layers of the network and of the router have the same numbers.
_Static_assert((int)HX_LAYER_INPUT == (int)HX_ROUTER_INPUT, "");
_Static_assert((int)HX_LAYER_OUTPUT == (int)HX_ROUTER_OUTPUT, "");
_Static_assert((int)HX_LAYER_RECURRENT == (int)HX_ROUTER_RECURRENT, "");

hx_status hx_chip_session_find_connections(const hx_chip_session_config *config, int layer,
                                           uint8_t *connected, hx_error *error)
{
    hx_router *router;
    hx_status status = create_router(&router, config, error);
    if (status)
        return status;
    memcpy(connected, hx_router_get_connections(router, (hx_router_layer)layer),
           hx_network_weight_count(&config->network, layer));
    hx_router_destroy(router);
    return HX_OK;
}

static hx_status write_program(void *context, uint32_t address, uint32_t value)
{
    return hx_program_add_write(context, address, value);
}

// Plays the program on every worker and drops what it answers.
static hx_status play_everywhere(hx_chip_session *session)
{
    hx_status status = hx_program_add_loopback(session->program, false);
    for (size_t i = 0; !status && i < session->config.workers; i++)
        status = hx_chip_workers_send(&session->workers, i, session->program);
    for (size_t i = 0; !status && i < session->config.workers; i++)
        status = hx_chip_workers_receive(&session->workers, i, &session->error);
    return status;
}

static hx_status configure(hx_chip_session *session)
{
    const hx_chip_session_config *config = &session->config;
    hx_program *program = session->program;
    const hx_router_size size = size_of(config);
    hx_chip_neuron_parameters neurons[HX_NEURON_COUNT];
    hx_calibrated_set_neurons(config->calibration, session->router, &size, &config->hidden,
                              &config->output, neurons);
    hx_program_clear(program);
    hx_status status = hx_bring_up_build(program);
    if (!status)
        status = hx_chip_write_defaults(&config->chip, write_program, program);
    if (!status)
        status = hx_router_write_routes(session->router, write_program, program);
    if (!status)
        status = hx_router_write_neurons(session->router, neurons, write_program, program,
                                         &session->error);
    if (!status && session->sampler)
        status = hx_ppu_sampler_add_load(session->sampler, program);
    if (!status)
        status = hx_program_add_barrier(program, 1);
    return status ? status : play_everywhere(session);
}

static hx_status write_weights(hx_chip_session *session, const hx_quantised_weights *weights)
{
    hx_router_weights view;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        view.layer[layer] = weights->layer[layer];
    hx_program_clear(session->program);
    hx_status status = hx_router_write_weights(session->router, &view, write_program,
                                               session->program, &session->error);
    if (!status)
        status = hx_program_add_barrier(session->program, 1);
    return status ? status : play_everywhere(session);
}

static hx_status send_trial(hx_chip_session *session, size_t worker, const hx_sample *samples,
                            size_t count)
{
    hx_status status = hx_trial_build(&session->trial, samples, count, session->program);
    if (!status)
        status = hx_connection_start_trial(hx_chip_workers_get(&session->workers, worker),
                                           session->statistics.next_trial++);
    return status ? status : hx_chip_workers_send(&session->workers, worker, session->program);
}

static hx_status read_trial(hx_chip_session *session, size_t worker, size_t count,
                            const hx_trial_scale *scale, hx_observation *observations)
{
    hx_status status = HX_OK;
    for (size_t k = 0; !status && k < count; k++) {
        hx_trial_outcome outcome;
        status = hx_trial_read(&session->trial, &session->config.network,
                               hx_chip_workers_get_result(&session->workers, worker), k, count,
                               scale, session->spikes, SPIKES_PER_TRIAL, &observations[k], &outcome,
                               &session->error);
        session->spike_count = outcome.spike_count;
        if (!status && k == 0) {
            session->statistics.chip_seconds +=
                (double)outcome.fpga_cycles * HX_FPGA_CYCLE_NS * 1e-9;
            session->statistics.stray_spikes += outcome.stray_spikes;
        }
    }
    return status;
}

static size_t group_size(const hx_chip_session *session, size_t first, size_t count)
{
    const size_t group = session->config.pace.group;
    return count - first < group ? count - first : group;
}

// Groups of samples go to the workers in turn, all at once; answers are taken in the same order,
// so the workers run side by side and the order of results is that of the samples.
static hx_status present_trials(hx_chip_session *session, const hx_sample *samples, size_t count,
                                const hx_trial_scale *scale, hx_observation *observations)
{
    hx_status status = HX_OK;
    const size_t workers = session->config.workers, group = session->config.pace.group;
    for (size_t i = 0; !status && i < count; i += group)
        status =
            send_trial(session, i / group % workers, samples + i, group_size(session, i, count));
    for (size_t i = 0; !status && i < count; i += group) {
        status = hx_chip_workers_receive(&session->workers, i / group % workers, &session->error);
        if (!status)
            status = read_trial(session, i / group % workers, group_size(session, i, count), scale,
                                observations + i);
    }
    return status;
}

// Adds the readings of a trial to the means. Neurons that have settled show one and the same "no
// voltage" at all grid points: the mean of the second half, in the first row.
static void add_baseline(const hx_chip_session *session, const float *voltage, size_t count,
                         float *baseline)
{
    const size_t steps = session->config.network.steps, used = (steps + 1) / 2;
    const bool settled = !(session->config.pace.period_us > 0);
    const float share = (float)(session->config.baseline_trials * (settled ? used : 1));
    for (size_t n = settled ? steps - used : 0; n < steps; n++)
        for (size_t i = 0; i < count; i++)
            baseline[(settled ? 0 : n) * count + i] += voltage[n * count + i] / share;
}

// Without input the membranes go from reset to rest: the mean over some trials is what the CADC
// shows for "no voltage" at each grid point.
static hx_status measure_baseline(hx_chip_session *session)
{
    const hx_network *network = &session->config.network;
    hx_observation observation;
    hx_status status = hx_observation_create(&observation, network);
    for (unsigned i = 0; !status && i < session->config.baseline_trials; i++) {
        const hx_sample silence = {.spikes = NULL};
        const hx_trial_scale plain = {.hidden_gain = 1, .output_gain = 1};
        status = present_trials(session, &silence, 1, &plain, &observation);
        if (status)
            break;
        add_baseline(session, observation.hidden_voltage, network->hidden, session->baseline[0]);
        add_baseline(session, observation.output_voltage, network->outputs, session->baseline[1]);
    }
    for (size_t n = 1; n < network->steps && !(session->config.pace.period_us > 0); n++) {
        memcpy(session->baseline[0] + n * network->hidden, session->baseline[0],
               network->hidden * sizeof(float));
        memcpy(session->baseline[1] + n * network->outputs, session->baseline[1],
               network->outputs * sizeof(float));
    }
    hx_observation_destroy(&observation);
    session->statistics =
        (hx_chip_session_statistics){.next_trial = session->statistics.next_trial};
    return status;
}

static hx_status open_workers(hx_chip_session *session)
{
    const hx_chip_session_config *config = &session->config;
    hx_device_config device = config->device;
    if (session->sampler)
        hx_ppu_sampler_name(session->sampler, &device.trace);
    return hx_chip_workers_open(&session->workers, config->workers, &device, &config->board,
                                &session->error);
}

static hx_status start(hx_chip_session *session)
{
    const hx_chip_session_config *config = &session->config;
    const hx_network *network = &config->network;
    hx_status status = create_router(&session->router, config, &session->error);
    if (status)
        return status;
    hx_router_get_readout_plan(session->router, !config->pace.only_outputs, &session->plan);
    const hx_sampler sampler = hx_trial_choose_sampler(&config->pace, config->sampler);
    status = hx_trial_configure(&session->trial, network, session->router, &session->plan,
                                &config->chip, &config->pace, sampler, &session->error);
    if (!status && sampler == HX_SAMPLER_PPU)
        status = hx_ppu_sampler_create(&session->sampler, &session->plan, session->trial.samples,
                                       HX_PPU_SAMPLER_PERIOD, &session->error);
    if (status)
        return status;
    session->trial.ppu = session->sampler;
    session->baseline[0] = calloc(network->steps * network->hidden, sizeof(float));
    session->baseline[1] = calloc(network->steps * network->outputs, sizeof(float));
    session->spikes = calloc(SPIKES_PER_TRIAL, sizeof *session->spikes);
    for (int layer = 0; !status && layer < HX_LAYER_COUNT; layer++) {
        // May be empty.
        session->rounded[layer] =
            calloc(hx_network_weight_count(network, layer) + 1, sizeof(float));
        status = session->rounded[layer] ? HX_OK : HX_ERROR_MEMORY;
    }
    if (!status)
        status = hx_input_create(&session->input, network);
    if (status)
        return status;
    if (!session->baseline[0] || !session->baseline[1] || !session->spikes)
        return HX_ERROR_MEMORY;
    status = hx_program_create(&session->program);
    if (!status)
        status = open_workers(session);
    if (!status)
        status = configure(session);
    return status ? status : measure_baseline(session);
}

hx_status hx_chip_session_create(hx_chip_session **session, const hx_chip_session_config *config,
                                 hx_error *error)
{
    *session = NULL;
    if (config->workers < 1 || config->workers > 64)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "workers must be in 1..64");
    if (config->baseline_trials < 1 || config->pace.group < 1)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "chip: trials for the baseline and samples of a trial must be above 0");
    if (config->board.host && config->workers != 1)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "a board behind UDP is one worker");
    hx_chip_session *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->config = *config;
    hx_status status = start(made);
    if (status) {
        if (error)
            *error = made->error;
        hx_chip_session_destroy(made);
        return status;
    }
    *session = made;
    return HX_OK;
}

hx_status hx_chip_session_finish(hx_chip_session *session, hx_error *error)
{
    return hx_chip_workers_close(&session->workers, error);
}

void hx_chip_session_destroy(hx_chip_session *session)
{
    if (!session)
        return;
    (void)hx_chip_workers_close(&session->workers, NULL);
    hx_ppu_sampler_destroy(session->sampler);
    hx_program_destroy(session->program);
    hx_router_destroy(session->router);
    free(session->baseline[0]);
    free(session->baseline[1]);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        free(session->rounded[layer]);
    hx_input_destroy(&session->input);
    free(session->spikes);
    free(session);
}

static hx_status follow_hidden(hx_chip_session *session, const hx_sample *samples, size_t count,
                               const hx_quantised_weights *weights, hx_observation *observations)
{
    const hx_network *network = &session->config.network;
    hx_status status = HX_OK;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        hx_dequantise(hx_network_weight_count(network, layer), weights->layer[layer],
                      weights->range[layer], session->rounded[layer]);
    for (size_t i = 0; !status && i < count; i++) {
        status = hx_input_set(&session->input, network, &samples[i]);
        if (!status)
            status = hx_network_follow(network, (const float *const *)session->rounded,
                                       &session->input, &observations[i]);
    }
    return status;
}

hx_status hx_chip_session_present(void *context, const hx_sample *samples, size_t count,
                                  const hx_quantised_weights *weights, hx_observation *observations)
{
    hx_chip_session *session = context;
    const float gain = (float)(1 / session->config.threshold_lsb);
    const hx_trial_scale scale = {.hidden_baseline = session->baseline[0],
                                  .output_baseline = session->baseline[1],
                                  .hidden_gain = gain,
                                  .output_gain = gain};
    hx_status status = write_weights(session, weights);
    if (!status)
        status = present_trials(session, samples, count, &scale, observations);
    if (!status && session->config.pace.only_outputs)
        status = follow_hidden(session, samples, count, weights, observations);
    if (!status)
        session->statistics.presentations += count;
    return status;
}

const char *hx_chip_session_get_error(const hx_chip_session *session)
{
    return session->error.text;
}

hx_chip_session_statistics hx_chip_session_get_statistics(const hx_chip_session *session)
{
    return session->statistics;
}

void hx_chip_session_set_statistics(hx_chip_session *session,
                                    const hx_chip_session_statistics *statistics)
{
    session->statistics = *statistics;
}

void hx_chip_session_get_last_spikes(const hx_chip_session *session, const hx_spike **spikes,
                                     size_t *count)
{
    *spikes = session->spikes;
    *count = session->spike_count;
}
