// Correlation sensors on the whole set-up: spikes in, CADC out.
// SPDX-License-Identifier: Apache-2.0
//
// The configuration is that of the stored example: label 0xa4ec is a pre pulse for the synapse
// of row 154 and column 5, which makes neuron 5 fire: a post pulse.
#include "testbench/sim/event_program.h"

#include "hx_map.h"

#include <check.h>
#include <math.h>

#define LABEL 0xa4ecu
#define ROW 154
#define QUAD 32 // column 5 is its entry 2
#define BASELINE 220.0
#define TIME 1250.0 // chip cycles, 5 us at the nominal cell
#define CAUSAL 0
#define ACAUSAL 1
#define NEURON_5_INPUTS 0x0016002Eu
#define BYPASS_OFF 0x3Cu

Suite *correlation_suite(void);

static event_program program;

static unsigned get_entry_2(uint32_t word)
{
    return word >> 8 & 0xff;
}

// Sensors on with `store` (70 nominal: half a step a pair), both lines to the CADC.
static hx_connection *open_measuring(unsigned store)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    const hx_map_cadc_channel_config offset = hx_map_cadc_channel_config_default();
    const hx_map_cadc_config cadc = {.enable = 1, .reset_wait = 100, .dead_time = 20};
    const hx_map_column_correlation_quad lines = {.enable_internal_causal_2 = 1,
                                                  .enable_internal_acausal_2 = 1};
    uint32_t words[HX_MAP_COLUMN_CORRELATION_QUAD_WORDS];
    event_program_begin(&program);
    word_list_add_example(&program.list);
    const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 80},
                                 {HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, store},
                                 {HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200},
                                 {HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100}};
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i)
        event_program_write(&program, hx_map_capmem_cell_address(0, 128, cells[i][0]), cells[i][1]);
    hx_map_cadc_channel_config_encode(&offset, words);
    event_program_write(&program, hx_map_cadc_channel_config_address(0, 0, 5, CAUSAL), words[0]);
    event_program_write(&program, hx_map_cadc_channel_config_address(0, 0, 5, ACAUSAL), words[0]);
    hx_map_cadc_config_encode(&cadc, words);
    event_program_write(&program, hx_map_cadc_config_address(0), words[0]);
    hx_map_column_correlation_quad_encode(&lines, words);
    for (unsigned w = 0; w < HX_MAP_COLUMN_CORRELATION_QUAD_WORDS; ++w)
        event_program_write(&program,
                            hx_map_column_correlation_quad_address(0, QUAD) +
                                hx_map_column_correlation_quad_word_offset(w),
                            words[w]);
    event_program_play(&program, device);
    event_program_begin(&program);
    return device;
}

// Causal with a conversion, then acausal from the buffer.
static void add_readout(unsigned row)
{
    event_program_read(&program, hx_map_cadc_sample_quad_address(0, 0, CAUSAL, row, QUAD));
    event_program_read(&program, hx_map_cadc_sample_quad_address(0, 1, ACAUSAL, row, QUAD));
}

static void add_spikes(unsigned count, unsigned spacing)
{
    event_program_settle(&program);
    for (unsigned i = 0; i < count; ++i) {
        event_program_wait_until(&program, spacing * (i + 1));
        event_program_spike(&program, LABEL);
    }
    event_program_wait_until(&program, spacing * (count + 1));
}

static void expect_near(unsigned measured, double expected, double tolerance)
{
    ck_assert_msg(fabs(measured - expected) <= tolerance, "%u, not %g", measured, expected);
}

// Ten times pre and, at once, post, 5 us apart: ten causal pairs with next to no delay, nine
// acausal ones after almost 5 us.
START_TEST(pairs_add_up)
{
    hx_connection *device = open_measuring(700);
    add_readout(ROW);
    add_spikes(10, 625);
    add_readout(ROW);
    add_readout(ROW + 1);
    event_program_play(&program, device);
    ck_assert_uint_eq(event_program_count(&program, false), 10);
    ck_assert_uint_eq(program.data_count, 6);
    expect_near(get_entry_2(program.data[0]), BASELINE, 0);
    expect_near(get_entry_2(program.data[1]), BASELINE, 0);
    // The way from the PADI bus back to the sensor takes less than ten chip cycles.
    expect_near(get_entry_2(program.data[2]), BASELINE - 10 * 5 * exp(-5 / TIME), 1);
    expect_near(get_entry_2(program.data[3]), BASELINE - 9 * 5 * exp(-1245 / TIME), 1);
    expect_near(get_entry_2(program.data[4]), BASELINE, 0);
    expect_near(get_entry_2(program.data[5]), BASELINE, 0);
    hx_connection_close(device);
}
END_TEST

// No spike of its own: post pulses come by register, 500 FPGA cycles after the pre pulse.
START_TEST(block_post_pulse)
{
    hx_connection *device = open_measuring(700);
    event_program_write(&program, NEURON_5_INPUTS, BYPASS_OFF);
    event_program_settle(&program);
    for (unsigned i = 0; i < 8; ++i) {
        event_program_wait_until(&program, 5000 * (i + 1));
        event_program_spike(&program, LABEL);
        event_program_wait_until(&program, 5000 * (i + 1) + 500);
        event_program_write(&program, hx_map_block_post_pulse_address(0), 0);
        event_program_write(&program, hx_map_block_post_pulse_address(1), 0); // the other side
    }
    event_program_wait_until(&program, 50000);
    add_readout(ROW);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, 0);
    expect_near(get_entry_2(program.data[0]), BASELINE - 8 * 5 * exp(-1000 / TIME), 1);
    expect_near(get_entry_2(program.data[1]), BASELINE - 7 * 5 * exp(-9000 / TIME), 1);
    hx_connection_close(device);
}
END_TEST

START_TEST(resets)
{
    hx_connection *device = open_measuring(700);
    uint32_t reset = hx_map_correlation_reset_address(0, ROW, QUAD);
    uint32_t by_data = hx_map_cadc_sample_quad_address(0, 0, CAUSAL, ROW, QUAD);
    add_spikes(6, 625);
    event_program_write(&program, by_data, 0x03030003); // entry 2 is not meant
    add_readout(ROW);
    event_program_write(&program, by_data, 0x00000200); // its acausal sensor
    add_readout(ROW);
    event_program_write(&program, by_data, 0x00000100); // its causal one
    add_readout(ROW);
    event_program_play(&program, device);
    unsigned causal = get_entry_2(program.data[0]), acausal = get_entry_2(program.data[1]);
    ck_assert_uint_lt(causal, 200);
    ck_assert_uint_lt(acausal, 215);
    ck_assert_uint_eq(get_entry_2(program.data[2]), causal);
    ck_assert_uint_eq(get_entry_2(program.data[3]), (unsigned)BASELINE);
    ck_assert_uint_eq(get_entry_2(program.data[4]), (unsigned)BASELINE);
    event_program_begin(&program);
    add_spikes(6, 625);
    add_readout(ROW);
    event_program_write(&program, reset, 0);
    add_readout(ROW);
    event_program_play(&program, device);
    ck_assert_uint_lt(get_entry_2(program.data[0]), 200);
    ck_assert_uint_eq(get_entry_2(program.data[2]), (unsigned)BASELINE);
    ck_assert_uint_eq(get_entry_2(program.data[3]), (unsigned)BASELINE);
    hx_connection_close(device);
}
END_TEST

// Switches of the column: each line by itself, and the neuron readout in place of the sensor.
START_TEST(column_switches)
{
    hx_connection *device = open_measuring(700);
    uint32_t lines = hx_map_column_correlation_quad_address(0, QUAD);
    add_spikes(6, 625);
    event_program_write(&program, lines, 0x00004000); // causal only
    add_readout(ROW);
    event_program_write(&program, lines, 0x00008000); // acausal only
    add_readout(ROW);
    event_program_write(&program, lines, 0x0000c000);
    event_program_write(&program, lines + hx_map_column_correlation_quad_word_offset(2),
                        0x00002000); // the membrane, 0 V, to the causal channel
    add_readout(ROW);
    event_program_play(&program, device);
    ck_assert_uint_lt(get_entry_2(program.data[0]), 200);
    ck_assert_uint_eq(get_entry_2(program.data[1]), (unsigned)BASELINE);
    ck_assert_uint_eq(get_entry_2(program.data[2]), (unsigned)BASELINE);
    ck_assert_uint_lt(get_entry_2(program.data[3]), 215);
    ck_assert_uint_eq(get_entry_2(program.data[4]), 0);
    ck_assert_uint_eq(get_entry_2(program.data[5]), get_entry_2(program.data[3]));
    hx_connection_close(device);
}
END_TEST

Suite *correlation_suite(void)
{
    Suite *suite = suite_create("correlation");
    TCase *tcase = tcase_create("correlation");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, pairs_add_up);
    tcase_add_test(tcase, block_post_pulse);
    tcase_add_test(tcase, resets);
    tcase_add_test(tcase, column_switches);
    suite_add_tcase(suite, tcase);
    return suite;
}
