// The fast ADC: commands, set-up, signal path.
// SPDX-License-Identifier: Apache-2.0
//
// Neuron 5 rests at cell 600 on multiplexer 0: step 545, (cell - 60)/0.99. Multiplexer 1 has no
// input. The last word of each set-up is the command that starts.
#include "testbench/sim/fields/readout_world.h"

#include <hx_map.h>

#define CONTROL HX_MAP_MADC_CONTROL_BASE
#define CONFIG HX_MAP_MADC_CONFIG_BASE
#define WANTED 21 // samples
#define VALUE 545

static void set(field_world *world, const char *field, int64_t value)
{
    readout_world_set(world, "madc_config", CONFIG, field, value);
}

static void configure(field_world *world)
{
    readout_world_add_membrane(world, 0, 5, 600);
    readout_world_set(world, "readout_source_selection", HX_MAP_READOUT_SOURCE_SELECTION_BASE,
                      "neuron_odd_0", 1);
    readout_world_add_madc(world, WANTED);
    field_world_write(world, CONTROL, READOUT_WAKE_UP | READOUT_START);
}

static void configure_scaled(field_world *world)
{
    configure(world);
    set(world, "enable_madc_clock_scaling", 1);
    set(world, "madc_clock_scale_value", 3);
}

static void configure_calibrated(field_world *world)
{
    configure(world);
    set(world, "enable_calibration", 1);
    set(world, "calibration_wait_value", 0x200);
    set(world, "powerup_wait_value", 0);
    field_world_write(world, CONTROL, READOUT_WAKE_UP | READOUT_START | READOUT_CONTINUOUS);
}

static void stop(event_program *p, uint32_t cycle)
{
    event_program_wait_until(p, cycle);
    event_program_write(p, CONTROL, READOUT_STOP);
    event_program_wait_until(p, cycle + 100);
}

static void play_run(event_program *p)
{
    stop(p, 2000);
}

static void play_long_run(event_program *p)
{
    stop(p, 13000);
}

static void start_again(event_program *p)
{
    event_program_wait_until(p, 500);
    event_program_write(p, CONTROL, READOUT_START);
    stop(p, 1000);
}

// A command without the bit to stop, and with it.
static void go_on(event_program *p)
{
    event_program_wait_until(p, 200);
    event_program_write(p, CONTROL, READOUT_CONTINUOUS);
    stop(p, 1000);
}

static void stop_early(event_program *p)
{
    event_program_wait_until(p, 200);
    event_program_write(p, CONTROL, READOUT_CONTINUOUS | READOUT_STOP);
    stop(p, 1000);
}

static const field_scene run = {"one run", configure, play_run};
static const field_scene twice = {"started again after the run", configure, start_again};
static const field_scene long_run = {"time for 3000 samples", configure, play_long_run};
static const field_scene scaled = {"clock divided", configure_scaled, play_run};
static const field_scene calibrated = {"until the stop, calibrated first", configure_calibrated,
                                       play_run};

static double see_stop(int64_t value)
{
    static const field_scene stopped = {"", configure_calibrated, stop_early},
                             running = {"", configure_calibrated, go_on};
    static field_world world;
    world.count = 0;
    configure_calibrated(&world);
    field_world_play(&world, value ? &stopped : &running);
    return (double)event_program_count(&world.program, true);
}

static double count(const event_program *p)
{
    return (double)event_program_count(p, true);
}

// From the first to the last sample, in chip cycles.
static double get_duration(const event_program *p)
{
    unsigned sum = 0;
    for (size_t i = 1; i < p->event_count; ++i)
        sum += (uint8_t)(p->events[i].timestamp - p->events[i - 1].timestamp);
    return sum;
}

static double get_third(const event_program *p)
{
    return readout_get_sample(p, 0, 2);
}

static double get_multiplexer(const event_program *p)
{
    return p->event_count ? p->events[0].label >> 10 : -1;
}

// Samples before the first change of the multiplexer.
static double get_turn(const event_program *p)
{
    size_t i = 0;
    while (i < p->event_count && p->events[i].label >> 10 == p->events[0].label >> 10)
        ++i;
    return (double)i;
}

#define CONTROL_ROW(field, scene, at_from, at_to)                                                  \
    READOUT_EXACT("madc_control", field, CONTROL, scene, count, 0, 1, at_from, at_to)
#define EXACT(field, scene, look, from, to, at_from, at_to)                                        \
    READOUT_EXACT("madc_config", field, CONFIG, scene, look, from, to, at_from, at_to)
#define BIT(field, scene, relation, bit)                                                           \
    READOUT_BIT("madc_config", field, CONFIG, scene, count, bit, relation)
// Chip cycles of 20 distances between samples of so many cycles of 2 ns.
#define LASTS(cycles) (20 * (cycles) / 2)

static const field_action rows[] = {
    CONTROL_ROW("wake_up", run, 0, WANTED),
    CONTROL_ROW("start_recording", run, 0, WANTED),
    CONTROL_ROW("enable_power_down_after_sampling", twice, 2 * WANTED, WANTED),
    READOUT_BIT("madc_control", "enable_continuous_sampling", CONTROL, run, count, 0, FIELD_MORE),
    {"madc_control", "stop_recording", CONTROL, NULL, NULL, 0, 1, FIELD_LESS, 0, 0, see_stop},

    EXACT("active_mux_initially_selected_input", run, get_multiplexer, 0, 1, 0, 1),
    EXACT("active_mux_input_select_length", run, get_turn, 5, 10, 5, 10),
    EXACT("active_mux_input_select_length", run, get_turn, 0, 15, WANTED, 15),
    EXACT("sample_duration_adjust", run, get_duration, 2, 5, LASTS(14), LASTS(17)),
    EXACT("conversion_cycles_offset", run, get_duration, 5, 10, LASTS(10), LASTS(15)),
    EXACT("enable_madc_clock_scaling", scaled, get_duration, 0, 1, LASTS(17), LASTS(17 * 2 * 4)),
    EXACT("madc_clock_scale_value", scaled, get_duration, 5, 10, LASTS(17 * 2 * 6),
          LASTS(17 * 2 * 11)),
    // Waits and long sample times: the more, the fewer samples until the stop.
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 4),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 5),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 6),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 7),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 8),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 9),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 10),
    BIT("madc_clock_scale_value", scaled, FIELD_LESS, 11),
    BIT("powerup_wait_value", calibrated, FIELD_LESS, 5),
    BIT("powerup_wait_value", calibrated, FIELD_LESS, 9),
    BIT("calibration_wait_value", calibrated, FIELD_LESS, 5),
    BIT("calibration_wait_value", calibrated, FIELD_LESS, 9),
    BIT("enable_calibration", calibrated, FIELD_LESS, 0),

    EXACT("number_of_samples", long_run, count, 0x55a, 0xaa5, 0x55a, 0xaa5),
    BIT("number_of_samples", long_run, FIELD_MORE, 12),
    BIT("number_of_samples", long_run, FIELD_MORE, 13),
    BIT("number_of_samples", long_run, FIELD_MORE, 14),
    BIT("number_of_samples", long_run, FIELD_MORE, 15),
    EXACT("enable_dummy_data", run, get_third, 0, 1, VALUE, 2),
    EXACT("connect_preamp_to_madc", run, get_third, 0, 1, 0, VALUE),
    EXACT("signal_selection_connect_active_mux", run, get_third, 0, 1, 0, VALUE),
    EXACT("signal_selection_connect_preamp", run, get_third, 0, 1, 0, VALUE),
};

const field_action_list field_madc_actions = FIELD_ACTION_LIST(rows);
