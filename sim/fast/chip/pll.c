// Registers of the PLLs with their self test, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/pll.h"

#include <hx_map.h>
#include <string.h>

#define OUTPUTS (HX_MAP_PLL_CLOCK_OUTPUT_BLOCK_BASE - HX_MAP_BLOCK_PLL_BASE)
#define SELF_TEST (HX_MAP_PLL_SELF_TEST_BASE - HX_MAP_BLOCK_PLL_BASE)
#define STATUS (HX_MAP_PLL_SELF_TEST_STATUS_BASE - HX_MAP_BLOCK_PLL_BASE)
#define REFERENCE_CYCLE 5 // chip cycles of a cycle of the reference
#define COUNTER_MASK 0xfffffu

void hx_pll_reset(hx_pll *pll)
{
    memset(pll, 0, sizeof *pll);
}

static uint32_t get_mask(unsigned number)
{
    if (number < HX_MAP_ADPLL_PLL_COUNT * HX_MAP_ADPLL_WORDS)
        return hx_map_adpll_mask(number % HX_MAP_ADPLL_WORDS);
    if (number == OUTPUTS)
        return hx_map_pll_clock_output_block_mask(0);
    return number == SELF_TEST ? hx_map_pll_self_test_mask(0) : 0;
}

static hx_map_pll_self_test get_test(const hx_pll *pll)
{
    hx_map_pll_self_test test;
    hx_map_pll_self_test_decode(&pll->store[SELF_TEST], &test);
    return test;
}

typedef struct clock_output {
    bool enable, bypass, second_pll;
    uint32_t divider;
} clock_output;

static clock_output get_output(const hx_pll *pll, unsigned number)
{
    hx_map_pll_clock_output_block c;
    hx_map_pll_clock_output_block_decode(&pll->store[OUTPUTS], &c);
    const clock_output outputs[] = {
        {c.enable_output_0, c.enable_bypass_0, c.select_adpll_0, c.adpll_output_0},
        {c.enable_output_1, c.enable_bypass_1, c.select_adpll_1, c.adpll_output_1},
        {c.enable_output_2, c.enable_bypass_2, c.select_adpll_2, c.adpll_output_2},
        {c.enable_output_3, c.enable_bypass_3, c.select_adpll_3, c.adpll_output_3}};
    return outputs[number];
}

static uint32_t get_divisor(const hx_map_adpll *adpll, uint32_t output)
{
    switch (output) {
    case HX_MAP_ADPLL_OUTPUT_CORE_0:
        return adpll->pre_div_p1 * adpll->core_div_m0;
    case HX_MAP_ADPLL_OUTPUT_CORE_1:
        return adpll->pre_div_p1 * adpll->core_div_m1;
    case HX_MAP_ADPLL_OUTPUT_DCO:
        return adpll->pre_div_p2;
    default:
        return 0;
    }
}

// Cycles of the chosen clock output in 2^p cycles of the reference.
static uint32_t count_cycles(const hx_pll *pll)
{
    hx_map_pll_self_test test = get_test(pll);
    clock_output output = get_output(pll, test.select_source);
    hx_map_adpll adpll;
    hx_map_adpll_decode(&pll->store[HX_MAP_ADPLL_WORDS * output.second_pll], &adpll);
    uint32_t multiplier = adpll.pre_div_p0 * adpll.loop_div_n;
    uint32_t divisor = get_divisor(&adpll, output.divider);
    bool on = adpll.enable && adpll.enable_output_clock;
    if (output.bypass) {
        // The FPGA clock, 125 MHz, against 50 MHz.
        multiplier = 5;
        divisor = 2;
        on = true;
    }
    if (!output.enable || !on || !divisor)
        return 0;
    return (multiplier << test.pre_scaler_p) / divisor & COUNTER_MASK;
}

static uint32_t read(const hx_pll *pll, uint32_t number)
{
    if (number != STATUS)
        return pll->store[number];
    const hx_map_pll_self_test_status status = {pll->counter, pll->finished, pll->success};
    uint32_t word;
    hx_map_pll_self_test_status_encode(&status, &word);
    return word;
}

static void step_test(hx_pll *pll, uint64_t now)
{
    hx_map_pll_self_test test = get_test(pll);
    if (test.clock_enable != pll->enabled) {
        pll->enabled = pll->running = test.clock_enable;
        pll->finished = pll->success = false;
        pll->counter = pll->enabled ? count_cycles(pll) : 0;
        pll->deadline = now + ((uint64_t)REFERENCE_CYCLE << test.pre_scaler_p);
    } else if (pll->running && now >= pll->deadline) {
        uint32_t deviation = pll->counter > test.check_value ? pll->counter - test.check_value
                                                             : test.check_value - pll->counter;
        pll->running = false;
        pll->finished = true;
        pll->success = deviation <= test.check_range;
    }
}

uint32_t hx_pll_step(hx_pll *pll, uint64_t now, const hx_access *access, bool jtag_write,
                     unsigned jtag_register, uint32_t jtag_data)
{
    uint32_t number = access->address - HX_MAP_BLOCK_PLL_BASE, data = 0, merged = 0;
    bool hit = access->valid && number < HX_PLL_REGISTERS;
    if (hit && !access->write)
        data = read(pll, number);
    else if (hit)
        merged = hx_access_merge(access, pll->store[number], get_mask(number));
    step_test(pll, now);
    if (jtag_write)
        pll->store[jtag_register] = jtag_data & get_mask(jtag_register);
    if (hit && access->write)
        pll->store[number] = merged;
    return data;
}

uint64_t hx_pll_next(const hx_pll *pll, uint64_t now)
{
    if (get_test(pll).clock_enable != pll->enabled)
        return now;
    if (!pll->running)
        return UINT64_MAX;
    return pll->deadline > now ? pll->deadline : now;
}
