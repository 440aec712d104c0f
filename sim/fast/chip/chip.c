// The chip of the fast tier: C model of its digital part with the analog core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/chip.h"

#include "sim/fast/chip/drive_core.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define POWER_ON_CYCLES 8
#define STEP_MAXIMUM (UINT64_C(1) << 62)

struct hx_fast_chip {
    hx_digital *digital;
    hx_digital_in in; // levels, and what the core answered last
    hx_anncore *core;
    uint64_t cycle; // edges since power-on
    struct {
        uint64_t cycle, word;
        uint8_t lane;
    } arriving[HX_FAST_CHIP_AHEAD];
    unsigned first, count;
    hx_fast_lane_word started[2]; // in the last step
    unsigned started_count;
};

hx_status hx_fast_chip_create(hx_fast_chip **chip, hx_anncore *core, unsigned latency)
{
    *chip = calloc(1, sizeof **chip);
    if (!*chip)
        return HX_ERROR_MEMORY;
    (*chip)->core = core;
    hx_status status = hx_digital_create(&(*chip)->digital, latency);
    if (status) {
        free(*chip);
        *chip = NULL;
    }
    return status;
}

void hx_fast_chip_destroy(hx_fast_chip *chip)
{
    if (chip)
        hx_digital_destroy(chip->digital);
    free(chip);
}

void hx_fast_chip_set_pins(hx_fast_chip *chip, const hx_fast_chip_pins *pins)
{
    chip->in.levels = (hx_digital_levels){.reset = pins->reset,
                                          .lane_partner = pins->lane_partner,
                                          .jtag_tck = pins->jtag_tck,
                                          .jtag_tms = pins->jtag_tms,
                                          .jtag_tdi = pins->jtag_tdi};
}

void hx_fast_chip_push_word(hx_fast_chip *chip, uint64_t step, unsigned lane, uint64_t word)
{
    assert(2 * step >= chip->cycle && chip->count < HX_FAST_CHIP_AHEAD);
    unsigned place = (chip->first + chip->count++) % HX_FAST_CHIP_AHEAD;
    chip->arriving[place].cycle = 2 * step;
    chip->arriving[place].word = word;
    chip->arriving[place].lane = (uint8_t)lane;
}

// What arrives in this cycle.
static void take_inputs(hx_fast_chip *chip, const uint64_t *fire)
{
    hx_digital_in *in = &chip->in;
    in->fire_valid = fire;
    if (fire)
        memcpy(in->fire, fire, sizeof in->fire);
    in->lane_valid = chip->count && chip->arriving[chip->first].cycle == chip->cycle;
    if (!in->lane_valid)
        return;
    in->lane = chip->arriving[chip->first].lane;
    in->lane_word = chip->arriving[chip->first].word;
    chip->first = (chip->first + 1) % HX_FAST_CHIP_AHEAD;
    chip->count--;
}

// One edge. Returns true if the step ends the advance.
static bool make_edge(hx_fast_chip *chip, const uint64_t *fire)
{
    hx_digital *d = chip->digital;
    uint8_t lanes = d->lanes.ready;
    bool tdo = d->tap.tdo;
    take_inputs(chip, fire);
    hx_digital_step(d, &chip->in);
    hx_drive_core(d, chip->core, &chip->in);
    if (d->lane_valid)
        chip->started[chip->started_count++] =
            (hx_fast_lane_word){.cycle = chip->cycle, .word = d->lane_word, .lane = d->lane};
    chip->cycle++;
    return d->lane_valid || d->lanes.ready != lanes || d->tap.tdo != tdo;
}

// First cycle in which the digital part does something of its own or gets a word.
static uint64_t find_next(const hx_fast_chip *chip)
{
    uint64_t next = hx_digital_next(chip->digital, &chip->in.levels);
    next = next < UINT64_MAX - POWER_ON_CYCLES ? next + POWER_ON_CYCLES : UINT64_MAX;
    if (chip->count && chip->arriving[chip->first].cycle < next)
        next = chip->arriving[chip->first].cycle;
    return next;
}

static void power_on(hx_fast_chip *chip, uint64_t end)
{
    while (chip->cycle < POWER_ON_CYCLES && chip->cycle < end)
        hx_anncore_advance(chip->core, chip->cycle++);
}

uint64_t hx_fast_chip_advance(hx_fast_chip *chip, uint64_t until)
{
    uint64_t end = until < STEP_MAXIMUM ? 2 * until : 2 * STEP_MAXIMUM;
    chip->started_count = 0;
    power_on(chip, end);
    while (chip->cycle < end) {
        // The core is asked for the last cycle of the span, never for more.
        uint64_t next = find_next(chip), last = next < end ? next : end - 1;
        uint64_t reached = hx_anncore_advance(chip->core, last);
        const uint64_t *fire = hx_anncore_get_fire(chip->core);
        if (!fire && next >= end)
            reached = end;
        hx_digital_skip(chip->digital, reached - chip->cycle);
        chip->cycle = reached;
        if (reached < end && make_edge(chip, fire))
            // The second edge of the step is still to be done.
            end = (chip->cycle + 1) & ~UINT64_C(1);
    }
    return chip->cycle / 2;
}

unsigned hx_fast_chip_get_words(const hx_fast_chip *chip, hx_fast_lane_word words[2])
{
    if (chip->started_count)
        memcpy(words, chip->started, sizeof chip->started);
    return chip->started_count;
}

uint8_t hx_fast_chip_get_lane_ready(const hx_fast_chip *chip)
{
    return chip->digital->lanes.ready;
}

bool hx_fast_chip_get_jtag_tdo(const hx_fast_chip *chip)
{
    return chip->digital->tap.tdo;
}
