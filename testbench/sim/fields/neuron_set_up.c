// A neuron in the open: its membrane on the fast ADC, its input by label, values by the documents.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_set_up.h"

#include <math.h>

const neuron_place neuron_5 = {NEURON_CONFIG(0, 5), NEURON_CELL(0, 5, 0), NEURON_BACKEND(0, 5)},
                   neuron_6 = {NEURON_CONFIG(0, 6), NEURON_CELL(0, 6, 0), NEURON_BACKEND(0, 6)},
                   neuron_261 = {NEURON_CONFIG(2, 5), NEURON_CELL(2, 5, 0),
                                 NEURON_BACKEND(0, 128 + 5)};

enum { DRIVER = 77, QUAD = 32 }; // of the synapse that the label reaches: row 154, column 5

static void set(field_world *world, const char *name, uint32_t address, const char *field,
                int64_t value)
{
    const hx_map_list_entry *entry = field_find_register(name);
    field_world_set(world, entry, address, field_find(entry, field), value);
}

void neuron_set(field_world *world, const neuron_place *place, const char *field, int64_t value)
{
    set(world, "neuron_config", place->config, field, value);
}

void neuron_set_cell(field_world *world, const neuron_place *place, uint32_t row, uint32_t value)
{
    field_world_write(world, place->cells + row * HX_MAP_CAPMEM_CELL_ROW_STRIDE, value);
}

void neuron_set_backend(field_world *world, const neuron_place *place, const char *field,
                        int64_t value)
{
    set(world, "neuron_backend_config", place->backend, field, value);
}

void neuron_set_other(field_world *world, const char *name, const char *field, int64_t value)
{
    set(world, name, field_find_register(name)->base, field, value);
}

static void set_up_readout(field_world *world, uint32_t samples)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS];
    config.number_of_samples = samples;
    hx_map_madc_config_encode(&config, words);
    field_world_write_words(world, hx_map_madc_config_address(), words, HX_MAP_MADC_CONFIG_WORDS);
    neuron_set_other(world, "readout_source_selection", "neuron_odd_0", 1);
}

void neuron_set_up_circuit(field_world *world, const neuron_place *place)
{
    static const uint32_t CELLS[][2] = {
        {HX_MAP_CAPMEM_ROW_V_LEAK, LEAK},
        {HX_MAP_CAPMEM_ROW_V_RESET, 200},
        {HX_MAP_CAPMEM_ROW_V_THRESHOLD, 1000},
        {HX_MAP_CAPMEM_ROW_E_SYNIN_EXC_REV, 800},
        {HX_MAP_CAPMEM_ROW_E_SYNIN_INH_REV, 100},
        {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 100},
        {HX_MAP_CAPMEM_ROW_V_EXP, 1000},
        {HX_MAP_CAPMEM_ROW_V_ADAPT_REF, 300},
        {HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 800},
        {HX_MAP_CAPMEM_ROW_I_BIAS_RESET, 800},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, 1},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, 500},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU, 1},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM, 500},
    };
    static const struct {
        const char *field;
        int64_t value;
    } FIELDS[] = {
        {"membrane_capacitor_size", 7},
        {"enable_synaptic_input_excitatory", 1},
        {"enable_synaptic_input_inhibitory", 1},
        {"enable_synaptic_input_excitatory_high_resistance", 1},
        {"enable_synaptic_input_inhibitory_high_resistance", 1},
    };
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; ++w)
        field_world_write(world, place->config + w, 0);
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; ++i)
        neuron_set_cell(world, place, CELLS[i][0], CELLS[i][1]);
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; ++i)
        neuron_set(world, place, FIELDS[i].field, FIELDS[i].value);
}

void neuron_pass_events(field_world *world, unsigned output)
{
    enum { NODES = 3, TO_HOST = 2 }; // of a neuron event output
    field_world_write(world, hx_map_crossbar_node_address(NODES * output + TO_HOST), 0);
}

void neuron_set_up(field_world *world, uint32_t samples)
{
    field_world_add_example(world);
    neuron_pass_events(world, 0);
    neuron_set_up_circuit(world, &neuron_5);
    neuron_set(world, &neuron_5, "enable_readout", 1);
    neuron_set(world, &neuron_5, "enable_readout_amplifier", 1);
    field_world_write(world, NEURON_CELL(0, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC), 1022);
    set_up_readout(world, samples);
}

void neuron_set_up_inhibition(field_world *world)
{
    const uint32_t driver = hx_map_synapse_driver_config_address(0, DRIVER),
                   column = hx_map_column_current_quad_address(0, QUAD);
    set(world, "synapse_driver_config", driver, "row_mode_excitatory_bottom", 0);
    set(world, "synapse_driver_config", driver, "row_mode_inhibitory_bottom", 1);
    set(world, "column_current_quad", column, "enable_synaptic_current_excitatory_2", 0);
    set(world, "column_current_quad", column, "enable_synaptic_current_inhibitory_2", 1);
}

void neuron_set_up_neighbours(field_world *world)
{
    const neuron_place *const places[] = {&neuron_6, &neuron_261};
    for (unsigned i = 0; i < 2; ++i) {
        neuron_set_up_circuit(world, places[i]);
        neuron_set_cell(world, places[i], HX_MAP_CAPMEM_ROW_V_LEAK, 600 + 100 * i);
        neuron_set_cell(world, places[i], HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, 400);
    }
}

static void control(event_program *p, const hx_map_madc_control *value)
{
    uint32_t word;
    hx_map_madc_control_encode(value, &word);
    event_program_write(p, hx_map_madc_control_address(), word);
}

void neuron_sample(event_program *p, uint32_t at)
{
    const hx_map_madc_control wake_up = {.wake_up = 1}, start = {.start_recording = 1};
    event_program_wait_until(p, at - 125);
    control(p, &wake_up);
    event_program_wait_until(p, at);
    control(p, &start);
}

void neuron_excite(event_program *p, unsigned count)
{
    for (unsigned i = 0; i < count; ++i) {
        event_program_wait_until(p, 100 + 125 * i);
        event_program_spike(p, NEURON_INPUT);
    }
}

// Sample `number` of all; -1: there are less.
static double get_sample(const event_program *program, size_t number)
{
    for (size_t i = 0; i < program->event_count; ++i) {
        if (program->events[i].is_sample && number-- == 0)
            return program->events[i].label;
    }
    return -1;
}

double neuron_see_last(const event_program *program)
{
    return get_sample(program, event_program_count(program, true) - 1);
}

double neuron_see_largest(const event_program *program)
{
    double largest = -1;
    for (size_t i = 0; i < program->event_count; ++i) {
        if (program->events[i].is_sample && program->events[i].label > largest)
            largest = program->events[i].label;
    }
    return largest;
}

double neuron_see_fire(const event_program *program)
{
    return event_program_count(program, false) != 0;
}

static double get_half_time(const event_program *program)
{
    const double first = get_sample(program, 0), sample_us = 0.034;
    double furthest = 0;
    unsigned count = 0;
    for (size_t i = 0; i < program->event_count; ++i) {
        if (!program->events[i].is_sample)
            continue;
        const double distance = fabs(program->events[i].label - first);
        if (distance >= furthest) {
            furthest = distance;
            count = 0;
        }
        count += distance > furthest / 2;
    }
    return count * sample_us;
}

double neuron_see_half_time(const event_program *program)
{
    return round(get_half_time(program) * 10);
}

double neuron_see_long_half_time(const event_program *program)
{
    return round(get_half_time(program));
}
