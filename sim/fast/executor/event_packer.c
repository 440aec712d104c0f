// Events from the chip to the host: waiting room and forming of packs of one to three.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/event_packer.h"

#include <string.h>

void hx_event_packer_reset(hx_event_packer *p)
{
    memset(p, 0, sizeof *p);
}

unsigned hx_event_packer_look(const hx_event_packer *p, hx_fast_message *message)
{
    const uint32_t waiting = p->write - p->read;
    if (!waiting)
        return 0;
    const bool is_sample = p->queue[p->read % HX_EVENT_PACKER_DEPTH].is_sample;
    uint64_t low = 0, high = 0;
    unsigned count = 0;
    for (; count < HX_UT_EVENTS_MAXIMUM && count < waiting; count++) {
        const hx_link_event *event = &p->queue[(p->read + count) % HX_EVENT_PACKER_DEPTH];
        if (event->is_sample != is_sample)
            break;
        high = high << 24 | low >> 40;
        low = low << 24 | (uint64_t)event->timestamp << 16 | event->label;
    }
    const hx_ut_kind first = is_sample ? HX_UT_FROM_MADC_SAMPLE_PACK_1 : HX_UT_FROM_SPIKE_PACK_1;
    *message = hx_fast_message_make((hx_ut_kind)(first + count - 1), low);
    message->high = (uint8_t)high;
    return count;
}

static void slide_window(hx_event_packer *p, bool stall)
{
    if (!stall && !p->stalls)
        return;
    p->stalls = (uint8_t)(p->stalls + stall - p->window[p->place]);
    p->window[p->place] = stall;
    p->place = (p->place + 1) % HX_STALL_CYCLES;
}

void hx_event_packer_step(hx_event_packer *p, bool recording, unsigned taken, bool room,
                          const hx_link_event *arrived, uint8_t valid)
{
    const uint32_t waiting = p->write - p->read;
    slide_window(p, waiting && !room);
    p->read += taken;
    if (!valid || !recording)
        return;
    if (waiting > HX_EVENT_PACKER_DEPTH - 4) {
        p->dropped += (uint32_t)__builtin_popcount(valid);
        return;
    }
    for (unsigned i = 0; i < 2 * HX_LINK_RX_WORDS; i++)
        if (valid >> i & 1)
            p->queue[p->write++ % HX_EVENT_PACKER_DEPTH] = arrived[i];
}
