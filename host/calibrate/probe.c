// A chip on the measuring bench.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/probe.h"

#include "host/chip/coordinate.h"
#include "host/program/bring_up.h"
#include "host/program/program.h"

#include <hx_map.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RECEIVE_WORDS 4096
#define CYCLES_PER_US 125.0
#define START 1000    // timer value of time 0, FPGA cycles
#define PARK_WAIT 375 // longer than any refractory time and way of an event
#define LABEL_EXCITATORY 1
#define LABEL_INHIBITORY 2

struct hx_probe {
    hx_connection *device;
    hx_program *program;
    hx_program_result *result;
    hx_chip_settings settings;
    uint64_t words[RECEIVE_WORDS];
    size_t first, last;
    uint64_t trial;
    double chip_seconds;
};

static hx_status write_word(void *context, uint32_t address, uint32_t value)
{
    return hx_program_add_write(context, address, value);
}

static hx_status fail(hx_status status, hx_error *error)
{
    return hx_error_set(error, status, "calibration: %s", hx_status_text(status));
}

// Sends the program and takes its response.
static hx_status play(hx_probe *p, hx_error *error)
{
    const uint64_t *words;
    size_t count;
    hx_status status = hx_program_add_loopback(p->program, false);
    hx_program_get_words(p->program, &words, &count);
    if (!status)
        status = hx_connection_send(p->device, words, count);
    if (status)
        return fail(status, error);
    hx_program_result_clear(p->result);
    while (!hx_program_result_is_done(p->result)) {
        size_t used;
        if (p->first == p->last) {
            p->first = 0;
            status = hx_connection_receive(p->device, p->words, RECEIVE_WORDS, &p->last, NULL);
            if (!status && !p->last)
                status = HX_ERROR_CHECK;
            if (status)
                return fail(status, error);
        }
        status = hx_program_result_feed(p->result, p->words + p->first, p->last - p->first, &used,
                                        error);
        p->first += used;
        if (status)
            return status;
    }
    return HX_OK;
}

// The settings are bus writes in the program; waits until they are done.
static hx_status play_settings(hx_probe *p, hx_status status, hx_error *error)
{
    if (!status)
        status = hx_program_add_barrier(p->program, 1);
    return status ? fail(status, error) : play(p, error);
}

static hx_status write_node(hx_probe *p, unsigned input, unsigned output)
{
    const hx_map_crossbar_node pass = {.mask = 0, .target = 0};
    uint32_t word;
    hx_map_crossbar_node_encode(&pass, &word);
    return hx_program_add_write(
        p->program, hx_map_crossbar_node_address((unsigned)hx_chip_crossbar_node(input, output)),
        word);
}

// Driver 0 of each half hears bus 0; both of its rows reach every neuron.
static hx_status write_stimulus(hx_probe *p)
{
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    uint32_t words[HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS], weights, labels[2];
    driver.enable_receiver = driver.enable_address_out = 1;
    driver.row_address_compare_mask = 31;
    driver.row_mode_excitatory_bottom = driver.row_mode_inhibitory_top = 1;
    hx_map_synapse_driver_config_encode(&driver, words);
    const hx_map_synapse_weight_quad full = {63, 63, 63, 63};
    const hx_map_synapse_label_quad exc = {LABEL_EXCITATORY, LABEL_EXCITATORY, LABEL_EXCITATORY,
                                           LABEL_EXCITATORY};
    const hx_map_synapse_label_quad inh = {LABEL_INHIBITORY, LABEL_INHIBITORY, LABEL_INHIBITORY,
                                           LABEL_INHIBITORY};
    hx_map_synapse_weight_quad_encode(&full, &weights);
    hx_map_synapse_label_quad_encode(&exc, &labels[0]);
    hx_map_synapse_label_quad_encode(&inh, &labels[1]);
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < 2; half++) {
        status = write_node(p, HX_MAP_CROSSBAR_INPUT_L2, 4 * half);
        for (unsigned w = 0; !status && w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; w++)
            status = hx_program_add_write(p->program,
                                          hx_map_synapse_driver_config_address(half, 0) +
                                              hx_map_synapse_driver_config_word_offset(w),
                                          words[w]);
        for (unsigned place = 0; !status && place < 2 * HX_CHIP_QUADS; place++) {
            unsigned row = place / HX_CHIP_QUADS, quad = place % HX_CHIP_QUADS;
            status = hx_program_add_write(
                p->program, hx_map_synapse_weight_quad_address(half, row, quad), weights);
            if (!status)
                status = hx_program_add_write(
                    p->program, hx_map_synapse_label_quad_address(half, row, quad), labels[row]);
        }
    }
    for (unsigned input = 0; !status && input < HX_MAP_CROSSBAR_INPUT_L2; input++)
        status = write_node(p, input, HX_MAP_CROSSBAR_OUTPUT_L2 + input % 4);
    return status;
}

hx_status hx_probe_create(hx_probe **probe, const hx_device_config *device,
                          const hx_chip_settings *settings, hx_error *error)
{
    *probe = NULL;
    hx_probe *p = calloc(1, sizeof *p);
    if (!p)
        return fail(HX_ERROR_MEMORY, error);
    p->settings = *settings;
    hx_status status = hx_program_create(&p->program);
    if (!status)
        status = hx_program_result_create(&p->result);
    if (status)
        fail(status, error);
    if (!status)
        status = hx_connection_open_worker(&p->device, device, error);
    if (!status) {
        hx_status built = hx_bring_up_build(p->program);
        if (!built)
            built = hx_chip_write_defaults(settings, write_word, p->program);
        if (!built)
            built = write_stimulus(p);
        status = play_settings(p, built, error);
    }
    if (status) {
        hx_probe_destroy(p);
        return status;
    }
    *probe = p;
    return HX_OK;
}

void hx_probe_destroy(hx_probe *p)
{
    if (!p)
        return;
    hx_connection_close(p->device);
    hx_program_result_destroy(p->result);
    hx_program_destroy(p->program);
    free(p);
}

double hx_probe_get_chip_seconds(const hx_probe *p)
{
    return p->chip_seconds;
}

hx_status hx_probe_write_neurons(hx_probe *p,
                                 const hx_chip_neuron_parameters neurons[HX_NEURON_COUNT],
                                 hx_error *error)
{
    hx_program_clear(p->program);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        hx_chip_neuron_parameters settings = neurons[n];
        // Output n % 256 / 32 has 64 neurons: row and column in the low bits.
        settings.address_out = n / HX_CHIP_COLUMNS << 5 | n % HX_CHIP_BLOCK_COLUMNS;
        hx_status status = hx_chip_write_neuron(n, &settings, write_word, p->program, error);
        if (status)
            return status;
    }
    return play_settings(p, HX_OK, error);
}

hx_status hx_probe_write_offsets(hx_probe *p, const int offsets[HX_NEURON_COUNT], hx_error *error)
{
    hx_program_clear(p->program);
    hx_status status = HX_OK;
    for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++) {
        const unsigned column = hx_chip_neuron_column(n);
        const hx_map_cadc_channel_config channel = {.offset = offsets[n]};
        uint32_t word;
        hx_map_cadc_channel_config_encode(&channel, &word);
        status = hx_program_add_write(p->program,
                                      hx_map_cadc_channel_config_address(
                                          hx_chip_neuron_row(n), column / 128, column % 128, 0),
                                      word);
    }
    return play_settings(p, status, error);
}

hx_status hx_probe_connect_membranes(hx_probe *p, bool connect, hx_error *error)
{
    const uint32_t on = connect;
    const hx_map_column_correlation_quad quad = {
        .enable_internal_causal_0 = 1,
        .enable_internal_causal_1 = 1,
        .enable_internal_causal_2 = 1,
        .enable_internal_causal_3 = 1,
        .enable_cadc_neuron_readout_causal_0 = on,
        .enable_cadc_neuron_readout_causal_1 = on,
        .enable_cadc_neuron_readout_causal_2 = on,
        .enable_cadc_neuron_readout_causal_3 = on,
    };
    uint32_t words[HX_MAP_COLUMN_CORRELATION_QUAD_WORDS];
    hx_map_column_correlation_quad_encode(&quad, words);
    hx_program_clear(p->program);
    hx_status status = HX_OK;
    for (unsigned place = 0; !status && place < 2 * HX_CHIP_QUADS; place++)
        for (unsigned w = 0; !status && w < HX_MAP_COLUMN_CORRELATION_QUAD_WORDS; w++)
            status = hx_program_add_write(p->program,
                                          hx_map_column_correlation_quad_address(
                                              place / HX_CHIP_QUADS, place % HX_CHIP_QUADS) +
                                              hx_map_column_correlation_quad_word_offset(w),
                                          words[w]);
    return play_settings(p, status, error);
}

// Waits are for the timer; the instruction after a wait for t executes when it shows t + 1.
static hx_status wait_until(hx_probe *p, double time_us)
{
    return hx_program_add_wait_until(p->program,
                                     START + (uint32_t)lround(time_us * CYCLES_PER_US) - 1);
}

// The first read of each half converts, the others take the same conversion.
static hx_status add_sample(hx_probe *p)
{
    hx_status status = HX_OK;
    size_t ticket;
    for (unsigned quad = 0; !status && quad < HX_CHIP_QUADS; quad++)
        for (unsigned half = 0; !status && half < 2; half++)
            status = hx_program_add_read(
                p->program, hx_map_cadc_sample_quad_address(half, quad > 0, 0, 0, quad), &ticket);
    return status;
}

static hx_status add_event(hx_probe *p, const hx_probe_event *event)
{
    const uint16_t label = event->inhibitory ? LABEL_INHIBITORY : LABEL_EXCITATORY;
    return hx_program_add_spikes(p->program, &label, 1);
}

static hx_status build(hx_probe *p, const hx_probe_experiment *e)
{
    hx_program_clear(p->program);
    hx_status status = hx_program_add_systime_init(p->program, true);
    if (!status)
        status = hx_program_add_barrier(p->program, 4);
    if (!status)
        status = hx_program_add_timer_setup(p->program);
    if (!status)
        status = wait_until(p, 0);
    if (!status && !e->stay_in_reset)
        status = hx_chip_write_force_reset(&p->settings, false, write_word, p->program);
    size_t sample = 0, event = 0;
    while (!status && (sample < e->sample_count || event < e->event_count)) {
        double sample_due = sample < e->sample_count ? e->samples_us[sample] : INFINITY;
        double event_due = event < e->event_count ? e->events[event].time_us : INFINITY;
        if (event_due <= sample_due) {
            status = wait_until(p, event_due);
            if (!status)
                status = add_event(p, &e->events[event++]);
        } else {
            status = wait_until(p, sample_due);
            if (!status)
                status = add_sample(p);
            sample++;
        }
    }
    if (!status)
        status = wait_until(p, e->until_us);
    if (!status && !e->stay_in_reset)
        status = hx_chip_write_force_reset(&p->settings, true, write_word, p->program);
    if (!status)
        status = hx_program_add_barrier(p->program, 1);
    if (!status)
        status = wait_until(p, e->until_us + PARK_WAIT / CYCLES_PER_US);
    return status;
}

static void take_reads(const hx_probe *p, const hx_probe_experiment *e, hx_probe_reading *reading)
{
    const uint32_t *values;
    size_t count;
    hx_program_result_get_reads(p->result, &values, &count);
    for (size_t s = 0; s < e->sample_count; s++)
        for (unsigned quad = 0; quad < HX_CHIP_QUADS; quad++)
            for (unsigned half = 0; half < 2; half++) {
                const uint32_t word = values[(s * HX_CHIP_QUADS + quad) * 2 + half];
                hx_map_cadc_sample_quad samples;
                hx_map_cadc_sample_quad_decode(&word, &samples);
                const uint32_t steps[] = {samples.value_0, samples.value_1, samples.value_2,
                                          samples.value_3};
                for (unsigned entry = 0; entry < 4; entry++)
                    reading->voltage[s][hx_chip_neuron(half, hx_chip_quad_column(quad, entry))] +=
                        steps[entry];
            }
}

static void take_spikes(const hx_probe *p, hx_probe_reading *reading)
{
    const hx_program_spike *spikes;
    size_t count;
    hx_program_result_get_spikes(p->result, &spikes, &count);
    for (size_t i = 0; i < count; i++) {
        const unsigned address = spikes[i].label & 0xff, output = spikes[i].label >> 8 & 7;
        const unsigned neuron =
            hx_chip_neuron(address >> 5 & 1, output * HX_CHIP_BLOCK_COLUMNS + (address & 31));
        reading->spikes[neuron]++;
    }
}

hx_status hx_probe_run(hx_probe *p, const hx_probe_experiment *e, unsigned repeats,
                       hx_probe_reading *reading, hx_error *error)
{
    memset(reading, 0, sizeof *reading);
    for (unsigned i = 0; i < repeats; i++) {
        hx_status status = build(p, e);
        if (!status)
            status = hx_connection_start_trial(p->device, p->trial++);
        status = status ? fail(status, error) : play(p, error);
        if (status)
            return status;
        take_reads(p, e, reading);
        take_spikes(p, reading);
        p->chip_seconds += (START / CYCLES_PER_US + e->until_us) * 1e-6;
    }
    for (size_t s = 0; s < e->sample_count; s++)
        for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
            reading->voltage[s][n] /= repeats;
    return HX_OK;
}
