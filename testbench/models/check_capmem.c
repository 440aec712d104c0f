// Settling and crosstalk of the parameter memory.
// SPDX-License-Identifier: Apache-2.0
#include "models/anncore_private.h"
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>

Suite *capmem_suite(void);

enum { NEURON = 7, REFRESH = 16384, LEAK = HX_MAP_CAPMEM_ROW_V_LEAK };

static const double VOLT = 1.8 / 1022;

static hx_anncore *make_core(double settling_time, double crosstalk)
{
    const hx_anncore_config config = {
        .seed = 1, .chip_seed = 1, .settling_time = settling_time, .crosstalk = crosstalk};
    hx_anncore *core = NULL;
    ck_assert_int_eq(hx_anncore_create(&core, &config), HX_OK);
    setup_write_common(core);
    const setup_neuron neuron = setup_neuron_default();
    for (unsigned i = 0; i < 128; ++i) {
        setup_write_neuron(core, i, &neuron);
    }
    return core;
}

// The membrane follows its leak cell, since its own time constant is far shorter than a refresh.
START_TEST(settles)
{
    const double time = 1e-3;
    hx_anncore *core = make_core(time, 0.0);
    setup_write_cell(core, 0, NEURON, LEAK, 300);
    hx_anncore_start_trial(core, 0, 0);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON), 300 * VOLT, 1e-9);
    hx_anncore_advance(core, 100);
    setup_write_cell(core, 0, NEURON, LEAK, 400);
    ck_assert_uint_eq(hx_anncore_read_word(core, HX_ANNCORE_CAPMEM, 32 * NEURON + (uint32_t)LEAK),
                      400);
    for (unsigned k = 0; k < 90; ++k) {
        // Just before a refresh; the first one comes at REFRESH.
        hx_anncore_advance(core, (uint64_t)REFRESH * (k + 1) - 1);
        double cell = 400 - 100 * exp(-(double)k * REFRESH * 4e-9 / time);
        ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON) / VOLT, cell,
                                0.02 + 100 * exp(-9));
    }
    hx_anncore_destroy(core);
}
END_TEST

// 1023 keeps what is there, on the way too; a trial begins settled.
START_TEST(is_kept_on_the_way)
{
    hx_anncore *core = make_core(1e-3, 0.0);
    setup_write_cell(core, 0, NEURON, LEAK, 300);
    hx_anncore_start_trial(core, 0, 0);
    setup_write_cell(core, 0, NEURON, LEAK, 400);
    hx_anncore_advance(core, 4 * REFRESH + 20);
    setup_write_cell(core, 0, NEURON, LEAK, 1023);
    hx_anncore_advance(core, 6 * REFRESH - 20);
    const double kept = hx_anncore_get_membrane(core, NEURON);
    ck_assert_double_eq_tol(kept / VOLT, 400 - 100 * exp(-4.0 * REFRESH * 4e-6), 0.02);
    hx_anncore_advance(core, 40 * REFRESH);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON), kept, 1e-9);
    setup_write_cell(core, 0, NEURON, LEAK, 350);
    hx_anncore_start_trial(core, 40 * REFRESH, 1);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON), 350 * VOLT, 1e-9);
    hx_anncore_destroy(core);
}
END_TEST

// Without the option nothing waits and nothing is shared.
START_TEST(is_at_once_by_default)
{
    hx_anncore *core = make_core(0.0, 0.0);
    hx_anncore_start_trial(core, 0, 0);
    hx_anncore_advance(core, 100);
    setup_write_cell(core, 0, NEURON, LEAK, 400);
    hx_anncore_advance(core, 100 + 15000);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON), 400 * VOLT, 1e-5);
    hx_anncore_destroy(core);
}
END_TEST

static unsigned count_number(unsigned number)
{
    const setup_neuron n = setup_neuron_default();
    return 128 * ((n.leak == number) + (n.reset == number) + (n.threshold == number));
}

// 128 equal leak cells lose what was asked for, one of its own number loses nothing, and a number
// of another kind of cell does not count.
START_TEST(shares_the_ramp)
{
    const double crosstalk = 5.0;
    hx_anncore *core = make_core(0.0, crosstalk);
    ck_assert_uint_eq(count_number(311), 0);
    for (unsigned i = 0; i < 128; ++i) {
        setup_write_cell(core, 0, i, LEAK, 311);
        setup_write_cell(core, 0, i, HX_MAP_CAPMEM_ROW_I_BIAS_NMDA, 311);
    }
    hx_anncore_start_trial(core, 0, 0);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON) / VOLT, 311 - crosstalk, 1e-9);
    setup_write_cell(core, 0, NEURON, LEAK, 317);
    hx_anncore_start_trial(core, 100, 1);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON) / VOLT, 317, 1e-9);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, NEURON + 1) / VOLT,
                            311 - crosstalk * 126 / 127, 1e-9);
    // Other quadrants have ramps of their own.
    setup_write_cell(core, 1, NEURON, LEAK, 311);
    hx_anncore_start_trial(core, 200, 2);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 128 + NEURON) / VOLT, 311, 1e-9);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(refuses)
{
    hx_anncore *core = NULL;
    const hx_anncore_config configs[] = {{.settling_time = -1e-3},
                                         {.settling_time = 1.5},
                                         {.crosstalk = -1},
                                         {.crosstalk = 101},
                                         {.crosstalk = (double)NAN}};
    for (unsigned i = 0; i < sizeof configs / sizeof *configs; ++i) {
        ck_assert_int_eq(hx_anncore_create(&core, &configs[i]), HX_ERROR_ARGUMENT);
    }
}
END_TEST

Suite *capmem_suite(void)
{
    Suite *suite = suite_create("models/capmem");
    TCase *core = tcase_create("Settling and crosstalk");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, settles);
    tcase_add_test(core, is_kept_on_the_way);
    tcase_add_test(core, is_at_once_by_default);
    tcase_add_test(core, shares_the_ramp);
    tcase_add_test(core, refuses);
    suite_add_tcase(suite, core);
    return suite;
}
