// Adaptation pulses: what each adds, and that nothing else adds to the adaptation.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>

Suite *adaptation_suite(void);

enum { B = 50, MAIN = 8, EAST = 200, LOW = 300 };

// a is 0, and tau 30 ms: what is added stays.
static void write_neuron(hx_anncore *core, unsigned neuron, unsigned switches)
{
    setup_neuron s = setup_neuron_default();
    s.leak = 600;
    s.word2 = switches;
    setup_write_neuron(core, neuron, &s);
    const unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    setup_write_cell(core, quadrant, neuron % 128, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1);
    setup_write_cell(core, quadrant, neuron % 128, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, B);
}

static hx_anncore *make_core(const unsigned *neurons, unsigned count, unsigned switches)
{
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    for (unsigned i = 0; i < count; ++i) {
        write_neuron(core, neurons[i], switches);
    }
    hx_anncore_start_trial(core, 0, 0);
    return core;
}

static void set(uint64_t *lines, unsigned neuron)
{
    lines[neuron / 64] |= UINT64_C(1) << neuron % 64;
}

static double get_steps(const hx_anncore *core, unsigned neuron)
{
    return hx_anncore_get_adaptation(core, neuron) / (B * 20e-12);
}

// Each adds 2^scale of its side; the sides do not change places, and others get nothing.
START_TEST(pulses_add_by_scale)
{
    static const unsigned neurons[] = {MAIN, EAST, LOW, LOW + 1};
    hx_anncore *core = make_core(neurons, 4, 4);
    uint64_t pulses[8] = {0};
    set(pulses, MAIN);
    set(pulses, EAST);
    set(pulses, LOW);
    const uint8_t scale[2] = {(uint8_t)_i, (uint8_t)(15 - _i)};
    const double west = ldexp(1, _i), east = ldexp(1, 15 - _i);
    hx_anncore_send_adaptation_pulses(core, pulses, scale);
    ck_assert_double_eq_tol(get_steps(core, MAIN), west, 1e-9 * west);
    ck_assert_double_eq_tol(get_steps(core, EAST), east, 1e-9 * east);
    ck_assert_double_eq_tol(get_steps(core, LOW), west, 1e-9 * west);
    ck_assert_double_eq(get_steps(core, LOW + 1), 0);
    hx_anncore_send_adaptation_pulses(core, pulses, scale);
    ck_assert_double_eq_tol(get_steps(core, MAIN), 2 * west, 1e-9 * west);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(sign_switch)
{
    static const unsigned neurons[] = {MAIN};
    hx_anncore *core = make_core(neurons, 1, 4 | 1);
    uint64_t pulses[8] = {0};
    set(pulses, MAIN);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){0, 0});
    ck_assert_double_eq_tol(get_steps(core, MAIN), -1, 1e-9);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(nothing_without_adaptation)
{
    static const unsigned neurons[] = {MAIN};
    hx_anncore *core = make_core(neurons, 1, 0);
    uint64_t pulses[8] = {0};
    set(pulses, MAIN);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){15, 15});
    ck_assert_double_eq(get_steps(core, MAIN), 0);
    hx_anncore_destroy(core);
}
END_TEST

// The leak is above the threshold: it fires, and is reset.
START_TEST(fire_and_reset_add_nothing)
{
    static const unsigned neurons[] = {MAIN};
    hx_anncore *core = make_core(neurons, 1, 4);
    uint64_t level[8] = {0};
    unsigned fires = 0;
    for (uint64_t cycle = 1; fires < 3; ++cycle) {
        ck_assert_uint_lt(cycle, 20000);
        const uint64_t reached = hx_anncore_advance(core, cycle);
        if (hx_anncore_get_fire(core) && !level[0]) {
            ++fires;
            set(level, MAIN);
            hx_anncore_set_reset(core, level);
        } else if (level[0] && reached % 500 == 0) {
            level[0] = 0;
            hx_anncore_set_reset(core, level);
        }
        ck_assert_double_eq(hx_anncore_get_adaptation(core, MAIN), 0);
    }
    hx_anncore_destroy(core);
}
END_TEST

// Whether or not the neuron waits for its reset, is reset, or rests.
START_TEST(pulses_add_at_any_time)
{
    static const unsigned neurons[] = {MAIN};
    hx_anncore *core = make_core(neurons, 1, 4);
    uint64_t pulses[8] = {0}, none[8] = {0};
    set(pulses, MAIN);
    hx_anncore_set_reset(core, pulses);
    hx_anncore_advance(core, 100);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){0, 0});
    ck_assert_double_eq_tol(get_steps(core, MAIN), 1, 1e-9);
    hx_anncore_set_reset(core, none);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){0, 0});
    ck_assert_double_eq_tol(get_steps(core, MAIN), 2, 1e-4);
    uint64_t cycle = 100;
    while (!hx_anncore_get_fire(core) && cycle < 20000) {
        cycle = hx_anncore_advance(core, cycle + 1);
    }
    ck_assert_ptr_nonnull(hx_anncore_get_fire(core));
    const double before = get_steps(core, MAIN);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){0, 0});
    ck_assert_double_eq_tol(get_steps(core, MAIN) - before, 1, 1e-9);
    hx_anncore_destroy(core);
}
END_TEST

// Circuits of a joined neuron get their own pulses.
START_TEST(joined_circuits)
{
    static const unsigned neurons[] = {MAIN, MAIN + 1};
    hx_anncore *core = make_core(neurons, 2, 4);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * MAIN + 2 + 5, 8); // to the right
    hx_anncore_start_trial(core, 0, 0);
    uint64_t pulses[8] = {0};
    set(pulses, MAIN + 1);
    hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){3, 0});
    ck_assert_double_eq(get_steps(core, MAIN), 0);
    ck_assert_double_eq_tol(get_steps(core, MAIN + 1), 8, 1e-8);
    hx_anncore_destroy(core);
}
END_TEST

Suite *adaptation_suite(void)
{
    Suite *suite = suite_create("adaptation");
    TCase *tcase = tcase_create("adaptation");
    tcase_add_loop_test(tcase, pulses_add_by_scale, 0, 16);
    tcase_add_test(tcase, sign_switch);
    tcase_add_test(tcase, nothing_without_adaptation);
    tcase_add_test(tcase, fire_and_reset_add_nothing);
    tcase_add_test(tcase, pulses_add_at_any_time);
    tcase_add_test(tcase, joined_circuits);
    suite_add_tcase(suite, tcase);
    return suite;
}
