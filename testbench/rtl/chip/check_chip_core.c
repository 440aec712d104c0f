// The fast tier's chip with its analog core against the RTL with the same core.
// SPDX-License-Identifier: Apache-2.0
//
// A run of the RTL is recorded, cycle by cycle as the board drives it; the fast chip gets the same
// words and pins, its time cut at random places. HX_SEED and HX_CORE_STEPS choose the run.
#include "sim/fast/chip/chip.h"
#include "testbench/models/anncore_setup.h"
#include "testbench/rtl/chip/chip_model.h"
#include "testbench/rtl/chip/chip_traffic.h"
#include "testbench/rtl/chip/draw.h"

#include <check.h>
#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 2
#define POWER_ON_CYCLES 8

// What goes in and what is seen in a step of two cycles.
typedef struct step_record {
    hx_digital_levels levels;
    bool arrives;
    uint8_t lane;
    uint64_t word;
    uint8_t lane_ready, tdo;
    uint8_t valid[2], out_lane[2];
    uint64_t out_word[2];
} step_record;

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

static void add_adaptation(hx_anncore *core, unsigned n)
{
    static const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 400},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 1000},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, 20},
                                        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, 50}};
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; i++)
        setup_write_cell(core, n / 256 * 2 + n % 256 / 128, n % 128, cells[i][0], cells[i][1]);
}

// Some neurons with their leak potential above the threshold, some that events bring there, some
// with adaptation.
static hx_anncore *make_core(uint64_t seed)
{
    uint64_t state = seed;
    hx_anncore *core = setup_core(1, 1, seed, 3);
    setup_write_common(core);
    for (unsigned n = 0; n < HX_ANNCORE_NEURONS; n++) {
        setup_neuron neuron = setup_neuron_default();
        neuron.leak = n % 4 ? 400 : 700;
        neuron.word2 = n % 8 ? 0x00 : 0x04;
        setup_write_neuron(core, n, &neuron);
        if (neuron.word2)
            add_adaptation(core, n);
    }
    for (unsigned quadrant = 0; quadrant < 4; quadrant++)
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET,
                         100 + 30 * quadrant);
    for (unsigned half = 0; half < 2; half++)
        for (unsigned driver = 0; driver < 128; driver++)
            setup_write_driver(core, half, driver, 1 + (driver & 1), 1);
    for (unsigned i = 0; i < 20000; i++) {
        unsigned row = draw_below(&state, 256), column = draw_below(&state, 256);
        setup_write_synapse(core, draw_below(&state, 2), row, column, draw_below(&state, 64),
                            draw_below(&state, 64));
    }
    return core;
}

// The pins to the core, in the order of docs/pins.md.
static void drive(hx_anncore *core, const chip_pins *pins, hx_digital_in *answers)
{
    for (unsigned half = 0; half < 2; half++)
        if (pins->padi_changed >> half & 1)
            hx_anncore_set_padi(core, half, pins->padi_config[half], pins->padi_stp[half]);
    if (pins->reset_changed)
        hx_anncore_set_reset(core, pins->reset);
    if (pins->adapt_valid)
        hx_anncore_send_adaptation_pulses(core, pins->adapt, pins->adapt_scale);
    for (unsigned bus = 0; bus < 8; bus++)
        if (pins->padi_valid >> bus & 1)
            hx_anncore_send_padi_event(core, bus, pins->padi_label[bus] >> 6,
                                       pins->padi_label[bus] & 0x3f);
    if (pins->post_valid || pins->side_post) {
        uint64_t pulses[HX_BACKEND_WORDS];
        for (unsigned w = 0; w < HX_BACKEND_WORDS; w++)
            pulses[w] = pins->side_post >> (w / 2 % 2) & 1 ? UINT64_MAX : pins->post[w];
        hx_anncore_send_post_pulses(core, pulses);
    }
    if (pins->sample)
        answers->madc_value = (uint16_t)hx_anncore_sample_madc(core, pins->source);
    for (unsigned half = 0; half < 2; half++)
        if (pins->convert >> half & 1)
            hx_anncore_convert_cadc(core, half, pins->row[half], pins->crossed[half]);
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++) {
        const hx_word_access *w = &pins->word[port];
        if (w->valid && w->write)
            hx_anncore_write_word(core, (hx_anncore_block)w->block, w->offset, w->byte_enables,
                                  w->data);
        else if (w->valid)
            answers->word_data[port] =
                hx_anncore_read_word(core, (hx_anncore_block)w->block, w->offset);
    }
}

// A vector is so many words of the array block, the first at the top.
static void drive_rows(hx_anncore *core, const chip_pins *pins, hx_digital_in *answers)
{
    for (unsigned half = 0; half < 2; half++) {
        hx_anncore_block block = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
        for (unsigned word = 0; pins->row_valid >> half & 1 && word < HX_ROW_WORDS; word++) {
            uint32_t offset = pins->row_offset[half] + word;
            unsigned place = HX_ROW_WORDS - 1 - word, bit = 4 * place;
            if (pins->row_write >> half & 1)
                hx_anncore_write_word(core, block, offset,
                                      pins->row_enable[half][bit / 32] >> bit % 32 & 0xf,
                                      pins->row_data[half].word[place]);
            else
                answers->row_data[half].word[place] = hx_anncore_read_word(core, block, offset);
        }
    }
}

static void record(step_record *steps, uint64_t count, uint64_t seed, unsigned latency,
                   uint64_t *fires)
{
    chip_model *rtl = chip_model_create(latency);
    hx_anncore *core = make_core(seed);
    chip_traffic traffic;
    chip_traffic_start(&traffic, seed);
    traffic.sets_up = true;
    traffic.runs_programs = seed % 2;
    for (unsigned cycle = 0; cycle < POWER_ON_CYCLES; cycle++)
        hx_anncore_advance(core, cycle);
    hx_digital_in in = {0}, answers = {0};
    chip_pins pins;
    chip_model_get(rtl, &pins);
    for (uint64_t cycle = POWER_ON_CYCLES; cycle < 2 * count; cycle++) {
        step_record *s = &steps[cycle / 2];
        unsigned half = cycle % 2;
        if (half == 0) {
            chip_traffic_next(&traffic, &pins, &in);
            s->levels = in.levels;
            s->arrives = in.lane_valid;
            s->lane = in.lane;
            s->word = in.lane_word;
        }
        in.lane_valid = half == 0 && s->arrives;
        in.madc_value = answers.madc_value;
        memcpy(in.word_data, answers.word_data, sizeof in.word_data);
        memcpy(in.row_data, answers.row_data, sizeof in.row_data);
        hx_anncore_advance(core, cycle);
        const uint64_t *fire = hx_anncore_get_fire(core);
        in.fire_valid = fire;
        *fires += fire != NULL;
        if (fire)
            memcpy(in.fire, fire, sizeof in.fire);
        chip_model_step(rtl, &in);
        chip_model_get(rtl, &pins);
        drive(core, &pins, &answers);
        drive_rows(core, &pins, &answers);
        if (half == 0)
            far_end_receive(&traffic.end, &traffic.state, traffic.now, &pins);
        s->valid[half] = pins.lane_valid;
        s->out_lane[half] = pins.lane;
        s->out_word[half] = pins.lane_word;
        s->lane_ready = pins.lane_ready;
        s->tdo = pins.tdo;
    }
    chip_model_destroy(rtl);
    hx_anncore_destroy(core);
}

static void set_inputs(hx_fast_chip *chip, const step_record *s, uint64_t step)
{
    const hx_fast_chip_pins pins = {.reset = s->levels.reset,
                                    .lane_partner = s->levels.lane_partner,
                                    .jtag_tck = s->levels.jtag_tck,
                                    .jtag_tms = s->levels.jtag_tms,
                                    .jtag_tdi = s->levels.jtag_tdi};
    hx_fast_chip_set_pins(chip, &pins);
    if (s->arrives)
        hx_fast_chip_push_word(chip, step, s->lane, s->word);
}

static bool same_inputs(const step_record *a, const step_record *b)
{
    return !b->arrives && memcmp(&a->levels, &b->levels, sizeof a->levels) == 0;
}

// What the fast chip shows after a step; `quiet`: steps before it in which nothing happened.
static void compare(const hx_fast_chip *chip, const step_record *s, uint64_t step)
{
    hx_fast_lane_word words[2];
    unsigned count = hx_fast_chip_get_words(chip, words), at = 0;
    ck_assert_msg(count == (unsigned)s->valid[0] + s->valid[1],
                  "step %" PRIu64 ": %u words, RTL %u", step, count,
                  (unsigned)s->valid[0] + s->valid[1]);
    for (unsigned half = 0; half < 2; half++) {
        if (!s->valid[half])
            continue;
        ck_assert_msg(words[at].cycle == 2 * step + half && words[at].word == s->out_word[half] &&
                          words[at].lane == s->out_lane[half],
                      "step %" PRIu64 ": word %016" PRIx64 " in cycle %" PRIu64 ", RTL %016" PRIx64,
                      step, words[at].word, words[at].cycle, s->out_word[half]);
        at++;
    }
    ck_assert_msg(hx_fast_chip_get_lane_ready(chip) == s->lane_ready &&
                      hx_fast_chip_get_jtag_tdo(chip) == (s->tdo != 0),
                  "step %" PRIu64 ": lanes %02x TDO %d, RTL %02x %d", step,
                  hx_fast_chip_get_lane_ready(chip), hx_fast_chip_get_jtag_tdo(chip), s->lane_ready,
                  s->tdo);
}

static void replay(const step_record *steps, uint64_t count, uint64_t seed, unsigned latency,
                   uint64_t *words)
{
    hx_anncore *core = make_core(seed);
    hx_fast_chip *chip = NULL;
    ck_assert_int_eq(hx_fast_chip_create(&chip, core, latency), HX_OK);
    uint64_t state = ~seed, step = 0;
    while (step < POWER_ON_CYCLES / 2)
        step = hx_fast_chip_advance(chip, POWER_ON_CYCLES / 2);
    while (step < count) {
        set_inputs(chip, &steps[step], step);
        // As far as the inputs stay, or less.
        uint64_t until = step + 1;
        while (until < count && same_inputs(&steps[step], &steps[until]) && draw_below(&state, 100))
            until++;
        uint64_t reached = hx_fast_chip_advance(chip, until);
        ck_assert(reached > step && reached <= until);
        for (uint64_t quiet = step; quiet + 1 < reached; quiet++)
            ck_assert_msg(!steps[quiet].valid[0] && !steps[quiet].valid[1],
                          "step %" PRIu64 ": no word, RTL has one", quiet);
        hx_fast_lane_word started[2];
        *words += hx_fast_chip_get_words(chip, started);
        compare(chip, &steps[reached - 1], reached - 1);
        step = reached;
    }
    hx_fast_chip_destroy(chip);
    hx_anncore_destroy(core);
}

START_TEST(same_words)
{
    uint64_t seed = number("HX_SEED", 1) + (uint64_t)_i, count = number("HX_CORE_STEPS", 100000);
    printf("chip with core: HX_SEED=%" PRIu64 " HX_CORE_STEPS=%" PRIu64 "\n", seed, count);
    uint64_t state = seed, fires = 0, words = 0;
    unsigned latency = draw_below(&state, 4) ? 0 : draw_below(&state, 400);
    step_record *steps = calloc(count, sizeof *steps);
    ck_assert_ptr_nonnull(steps);
    record(steps, count, seed, latency, &fires);
    replay(steps, count, seed, latency, &words);
    printf("  cycles with fires %" PRIu64 " words %" PRIu64 "\n", fires, words);
    ck_assert_uint_gt(words, count / 200);
    ck_assert_uint_gt(fires, count / 500);
    free(steps);
}
END_TEST

Suite *chip_core_suite(void);
Suite *chip_core_suite(void)
{
    Suite *suite = suite_create("chip with analog core");
    TCase *test = tcase_create("against C");
    tcase_set_timeout(test, 600);
    tcase_add_loop_test(test, same_words, 0, SEEDS);
    suite_add_tcase(suite, test);
    return suite;
}
