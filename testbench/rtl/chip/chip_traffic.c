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
}

static void move_levels(chip_traffic *t)
{
    uint64_t *s = &t->state;
    if (t->levels.reset && t->reset_left-- == 0) {
        t->levels.reset = false;
        bring_up(t);
    } else if (!t->levels.reset && draw_once_in(s, 80000)) {
        t->levels.reset = true;
        t->reset_left = draw_below(s, 20);
    }
    if (t->levels.lane_partner != 0xff && t->partner_left-- == 0) {
        t->levels.lane_partner = 0xff;
    } else if (draw_once_in(s, 160000)) {
        t->levels.lane_partner = (uint8_t)draw_next(s);
        t->partner_left = draw_below(s, 6000);
    }
    jtag_bits_next(&t->jtag, s, &t->levels);
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
    if (!t->access.valid && t->sets_up && t->set_up < CHIP_ACCESS_SET_UP_COUNT)
        t->access = chip_access_set_up(t->set_up++);
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
