// Running programs on the plasticity processors of a chip, over its words.
// SPDX-License-Identifier: Apache-2.0
//
// The calls append to a playback program. A processor rests in reset until it is started; it
// begins at address 0 and sleeps when its program has ended. Stopping puts it back into reset;
// its memory stays, so a program may be started again without loading. Half 0 is the top one.
#ifndef HX_PPU_CONTROL_H
#define HX_PPU_CONTROL_H

#include "host/ppu/loadable.h"
#include "host/program/program.h"

#define HX_PPU_COUNT 2

// Writes the whole local memory and what the program owns of the FPGA's memory, after a stop.
hx_status hx_ppu_add_load(hx_program *program, unsigned half, const hx_ppu_loadable *loadable);
// The words of one variable, found by its symbol.
hx_status hx_ppu_add_set(hx_program *program, unsigned half, const hx_ppu_loadable *loadable,
                         const char *symbol, const uint32_t *words, size_t count, hx_error *error);
hx_status hx_ppu_add_start(hx_program *program, unsigned half);
hx_status hx_ppu_add_stop(hx_program *program, unsigned half);

// Goes on when the processor sleeps; within the instruction timeout (10 ms after bring-up), else
// the answer is HX_ERROR_LIMIT.
hx_status hx_ppu_add_wait_for_sleep(hx_program *program, unsigned half);
// The answer is not 0 while it sleeps.
hx_status hx_ppu_add_read_status(hx_program *program, unsigned half, size_t *ticket);

// What a program leaves behind: HX_PPU_REPORT_READS answers from `ticket` on.
#define HX_PPU_REPORT_READS (1u + 1u + (HX_PPU_MAILBOX_TEXT - 1) / 4)
hx_status hx_ppu_add_read_report(hx_program *program, unsigned half, size_t *ticket);

typedef struct hx_ppu_report {
    bool asleep;
    int32_t return_code; // valid if it sleeps
    char mailbox[HX_PPU_MAILBOX_TEXT];
} hx_ppu_report;

// Takes the answers of a report; HX_ERROR_CHECK: there are fewer.
hx_status hx_ppu_report_take(hx_ppu_report *report, const hx_program_result *result, size_t ticket,
                             hx_error *error);

#endif
