// Correlation sensors of the analog core: pairing rule, time course, trims, what switches them on.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>
#include <string.h>

#define STORE 1000 // cell: 1000 / 70 half steps a pair
#define STEP (0.5 * STORE / 70.0)
#define TIME 5e-6 // s, ramp cell 80
#define CYCLE 4e-9
#define BASELINE 220.0
#define DRIVER 77 // PADI bus 1, row select 19, rows 154 and 155
#define ROW 154
#define LABEL 0x2c

Suite *correlation_suite(void);

static hx_anncore *core;
static uint64_t now;

static hx_anncore *make(double mismatch, double noise)
{
    hx_anncore *made = setup_core(mismatch, noise, 1, 1);
    setup_write_common(made);
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        setup_write_cell(made, quadrant, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 80);
        setup_write_cell(made, quadrant, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, STORE);
    }
    // Sensor lines in place of the membranes.
    for (unsigned quad = 0; quad < 64; ++quad) {
        setup_write_all(made, HX_ANNCORE_ARRAY_TOP, 0x04000 + quad, 0);
        setup_write_all(made, HX_ANNCORE_ARRAY_TOP, 0xf8080 + quad, 0xc0c0c0c0);
    }
    setup_write_driver(made, 0, DRIVER, 1, 0);
    for (unsigned column = 0; column < 256; ++column) {
        setup_write_synapse(made, 0, ROW, column, 0, LABEL);
    }
    hx_anncore_start_trial(made, 0, 0);
    return made;
}

static void setup(void)
{
    core = make(0.0, 0.0);
    now = 0;
}

static void teardown(void)
{
    hx_anncore_destroy(core);
}

static void go_to(uint64_t cycle)
{
    while (now < cycle) {
        now = hx_anncore_advance(core, cycle);
    }
}

static void send_pre(void)
{
    hx_anncore_send_padi_event(core, 1, 19, LABEL);
}

static void send_post(unsigned column)
{
    uint64_t pulses[HX_ANNCORE_FIRE_WORDS] = {0};
    pulses[column / 64] = UINT64_C(1) << (column % 64);
    hx_anncore_send_post_pulses(core, pulses);
}

static unsigned read_sensor(unsigned channel, unsigned row, unsigned column)
{
    hx_anncore_convert_cadc(core, 0, row, 0);
    uint32_t quad = column / 8 + 32 * (column % 2);
    uint32_t word = hx_anncore_read_word(core, HX_ANNCORE_ARRAY_TOP,
                                         (channel ? 0xc0000 : 0x80000) + row * 64 + quad);
    return (word >> (24 - 8 * (column / 2 % 4))) & 0xff;
}

static void expect(unsigned channel, unsigned column, double pairs, double delay)
{
    double value = BASELINE - pairs * STEP * exp(-delay / TIME);
    unsigned got = read_sensor(channel, ROW, column);
    ck_assert_msg(fabs(got - value) <= 0.5001, "column %u: %u, not %g", column, got, value);
}

// The whole curve, both directions; the grid of the neurons does not matter.
START_TEST(time_course)
{
    static const unsigned DELAY[] = {1, 5, 16, 100, 313, 1250, 2500, 10000};
    unsigned delay = DELAY[_i];
    for (unsigned pair = 0; pair < 8; ++pair) {
        uint64_t start = (pair + 1) * UINT64_C(200000) + 7 * pair;
        go_to(start);
        send_pre();
        go_to(start + delay);
        send_post(5);
        go_to(start + 100000);
        send_post(200);
        go_to(start + 100000 + delay);
        send_pre();
        go_to(start + 150000); // ends the trace of the last one
        send_post(200);
        send_post(5);
    }
    expect(0, 5, 8, delay * CYCLE);
    expect(1, 200, 8, delay * CYCLE);
    expect(1, 5, 0, 0);
    expect(0, 6, 0, 0);
    ck_assert_uint_eq(read_sensor(0, ROW + 1, 5), (unsigned)BASELINE);
}
END_TEST

// Nearest neighbours: of several pre pulses the last one counts, and each pulse only once.
START_TEST(nearest_neighbours)
{
    go_to(1000);
    send_pre();
    go_to(1500);
    send_pre();
    go_to(1600);
    send_post(5); // causal, 100 cycles
    go_to(1700);
    send_post(5); // no pre pulse in between
    go_to(1900);
    send_pre(); // acausal, 200 cycles after the last post pulse
    go_to(2000);
    send_pre(); // no post pulse in between
    expect(0, 5, 1, 100 * CYCLE);
    expect(1, 5, 1, 200 * CYCLE);
}
END_TEST

START_TEST(same_cycle_is_no_pair)
{
    go_to(1000);
    send_pre();
    send_post(5);
    go_to(2000);
    send_post(6);
    send_pre();
    expect(0, 5, 0, 0);
    expect(1, 6, 0, 0);
}
END_TEST

// Only a synapse with the event's label sees it; its weight does not matter.
START_TEST(label_and_row_mode)
{
    setup_write_synapse(core, 0, ROW, 6, 63, LABEL + 1);
    setup_write_synapse(core, 0, ROW, 7, 63, LABEL);
    setup_write_synapse(core, 0, ROW + 1, 7, 63, LABEL); // a row that is off
    go_to(1000);
    send_pre();
    go_to(1010);
    for (unsigned column = 5; column < 8; ++column) {
        send_post(column);
    }
    expect(0, 5, 1, 10 * CYCLE);
    expect(0, 6, 0, 0);
    expect(0, 7, 1, 10 * CYCLE);
    ck_assert_uint_eq(read_sensor(0, ROW + 1, 7), (unsigned)BASELINE);
}
END_TEST

// More time bits: shorter. More amplitude bits: lower. A faster ramp: shorter.
START_TEST(trims_and_cells)
{
    // Columns 0, 2, 4, 6 are quad 0.
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x10000 + ROW * 64, 0x00010300);
    setup_write_all(core, HX_ANNCORE_ARRAY_TOP, 0x20000 + ROW * 64, 0x00000003);
    setup_write_cell(core, 1, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 160);
    setup_write_cell(core, 1, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, 500);
    for (unsigned pair = 0; pair < 10; ++pair) {
        go_to((pair + 1) * UINT64_C(100000));
        send_pre();
        go_to((pair + 1) * UINT64_C(100000) + 1250);
        for (unsigned column = 0; column < 8; column += 2) {
            send_post(column);
        }
        send_post(130);
    }
    const double whole = 10 * STEP;
    const struct {
        unsigned column;
        double value;
    } cases[] = {{0, whole * exp(-1.0)},
                 {2, whole * exp(-1.0 / 0.75)},
                 {4, whole * exp(-1.0 / 0.75 / 0.75)},
                 {6, whole * exp(-1.0) * 0.8 * 0.8},
                 {130, whole / 2 * exp(-2.0)}};
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ck_assert_msg(fabs(read_sensor(0, ROW, cases[i].column) - (BASELINE - cases[i].value)) <=
                          0.5001,
                      "column %u", cases[i].column);
    }
}
END_TEST

// Without one of its currents a quadrant measures nothing.
START_TEST(what_switches_it_on)
{
    switch (_i) {
    case 0:
        setup_write_cell(core, 0, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 0);
        break;
    case 1:
        setup_write_cell(core, 0, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, 0);
        break;
    case 2:
        setup_write_all(core, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xffbf); // quadrant 0, ramp
        break;
    case 3:
        setup_write_all(core, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xffdf); // quadrant 0, store
        break;
    default:
        setup_write_all(core, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xff6f); // quadrant 0, the others
    }
    go_to(1000);
    send_pre();
    go_to(1010);
    send_post(5);
    send_post(130);
    expect(0, 5, _i == 4, 10 * CYCLE);
    expect(0, 130, 1, 10 * CYCLE);
}
END_TEST

// The end of the range, the start of a trial.
START_TEST(limits_and_trials)
{
    for (unsigned pair = 0; pair < 60; ++pair) {
        go_to((pair + 1) * 10);
        send_pre();
        go_to((pair + 1) * 10 + 1);
        send_post(5);
    }
    ck_assert_uint_eq(read_sensor(0, ROW, 5), 0);
    go_to(10000);
    send_pre();
    hx_anncore_start_trial(core, 20000, 1);
    now = 20000;
    ck_assert_uint_eq(read_sensor(0, ROW, 5), (unsigned)BASELINE);
    send_post(5); // the pre pulse is of the last trial
    ck_assert_uint_eq(read_sensor(0, ROW, 5), (unsigned)BASELINE);
}
END_TEST

// Spread: synapses differ, the same chip is always the same, another one is another.
START_TEST(spread)
{
    unsigned values[2][256], differ = 0;
    double sum = 0.0;
    for (unsigned repeat = 0; repeat < 2; ++repeat) {
        hx_anncore_destroy(core);
        core = make(1.0, 0.0);
        now = 0;
        for (unsigned pair = 0; pair < 10; ++pair) {
            go_to((pair + 1) * UINT64_C(100000));
            send_pre();
            go_to((pair + 1) * UINT64_C(100000) + 10);
            for (unsigned column = 0; column < 256; ++column) {
                send_post(column);
            }
        }
        for (unsigned column = 0; column < 256; ++column) {
            values[repeat][column] = read_sensor(0, ROW, column);
        }
    }
    ck_assert_int_eq(memcmp(values[0], values[1], sizeof values[0]), 0);
    for (unsigned column = 0; column < 256; ++column) {
        differ += values[0][column] != values[0][0];
        sum += values[0][column];
    }
    ck_assert_uint_gt(differ, 200);
    ck_assert_double_gt(sum / 256, BASELINE - 10 * STEP * 1.15);
    ck_assert_double_lt(sum / 256, BASELINE - 10 * STEP * 0.85);
}
END_TEST

Suite *correlation_suite(void)
{
    Suite *suite = suite_create("correlation");
    TCase *tcase = tcase_create("correlation");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, time_course, 0, 8);
    tcase_add_test(tcase, nearest_neighbours);
    tcase_add_test(tcase, same_cycle_is_no_pair);
    tcase_add_test(tcase, label_and_row_mode);
    tcase_add_test(tcase, trims_and_cells);
    tcase_add_loop_test(tcase, what_switches_it_on, 0, 5);
    tcase_add_test(tcase, limits_and_trials);
    tcase_add_test(tcase, spread);
    suite_add_tcase(suite, tcase);
    return suite;
}
