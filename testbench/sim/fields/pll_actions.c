// PLLs, clock outputs and self test: what the self test counts.
// SPDX-License-Identifier: Apache-2.0
//
// A clock of f counts f/50 MHz times 2^p; f_dco = P0 N 50 MHz, core 0 and 1 are f_dco/(P1 M),
// the third output f_dco/P2. All divided values are rounded down.
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum { CLOCKS = 4, SCALER = 6, LONGEST = 90000 }; // the longest test, FPGA cycles

// Settings of the scenes below; counts of 2^6 cycles: PLL 0 gives 640, 320, 1280, PLL 1 960, 480,
// 1920.
static void configure_clocks(field_world *world)
{
    hx_map_adpll pll = hx_map_adpll_default(); // core 500 and 250 MHz
    hx_map_pll_clock_output_block outputs = hx_map_pll_clock_output_block_default();
    uint32_t words[HX_MAP_ADPLL_WORDS];
    pll.pre_div_p2 = 1;
    for (unsigned number = 0; number < HX_MAP_ADPLL_PLL_COUNT; ++number) {
        pll.loop_div_n = number ? 15 : 10;
        hx_map_adpll_encode(&pll, words);
        field_world_write_words(world, hx_map_adpll_address(number), words, HX_MAP_ADPLL_WORDS);
    }
    outputs.adpll_output_0 = HX_MAP_ADPLL_OUTPUT_CORE_0;
    outputs.adpll_output_1 = HX_MAP_ADPLL_OUTPUT_CORE_1;
    outputs.adpll_output_2 = HX_MAP_ADPLL_OUTPUT_CORE_0; // of PLL 1
    outputs.adpll_output_3 = HX_MAP_ADPLL_OUTPUT_DCO;
    hx_map_pll_clock_output_block_encode(&outputs, words);
    field_world_write(world, hx_map_pll_clock_output_block_address(), words[0]);
}

static void write_test(event_program *p, unsigned source, bool enable)
{
    const hx_map_pll_self_test test = {
        .clock_enable = enable, .pre_scaler_p = SCALER, .select_source = source};
    uint32_t word;
    hx_map_pll_self_test_encode(&test, &word);
    event_program_write(p, hx_map_pll_self_test_address(), word);
}

static void test_all(event_program *p)
{
    for (unsigned source = 0; source < CLOCKS; ++source) {
        write_test(p, source, true);
        event_program_wait_until(p, 1000 * (source + 1));
        event_program_read(p, hx_map_pll_self_test_status_address());
        write_test(p, source, false);
    }
}

// The self test counts each clock output in turn.
static const field_scene clocks = {"clocks", configure_clocks, test_all};

// Counts of the four outputs in one number, four decimals each.
#define COUNTS(C0, C1, C2, C3) (((C0 * 1e4 + C1) * 1e4 + C2) * 1e4 + C3)

static hx_map_pll_self_test_status get_status(const event_program *program, unsigned number)
{
    hx_map_pll_self_test_status status;
    hx_map_pll_self_test_status_decode(&program->data[number], &status);
    return status;
}

static double get_counts(const event_program *program)
{
    double counts[CLOCKS];
    for (unsigned i = 0; i < CLOCKS; ++i) {
        const hx_map_pll_self_test_status status = get_status(program, i);
        counts[i] = status.finished ? status.counter_value : -1.0;
    }
    return COUNTS(counts[0], counts[1], counts[2], counts[3]);
}

// Output 0 is tested; the count may be 15 off, and is. The test begins with its write, the last
// one.
static void configure_test(field_world *world)
{
    const hx_map_pll_self_test test = {
        .clock_enable = 1, .pre_scaler_p = SCALER, .check_range = 15, .check_value = 655};
    uint32_t word;
    configure_clocks(world);
    hx_map_pll_self_test_encode(&test, &word);
    field_world_write(world, hx_map_pll_self_test_address(), word);
}

static void read_status(event_program *p)
{
    event_program_wait_until(p, LONGEST);
    event_program_read(p, hx_map_pll_self_test_status_address());
}

static const field_scene self_test = {"self_test", configure_test, read_status};

// Six decimals of the count, before them 1 for a finished test, 3 for one with success.
#define STATUS(HOW, COUNT) (HOW * 1e6 + COUNT)
enum { FINISHED = 1, SUCCESS = 3 };

static double get_result(const event_program *program)
{
    const hx_map_pll_self_test_status status = get_status(program, 0);
    return STATUS((status.finished | status.success << 1), status.counter_value);
}

#define PLL(NUMBER, FIELD, ...)                                                                    \
    FIELD_ACTION_EXACT("adpll", FIELD, HX_MAP_ADPLL_BASE + (NUMBER)*HX_MAP_ADPLL_PLL_STRIDE,       \
                       &clocks, get_counts, __VA_ARGS__)

#define CLOCK(FIELD, ...)                                                                          \
    FIELD_ACTION_EXACT("pll_clock_output_block", FIELD, HX_MAP_PLL_CLOCK_OUTPUT_BLOCK_BASE,        \
                       &clocks, get_counts, __VA_ARGS__)

#define TEST(FIELD, ...)                                                                           \
    FIELD_ACTION_EXACT("pll_self_test", FIELD, HX_MAP_PLL_SELF_TEST_BASE, &self_test, get_result,  \
                       __VA_ARGS__)

#define UNCHANGED COUNTS(640, 320, 960, 1280)

static const field_action rows[] = {
    PLL(0, "loop_div_n", 1, COUNTS(64, 32, 960, 128), 31, COUNTS(1984, 992, 960, 3968)),
    PLL(1, "loop_div_n", 1, COUNTS(640, 320, 64, 1280), 31, COUNTS(640, 320, 1984, 1280)),
    PLL(0, "core_div_m0", 1, UNCHANGED, 31, COUNTS(20, 320, 960, 1280)),
    PLL(0, "core_div_m1", 2, UNCHANGED, 31, COUNTS(640, 20, 960, 1280)),
    PLL(0, "pre_div_p0", 1, COUNTS(320, 160, 960, 640), 4, COUNTS(1280, 640, 960, 2560)),
    PLL(0, "pre_div_p1", 1, COUNTS(1280, 640, 960, 1280), 4, COUNTS(320, 160, 960, 1280)),
    PLL(0, "pre_div_p2", 1, UNCHANGED, 4, COUNTS(640, 320, 960, 320)),
    PLL(0, "enable_output_clock", 0, COUNTS(0, 0, 960, 0), 1, UNCHANGED),
    PLL(0, "enable", 0, COUNTS(0, 0, 960, 0), 1, UNCHANGED),
    CLOCK("enable_output_0", 0, COUNTS(0, 320, 960, 1280), 1, UNCHANGED),
    CLOCK("enable_output_1", 0, COUNTS(640, 0, 960, 1280), 1, UNCHANGED),
    CLOCK("enable_output_2", 0, COUNTS(640, 320, 0, 1280), 1, UNCHANGED),
    CLOCK("enable_output_3", 0, COUNTS(640, 320, 960, 0), 1, UNCHANGED),
    CLOCK("enable_bypass_0", 0, UNCHANGED, 1, COUNTS(160, 320, 960, 1280)),
    CLOCK("enable_bypass_1", 0, UNCHANGED, 1, COUNTS(640, 160, 960, 1280)),
    CLOCK("enable_bypass_2", 0, UNCHANGED, 1, COUNTS(640, 320, 160, 1280)),
    CLOCK("enable_bypass_3", 0, UNCHANGED, 1, COUNTS(640, 320, 960, 160)),
    CLOCK("select_adpll_0", 0, UNCHANGED, 1, COUNTS(960, 320, 960, 1280)),
    CLOCK("select_adpll_1", 0, UNCHANGED, 1, COUNTS(640, 480, 960, 1280)),
    CLOCK("select_adpll_2", 0, COUNTS(640, 320, 640, 1280), 1, UNCHANGED),
    CLOCK("select_adpll_3", 0, UNCHANGED, 1, COUNTS(640, 320, 960, 1920)),
    CLOCK("adpll_output_0", 1, COUNTS(320, 320, 960, 1280), 2, COUNTS(1280, 320, 960, 1280)),
    CLOCK("adpll_output_1", 1, UNCHANGED, 2, COUNTS(640, 1280, 960, 1280)),
    CLOCK("adpll_output_2", 1, COUNTS(640, 320, 480, 1280), 2, COUNTS(640, 320, 1920, 1280)),
    CLOCK("adpll_output_3", 1, COUNTS(640, 320, 960, 320), 2, UNCHANGED),
    TEST("clock_enable", 0, 0, 1, STATUS(SUCCESS, 640)),
    TEST("pre_scaler_p", 0, STATUS(FINISHED, 10), 15, STATUS(FINISHED, 327680)),
    TEST("select_source", 1, STATUS(FINISHED, 320), 2, STATUS(FINISHED, 960)),
    TEST("check_range", 14, STATUS(FINISHED, 640), 15, STATUS(SUCCESS, 640)),
    TEST("check_value", 656, STATUS(FINISHED, 640), 655, STATUS(SUCCESS, 640)),
    TEST("check_value", 624, STATUS(FINISHED, 640), 625, STATUS(SUCCESS, 640)),
    TEST("check_value", 640, STATUS(SUCCESS, 640), 640 | 1 << 19, STATUS(FINISHED, 640)),
};

const field_action_list field_pll_actions = FIELD_ACTION_LIST(rows);
