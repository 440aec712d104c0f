// Commands to neurons: reset, post pulse, reset of the spike counter.
// SPDX-License-Identifier: Apache-2.0
//
// Each is seen by the same scene with the command and without it.
#include "testbench/sim/fields/neuron_set_up.h"

enum {
    QUAD = 32, // columns 1, 3, 5 and 7
    ROW = 154, // of the synapse that the label reaches
    CAUSAL = 0
};

static field_world world;

static double see(void (*configure)(field_world *world), void (*play)(event_program *p),
                  double (*look)(const event_program *p))
{
    const field_scene scene = {"command", configure, play};
    world.count = 0;
    configure(&world);
    field_world_play(&world, &scene);
    return look(&world.program);
}

static void wait(event_program *p)
{
    event_program_wait_until(p, 500);
}

static void reset_neuron(event_program *p)
{
    event_program_write(p, hx_map_neuron_reset_address(0, 5), 0);
    wait(p);
}

// Acts like a fire: the event comes back.
static double run_neuron_reset(int64_t sent)
{
    return see(field_world_add_example, sent ? reset_neuron : wait, field_get_first_label);
}

static void let_quad_speak(field_world *w)
{
    field_world_add_example(w);
    neuron_pass_events(w, 0);
    for (unsigned column = 1; column < 8; column += 2) {
        const neuron_place place = {.backend = NEURON_BACKEND(0, column)};
        neuron_set_backend(w, &place, "enable_spike_out", 1);
    }
}

static void reset_quad(event_program *p)
{
    event_program_write(p, hx_map_neuron_reset_quad_address(0, QUAD), 0);
    wait(p);
}

static double run_neuron_reset_quad(int64_t sent)
{
    return see(let_quad_speak, sent ? reset_quad : wait, field_count_spikes);
}

static void spike_and_count(event_program *p)
{
    event_program_spike(p, NEURON_INPUT);
    wait(p);
    event_program_read(p, hx_map_spike_counter_read_address(0, 5));
}

static void spike_and_clear(event_program *p)
{
    event_program_spike(p, NEURON_INPUT);
    wait(p);
    event_program_write(p, hx_map_spike_counter_reset_address(0, 5), 0);
    event_program_read(p, hx_map_spike_counter_read_address(0, 5));
}

static double run_spike_counter_reset(int64_t sent)
{
    return see(field_world_add_example, sent ? spike_and_clear : spike_and_count,
               field_get_first_data);
}

// Sensors on, five steps a pair, without a spike of the neuron itself.
static void measure_pairs(field_world *w)
{
    static const uint32_t CELLS[][2] = {{HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 80},
                                        {HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, 700},
                                        {HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200},
                                        {HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100}};
    const hx_map_cadc_channel_config offset = hx_map_cadc_channel_config_default();
    const uint32_t lines = hx_map_column_correlation_quad_address(0, QUAD);
    uint32_t word;
    neuron_set_up(w, 1);
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; ++i)
        field_world_write(w, NEURON_CELL(0, 128, CELLS[i][0]), CELLS[i][1]);
    hx_map_cadc_channel_config_encode(&offset, &word);
    field_world_write(w, hx_map_cadc_channel_config_address(0, 0, 5, CAUSAL), word);
    neuron_set_other(w, "cadc_config", "enable", 1);
    const hx_map_list_entry *entry = field_find_register("column_correlation_quad");
    field_world_set(w, entry, lines, field_find(entry, "enable_internal_causal_2"), 1);
    field_world_set(w, entry, lines, field_find(entry, "enable_internal_acausal_2"), 1);
}

// Ten pre pulses, 20 us apart, each with a command behind it or without one.
static void pair(event_program *p, bool sent)
{
    for (unsigned i = 0; i < 10; ++i) {
        event_program_wait_until(p, 100 + 2500 * i);
        event_program_spike(p, NEURON_INPUT);
        event_program_wait_until(p, 110 + 2500 * i);
        if (sent)
            event_program_write(p, hx_map_block_post_pulse_address(0), 0);
    }
    event_program_wait_until(p, 25000);
    event_program_read(p, hx_map_cadc_sample_quad_address(0, 0, CAUSAL, ROW, QUAD));
}

static void pair_with(event_program *p)
{
    pair(p, true);
}

static void pair_without(event_program *p)
{
    pair(p, false);
}

// What the sensor of column 5 has lost.
static double see_pairs(const event_program *p)
{
    return 220 - (p->data[0] >> 8 & 0xff);
}

static double run_block_post_pulse(int64_t sent)
{
    return see(measure_pairs, sent ? pair_with : pair_without, see_pairs);
}

#define COMMAND(NAME, AT_FROM, AT_TO)                                                              \
    {                                                                                              \
        .register_name = #NAME, .field = "trigger", .from = 0, .to = 1, .relation = FIELD_EXACT,   \
        .at_from = AT_FROM, .at_to = AT_TO, .run = run_##NAME                                      \
    }

static const field_action rows[] = {
    COMMAND(neuron_reset, -1, NEURON_OUTPUT),
    COMMAND(neuron_reset_quad, 0, 4),
    COMMAND(spike_counter_reset, 1, 0),
    COMMAND(block_post_pulse, 0, 49),
};

const field_action_list field_neuron_command_actions = FIELD_ACTION_LIST(rows);
