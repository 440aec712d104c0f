// A random chip around a processor: when requests are taken and answers come.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/processor/processor_world.h"

#include "testbench/rtl/chip/draw.h"

#include <hx_map.h>

#define KIND_READ 1u
#define ROW_READ (UINT32_C(1) << 30)
#define STRAY 500 // cycles; an answer that nobody asked for

enum { RUN = 1, CLOCK_ON = 2, CLOCK_OFF = 4 };

void processor_world_start(processor_world *w, uint64_t seed)
{
    static const uint32_t rates[] = {1, 1, 2, 5, 30, 300};
    w->state = w->stray_state = seed;
    w->owed_answers = w->owed_words = w->owed_row_words = w->reset_cycles = 0;
    w->row_done = false;
    w->takes = rates[draw_below(&w->state, 5)];
    w->answers = rates[draw_below(&w->state, 6)];
    w->done = rates[draw_below(&w->state, 6)];
    w->disturbs = draw_below(&w->state, 2) ? 50 : 5000;
}

static void take(processor_world *w, const hx_ppu_port *port, hx_ppu_port_in *in)
{
    in->request_taken = port->request.valid && draw_once_in(&w->state, w->takes);
    in->memory_taken = port->memory_valid && draw_once_in(&w->state, w->takes);
    w->taken += in->request_taken;
    w->words += in->memory_taken;
}

static void answer(processor_world *w, const hx_ppu_port *port, hx_ppu_port_in *in)
{
    in->answered = w->owed_answers && draw_once_in(&w->state, w->answers);
    in->answer = (uint32_t)draw_next(&w->state);
    w->owed_answers -= in->answered;
    w->answered += in->answered;
    if (!w->owed_answers && !port->request.valid && !in->answered) {
        in->answered = draw_once_in(&w->stray_state, STRAY);
        w->strays += in->answered;
    }
    in->memory_answered =
        (w->owed_words || w->owed_row_words) && draw_once_in(&w->state, w->answers);
    in->memory_data = draw_below(&w->state, 8) ? w->code[draw_below(&w->state, w->code_words)]
                                               : (uint32_t)draw_next(&w->state);
    in->memory_is_row = w->owed_row_words && (!w->owed_words || draw_below(&w->state, 2));
    if (!in->memory_answered)
        return;
    w->row_words += in->memory_is_row;
    if (in->memory_is_row)
        w->owed_row_words--;
    else
        w->owed_words--;
}

// What was taken will be answered.
static void owe(processor_world *w, const hx_ppu_port *port, const hx_ppu_port_in *in)
{
    w->owed_answers += in->request_taken;
    if (!in->memory_taken || port->memory >> 32 != KIND_READ)
        return;
    if (port->memory & ROW_READ)
        w->owed_row_words += HX_ROW_WORDS;
    else
        w->owed_words++;
}

static void serve_row(processor_world *w, const hx_ppu_port *port, hx_ppu_port_in *in)
{
    bool done = port->row->valid && (w->row_done || draw_once_in(&w->state, w->done));
    if (done && !w->row_done) {
        for (unsigned i = 0; i < HX_ROW_WORDS; i++)
            w->row.word[i] = (uint32_t)draw_next(&w->state);
        w->rows++;
    }
    w->row_done = in->row_done = done;
    in->row = &w->row;
}

// The bus looks at or changes what the processor holds.
static void disturb(processor_world *w, hx_ppu_port_in *in)
{
    static const uint8_t controls[] = {RUN, RUN, RUN,      RUN | CLOCK_ON, RUN | CLOCK_OFF,
                                       0,   RUN, CLOCK_ON, RUN | 8,        RUN};
    hx_access *access = &in->access;
    if (!draw_once_in(&w->state, w->disturbs))
        return;
    w->accesses++;
    *access = (hx_access){.valid = true,
                          .write = draw_below(&w->state, 2),
                          .address = HX_MAP_PPU_MEMORY_WORD_BASE + draw_below(&w->state, 4096),
                          .byte_enables = draw_below(&w->state, 4) ? 15 : draw_below(&w->state, 16),
                          .data = (uint32_t)draw_next(&w->state)};
    if (!access->write && draw_once_in(&w->state, 4))
        access->address = HX_MAP_PPU_STATUS_REGISTER_BASE - draw_below(&w->state, 2);
    if (!access->write)
        return;
    if (draw_once_in(&w->state, 3)) {
        access->address = HX_MAP_PPU_CONTROL_REGISTER_BASE;
        access->data = controls[draw_below(&w->state, sizeof controls)];
        access->byte_enables = 15;
        w->stops += access->data != RUN;
    } else if (draw_below(&w->state, 4)) {
        access->address |= 0x800; // code is left alone for the most part
    }
}

void processor_world_next(processor_world *w, const hx_ppu_port *port, hx_ppu_port_in *in)
{
    *in = (hx_ppu_port_in){.row = &w->row};
    if (!w->reset_cycles && draw_once_in(&w->state, 30000)) {
        w->reset_cycles = 3 + draw_below(&w->state, 5); // its clock may have to start first
        w->resets++;
    }
    if (w->reset_cycles) {
        w->reset_cycles--;
        in->reset = true;
        w->owed_answers = w->owed_words = w->owed_row_words = 0;
        w->row_done = false;
        return;
    }
    take(w, port, in);
    answer(w, port, in);
    owe(w, port, in);
    serve_row(w, port, in);
    disturb(w, in);
}
