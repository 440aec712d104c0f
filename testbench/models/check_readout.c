// The fast ADC's view of the neurons: lines, sources, scale, noise.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>

#define ODD_TOP (1u << 9)
#define EVEN_TOP (1u << 10)
#define READOUT 0x90u // readout and its amplifier on, membrane

Suite *readout_suite(void);

static hx_anncore *make(double noise, unsigned leak)
{
    hx_anncore *core = setup_core(0.0, noise, 1, 1);
    setup_write_common(core);
    setup_neuron s = setup_neuron_default();
    s.leak = leak;
    s.threshold = 1022;
    setup_write_neuron(core, 5, &s);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3, READOUT);
    hx_anncore_start_trial(core, 0, 0);
    return core;
}

static unsigned to_steps(double cell)
{
    double steps = floor((cell - 60) / 0.99 + 0.5);
    return steps < 0 ? 0 : steps > 1023 ? 1023 : (unsigned)steps;
}

START_TEST(scale)
{
    static const unsigned LEAK[] = {0, 59, 60, 61, 200, 511, 800, 1022};
    hx_anncore *core = make(0.0, LEAK[_i]);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, ODD_TOP), to_steps(LEAK[_i]));
    ck_assert_uint_eq(hx_anncore_sample_madc(core, EVEN_TOP), 0);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, 0), 0);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(switches_of_the_neuron)
{
    static const struct {
        unsigned word;
        bool seen;
    } CASES[] = {{0x90, true}, {0x80, false}, {0x10, false}, {0x00, false}};
    hx_anncore *core = make(0.0, 500);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3, CASES[_i].word);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, ODD_TOP), CASES[_i].seen ? to_steps(500) : 0);
    hx_anncore_destroy(core);
}
END_TEST

// A synaptic input is at 1 V and falls with its current.
START_TEST(synaptic_inputs)
{
    hx_anncore *core = make(0.0, 500);
    unsigned source = _i == 0 ? 1 : 2;
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3, READOUT | source << 5);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, ODD_TOP), to_steps(1.0 / 1.8 * 1022));
    setup_write_driver(core, 0, 0, source, 0);
    setup_write_synapse(core, 0, 0, 5, 63, 1);
    hx_anncore_send_padi_event(core, 0, 0, 1);
    double current = source == 1 ? hx_anncore_get_excitatory_current(core, 5)
                                 : hx_anncore_get_inhibitory_current(core, 5);
    ck_assert_double_gt(current, 1e-8);
    unsigned got = hx_anncore_sample_madc(core, ODD_TOP);
    ck_assert_uint_eq(got, to_steps((1.0 - current * 1e6) / 1.8 * 1022));
    ck_assert_uint_lt(got, to_steps(1.0 / 1.8 * 1022) - 5);
    hx_anncore_destroy(core);
}
END_TEST

static double to_cells(double volt)
{
    return volt / 1.8 * 1022;
}

// An adaptation current falls from 1 V, like a synaptic one.
START_TEST(adaptation)
{
    hx_anncore *core = make(0.0, 500);
    setup_write_cell(core, 0, 5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 300);
    setup_write_cell(core, 0, 5, HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, 300);
    setup_write_cell(core, 0, 5, HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 200);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 4, 1 << 2);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3, READOUT | 3 << 5);
    hx_anncore_start_trial(core, 0, 0);
    const double w = hx_anncore_get_adaptation(core, 5);
    ck_assert_double_gt(w, 2e-8);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, ODD_TOP), to_steps(to_cells(1.0 - w * 1e6)));
    hx_anncore_destroy(core);
}
END_TEST

// The debug line of the inputs carries the mean of the columns whose switch is closed.
START_TEST(input_debug_lines)
{
    enum { DEBUG_VIEW = 0x20000 + 256 * 64 }; // amplitude view, row 256
    const bool excitatory = _i == 0;
    const unsigned source = excitatory ? 1u << 4 : 1u << 3;
    hx_anncore *core = make(0.0, 500);
    setup_neuron s = setup_neuron_default();
    setup_write_neuron(core, 7, &s);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), 0);
    // Columns 5 and 7: entries 2 and 3 of the first quad of the odd columns.
    const uint32_t bit = excitatory ? 1 : 2;
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, DEBUG_VIEW + 32, bit << 8 | bit);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), to_steps(to_cells(1.0)));
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source ^ 0x18), 0); // the other line
    setup_write_driver(core, 0, 0, excitatory ? 1 : 2, 0);
    setup_write_synapse(core, 0, 0, 5, 63, 1);
    hx_anncore_send_padi_event(core, 0, 0, 1);
    double current = excitatory ? hx_anncore_get_excitatory_current(core, 5)
                                : hx_anncore_get_inhibitory_current(core, 5);
    ck_assert_double_gt(current, 1e-8);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source),
                      to_steps(to_cells(1.0 - current / 2 * 1e6)));
    hx_anncore_destroy(core);
}
END_TEST

// Drivers whose readout is on show the voltage of their plasticity on the line of their half.
START_TEST(driver_debug_lines)
{
    enum { READOUT_ON = 2, STP_ON = 16 };
    const unsigned half = (unsigned)_i, source = 1u << (7 + half);
    hx_anncore *core = make(0.0, 500);
    setup_write_cell(core, 2 * half, 128, HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_0, 400);
    setup_write_cell(core, 2 * half, 128, HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_0, 100);
    setup_write_cell(core, 2 * half, 128, HX_MAP_CAPMEM_ROW_128_STP_I_RAMP, 600);
    setup_write_driver(core, half, 0, 1, 0);
    hx_anncore_block block = half ? HX_ANNCORE_DRIVER_BOTTOM : HX_ANNCORE_DRIVER_TOP;
    uint32_t word = hx_anncore_read_word(core, block, 0);
    setup_write_all(core, block, 0, word | 8); // utilization 8 of 16
    hx_anncore_start_trial(core, 0, 0);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), 0);
    setup_write_all(core, block, 2, READOUT_ON | STP_ON);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), to_steps(400));
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source ^ 0x180), 0); // the other half
    hx_anncore_send_padi_event(core, 4 * half, 0, 0);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), to_steps(250));
    hx_anncore_destroy(core);
}
END_TEST

// A sensor without correlation is where the column converters read their baseline.
START_TEST(sensor_debug_lines)
{
    enum { RAW_ODD = 0xf0000 + 257 * 128 + 64 }; // second byte of row 257
    hx_anncore *core = make(0.0, 500);
    const unsigned source = 1u << (5 + _i);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), 0);
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, RAW_ODD + 32, 1u << (6 + _i) << 8);
    ck_assert_uint_eq(hx_anncore_sample_madc(core, source), to_steps(22 + 220 / 0.41667));
    hx_anncore_destroy(core);
}
END_TEST

// Noise of one step, the same for the same cycle and trial.
START_TEST(noise)
{
    hx_anncore *core = make(1.0, 500), *twin = make(1.0, 500);
    double sum = 0, square = 0;
    enum { SAMPLES = 2000 };
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3,
                    READOUT | 1 << 5); // no membrane noise
    setup_write_all(twin, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 3, READOUT | 1 << 5);
    for (unsigned i = 1; i <= SAMPLES; ++i) {
        hx_anncore_advance(core, 9 * i);
        hx_anncore_advance(twin, 9 * i - 4);
        hx_anncore_advance(twin, 9 * i);
        unsigned value = hx_anncore_sample_madc(core, ODD_TOP);
        ck_assert_uint_eq(value, hx_anncore_sample_madc(twin, ODD_TOP));
        sum += value;
        square += (double)value * value;
    }
    double mean = sum / SAMPLES, deviation = sqrt(square / SAMPLES - mean * mean);
    ck_assert_double_lt(fabs(mean - to_steps(1.0 / 1.8 * 1022)), 0.6);
    ck_assert_double_gt(deviation, 0.9); // one step and the rounding
    ck_assert_double_lt(deviation, 1.2);
    hx_anncore_destroy(core);
    hx_anncore_destroy(twin);
}
END_TEST

Suite *readout_suite(void)
{
    Suite *suite = suite_create("readout");
    TCase *tcase = tcase_create("readout");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, scale, 0, 8);
    tcase_add_loop_test(tcase, switches_of_the_neuron, 0, 4);
    tcase_add_loop_test(tcase, synaptic_inputs, 0, 2);
    tcase_add_test(tcase, adaptation);
    tcase_add_loop_test(tcase, input_debug_lines, 0, 2);
    tcase_add_loop_test(tcase, driver_debug_lines, 0, 2);
    tcase_add_loop_test(tcase, sensor_debug_lines, 0, 2);
    tcase_add_test(tcase, noise);
    suite_add_tcase(suite, tcase);
    return suite;
}
