// The simulated chip as a trainer's partner.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/chip_session.h"

#include "host/program/bring_up.h"
#include "host/program/exchange.h"
#include "host/train/calibrated.h"
#include "host/train/cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPIKES_PER_TRIAL 65536
#define OUTPUT_REST 310 // parameter cell; CADC 120

typedef struct partner {
    hx_connection *device;
    hx_exchange *exchange;
    hx_program_result *result;
} partner;

struct hx_chip_session {
    hx_chip_session_config config;
    hx_router *router;
    hx_router_readout_plan plan;
    hx_trial_config trial;
    hx_ppu_sampler *sampler; // NULL: bus reads
    partner *workers;
    hx_program *program;
    float *baseline[HX_POPULATION_COUNT];
    hx_spike *spikes;
    size_t spike_count;
    hx_chip_session_statistics statistics;
    hx_error error;
};

static uint32_t cell_of(double value)
{
    return value < 1 ? 1 : value > 1022 ? 1022 : (uint32_t)(value + 0.5);
}

static void set_time_constants(hx_chip_neuron_parameters *neuron, double tau_mem_us,
                               double tau_syn_us)
{
    neuron->i_bias_leak = cell_of(HX_CELLS_LEAK_TIMES_TAU / tau_mem_us);
    neuron->i_bias_synin_exc_tau = neuron->i_bias_synin_inh_tau =
        cell_of(HX_CELLS_SYNAPSE_TIMES_TAU / tau_syn_us);
}

hx_chip_session_config hx_chip_session_config_default(const hx_network *network)
{
    hx_chip_session_config config = {
        .network = *network,
        .device = hx_device_config_default(),
        .workers = 1,
        .sampler = HX_SAMPLER_PPU,
        .copies = HX_ROUTER_DEFAULT_COPIES,
        .chip = hx_chip_settings_default(),
        .hidden = hx_chip_neuron_parameters_default(),
        .output = hx_chip_neuron_parameters_default(),
        .threshold_lsb = 45,
        .baseline_trials = 4,
    };
    // Full synapse bias: a weight of 63 then moves a resting membrane to the threshold if it
    // lasts. Rest and reset coincide; readouts rest in the middle of the CADC range.
    config.chip.weight_scale = 1022;
    config.hidden.v_reset = config.hidden.v_leak;
    config.output.spiking = network->first_spike;
    config.output.v_leak = config.output.v_reset =
        network->first_spike ? config.hidden.v_leak : OUTPUT_REST;
    set_time_constants(&config.hidden, network->tau_mem_us[0], network->tau_syn_us[0]);
    set_time_constants(&config.output, network->tau_mem_us[1], network->tau_syn_us[1]);
    return config;
}

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
    if (config->shared_rows && network->first_spike)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED,
                            "first-spike decisions need readout neurons of one circuit; with "
                            "shared rows they have two, which are not joined");
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

static hx_status send_program(hx_chip_session *session, size_t worker)
{
    return hx_exchange_send(session->workers[worker].exchange, session->program);
}

// Takes response words of one worker until its program is finished.
static hx_status receive_result(hx_chip_session *session, size_t worker)
{
    hx_error reason = {""};
    hx_status status = hx_exchange_receive(session->workers[worker].exchange,
                                           session->workers[worker].result, &reason);
    return status ? hx_error_set(&session->error, status, "worker %zu: %.230s", worker, reason.text)
                  : HX_OK;
}

// Plays the program on every worker and drops what it answers.
static hx_status play_everywhere(hx_chip_session *session)
{
    hx_status status = hx_program_add_loopback(session->program, false);
    for (size_t i = 0; !status && i < session->config.workers; i++)
        status = send_program(session, i);
    for (size_t i = 0; !status && i < session->config.workers; i++)
        status = receive_result(session, i);
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

static hx_status send_trial(hx_chip_session *session, size_t worker, const hx_sample *sample)
{
    hx_status status = hx_trial_build(&session->trial, sample, session->program);
    if (!status)
        status = hx_connection_start_trial(session->workers[worker].device,
                                           session->statistics.next_trial++);
    return status ? status : send_program(session, worker);
}

// Samples go to the workers in turn, all at once; answers are taken in the same order, so
// the workers run side by side and the order of results is that of the samples.
static hx_status present_trials(hx_chip_session *session, const hx_sample *samples, size_t count,
                                const hx_trial_scale *scale, hx_observation *observations)
{
    hx_status status = HX_OK;
    size_t workers = session->config.workers;
    for (size_t i = 0; !status && i < count; i++)
        status = send_trial(session, i % workers, &samples[i]);
    for (size_t i = 0; !status && i < count; i++) {
        hx_trial_outcome outcome;
        status = receive_result(session, i % workers);
        if (!status)
            status = hx_trial_read(&session->trial, &session->config.network,
                                   session->workers[i % workers].result, scale, session->spikes,
                                   SPIKES_PER_TRIAL, &observations[i], &outcome, &session->error);
        if (status)
            break;
        session->spike_count = outcome.spike_count;
        session->statistics.chip_seconds += (double)outcome.fpga_cycles * HX_FPGA_CYCLE_NS * 1e-9;
        session->statistics.stray_spikes += outcome.stray_spikes;
    }
    return status;
}

// Without input the membranes rest: the mean of the last grid points over some trials is
// what the CADC shows for "no voltage".
static hx_status measure_baseline(hx_chip_session *session)
{
    const hx_network *network = &session->config.network;
    const unsigned trials = session->config.baseline_trials;
    const size_t used = (network->steps + 1) / 2, first = network->steps - used;
    hx_observation observation;
    hx_status status = hx_observation_create(&observation, network);
    for (unsigned i = 0; !status && i < trials; i++) {
        const hx_sample silence = {.spikes = NULL};
        const hx_trial_scale plain = {.hidden_gain = 1, .output_gain = 1};
        status = present_trials(session, &silence, 1, &plain, &observation);
        for (size_t n = first; !status && n < network->steps; n++) {
            for (size_t h = 0; h < network->hidden; h++)
                session->baseline[0][h] +=
                    observation.hidden_voltage[n * network->hidden + h] / (float)(used * trials);
            for (size_t o = 0; o < network->outputs; o++)
                session->baseline[1][o] +=
                    observation.output_voltage[n * network->outputs + o] / (float)(used * trials);
        }
    }
    hx_observation_destroy(&observation);
    session->statistics =
        (hx_chip_session_statistics){.next_trial = session->statistics.next_trial};
    return status;
}

static hx_status open_workers(hx_chip_session *session)
{
    for (size_t i = 0; i < session->config.workers; i++) {
        hx_device_config device = session->config.device;
        if (session->sampler)
            hx_ppu_sampler_name(session->sampler, &device.trace);
        char path[4096];
        if (device.trace.path && i > 0) { // F.fst, then F.1.fst, F.2.fst, ...
            const char *dot = strrchr(device.trace.path, '.');
            int stem = dot ? (int)(dot - device.trace.path) : (int)strlen(device.trace.path);
            int length = snprintf(path, sizeof path, "%.*s.%zu.fst", stem, device.trace.path, i);
            if (length < 0 || (size_t)length >= sizeof path)
                return hx_error_set(&session->error, HX_ERROR_ARGUMENT,
                                    "--trace: the file name is too long");
            device.trace.path = path;
        }
        hx_status status = hx_program_result_create(&session->workers[i].result);
        const hx_chip_session_board *board = &session->config.board;
        if (!status && board->host)
            status = hx_connection_open_udp(&session->workers[i].device, board->host,
                                            board->data_port, board->reset_port, &session->error);
        else if (!status)
            status =
                hx_connection_open_worker(&session->workers[i].device, &device, &session->error);
        if (!status)
            status = hx_exchange_create(&session->workers[i].exchange, session->workers[i].device);
        if (status)
            return status;
    }
    return HX_OK;
}

static hx_status start(hx_chip_session *session)
{
    const hx_chip_session_config *config = &session->config;
    const hx_network *network = &config->network;
    hx_status status = create_router(&session->router, config, &session->error);
    if (status)
        return status;
    hx_router_get_readout_plan(session->router, true, &session->plan);
    session->trial = hx_trial_config_default(network, session->router, &session->plan,
                                             &config->chip, config->sampler);
    if (config->sampler == HX_SAMPLER_PPU)
        status = hx_ppu_sampler_create(&session->sampler, &session->plan, session->trial.samples,
                                       HX_PPU_SAMPLER_PERIOD, &session->error);
    if (status)
        return status;
    session->trial.ppu = session->sampler;
    session->workers = calloc(config->workers, sizeof *session->workers);
    session->baseline[0] = calloc(network->hidden, sizeof(float));
    session->baseline[1] = calloc(network->outputs, sizeof(float));
    session->spikes = calloc(SPIKES_PER_TRIAL, sizeof *session->spikes);
    if (!session->workers || !session->baseline[0] || !session->baseline[1] || !session->spikes)
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
    if (config->workers < 1 || config->workers > 64 || config->baseline_trials < 1)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "workers must be in 1..64");
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

void hx_chip_session_destroy(hx_chip_session *session)
{
    if (!session)
        return;
    for (size_t i = 0; session->workers && i < session->config.workers; i++) {
        hx_exchange_destroy(session->workers[i].exchange);
        hx_connection_close(session->workers[i].device);
        hx_program_result_destroy(session->workers[i].result);
    }
    free(session->workers);
    hx_ppu_sampler_destroy(session->sampler);
    hx_program_destroy(session->program);
    hx_router_destroy(session->router);
    free(session->baseline[0]);
    free(session->baseline[1]);
    free(session->spikes);
    free(session);
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
