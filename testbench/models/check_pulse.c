// Lengths of the drivers' pulses, seen as the current that an input adds.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>

Suite *pulse_suite(void);

enum { NEURON = 300, DRIVER = 6, BUS = 4 + DRIVER % 4, ROW_SELECT = DRIVER / 4, LABEL = 0x25 };

static hx_map_synapse_driver_config make_driver(void)
{
    hx_map_synapse_driver_config config = hx_map_synapse_driver_config_default();
    config.enable_receiver = 1;
    config.enable_address_out = 1;
    config.row_mode_excitatory_bottom = 1;
    return config;
}

static void write_driver(hx_anncore *core, const hx_map_synapse_driver_config *config)
{
    uint32_t words[3];
    hx_map_synapse_driver_config_encode(config, words);
    for (unsigned word = 0; word < 3; ++word) {
        setup_write_all(core, HX_ANNCORE_DRIVER_BOTTOM, 4 * DRIVER + word, words[word]);
    }
}

static void write_clock(hx_anncore *core, unsigned speed, bool on)
{
    hx_map_common_stp_config clock = {.recovery_clock_speed = speed, .enable_recovery_clock = on};
    uint32_t words[1];
    hx_map_common_stp_config_encode(&clock, words);
    hx_anncore_take_bus_write(core, hx_map_common_stp_config_address(1), words[0]);
}

// A slow synapse of full weight in the bottom half.
static hx_anncore *make_core(double mismatch, const hx_map_synapse_driver_config *config,
                             unsigned label)
{
    hx_anncore *core = setup_core(mismatch, 0.0, 1, 1);
    setup_neuron s = setup_neuron_default();
    s.exc_tau = 30;
    s.word4 = 0x30;
    setup_write_common(core);
    setup_write_neuron(core, NEURON, &s);
    setup_write_synapse(core, 1, 2 * DRIVER, NEURON % 256, 63, label);
    for (unsigned quadrant = 2; quadrant < 4; ++quadrant) {
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_0, 100);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_0, 400);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_1, 330);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_1, 50);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_STP_I_RAMP, 600);
        setup_write_cell(core, quadrant, 128, 22, 820); // DAC of the hagen mode
    }
    write_driver(core, config);
    hx_anncore_start_trial(core, 0, 0);
    return core;
}

// Length in nominal ones: 73 nA is what a nominal pulse of full weight adds.
static double send(hx_anncore *core, unsigned label)
{
    double before = hx_anncore_get_excitatory_current(core, NEURON);
    hx_anncore_send_padi_event(core, BUS, ROW_SELECT, label);
    return (hx_anncore_get_excitatory_current(core, NEURON) - before) / 73e-9;
}

START_TEST(extension_lengthens)
{
    hx_map_synapse_driver_config config = make_driver();
    hx_anncore *core = make_core(0.0, &config, LABEL);
    ck_assert_double_eq_tol(send(core, LABEL), 1.0, 1e-12);
    for (unsigned steps = 0; steps < 16; ++steps) {
        // Bus 2 is the driver's.
        hx_map_common_padi_bus_config bus = {.dacen_pulse_extension_2 = steps,
                                             .dacen_pulse_extension_1 = 15};
        uint32_t words[1];
        hx_map_common_padi_bus_config_encode(&bus, words);
        hx_anncore_take_bus_write(core, hx_map_common_padi_bus_config_address(1), words[0]);
        hx_anncore_take_bus_write(core, hx_map_common_padi_bus_config_address(0), 0xffffffff);
        ck_assert_double_eq_tol(send(core, LABEL), 1.0 + steps / 4.0, 1e-11);
    }
    hx_anncore_destroy(core);
}
END_TEST

// Each input moves the driver's voltage by utilization/16 towards the charge potential; with
// the recovery off nothing else does. Set 0 depresses, set 1 facilitates.
START_TEST(inputs_depress_or_facilitate)
{
    hx_map_synapse_driver_config config = make_driver();
    config.enable_stp = 1;
    config.utilization = 4;
    config.select_target_voltages = _i;
    hx_anncore *core = make_core(0.0, &config, LABEL);
    const double charge = _i ? 330 : 100, start = _i ? 50 : 400;
    uint64_t cycle = 0;
    for (int input = 0; input < 12; ++input) {
        double expected = charge + (start - charge) * pow(0.75, input);
        ck_assert_double_eq_tol(send(core, LABEL), expected / 400, 1e-10);
        cycle += 1000;
        hx_anncore_advance(core, cycle);
    }
    hx_anncore_destroy(core);
}
END_TEST

// Recovery: (r + 1)/16 of the way in each tick of 64 cycles * 2^speed, looked at in any steps.
START_TEST(recovers_with_its_clock)
{
    hx_map_synapse_driver_config config = make_driver();
    config.enable_stp = 1;
    config.enable_recovery = 1;
    config.utilization = 8;
    config.recovery = (uint32_t)_i;
    hx_anncore *core = make_core(0.0, &config, LABEL);
    const unsigned speed = 3;
    write_clock(core, speed, true);
    double v = 400;
    uint64_t last = 0;
    setup_random random = setup_seed(70 + (uint64_t)_i);
    for (int input = 0; input < 20; ++input) {
        uint64_t cycle = last + setup_draw(&random, 4000);
        for (uint64_t c = last; c < cycle; c += 1 + setup_draw(&random, 900)) {
            hx_anncore_advance(core, c);
        }
        hx_anncore_advance(core, cycle);
        uint64_t ticks = cycle / (64 << speed) - last / (64 << speed);
        v = 400 + (v - 400) * pow(1 - (_i + 1) / 16.0, (double)ticks);
        ck_assert_double_eq_tol(send(core, LABEL), v / 400, 1e-9);
        v += (100 - v) / 2;
        last = cycle;
    }
    // A stopped clock holds what there is.
    write_clock(core, speed, false);
    hx_anncore_advance(core, last + 100000);
    ck_assert_double_eq_tol(send(core, LABEL), v / 400, 1e-9);
    hx_anncore_start_trial(core, last + 100000, 1);
    ck_assert_double_eq_tol(send(core, LABEL), 1.0, 1e-9);
    hx_anncore_destroy(core);
}
END_TEST

// Hagen mode: bit 5 is the label, the rest the length.
START_TEST(hagen_pulses_are_linear)
{
    hx_map_synapse_driver_config config = make_driver();
    config.enable_stp = 1;
    config.enable_hagen_dac = 1;
    config.enable_hagen_modulation = 1;
    config.enable_address_out = 0;
    config.hagen_dac_offset = (uint32_t)_i;
    hx_anncore *core = make_core(0.0, &config, 0x20);
    for (unsigned activation = 0; activation < 32; ++activation) {
        double expected = activation ? (activation - _i / 8.0) / 31 : 0;
        expected = expected < 0 ? 0 : expected;
        ck_assert_double_eq_tol(send(core, 0x20 | activation), expected, 1e-11);
        ck_assert_double_eq(send(core, activation), 0); // the other label
    }
    hx_anncore_destroy(core);
}
END_TEST

// Drivers differ: additive, about 2 of 30 activation steps.
START_TEST(drivers_differ)
{
    hx_map_synapse_driver_config config = make_driver();
    config.enable_stp = 1;
    config.enable_hagen_dac = 1;
    config.enable_hagen_modulation = 1;
    config.enable_address_out = 0;
    hx_anncore *core = make_core(1.0, &config, 0x20);
    double full = send(core, 0x3f), half = send(core, 0x30);
    // Gain and offset of this driver and synapse from two points predict a third.
    double middle = send(core, 0x38);
    ck_assert_double_eq_tol(middle, half + (full - half) * 8.0 / 15.0, 1e-9);
    double offset = full - (full - half) / 15.0 * 31.0;
    ck_assert_double_gt(fabs(offset), 1e-4);
    ck_assert_double_lt(fabs(offset), 0.5);
    hx_anncore_destroy(core);
}
END_TEST

Suite *pulse_suite(void)
{
    Suite *suite = suite_create("models/pulse");
    TCase *core = tcase_create("Pulses");
    tcase_add_test(core, extension_lengthens);
    tcase_add_loop_test(core, inputs_depress_or_facilitate, 0, 2);
    tcase_add_loop_test(core, recovers_with_its_clock, 0, 16);
    tcase_add_loop_test(core, hagen_pulses_are_linear, 0, 12);
    tcase_add_test(core, drivers_differ);
    suite_add_tcase(suite, core);
    return suite;
}
