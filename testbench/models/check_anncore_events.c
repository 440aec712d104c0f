// Synaptic events: drivers, labels, weights, switches, bypass.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>

Suite *anncore_events_suite(void);

#define FULL 73e-9 // A: weight 63, gm 500, DAC 1022

static hx_anncore *core;

static void setup(void)
{
    core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_neuron s = setup_neuron_default();
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        setup_write_neuron(core, neuron, &s);
    }
    hx_anncore_start_trial(core, 0, 0);
}

static void teardown(void)
{
    hx_anncore_destroy(core);
}

static double exc(unsigned neuron)
{
    return hx_anncore_get_excitatory_current(core, neuron);
}

static double inh(unsigned neuron)
{
    return hx_anncore_get_inhibitory_current(core, neuron);
}

static void clear(void)
{
    hx_anncore_start_trial(core, 0, 0);
}

START_TEST(weights_are_mirrored_and_linear)
{
    setup_write_driver(core, 0, 77, 1, 2);
    for (unsigned weight = 0; weight < 64; ++weight) {
        setup_write_synapse(core, 0, 154, 9, weight, 5);
        setup_write_synapse(core, 0, 155, 9, 63 - weight, 5);
        clear();
        hx_anncore_send_padi_event(core, 1, 19, 5);
        ck_assert_double_eq_tol(exc(9), weight / 63.0 * FULL, 1e-20);
        ck_assert_double_eq_tol(inh(9), (63 - weight) / 63.0 * FULL, 1e-20);
        ck_assert_double_eq(exc(8), 0.0);
        ck_assert_double_eq(exc(256 + 9), 0.0);
    }
    // The stored word of the worked example: weight 40 in column 5.
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x26a0, 0x2200);
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x426a0, 0x0500);
    clear();
    hx_anncore_send_padi_event(core, 1, 19, 5);
    ck_assert_double_eq_tol(exc(5), 40 / 63.0 * FULL, 1e-20);
}
END_TEST

// Every driver with every row select and mask, both halves.
START_TEST(driver_match_rule)
{
    setup_random random = setup_seed(41);
    for (int round = 0; round < 300; ++round) {
        unsigned half = (unsigned)setup_draw(&random, 2);
        unsigned driver = (unsigned)setup_draw(&random, 128);
        unsigned mask = (unsigned)setup_draw(&random, 32);
        unsigned bus = (unsigned)setup_draw(&random, 4);
        unsigned select = (unsigned)setup_draw(&random, 32);
        bool receiver = setup_draw(&random, 5) != 0;
        if (setup_draw(&random, 2)) {
            bus = driver % 4;
        }
        setup_write_driver(core, half, driver, 1, 0);
        hx_anncore_block block = half ? HX_ANNCORE_DRIVER_BOTTOM : HX_ANNCORE_DRIVER_TOP;
        setup_write_all(core, block, 4 * driver, mask << 9 | (receiver ? 0x8000 : 0));
        setup_write_synapse(core, half, 2 * driver, 100, 63, 17);
        clear();
        hx_anncore_send_padi_event(core, 4 * half + bus, select, 17);
        bool expected = receiver && bus == driver % 4 && ((select ^ (driver / 4)) & mask) == 0;
        ck_assert_double_eq_tol(exc(256 * half + 100), expected ? FULL : 0.0, 1e-20);
        setup_write_all(core, block, 4 * driver, 0);
        setup_write_synapse(core, half, 2 * driver, 100, 0, 0);
    }
}
END_TEST

START_TEST(labels)
{
    setup_write_driver(core, 0, 0, 1, 0);
    for (unsigned label = 0; label < 64; ++label) {
        setup_write_synapse(core, 0, 0, 2 * label, 63, label);
    }
    for (unsigned label = 0; label < 64; ++label) {
        clear();
        hx_anncore_send_padi_event(core, 0, 0, label);
        for (unsigned other = 0; other < 64; ++other) {
            ck_assert_double_eq_tol(exc(2 * other), other == label ? FULL : 0.0, 1e-20);
        }
    }
    // Without address-out (stored as 1) only bit 5 travels.
    setup_write_all(core, HX_ANNCORE_DRIVER_TOP, 0, 0xfe00);
    for (unsigned label = 0; label < 64; ++label) {
        clear();
        hx_anncore_send_padi_event(core, 0, 0, label);
        for (unsigned other = 0; other < 64; ++other) {
            ck_assert_double_eq_tol(exc(2 * other), other == (label & 0x20) ? FULL : 0.0, 1e-20);
        }
    }
}
END_TEST

START_TEST(switches_and_gains)
{
    setup_write_driver(core, 0, 0, 3, 0); // both modes
    setup_write_synapse(core, 0, 0, 7, 63, 1);
    clear();
    hx_anncore_send_padi_event(core, 0, 0, 1);
    hx_anncore_send_padi_event(core, 0, 0, 1);
    ck_assert_double_eq_tol(exc(7), 2 * FULL, 1e-20);
    ck_assert_double_eq_tol(inh(7), 2 * FULL, 1e-20);
    // Column 7: quad 32, entry 3.
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x14020, 0x03030302);
    clear();
    hx_anncore_send_padi_event(core, 0, 0, 1);
    ck_assert_double_eq(exc(7), 0.0);
    ck_assert_double_eq_tol(inh(7), FULL, 1e-20);
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x14020, 0x03030303);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 7 + 2 + 4, 0x2c); // excitatory only
    setup_write_cell(core, 0, 7, HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, 250);
    setup_write_cell(core, 0, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC, 511);
    clear();
    hx_anncore_send_padi_event(core, 0, 0, 1);
    ck_assert_double_eq_tol(exc(7), FULL / 4, 1e-20);
    ck_assert_double_eq(inh(7), 0.0);
    // Internal DAC bias of the north-west quadrant: bit 3 of the second nibble.
    setup_write_all(core, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xff7f);
    clear();
    hx_anncore_send_padi_event(core, 0, 0, 1);
    ck_assert_double_eq(exc(7), 0.0);
}
END_TEST

// The published worked example at the analog core's pins, with bypass.
START_TEST(worked_example)
{
    hx_anncore *chip = setup_core(0.0, 0.0, 1, 1);
    for (unsigned driver = 0; driver < 128; ++driver) {
        setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 4 * driver, 0x3e00);
        setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 4 * driver + 1, 0x3f00);
        setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 4 * driver + 2, 0x40);
    }
    setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 0x134, 0xbe00);
    setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 0x135, 0x3f10);
    setup_write_all(chip, HX_ANNCORE_DRIVER_TOP, 0x136, 0x40);
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x026a0, 0x3f00);
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x426a0, 0x2c00);
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x14020, 0x0100);
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x24020, 0);
    static const uint32_t CONFIG[6] = {0x0c, 0x10, 0x00, 0xfc, 0xbc, 0x10};
    for (uint32_t word = 0; word < 6; ++word) {
        setup_write_all(chip, HX_ANNCORE_NEURON_CONFIG, 0x2a + word, CONFIG[word]);
    }
    setup_write_all(chip, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xffff);
    hx_anncore_start_trial(chip, 0, 0);

    ck_assert_uint_eq(hx_anncore_advance(chip, 100), 100);
    hx_anncore_send_padi_event(chip, 1, 19, 0x2c);
    ck_assert_uint_eq(hx_anncore_advance(chip, 200), 101);
    const uint64_t *fire = hx_anncore_get_fire(chip);
    ck_assert_ptr_nonnull(fire);
    ck_assert_uint_eq(fire[0], UINT64_C(1) << 5);
    for (int word = 1; word < HX_ANNCORE_FIRE_WORDS; ++word) {
        ck_assert_uint_eq(fire[word], 0);
    }
    ck_assert_uint_eq(hx_anncore_advance(chip, 200), 200);
    // Near misses: other driver, other label, other bus, other half.
    hx_anncore_send_padi_event(chip, 1, 18, 0x2c);
    hx_anncore_send_padi_event(chip, 1, 19, 0x2d);
    hx_anncore_send_padi_event(chip, 0, 19, 0x2c);
    hx_anncore_send_padi_event(chip, 5, 19, 0x2c);
    ck_assert_uint_eq(hx_anncore_advance(chip, 300), 300);
    ck_assert_ptr_null(hx_anncore_get_fire(chip));
    // No weight, no event; no fire bit, no event.
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x026a0, 0);
    hx_anncore_send_padi_event(chip, 1, 19, 0x2c);
    ck_assert_uint_eq(hx_anncore_advance(chip, 400), 400);
    setup_write_all(chip, HX_ANNCORE_ARRAY_TOP, 0x026a0, 0x0100);
    setup_write_all(chip, HX_ANNCORE_NEURON_CONFIG, 0x2e, 0xb8);
    hx_anncore_send_padi_event(chip, 1, 19, 0x2c);
    ck_assert_uint_eq(hx_anncore_advance(chip, 500), 500);
    setup_write_all(chip, HX_ANNCORE_NEURON_CONFIG, 0x2e, 0xbc);
    hx_anncore_send_padi_event(chip, 1, 19, 0x2c);
    ck_assert_uint_eq(hx_anncore_advance(chip, 600), 501);
    hx_anncore_destroy(chip);
}
END_TEST

START_TEST(comparator_and_fire_bits)
{
    setup_write_driver(core, 0, 0, 1, 0);
    setup_write_synapse(core, 0, 0, 7, 63, 1);
    static const uint32_t OFF[3] = {0x38, 0x34, 0x30};
    for (int i = 0; i < 4; ++i) {
        setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 7 + 2 + 4, i < 3 ? OFF[i] : 0x3c);
        clear();
        for (int event = 0; event < 20; ++event) {
            hx_anncore_send_padi_event(core, 0, 0, 1);
        }
        uint64_t reached = hx_anncore_advance(core, 2000);
        if (i < 3) {
            ck_assert_uint_eq(reached, 2000);
        } else {
            ck_assert_uint_lt(reached, 2000);
            ck_assert_uint_eq(hx_anncore_get_fire(core)[0], UINT64_C(1) << 7);
            ck_assert_double_ge(hx_anncore_get_membrane(core, 7), 500 * (1.8 / 1022));
        }
    }
}
END_TEST

Suite *anncore_events_suite(void)
{
    Suite *suite = suite_create("models/anncore events");
    TCase *tcase = tcase_create("Events");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, weights_are_mirrored_and_linear);
    tcase_add_test(tcase, driver_match_rule);
    tcase_add_test(tcase, labels);
    tcase_add_test(tcase, switches_and_gains);
    tcase_add_test(tcase, worked_example);
    tcase_add_test(tcase, comparator_and_fire_bits);
    suite_add_tcase(suite, tcase);
    return suite;
}
