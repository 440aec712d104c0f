// Issue rules of the processor's core: pending results, slots of the write port, pauses.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_issue.sv, hx_ppu_load_slots.sv. hx_scoreboard_look finds out what issues
// in a cycle, hx_scoreboard_step makes its edge.
#ifndef HX_FAST_PROCESSOR_SCOREBOARD_H
#define HX_FAST_PROCESSOR_SCOREBOARD_H

#include "sim/fast/processor/instruction.h"

enum { HX_SCOREBOARD_LOADS = 32 };

typedef struct hx_scoreboard {
    uint32_t pending;   // registers with a result on its way
    uint8_t slots;      // bit n: the write port is taken n cycles from now
    uint8_t clear;      // bit n: clears[n] stops pending in n cycles
    uint8_t clears[4];  // registers
    uint8_t fields;     // condition fields written by the previous operation
    uint8_t product_cr; // bit n: CR0 of a product is written in n cycles
    uint8_t product;    // products that keep the divider from starting
    uint8_t special;    // special registers written by the previous operation
    bool previous;      // something issued in the previous cycle
    bool product_busy;
    uint8_t pause; // cycles without issue
    uint8_t step;  // operation of the instruction in the stage
    uint8_t last_target;
    // Load results between response and write port, oldest at load_first
    uint8_t loads[HX_SCOREBOARD_LOADS];
    uint8_t load_first, load_count;
    bool seen; // the oldest one became readable
} hx_scoreboard;

// What the rest of the core shows the issue stage.
typedef struct hx_scoreboard_in {
    const hx_instruction *instruction; // in the stage; NULL: none
    bool block, wrong;                 // nothing issues; nor behind a wrong prediction
    bool vector_ready, access_ready;
    bool divider_started, divider_ends;
    bool drained;
    bool cancel; // the load issued in the previous cycle does not happen
    bool loaded; // response of a load
    uint8_t loaded_target;
} hx_scoreboard_in;

typedef struct hx_scoreboard_out {
    bool issue, last; // an operation issues; the instruction leaves
    bool is_address;  // the operation writes the address of a load back
    bool could;       // it would but for a wrong prediction
    bool readable;    // the oldest load result becomes so
} hx_scoreboard_out;

void hx_scoreboard_reset(hx_scoreboard *scoreboard);

// Not within a sequence or a pause behind an instruction.
static inline bool hx_scoreboard_is_between(const hx_scoreboard *s)
{
    return s->step == 0 && s->pause == 0;
}

// No scalar result is on its way but those of loads and divisions.
static inline bool hx_scoreboard_is_drained(const hx_scoreboard *s)
{
    return !s->previous && !s->product_busy && !s->product;
}

hx_scoreboard_out hx_scoreboard_look(const hx_scoreboard *scoreboard, const hx_scoreboard_in *in);
// Returns true if anything changed.
bool hx_scoreboard_step(hx_scoreboard *scoreboard, const hx_scoreboard_in *in,
                        const hx_scoreboard_out *out);

#endif
