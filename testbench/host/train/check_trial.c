// A sample as a playback program, and what is made of its answers, for both ways of sampling.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trial.h"

#include <check.h>
#include <math.h>

#define READ 0x0b00001f00000000u
#define WRITE 0x0b00000f00000000u
#define POLL 0x0800000000000000u
#define FPGA_MEMORY 0x80000000u

static hx_network network;
static hx_router *router;
static hx_router_readout_plan plan;
static hx_chip_settings chip;
static hx_trial_config config;
static hx_ppu_sampler *sampler;
static hx_program *program;
static hx_program_result *result;
static hx_observation observation;

static void make(hx_sampler kind)
{
    hx_error error = {""};
    network = hx_network_default();
    const hx_router_size size = {.inputs = (unsigned)network.inputs,
                                 .copies = 5,
                                 .hidden = (unsigned)network.hidden,
                                 .outputs = (unsigned)network.outputs};
    ck_assert_int_eq(hx_router_create(&router, &size, &error), HX_OK);
    hx_router_get_readout_plan(router, true, &plan);
    chip = hx_chip_settings_default();
    const hx_trial_pace pace = {.group = 1};
    ck_assert_int_eq(hx_trial_choose_sampler(&pace, kind), kind);
    ck_assert_int_eq(
        hx_trial_configure(&config, &network, router, &plan, &chip, &pace, kind, &error), HX_OK);
    sampler = NULL;
    if (kind == HX_SAMPLER_PPU)
        ck_assert_msg(
            !hx_ppu_sampler_create(&sampler, &plan, config.samples, HX_PPU_SAMPLER_PERIOD, &error),
            "%s", error.text);
    config.ppu = sampler;
    ck_assert_int_eq(hx_program_create(&program), HX_OK);
    ck_assert_int_eq(hx_program_result_create(&result), HX_OK);
    ck_assert_int_eq(hx_observation_create(&observation, &network), HX_OK);
}

static void drop(void)
{
    hx_router_destroy(router);
    hx_ppu_sampler_destroy(sampler);
    hx_program_destroy(program);
    hx_program_result_destroy(result);
    hx_observation_destroy(&observation);
}

static void feed(uint64_t word)
{
    size_t used;
    ck_assert_int_eq(hx_program_result_feed(result, &word, 1, &used, NULL), HX_OK);
}

// CADC values that rise by one in 25 FPGA cycles, 5 in a grid step of 1 us.
static unsigned ramp(double cycles)
{
    return (unsigned)lround(50 + cycles / 25);
}

static void expect_ramp(void)
{
    static hx_spike spikes[1];
    hx_trial_outcome outcome;
    hx_error error = {""};
    const hx_trial_scale plain = {.hidden_gain = 1, .output_gain = 1};
    hx_status status = hx_trial_read(&config, &network, result, 0, 1, &plain, spikes, 1,
                                     &observation, &outcome, &error);
    ck_assert_msg(!status, "%s", error.text);
    // The last grid points lie behind the last sampling point at times.
    for (size_t n = 0; n + 2 < network.steps; n++) {
        const float wanted = 50 + 5 * (float)n;
        for (size_t h = 0; h < network.hidden; h++)
            ck_assert_float_eq_tol(observation.hidden_voltage[n * network.hidden + h], wanted, 1);
        for (size_t o = 0; o < network.outputs; o++)
            ck_assert_float_eq_tol(observation.output_voltage[n * network.outputs + o], wanted, 1);
    }
}

static size_t count_words(uint64_t mask, uint64_t value)
{
    const uint64_t *words;
    size_t count, found = 0;
    hx_program_get_words(program, &words, &count);
    for (size_t i = 0; i < count; i++)
        found += (words[i] & mask) == value;
    return found;
}

START_TEST(rows_of_the_processors)
{
    const hx_sample silence = {.spikes = NULL};
    make(HX_SAMPLER_PPU);
    ck_assert_int_eq(hx_trial_build(&config, &silence, 1, program), HX_OK);
    // One start and one stop of each processor, both waited for; all reads go to the FPGA.
    const size_t reads = config.samples * (plan.count + 2);
    ck_assert_uint_eq(count_words(UINT64_MAX, WRITE | 0x02a00000u), 2);
    ck_assert_uint_eq(count_words(UINT64_MAX, WRITE | 0x03a00000u), 2);
    ck_assert_uint_eq(count_words(UINT64_MAX, POLL), 2);
    ck_assert_uint_eq(count_words(0xffffffff80000000u, READ | FPGA_MEMORY), reads);
    ck_assert_uint_eq(count_words(0xff00001000000000u, 0x0b00001000000000u), reads);
    // Late by up to a tenth of a microsecond, which the stamps tell.
    feed(0x0200000000000001u);
    for (size_t s = 0; s < config.samples; s++) {
        double time[2];
        for (unsigned half = 0; half < 2; half++) {
            const uint32_t late = (uint32_t)(s * 7 + half * 3) % 25;
            const uint32_t stamp =
                HX_PPU_SAMPLER_FIRST + (uint32_t)s * HX_PPU_SAMPLER_PERIOD + late;
            feed(0x0100000000000000u | stamp);
            // The second processor is started two FPGA cycles behind the first one.
            time[half] = (stamp - HX_PPU_SAMPLER_FIRST) / 2.0 + 2 * half;
        }
        for (size_t i = 0; i < plan.count; i++)
            feed(0x0100000000000000u | ramp(time[plan.quads[i].half]) * 0x01010101u);
    }
    feed(0x0200000000000000u);
    expect_ramp();
    drop();
}
END_TEST

START_TEST(bus_reads)
{
    const hx_sample silence = {.spikes = NULL};
    make(HX_SAMPLER_BUS);
    ck_assert_int_eq(hx_trial_build(&config, &silence, 1, program), HX_OK);
    ck_assert_uint_eq(count_words(UINT64_MAX, POLL), 0);
    ck_assert_uint_eq(count_words(0xff00001000000000u, 0x0b00001000000000u),
                      config.samples * plan.count);
    feed(0x0200000000000001u);
    for (size_t s = 0; s < config.samples; s++)
        for (size_t i = 0; i < plan.count; i++)
            feed(0x0100000000000000u | ramp((double)s * config.sample_step) * 0x01010101u);
    feed(0x0200000000000000u);
    expect_ramp();
    drop();
}
END_TEST

// The processors cannot follow samples back to back.
START_TEST(paces)
{
    const hx_trial_pace together = {.group = 5}, fast = {.group = 1, .period_us = 20};
    const hx_trial_pace outputs = {.group = 1, .only_outputs = true};
    ck_assert_int_eq(hx_trial_choose_sampler(&together, HX_SAMPLER_PPU), HX_SAMPLER_BUS);
    ck_assert_int_eq(hx_trial_choose_sampler(&fast, HX_SAMPLER_PPU), HX_SAMPLER_BUS);
    ck_assert_int_eq(hx_trial_choose_sampler(&outputs, HX_SAMPLER_PPU), HX_SAMPLER_BUS);
}
END_TEST

START_TEST(missing_answer)
{
    const hx_trial_scale plain = {.hidden_gain = 1, .output_gain = 1};
    hx_trial_outcome outcome;
    hx_error error = {""};
    make(HX_SAMPLER_PPU);
    feed(0x0200000000000001u);
    for (size_t i = 1; i < config.samples * (plan.count + 2); i++)
        feed(0x0100000000000000u);
    feed(0x0200000000000000u);
    ck_assert_int_eq(hx_trial_read(&config, &network, result, 0, 1, &plain, NULL, 0, &observation,
                                   &outcome, &error),
                     HX_ERROR_CHECK);
    drop();
}
END_TEST

START_TEST(too_many_samples)
{
    hx_error error = {""};
    make(HX_SAMPLER_BUS);
    ck_assert_int_eq(hx_ppu_sampler_create(&sampler, &plan, 241, 500, &error), HX_ERROR_LIMIT);
    ck_assert_ptr_null(sampler);
    ck_assert_int_eq(hx_ppu_sampler_create(&sampler, &plan, 240, 500, &error), HX_OK);
    drop();
}
END_TEST

Suite *trial_suite(void);
Suite *trial_suite(void)
{
    Suite *suite = suite_create("trial");
    TCase *test = tcase_create("trial");
    tcase_add_test(test, rows_of_the_processors);
    tcase_add_test(test, bus_reads);
    tcase_add_test(test, paces);
    tcase_add_test(test, missing_answer);
    tcase_add_test(test, too_many_samples);
    suite_add_tcase(suite, test);
    return suite;
}
