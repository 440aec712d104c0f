// The board: FPGA model, chip model, lanes and analog core under the SystemC kernel.
// SPDX-License-Identifier: Apache-2.0
//
// Owns simulated time. A step is one FPGA cycle (8 ns): one FPGA edge, then two chip edges.
// Host words wait in a queue without bound and are handed over only when the FPGA asks for
// one; if there is none, time stops in that cycle. A trial mark stands in the same queue.
// One board in a process, ever.
#ifndef HX_SIM_BOARD_H
#define HX_SIM_BOARD_H

#include <hxcosim/device.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_board hx_board;

// Powers the set-up on and runs until it is idle.
hx_status hx_board_create(hx_board **board, const hx_device_config *config, hx_error *error);
void hx_board_destroy(hx_board *board);

hx_status hx_board_push_words(hx_board *board, const uint64_t *words, size_t count);
// Applied when it is next in the queue; HX_ERROR_STATE from run if that is inside a program.
hx_status hx_board_push_trial(hx_board *board, uint64_t trial);

// Advances time until it stops, or until at least `wanted` (> 0) response words wait or `steps`
// (> 0) FPGA cycles have passed (state RUNNING). An error stays until the end.
hx_status hx_board_run(hx_board *board, size_t wanted, uint64_t steps, hx_device_state *state);

// Takes waiting response words.
size_t hx_board_pop_words(hx_board *board, uint64_t *words, size_t capacity);

hx_device_statistics hx_board_get_statistics(const hx_board *board);

#ifdef __cplusplus
}
#endif

#endif
