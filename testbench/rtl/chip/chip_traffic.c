// Everything that happens to a chip: the link's other end, JTAG, resets, fires, analog answers.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/chip_traffic.h"

#include "testbench/rtl/chip/chip_access.h"
#include "testbench/rtl/chip/draw.h"

#include <hx_map.h>
#include <string.h>

// The lanes of a chip after reset are brought up through JTAG.
static void bring_up(chip_traffic *t)
{
    far_end_reset(&t->end);
    t->access.valid = false;
    t->set_up = 0;
    t->programmed = 0;
    for (unsigned half = 0; half < 2; half++)
        ppu_program_draw(t->program[half], &t->state, &t->events);
    uint64_t state = t->state;
    ppu_program_draw_functions(t->functions, &state);
    t->end.memory = t->functions;
    jtag_bits_write(&t->jtag, HX_MAP_COMMON_PHY_CONFIG_CHIP_BASE, 0xff);
}

void chip_traffic_start(chip_traffic *t, uint64_t seed)
{
    memset(t, 0, sizeof *t);
    t->state = seed;
    random_traffic_start(&t->events, seed);
    t->levels.lane_partner = 0xff;
    bring_up(t);
}

static void start_phase(chip_traffic *t)
{
    static const unsigned densities[] = {0, 2, 16, 64, 256};
    uint64_t *s = &t->state;
    t->phase_left = 100 + draw_below(s, 2000);
    t->accesses = densities[draw_below(s, 5)];
    t->fires = densities[draw_below(s, 5)] / 2;
    t->end.sends = draw_below(s, 3) ? 256 : 16 + draw_below(s, 240);
    t->end.events_of = densities[draw_below(s, 4)];
    t->end.systime_of = draw_below(s, 4) ? 0 : 64;
    t->end.faults = draw_below(s, 4) ? 0 : 64;
    // Now and then nothing at all is sent, so that cycles can be skipped.
    if (!draw_below(s, 8))
        t->accesses = t->fires = t->end.events_of = t->end.systime_of = 0;
}

static void move_levels(chip_traffic *t)
{
    uint64_t *s = &t->state;
    if (t->levels.reset && t->reset_left-- == 0) {
        t->levels.reset = false;
        bring_up(t);
    } else if (!t->levels.reset && draw_once_in(s, 80000)) {
        t->levels.reset = true;
        t->reset_left = draw_below(s, draw_below(s, 2) ? 20 : 400);
    }
    if (t->levels.lane_partner != 0xff && t->partner_left-- == 0) {
        t->levels.lane_partner = 0xff;
    } else if (draw_once_in(s, 160000)) {
        t->levels.lane_partner = (uint8_t)draw_next(s);
        t->partner_left = draw_below(s, 6000);
    }
    jtag_bits_next(&t->jtag, s, &t->levels);
}

// Loads the programs and starts them.
static hx_access make_program_access(const chip_traffic *t, unsigned number)
{
    unsigned half = number / (PPU_PROGRAM_WORDS + 1), word = number % (PPU_PROGRAM_WORDS + 1);
    uint32_t stride = half * HX_MAP_PPU_MEMORY_WORD_HEMISPHERE_STRIDE;
    hx_access a = {.valid = true, .write = true, .byte_enables = 0xf};
    if (word < PPU_PROGRAM_WORDS) {
        a.address = HX_MAP_PPU_MEMORY_WORD_BASE + stride + word;
        a.data = t->program[half][word];
    } else {
        const hx_map_ppu_control_register control = {
            .inhibit_reset = 1, .cache_controller_enable = t->functions[0] & 1};
        a.address = HX_MAP_PPU_CONTROL_REGISTER_BASE + stride;
        hx_map_ppu_control_register_encode(&control, &a.data);
    }
    return a;
}

// What comes before the random accesses.
static void prepare(chip_traffic *t)
{
    if (t->sets_up && t->set_up < CHIP_ACCESS_SET_UP_COUNT)
        t->access = chip_access_set_up(t->set_up++);
    else if (t->runs_programs && t->programmed < 2 * (PPU_PROGRAM_WORDS + 1))
        t->access = make_program_access(t, t->programmed++);
}

void chip_traffic_next(chip_traffic *t, const chip_pins *pins, hx_digital_in *in)
{
    uint64_t *s = &t->state;
    if (!t->phase_left--)
        start_phase(t);
    t->now++;
    memset(in, 0, sizeof *in);
    move_levels(t);
    in->levels = t->levels;
    far_end_receive(&t->end, s, t->now, pins);
    if (!t->access.valid)
        prepare(t);
    if (!t->access.valid && draw_below(s, 256) < t->accesses)
        t->access = chip_access_draw(s, &t->events);
    if (far_end_send(&t->end, s, t->now, &t->access, in))
        t->access.valid = false;
    in->fire_valid = draw_below(s, 256) < t->fires;
    for (unsigned left = in->fire_valid ? 1 + draw_below(s, 6) : 0; left; left--) {
        unsigned neuron = draw_below(s, HX_BACKEND_NEURONS);
        in->fire[neuron / 64] |= UINT64_C(1) << neuron % 64;
    }
    in->madc_value = (uint16_t)draw_below(s, 1024);
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++)
        in->word_data[port] = (uint32_t)draw_next(s);
    for (unsigned half = 0; half < 2; half++)
        for (unsigned word = 0; word < HX_ROW_WORDS; word++)
            in->row_data[half].word[word] = (uint32_t)(t->state >> word);
}
