// Column converters: range, switches, offsets, noise.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>

Suite *anncore_cadc_suite(void);

static hx_anncore *make(double mismatch, double noise, unsigned leak)
{
    hx_anncore *core = setup_core(mismatch, noise, 1, 1);
    setup_write_common(core);
    setup_neuron s = setup_neuron_default();
    s.leak = leak;
    s.threshold = 1022;
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        setup_write_neuron(core, neuron, &s);
    }
    hx_anncore_start_trial(core, 0, 0);
    return core;
}

static unsigned sample(hx_anncore *core, unsigned half, unsigned channel, unsigned column)
{
    uint32_t quad = column / 2 / 4 + 32 * (column % 2);
    uint32_t word =
        hx_anncore_read_word(core, half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP,
                             (channel ? 0xc0000 : 0x80000) + quad);
    return (word >> (24 - 8 * (column / 2 % 4))) & 0xff;
}

static unsigned expect(double cell)
{
    double value = floor((cell - 22.0) * 0.41667 + 0.5);
    return value < 0.0 ? 0 : value > 255.0 ? 255 : (unsigned)value;
}

START_TEST(range)
{
    static const unsigned LEAK[] = {0, 10, 22, 70, 200, 400, 550, 633, 634, 640, 900, 1022};
    hx_anncore *core = make(0.0, 0.0, LEAK[_i]);
    for (unsigned half = 0; half < 2; ++half) {
        hx_anncore_convert_cadc(core, half, 0, 0);
        for (unsigned column = 0; column < 256; ++column) {
            ck_assert_uint_eq(sample(core, half, 0, column), expect(LEAK[_i]));
            ck_assert_uint_eq(sample(core, half, 1, column), 220);
        }
    }
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(ramp_cells_and_offsets)
{
    hx_anncore *core = make(0.0, 0.0, 300);
    setup_write_cell(core, 1, 128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 400);
    setup_write_cell(core, 2, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 150);
    // East memory first, causal channels even.
    setup_write_all(core, HX_ANNCORE_CADC_BOTTOM, 0x000 + 2 * 3, 0x80 + 12);
    setup_write_all(core, HX_ANNCORE_CADC_BOTTOM, 0x800 + 2 * 4, 0x80 - 128);
    setup_write_all(core, HX_ANNCORE_CADC_BOTTOM, 0x800 + 2 * 5, 0x80 + 127);
    setup_write_all(core, HX_ANNCORE_CADC_BOTTOM, 0x800 + 2 * 5 + 1, 0x80 - 20);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    hx_anncore_convert_cadc(core, 1, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 9), expect(300));
    ck_assert_uint_eq(sample(core, 0, 0, 200), (unsigned)((300 - 22) * 0.41667 / 2 + 0.5));
    ck_assert_uint_eq(sample(core, 1, 0, 9), expect(250));
    ck_assert_uint_eq(sample(core, 1, 0, 131), expect(300) + 12);
    ck_assert_uint_eq(sample(core, 1, 0, 4), 0);
    ck_assert_uint_eq(sample(core, 1, 0, 5), expect(250) + 127);
    ck_assert_uint_eq(sample(core, 1, 1, 5), 200);
    hx_anncore_destroy(core);
}
END_TEST

// Each bank is switched alone; the slope stays that of its own block.
START_TEST(offset_source)
{
    static const unsigned OFFSET[] = {100, 150, 40, 70};
    hx_anncore *core = make(0.0, 0.0, 300);
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET,
                         OFFSET[quadrant]);
    }
    setup_write_cell(core, 1, 128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 400);
    for (unsigned crossed = 0; crossed < 4; ++crossed) {
        for (unsigned half = 0; half < 2; ++half) {
            hx_anncore_convert_cadc(core, half, 0, crossed);
            for (unsigned column = 0; column < 256; ++column) {
                unsigned bank = column / 128;
                unsigned source = crossed >> bank & 1 ? 1 - bank : bank;
                double shift = (double)OFFSET[2 * half + source] - 100.0;
                double gain = 2 * half + bank == 1 ? 0.41667 / 2 : 0.41667;
                ck_assert_uint_eq(sample(core, half, 0, column),
                                  (unsigned)((300 - 22 - shift) * gain + 0.5));
                ck_assert_uint_eq(sample(core, half, 1, column), 220);
            }
        }
    }
    hx_anncore_destroy(core);
}
END_TEST

// Column 5 is quad 32, entry 2.
START_TEST(switches)
{
    hx_anncore *core = make(0.0, 0.0, 300);
    hx_anncore_block array = HX_ANNCORE_ARRAY_TOP;
    setup_write_all(core, array, 0x04020, 0x20200020);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 5), 220);
    ck_assert_uint_eq(sample(core, 0, 0, 7), expect(300));
    setup_write_all(core, array, 0x04020, 0x20202020);
    setup_write_all(core, array, 0xf80a0, 0x40400040);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 5), 220);
    setup_write_all(core, array, 0xf80a0, 0x40404040);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 2 + 1, 0);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 5), 220);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * 5 + 2 + 1, 0x10);
    // The acausal channel has switches of its own.
    setup_write_all(core, array, 0xf80a0, 0x40408040);
    setup_write_all(core, array, 0x44020, 0x00002000);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 5), 220);
    ck_assert_uint_eq(sample(core, 0, 1, 5), expect(300));
    // Buffered addresses return the same results for every row, and the reset ones baseline.
    ck_assert_uint_eq(hx_anncore_read_word(core, array, 0x2c0000 + 32),
                      hx_anncore_read_word(core, array, 0xc0000 + 32));
    ck_assert_uint_eq(hx_anncore_read_word(core, array, 0x283fc0 + 32),
                      hx_anncore_read_word(core, array, 0x80000 + 32));
    ck_assert_uint_eq(hx_anncore_read_word(core, array, 0x90000 + 32), 0xdcdcdcdc);
    ck_assert_uint_eq(hx_anncore_read_word(core, array, 0xd0000 + 32), 0xdcdcdcdc);
    ck_assert_uint_eq(hx_anncore_read_word(core, array, 0x84000), 0);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(result_is_held)
{
    hx_anncore *core = make(0.0, 0.0, 300);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    setup_write_cell(core, 0, 5, HX_MAP_CAPMEM_ROW_V_LEAK, 500);
    hx_anncore_advance(core, 100000);
    ck_assert_uint_eq(sample(core, 0, 0, 5), expect(300));
    hx_anncore_convert_cadc(core, 0, 0, 0);
    ck_assert_uint_eq(sample(core, 0, 0, 5), expect(500));
    hx_anncore_destroy(core);
}
END_TEST

// A constant input read often: 1 step of noise plus the rounding, channels unrelated.
START_TEST(noise)
{
    hx_anncore *core = make(0.0, 1.0, 300);
    double sum = 0.0;
    double squares = 0.0;
    double product = 0.0;
    int count = 0;
    for (uint64_t cycle = 0; cycle < 200; ++cycle) {
        hx_anncore_advance(core, 400 * cycle);
        hx_anncore_convert_cadc(core, 0, 0, 0);
        for (unsigned column = 0; column < 256; column += 2) {
            // The acausal channels read the noiseless baseline.
            double x = (double)sample(core, 0, 1, column) - 220.0;
            double y = (double)sample(core, 0, 1, column + 1) - 220.0;
            sum += x + y;
            squares += x * x + y * y;
            product += x * y;
            count += 2;
        }
    }
    ck_assert_double_eq_tol(sum / count, 0.0, 0.03);
    ck_assert_double_eq_tol(sqrt(squares / count), sqrt(1.0 + 1.0 / 12.0), 0.03);
    ck_assert_double_eq_tol(product / count, 0.0, 0.04);
    hx_anncore_destroy(core);
}
END_TEST

START_TEST(channel_spread)
{
    hx_anncore *core = make(1.0, 0.0, 300);
    hx_anncore_convert_cadc(core, 0, 0, 0);
    hx_anncore_convert_cadc(core, 1, 0, 0);
    double sum = 0.0;
    double squares = 0.0;
    for (unsigned i = 0; i < 512; ++i) {
        double x = (double)sample(core, i / 256, 1, i % 256) - 220.0;
        sum += x;
        squares += x * x;
    }
    double mean = sum / 512;
    // 8 steps of offset and 2 % of 220.
    ck_assert_double_eq_tol(mean, 0.0, 2.0);
    ck_assert_double_eq_tol(sqrt(squares / 512 - mean * mean), sqrt(64.0 + 4.4 * 4.4), 1.3);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_cadc_suite(void)
{
    Suite *suite = suite_create("models/anncore cadc");
    TCase *tcase = tcase_create("CADC");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, range, 0, 12);
    tcase_add_test(tcase, ramp_cells_and_offsets);
    tcase_add_test(tcase, offset_source);
    tcase_add_test(tcase, switches);
    tcase_add_test(tcase, result_is_held);
    tcase_add_test(tcase, noise);
    tcase_add_test(tcase, channel_spread);
    suite_add_tcase(suite, tcase);
    return suite;
}
