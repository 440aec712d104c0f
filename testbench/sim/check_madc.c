// The fast ADC on the whole set-up: run control, sample clock, inputs, values.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/event_program.h"

#include "hx_map.h"

#include <check.h>

#define CONTROL 0x000C0000u
#define WAKE_UP 0x01u
#define START 0x02u
#define STOP 0x04u
#define POWER_DOWN 0x08u
#define CONTINUOUS 0x10u
#define SOURCE_0 0x000C000Cu
#define SOURCE_1 0x000C000Du
#define RECORD 0x88000005u

Suite *madc_suite(void);

static event_program program;

static hx_connection *open_recording(void)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    event_program_begin(&program);
    word_list_add_link_up(&program.list);
    event_program_write(&program, RECORD, 1);
    event_program_play(&program, device);
    event_program_begin(&program);
    return device;
}

static void add_config(const hx_map_madc_config *config)
{
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS];
    hx_map_madc_config_encode(config, words);
    for (unsigned w = 0; w < HX_MAP_MADC_CONFIG_WORDS; ++w)
        event_program_write(&program, hx_map_madc_config_address() + w, words[w]);
}

static hx_map_madc_config numbered(unsigned samples)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    config.enable_dummy_data = 1;
    config.number_of_samples = samples;
    return config;
}

// Wakes the converter up, starts it after 1 us and goes on until `end` (FPGA cycles).
static void add_run(uint32_t control, uint32_t end)
{
    event_program_settle(&program);
    event_program_write(&program, CONTROL, WAKE_UP);
    event_program_wait_until(&program, 125);
    event_program_write(&program, CONTROL, START | control);
    event_program_wait_until(&program, end);
}

// 500 MHz / 17: 8.5 chip cycles a sample.
START_TEST(samples_are_numbered_and_in_time)
{
    hx_connection *device = open_recording();
    hx_map_madc_config config = numbered(100);
    add_config(&config);
    add_run(0, 2000);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 100);
    uint8_t first = program.events[0].timestamp;
    unsigned odd = (uint8_t)(program.events[1].timestamp - first) == 9;
    for (unsigned i = 0; i < 100; ++i) {
        ck_assert_uint_eq(program.events[i].label, i);
        ck_assert_uint_eq((uint8_t)(program.events[i].timestamp - first),
                          (uint8_t)((i * 17 + odd) / 2));
    }
    hx_connection_close(device);
}
END_TEST

START_TEST(sample_rates)
{
    static const struct {
        unsigned offset, adjust, scaling, scale, cycles; // of 2 ns
    } RATES[] = {{12, 0, 0, 0, 12},
                 {12, 7, 0, 0, 19},
                 {15, 5, 0, 9, 20},
                 {12, 5, 1, 0, 34},
                 {12, 5, 1, 3, 136}};
    hx_connection *device = open_recording();
    hx_map_madc_config config = numbered(21);
    config.conversion_cycles_offset = RATES[_i].offset;
    config.sample_duration_adjust = RATES[_i].adjust;
    config.enable_madc_clock_scaling = RATES[_i].scaling;
    config.madc_clock_scale_value = RATES[_i].scale;
    add_config(&config);
    add_run(0, 3000);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 21);
    unsigned sum = 0;
    for (unsigned i = 1; i < 21; ++i)
        sum += (uint8_t)(program.events[i].timestamp - program.events[i - 1].timestamp);
    ck_assert_uint_eq(sum, 20 * RATES[_i].cycles / 2);
    hx_connection_close(device);
}
END_TEST

START_TEST(continuous_until_stop)
{
    hx_connection *device = open_recording();
    hx_map_madc_config config = numbered(10);
    add_config(&config);
    add_run(CONTINUOUS, 1125);
    event_program_write(&program, CONTROL, STOP);
    event_program_wait_until(&program, 4000);
    event_program_play(&program, device);
    // 1000 FPGA cycles are 2000 chip cycles.
    ck_assert_uint_ge(event_program_count(&program, true), 2000 * 2 / 17 - 1);
    ck_assert_uint_le(event_program_count(&program, true), 2000 * 2 / 17 + 1);
    // Stopped, but awake: it starts again without another wake-up.
    event_program_begin(&program);
    event_program_settle(&program);
    event_program_write(&program, CONTROL, START);
    event_program_wait_until(&program, 500);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 10);
    hx_connection_close(device);
}
END_TEST

START_TEST(power)
{
    hx_connection *device = open_recording();
    hx_map_madc_config config = numbered(5);
    add_config(&config);
    event_program_settle(&program);
    event_program_write(&program, CONTROL, START); // off: ignored
    event_program_wait_until(&program, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, 0);
    event_program_begin(&program);
    add_run(POWER_DOWN, 1000);
    event_program_write(&program, CONTROL, START); // off again
    event_program_wait_until(&program, 2000);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 5);
    hx_connection_close(device);
}
END_TEST

START_TEST(inputs_take_turns)
{
    hx_connection *device = open_recording();
    hx_map_madc_config config = numbered(12);
    config.active_mux_initially_selected_input = 1;
    config.active_mux_input_select_length = 3;
    add_config(&config);
    add_run(0, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 12);
    for (unsigned i = 0; i < 12; ++i) {
        ck_assert_uint_eq(program.events[i].label >> 10, i / 3 % 2 == 0);
        ck_assert_uint_eq(program.events[i].label & 0x3ff, i);
    }
    hx_connection_close(device);
}
END_TEST

// A neuron that rests at a leak potential and drives its readout line.
static void add_neuron(unsigned row, unsigned column, unsigned leak, bool readout)
{
    unsigned quadrant = 2 * row + column / 128;
    hx_map_neuron_config config = {
        .enable_readout_amplifier = 1, .enable_readout = readout, .membrane_capacitor_size = 63};
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    hx_map_neuron_config_encode(&config, words);
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; ++w)
        event_program_write(&program, hx_map_neuron_config_address(quadrant, column % 128) + w,
                            words[w]);
    event_program_write(
        &program, hx_map_capmem_cell_address(quadrant, column % 128, HX_MAP_CAPMEM_ROW_V_LEAK),
        leak);
    event_program_write(
        &program, hx_map_capmem_cell_address(quadrant, column % 128, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK),
        1022);
}

// The published scale: capmem cell = 0.99 * step + 60.
static unsigned to_steps(double cell)
{
    double steps = (cell - 60) / 0.99 + 0.5;
    return steps < 0 ? 0 : (unsigned)steps;
}

START_TEST(membranes_of_the_chosen_neurons)
{
    static const struct {
        uint32_t sources; // of a multiplexer
        double cell;      // mean of what is connected
    } CASES[] = {
        {1u << 9, 600},            // top odd: neuron 5
        {1u << 10, 400},           // top even: neuron 200
        {1u << 11, 500},           // bottom odd: columns 1 and 255, 300 and 700
        {1u << 12, 0},             // bottom even: nobody
        {1u << 9 | 1u << 10, 500}, // both together
        {0, 0},                    // nothing
        {0x1ff, 0},                // sources without a model
    };
    hx_connection *device = open_recording();
    hx_map_madc_config config = hx_map_madc_config_default();
    config.number_of_samples = 8;
    config.active_mux_input_select_length = 4;
    add_config(&config);
    add_neuron(0, 5, 600, true);
    add_neuron(0, 7, 900, false);
    add_neuron(0, 200, 400, true);
    add_neuron(1, 1, 300, true);
    add_neuron(1, 255, 700, true);
    event_program_write(&program, SOURCE_0, CASES[_i].sources);
    event_program_write(&program, SOURCE_1, 1u << 9);
    event_program_settle(&program);
    event_program_wait_until(&program, 12500); // the membranes settle
    add_run(0, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 8);
    for (unsigned i = 0; i < 4; ++i) {
        ck_assert_uint_eq(program.events[i].label, to_steps(CASES[_i].cell));
        ck_assert_uint_eq(program.events[i + 4].label, 0x400 | to_steps(600));
    }
    hx_connection_close(device);
}
END_TEST

START_TEST(the_path_can_be_open)
{
    hx_connection *device = open_recording();
    hx_map_madc_config config = hx_map_madc_config_default();
    config.number_of_samples = 2;
    config.connect_preamp_to_madc = _i != 0;
    config.signal_selection_connect_active_mux = _i != 1;
    config.signal_selection_connect_preamp = _i != 2;
    add_config(&config);
    add_neuron(0, 5, 600, true);
    event_program_write(&program, SOURCE_0, 1u << 9);
    event_program_settle(&program);
    event_program_wait_until(&program, 12500);
    add_run(0, 500);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, true), 2);
    ck_assert_uint_eq(program.events[1].label, _i < 3 ? 0 : to_steps(600));
    hx_connection_close(device);
}
END_TEST

Suite *madc_suite(void)
{
    Suite *suite = suite_create("madc");
    TCase *tcase = tcase_create("madc");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, samples_are_numbered_and_in_time);
    tcase_add_loop_test(tcase, sample_rates, 0, 5);
    tcase_add_test(tcase, continuous_until_stop);
    tcase_add_test(tcase, power);
    tcase_add_test(tcase, inputs_take_turns);
    tcase_add_loop_test(tcase, membranes_of_the_chosen_neurons, 0, 7);
    tcase_add_loop_test(tcase, the_path_can_be_open, 0, 4);
    suite_add_tcase(suite, tcase);
    return suite;
}
