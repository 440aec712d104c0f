// The digital part of the chip in C: wiring of its parts.
// SPDX-License-Identifier: Apache-2.0
//
// A step first finds out what the parts show each other in this cycle, then lets each of them make
// its edge; a part comes after those that look at its state.
#include "sim/fast/chip/digital_private.h"
#include "sim/fast/omnibus/request.h"

#include <stdlib.h>

static void reset_parts(hx_digital *d)
{
    hx_lane_state_reset(&d->lanes, HX_DIGITAL_INIT_CYCLES);
    hx_chip_link_reset(&d->link, d->latency);
    hx_omnibus_merge_reset(&d->masters);
    d->turns = (hx_omnibus_turns){.master = 0};
    hx_memory_timing_reset(&d->timing);
    d->memory_owner = 0;
    d->request[0].valid = d->request[1].valid = d->word_valid = false;
    for (unsigned s = 0; s < HX_SLAVE_ANALOG; s++)
        hx_omnibus_slave_reset(&d->slave[s]);
    hx_chip_registers_reset(&d->registers);
    hx_pll_reset(&d->pll);
    hx_readout_reset(&d->readout);
    hx_madc_reset(&d->madc);
    d->systime.base = 0;
    hx_fabric_reset(&d->fabric);
    hx_analog_bus_reset(&d->analog);
    hx_array_reset(&d->array[0]);
    hx_array_reset(&d->array[1]);
    d->lane_valid = d->was_calm = d->bus_moves = false;
    d->fabric_next = d->registers_next = d->parts_next = 0;
}

hx_status hx_digital_create(hx_digital **digital, unsigned latency)
{
    hx_digital *d = calloc(1, sizeof *d);
    hx_status status = d ? HX_OK : HX_ERROR_MEMORY;
    for (unsigned half = 0; !status && half < 2; half++)
        status = hx_processor_create(&d->ppu[half], half, &d->port[half]);
    if (status) {
        hx_digital_destroy(d);
        return status;
    }
    d->latency = latency;
    hx_tap_power_on(&d->tap);
    hx_systime_power_on(&d->systime);
    reset_parts(d);
    *digital = d;
    return HX_OK;
}

void hx_digital_destroy(hx_digital *d)
{
    if (!d)
        return;
    for (unsigned half = 0; half < 2; half++)
        hx_processor_destroy(d->ppu[half]);
    free(d);
}

// One processor's access to the FPGA's memory after the other.
static unsigned get_memory_owner(const hx_digital *d)
{
    return d->port[d->memory_owner].memory_busy ? d->memory_owner : !d->memory_owner;
}

// Samples of the fast ADC share the way of the first output and go before its spikes.
static void find_waiting(const hx_digital *d, const hx_digital_exchange *x, uint64_t systime,
                         hx_chip_link_waiting *w)
{
    const hx_crossbar *crossbar = &d->fabric.crossbar;
    *w = (hx_chip_link_waiting){0};
    w->now = d->now;
    w->systime = systime;
    w->up = d->lanes.up;
    w->synced = d->systime.synced;
    w->answer_valid = x->has_answer && x->answer_user == HX_USER_LINK;
    w->memory_valid = d->word_valid;
    if (w->answer_valid)
        w->answer = x->answer & HX_OMNIBUS_WRITTEN
                        ? hx_chip_link_pack(HX_LANE_BUS_DONE, 0)
                        : hx_chip_link_pack(HX_LANE_BUS_DATA, (uint32_t)x->answer);
    else
        w->answer = d->word;
    w->event_valid = (uint8_t)(hx_crossbar_valid(crossbar) >> 8);
    for (unsigned k = 0; k < HX_CHIP_LINK_OUTPUTS; k++) {
        if (!(w->event_valid >> k & 1))
            continue;
        hx_crossbar_event event = hx_crossbar_get_event(crossbar, 8 + k);
        w->event[k] = (hx_chip_link_event){
            .timestamp = event.timestamp,
            .label = (uint16_t)(k << 14 | event.label),
        };
    }
    if (d->madc.waiting.count) {
        uint64_t sample = hx_ring_head(&d->madc.waiting);
        w->event_valid |= 1;
        w->event[0] =
            (hx_chip_link_event){true, (uint8_t)(sample >> 11), (uint16_t)(sample & 0x7ff)};
    }
}

static void step_in_reset(hx_digital *d, const hx_digital_in *in, const hx_chip_link_news *news)
{
    const hx_tap_in tap = {
        .tck = in->levels.jtag_tck, .tms = in->levels.jtag_tms, .tdi = in->levels.jtag_tdi};
    hx_digital_exchange x;
    hx_digital_find_exchange(d, &x);
    hx_systime_step(&d->systime, d->now, news->sync);
    hx_tap_step(&d->tap, true, &tap);
    for (unsigned half = 0; half < 2; half++)
        hx_processor_step(d->ppu[half], d->now, &(hx_ppu_port_in){.reset = true});
    reset_parts(d);
    if (d->reset_cycles < HX_DIGITAL_RESET_CYCLES)
        d->reset_cycles++;
    d->now++;
}

static void step_lanes(hx_digital *d, const hx_digital_levels *levels)
{
    hx_lane_state_step(&d->lanes, d->registers.phy_enable & d->tap.phy_usable,
                       levels->lane_partner);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// First cycle in which an answer or a slave moves.
static uint64_t next_of_bus(const hx_digital *d)
{
    if (d->bus_moves)
        return 0;
    uint64_t next = UINT64_MAX;
    for (unsigned half = 0; half < 2; half++) {
        const hx_array *array = &d->array[half];
        next = earlier(next, hx_array_next(array, d->port[half].row, d->now));
        if (array->answers.count)
            next = earlier(next, hx_ring_head(&array->due));
    }
    return next;
}

// First cycle in which anything but link and processors moves.
static uint64_t next_of_parts(const hx_digital *d)
{
    if (d->systime.pending || d->systime.synced || !hx_readout_rests(&d->readout) ||
        !hx_tap_rests(&d->tap, d->tap.tck))
        return 0;
    return earlier(earlier(d->fabric_next, d->registers_next), next_of_bus(d));
}

// Nothing moves in this cycle but what the processors send to the FPGA, and nothing comes.
static bool is_calm(const hx_digital *d, const hx_digital_in *in)
{
    const hx_digital_levels *levels = &in->levels;
    return d->parts_next > d->now && !in->lane_valid && !in->fire_valid && !d->request[0].valid &&
           !d->request[1].valid && !d->link.rx.requests.count && !d->masters.order.count &&
           !levels->reset && levels->jtag_tck == d->tap.tck &&
           hx_lane_state_get_rest(&d->lanes, d->registers.phy_enable & d->tap.phy_usable,
                                  levels->lane_partner) == UINT64_MAX;
}

static void step_calm(hx_digital *d, const hx_digital_in *in)
{
    static const hx_digital_exchange nothing;
    static const hx_chip_link_news no_news;
    const hx_chip_link_waiting waiting = {.now = d->now,
                                          .systime = hx_systime_get(&d->systime, d->now),
                                          .up = d->lanes.up,
                                          .memory_valid = d->word_valid,
                                          .answer = d->word};
    hx_chip_link_choice choice = {0};
    const bool link_rests = !d->word_valid && hx_chip_link_next(&d->link, d->now) > d->now;
    if (!link_rests)
        hx_chip_link_choose(&d->link, &waiting, &choice);
    const hx_digital_ppu_news news = {.row_done = {d->array[0].row_done, d->array[1].row_done},
                                      .memory_taken = choice.answer,
                                      .memory_owner = (uint8_t)get_memory_owner(d)};
    d->was_calm = true;
    hx_digital_step_ppus(d, in, &nothing, &news);
    d->lane_valid = false;
    if (link_rests)
        hx_chip_link_skip(&d->link);
    else
        d->lane_valid =
            hx_chip_link_step(&d->link, &no_news, &waiting, &choice, false, &d->lane_word);
    d->lane = choice.lane;
    d->now++;
}

void hx_digital_step(hx_digital *d, const hx_digital_in *in)
{
    if (is_calm(d, in)) {
        step_calm(d, in);
        return;
    }
    uint64_t systime = hx_systime_get(&d->systime, d->now);
    const hx_chip_link_news news =
        hx_chip_link_look(in->lane_valid && d->lanes.ready >> in->lane & 1, in->lane_word);
    if (in->levels.reset) {
        step_in_reset(d, in, &news);
        return;
    }
    d->reset_cycles = 0;
    d->was_calm = false;
    hx_digital_exchange x;
    hx_digital_find_exchange(d, &x);
    hx_chip_link_waiting waiting;
    find_waiting(d, &x, systime, &waiting);
    hx_chip_link_choice choice;
    hx_chip_link_choose(&d->link, &waiting, &choice);
    bool link_taken = waiting.answer_valid && choice.answer;
    const hx_digital_ppu_news ppu_news = {.row_done = {d->array[0].row_done, d->array[1].row_done},
                                          .memory_taken = !waiting.answer_valid && choice.answer,
                                          .memory_owner = (uint8_t)get_memory_owner(d)};
    x.answered = x.has_answer && (x.answer_user != HX_USER_LINK || link_taken);
    bool has_sample = d->madc.waiting.count > 0;
    unsigned l2_ready = choice.taken & ~(unsigned)has_sample;

    hx_digital_step_slaves(d, in, &x);
    hx_digital_step_fabric(d, in, &x, &news, systime, l2_ready);
    hx_digital_step_arrays(d, in, &x);
    step_lanes(d, &in->levels);
    hx_digital_step_registers(d, in, &x, systime, has_sample && choice.taken & 1);
    hx_systime_step(&d->systime, d->now, news.sync);
    if (x.taken && x.slave == HX_SLAVE_SYSTIME)
        d->read_data[HX_SLAVE_SYSTIME] = hx_systime_access(&d->systime, &x.request);
    hx_digital_step_tap(d, &in->levels, &x);
    hx_digital_step_ppus(d, in, &x, &ppu_news);
    hx_digital_step_merges(d, &x);
    d->lane_valid = hx_chip_link_step(&d->link, &news, &waiting, &choice,
                                      x.taken && x.user == HX_USER_LINK, &d->lane_word);
    d->lane = choice.lane;
    d->now++;
    d->parts_next = next_of_parts(d);
}

uint64_t hx_digital_next(const hx_digital *d, const hx_digital_levels *levels)
{
    uint64_t now = d->now;
    if (levels->reset && d->reset_cycles == HX_DIGITAL_RESET_CYCLES && !d->systime.pending &&
        !d->systime.synced && hx_tap_rests(&d->tap, levels->jtag_tck))
        return UINT64_MAX;
    if (levels->reset || d->request[0].valid || d->request[1].valid || d->word_valid ||
        d->parts_next <= now || levels->jtag_tck != d->tap.tck)
        return now;
    uint64_t rest = hx_lane_state_get_rest(&d->lanes, d->registers.phy_enable & d->tap.phy_usable,
                                           levels->lane_partner);
    uint64_t next = rest < UINT64_MAX - now ? now + rest : UINT64_MAX;
    for (unsigned half = 0; half < 2; half++) {
        if (d->port[half].next <= now || d->port[half].request.valid ||
            d->port[half].memory_valid || d->array[half].row_done != d->port[half].row_done)
            return now;
        next = earlier(next, d->port[half].next);
    }
    next = earlier(next, hx_chip_link_next(&d->link, now));
    return earlier(next, d->parts_next);
}

void hx_digital_skip(hx_digital *d, uint64_t cycles)
{
    if (!cycles)
        return;
    d->lane_valid = false;
    hx_chip_link_skip(&d->link);
    hx_lane_state_skip(&d->lanes, cycles);
    d->now += cycles;
}
