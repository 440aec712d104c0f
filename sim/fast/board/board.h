// The board of the fast tier: C models of FPGA and chip, lanes, analog core.
// SPDX-License-Identifier: Apache-2.0
//
// Same words in equal cycles as sim/board/board.h; time passes as there, in steps of one FPGA
// cycle (8 ns), but stretches in which neither FPGA nor chip does anything are skipped. What it
// leaves out: docs/fast.md. Any number of boards in a process.
#ifndef HX_FAST_BOARD_BOARD_H
#define HX_FAST_BOARD_BOARD_H

#include <hxcosim/device.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_fast_board hx_fast_board;

// Powers the set-up on; HX_ERROR_UNSUPPORTED if waves or a bug on purpose are wanted.
hx_status hx_fast_board_create(hx_fast_board **board, const hx_device_config *config,
                               hx_error *error);
void hx_fast_board_destroy(hx_fast_board *board); // accepts NULL

hx_status hx_fast_board_push_words(hx_fast_board *board, const uint64_t *words, size_t count);
// Applied when it is next in the queue; HX_ERROR_STATE from run if that is inside a program.
hx_status hx_fast_board_push_trial(hx_fast_board *board, uint64_t trial);

// Advances time until it stops, or until at least `wanted` (> 0) response words wait or `steps`
// (> 0) FPGA cycles have passed (state RUNNING).
hx_status hx_fast_board_run(hx_fast_board *board, size_t wanted, uint64_t steps,
                            hx_device_state *state);

// Takes waiting response words.
size_t hx_fast_board_pop_words(hx_fast_board *board, uint64_t *words, size_t capacity);

hx_device_statistics hx_fast_board_get_statistics(const hx_fast_board *board);

#ifdef __cplusplus
}
#endif

#endif
