// Events from the chip to the host: waiting room and forming of packs of one to three.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/fpga/hx_event_packer.sv. Also the window of the cycles in which events waited without
// room.
#ifndef HX_FAST_EXECUTOR_EVENT_PACKER_H
#define HX_FAST_EXECUTOR_EVENT_PACKER_H

#include "sim/fast/executor/message.h"
#include "sim/fast/link/fpga_link_rx.h"

#define HX_EVENT_PACKER_DEPTH 1024
#define HX_STALL_CYCLES 96

typedef struct hx_event_packer {
    hx_link_event queue[HX_EVENT_PACKER_DEPTH];
    uint32_t read, write; // free running
    uint32_t dropped;
    uint8_t stalls;               // of the latest HX_STALL_CYCLES
    uint8_t place;                // of the next cycle in the window
    bool window[HX_STALL_CYCLES]; // only while stalls > 0
} hx_event_packer;

void hx_event_packer_reset(hx_event_packer *packer);

// The pack that leaves if there is room, 0 events: none. Shows a state, changes nothing.
unsigned hx_event_packer_look(const hx_event_packer *packer, hx_fast_message *message);

// One cycle. taken: events that leave. arrived: bit i of `valid` says that event i came.
void hx_event_packer_step(hx_event_packer *packer, bool recording, unsigned taken, bool room,
                          const hx_link_event *arrived, uint8_t valid);

// Whether the next edge changes anything without new events.
static inline bool hx_event_packer_is_active(const hx_event_packer *packer)
{
    return packer->read != packer->write || packer->stalls;
}

#endif
