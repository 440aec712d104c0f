// Results never depend on how time is cut, nor on the instruction set.
// SPDX-License-Identifier: Apache-2.0
//
// One random script of pin events (spikes, resets, parameter writes, conversions) runs several
// times on the same virtual chip with noise and spread; every run advances in other pieces.
#include "models/anncore_private.h"
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <stdlib.h>
#include <string.h>

Suite *anncore_cuts_suite(void);

enum { LENGTH = 4000, SAMPLES = 80 };

typedef struct outcome {
    uint64_t hash;
    unsigned fires;
    double membrane[SAMPLES][HX_ANNCORE_NEURONS];
    double excitatory[SAMPLES][HX_ANNCORE_NEURONS];
    double inhibitory[SAMPLES][HX_ANNCORE_NEURONS];
    double adaptation[SAMPLES][HX_ANNCORE_NEURONS];
    uint32_t cadc[SAMPLES][2][64];
} outcome;

// Added to a seed: plain neurons only, and events that reach whole groups of them.
#define PLAIN (UINT64_C(1) << 32)
// Added to a seed: currents in every other group, none joined, hardly any events. Most groups stay
// behind for several steps.
#define QUIET (UINT64_C(1) << 33)
// Two neurons that may be joined to make all others go one by one; nobody looks at them.
enum { APART = 510 };

static bool is_plain(uint64_t seed)
{
    return seed & PLAIN;
}

static bool is_quiet(uint64_t seed)
{
    return seed & QUIET;
}

// One of so many cycles has an event.
static uint64_t get_event_period(uint64_t seed)
{
    return is_quiet(seed) ? 400 : 6;
}

static unsigned get_sample_period(uint64_t seed)
{
    return is_quiet(seed) ? 450 : 50;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001b3) + (hash >> 29);
}

// Exponential term, adaptation, conductance-based inputs in any combination.
static void add_currents(hx_anncore *core, unsigned neuron, const setup_neuron *s,
                         setup_random *random)
{
    const unsigned cells[][2] = {
        {HX_MAP_CAPMEM_ROW_V_EXP, s->threshold - 30},
        {HX_MAP_CAPMEM_ROW_I_BIAS_EXP, 100 + (unsigned)setup_draw(random, 900)},
        {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, s->leak},
        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 300 + (unsigned)setup_draw(random, 700)},
        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, (unsigned)setup_draw(random, 100)},
        {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, (unsigned)setup_draw(random, 500)},
        {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_COBA, (unsigned)setup_draw(random, 500)},
        {HX_MAP_CAPMEM_ROW_E_SYNIN_EXC_REV, 700}};
    unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i) {
        setup_write_cell(core, quadrant, neuron % 128, cells[i][0], cells[i][1]);
    }
    uint32_t place = quadrant * 0x8000 + 8 * (neuron % 128) + 2;
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 1,
                    0x10 | (uint32_t)setup_draw(random, 2) << 2);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 2, (uint32_t)setup_draw(random, 16));
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 5,
                    0x10 | (uint32_t)setup_draw(random, 2) << 7);
}

static void configure(hx_anncore *core, uint64_t seed)
{
    setup_random random = {seed};
    setup_write_common(core);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        setup_neuron s = setup_neuron_default();
        s.leak = 300 + (unsigned)setup_draw(&random, 150);
        s.threshold = 400 + (unsigned)setup_draw(&random, 120);
        // Quiet groups, but for every fourth.
        s.threshold += is_quiet(seed) && neuron / 32 % 4 != 3 ? 250 : 0;
        s.leak_bias = 100 + (unsigned)setup_draw(&random, 900);
        s.exc_tau = 300 + (unsigned)setup_draw(&random, 700);
        s.inh_tau = 300 + (unsigned)setup_draw(&random, 700);
        s.word4 |= setup_draw(&random, 20) == 0 ? 0x80 : 0;
        // The script writes any cell, and what a cell holds already changes nothing.
        for (unsigned row = 0; row < 24; ++row) {
            setup_write_cell(core, neuron / 256 * 2 + neuron % 256 / 128, neuron % 128, row, 0);
        }
        setup_write_neuron(core, neuron, &s);
        if (is_quiet(seed) && neuron % 64 < 32) {
            add_currents(core, neuron, &s, &random);
        }
        if (is_plain(seed) || is_quiet(seed)) {
            continue;
        }
        const bool currents = neuron % 64 < 16 || neuron % 64 >= 56;
        if (currents) {
            add_currents(core, neuron, &s, &random);
        }
        // The last ones have both.
        if (neuron % 64 >= 56 || (!currents && neuron % 64 < 40)) {
            // Any of the switches between circuits, one of three closed.
            unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
            uint32_t switches = 0;
            for (unsigned bit = 0; bit < 7; ++bit) {
                switches |= (uint32_t)(setup_draw(&random, 3) == 0) << bit;
            }
            setup_write_all(core, HX_ANNCORE_NEURON_CONFIG,
                            quadrant * 0x8000 + 8 * (neuron % 128) + 2 + 5, switches);
        }
    }
    for (unsigned half = 0; half < 2; ++half) {
        for (unsigned driver = 0; driver < 16; ++driver) {
            setup_write_driver(core, half, driver, 1, 2);
            for (unsigned row = 2 * driver; row < 2 * driver + 2; ++row) {
                for (unsigned column = 0; column < 256; ++column) {
                    setup_write_synapse(core, half, row, column, (unsigned)setup_draw(&random, 30),
                                        is_plain(seed) ? 0 : (unsigned)setup_draw(&random, 4));
                }
            }
        }
    }
}

// What happens at a cycle follows from the cycle and the fires alone.
static void act(hx_anncore *core, uint64_t seed, uint64_t cycle, uint64_t *level,
                uint64_t (*due)[HX_ANNCORE_FIRE_WORDS])
{
    setup_random random = {seed * 7919 + cycle * 104729};
    uint64_t changed = 0;
    for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word) {
        level[word] ^= due[cycle][word];
        changed |= due[cycle][word];
    }
    if (changed) {
        uint64_t pulses[HX_ANNCORE_FIRE_WORDS];
        for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word) {
            pulses[word] = due[cycle][word] & level[word];
        }
        hx_anncore_set_reset(core, level);
        hx_anncore_send_adaptation_pulses(core, pulses, (const uint8_t[2]){0, 1});
    }
    if (setup_draw(&random, get_event_period(seed)) == 0) {
        hx_anncore_send_padi_event(core, (unsigned)setup_draw(&random, 8),
                                   (unsigned)setup_draw(&random, 4),
                                   (unsigned)setup_draw(&random, is_plain(seed) ? 1 : 4));
    }
    if (setup_draw(&random, 10 * get_event_period(seed)) == 0) {
        setup_write_cell(core, (unsigned)setup_draw(&random, 4), (unsigned)setup_draw(&random, 128),
                         (unsigned)setup_draw(&random, 24),
                         300 + (unsigned)setup_draw(&random, 300));
    }
    if (setup_draw(&random, 200) == 0 && !is_quiet(seed)) {
        // Comparator off and on again somewhere.
        setup_write_all(
            core, HX_ANNCORE_NEURON_CONFIG,
            (uint32_t)(setup_draw(&random, 4) * 0x8000 + 8 * setup_draw(&random, 128) + 2 + 4),
            setup_draw(&random, 2) ? 0x3c : 0x34);
    }
    if (setup_draw(&random, 100) == 0 && !is_plain(seed) && !is_quiet(seed)) {
        // Other connections somewhere.
        setup_write_all(
            core, HX_ANNCORE_NEURON_CONFIG,
            (uint32_t)(setup_draw(&random, 4) * 0x8000 + 8 * setup_draw(&random, 128) + 2 + 5),
            (uint32_t)setup_draw(&random, 128));
    }
}

static bool acts(uint64_t seed, uint64_t cycle, const uint64_t (*due)[HX_ANNCORE_FIRE_WORDS])
{
    setup_random random = {seed * 7919 + cycle * 104729};
    for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word) {
        if (due[cycle][word]) {
            return true;
        }
    }
    // As in act(): the first draw decides about an event; anything else is taken as an act.
    bool event = setup_draw(&random, get_event_period(seed)) == 0;
    return event || cycle % (is_quiet(seed) ? 1000 : 5) == 0;
}

// Takes away the leave of all groups to stay behind.
static void forget_safety(hx_neuron_array *neurons)
{
    for (unsigned group = 0; group < HX_NEURON_GROUPS; ++group) {
        hx_neuron_settle(neurons, HX_NEURON_GROUP * group);
        neurons->safe[group] = 0;
    }
}

// cut 0: as far as possible; 1: every cycle; 2..: random pieces; 4: random pieces, every group of
// neurons stepped and looked at in each grid step.
static void run(hx_anncore *core, uint64_t seed, unsigned cut, uint64_t start, outcome *result)
{
    static uint64_t due[LENGTH + 2000][HX_ANNCORE_FIRE_WORDS];
    memset(due, 0, sizeof due);
    memset(result, 0, sizeof *result);
    uint64_t level[HX_ANNCORE_FIRE_WORDS] = {0};
    setup_random cuts = {cut};
    hx_anncore_set_reset(core, level);
    hx_anncore_start_trial(core, start, 3);
    uint64_t cycle = 0;
    unsigned sample = 0;
    while (cycle < LENGTH) {
        // Script cycles are visited in every run, others only where the run is cut.
        if (acts(seed, cycle, (const uint64_t(*)[HX_ANNCORE_FIRE_WORDS])due)) {
            act(core, seed, cycle, level, due);
        }
        if (cycle % get_sample_period(seed) == 0 && sample < SAMPLES) {
            for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
                result->membrane[sample][neuron] = hx_anncore_get_membrane(core, neuron);
                result->excitatory[sample][neuron] =
                    hx_anncore_get_excitatory_current(core, neuron);
                result->inhibitory[sample][neuron] =
                    hx_anncore_get_inhibitory_current(core, neuron);
                result->adaptation[sample][neuron] = hx_anncore_get_adaptation(core, neuron);
            }
            for (unsigned half = 0; half < 2; ++half) {
                hx_anncore_convert_cadc(core, half, 0, 0);
                for (unsigned quad = 0; quad < 64; ++quad) {
                    result->cadc[sample][half][quad] = hx_anncore_read_word(
                        core, half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP,
                        0x80000 + quad);
                }
            }
            ++sample;
        }
        uint64_t next = cycle + 1;
        while (next < LENGTH && next % get_sample_period(seed) != 0 &&
               !acts(seed, next, (const uint64_t(*)[HX_ANNCORE_FIRE_WORDS])due)) {
            ++next;
        }
        while (cycle < next) {
            uint64_t until = cut == 0   ? next
                             : cut == 1 ? cycle + 1
                                        : cycle + 1 + setup_draw(&cuts, next - cycle);
            uint64_t reached = hx_anncore_advance(core, start + until) - start;
            ck_assert_uint_gt(reached, cycle);
            if (cut == 4) {
                forget_safety(&core->neurons);
            }
            ck_assert_uint_le(reached, until);
            cycle = reached;
            const uint64_t *fire = hx_anncore_get_fire(core);
            if (fire) {
                ++result->fires;
                result->hash = mix(result->hash, cycle);
                for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word) {
                    result->hash = mix(result->hash, fire[word]);
                    // Only lines that are low and not yet due are pulled.
                    uint64_t pull = fire[word] & ~level[word];
                    for (unsigned ahead = 1; ahead <= 300; ++ahead) {
                        pull &= ~due[cycle + ahead][word];
                    }
                    due[cycle + 2][word] |= pull;
                    due[cycle + 2 + 40 + cycle % 200][word] |= pull;
                }
                next = next < cycle + 2 ? next : cycle + 2;
                next = next > cycle ? next : cycle;
            }
        }
    }
}

START_TEST(cuts_do_not_matter)
{
    setup_random random = setup_seed(500 + (uint64_t)_i);
    uint64_t seed = random.state + (_i % 2 ? QUIET : 0);
    static outcome expected;
    static outcome result;
    for (unsigned cut = 0; cut < 5; ++cut) {
        hx_anncore *core = setup_core(1.0, 1.0, 11, 22);
        configure(core, seed);
        run(core, seed, cut, 0, cut == 0 ? &expected : &result);
        hx_anncore_destroy(core);
        if (cut > 0) {
            ck_assert_uint_eq(result.fires, expected.fires);
            ck_assert_mem_eq(&result, &expected, sizeof result);
        }
    }
    ck_assert_uint_gt(expected.fires, is_quiet(seed) ? 20 : 100);
}
END_TEST

// Group by group gives the same bits as neuron by neuron, which a joined neuron anywhere enforces.
START_TEST(groups_agree_with_neurons)
{
    static outcome expected, result;
    setup_random random = setup_seed(540 + (uint64_t)_i);
    const uint64_t seed = PLAIN + random.state;
    for (unsigned joined = 0; joined < 2; ++joined) {
        outcome *out = joined ? &result : &expected;
        hx_anncore *core = setup_core(1.0, 1.0, 11, 22);
        configure(core, seed);
        for (unsigned neuron = APART; neuron < APART + 2; ++neuron) {
            setup_write_cell(core, 3, neuron % 128, HX_MAP_CAPMEM_ROW_V_THRESHOLD, 1022);
        }
        setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 3 * 0x8000 + 8 * (APART % 128) + 7,
                        joined ? 8 : 0);
        run(core, seed, 0, 0, out);
        hx_anncore_destroy(core);
        for (unsigned sample = 0; sample < SAMPLES; ++sample) {
            for (unsigned neuron = APART; neuron < APART + 2; ++neuron) {
                out->membrane[sample][neuron] = 0;
                out->excitatory[sample][neuron] = 0;
                out->inhibitory[sample][neuron] = 0;
            }
            // Columns 254 and 255: the last of the even and of the odd ones.
            out->cadc[sample][1][31] = out->cadc[sample][1][63] = 0;
        }
    }
    ck_assert_uint_gt(expected.fires, 100);
    ck_assert_uint_eq(result.fires, expected.fires);
    ck_assert_mem_eq(&result, &expected, sizeof result);
}
END_TEST

START_TEST(levels_agree)
{
    static outcome expected;
    static outcome result;
    for (hx_simd_level level = HX_SIMD_BASE; level <= hx_simd_best(); ++level) {
        hx_anncore *core = setup_core(1.0, 1.0, 11, 22);
        const uint64_t seed = 77 + (_i ? QUIET : 0);
        core->level = level;
        core->neurons.level = level;
        configure(core, seed);
        run(core, seed, 0, 0, level == HX_SIMD_BASE ? &expected : &result);
        hx_anncore_destroy(core);
        if (level != HX_SIMD_BASE) {
            ck_assert_mem_eq(&result, &expected, sizeof result);
        }
    }
}
END_TEST

// The grid follows the trial: another start cycle, the same course. The configuration is
// written anew, since the script changes it.
START_TEST(start_cycle_does_not_matter)
{
    static outcome expected;
    static outcome result;
    hx_anncore *core = setup_core(1.0, 1.0, 11, 22);
    configure(core, 78);
    run(core, 78, 0, 0, &expected);
    configure(core, 78);
    hx_anncore_advance(core, 1000003);
    run(core, 78, 2, 1234577, &result);
    ck_assert_mem_eq(&result, &expected, sizeof result);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_cuts_suite(void)
{
    Suite *suite = suite_create("models/anncore cuts");
    TCase *core = tcase_create("Determinism");
    tcase_set_timeout(core, 120);
    tcase_add_loop_test(core, cuts_do_not_matter, 0, 6);
    tcase_add_loop_test(core, groups_agree_with_neurons, 0, 3);
    tcase_add_loop_test(core, levels_agree, 0, 2);
    tcase_add_test(core, start_cycle_does_not_matter);
    suite_add_tcase(suite, core);
    return suite;
}
