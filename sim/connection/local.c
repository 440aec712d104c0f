// The device in this process: receiving is what lets its time pass.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/board.h"
#include "sim/connection/connection.h"

hx_status hx_local_open(void **self, const hx_device_config *config, hx_error *error)
{
    hx_board *board;
    hx_status status = hx_board_create(&board, config, error);
    *self = board;
    return status;
}

static hx_status send_words(void *self, const uint64_t *words, size_t count)
{
    return hx_board_push_words(self, words, count);
}

static hx_status start_trial(void *self, uint64_t trial)
{
    return hx_board_push_trial(self, trial);
}

static hx_status receive(void *self, uint64_t *words, size_t capacity, size_t *count,
                         hx_device_state *state)
{
    *state = HX_DEVICE_RUNNING;
    *count = hx_board_pop_words(self, words, capacity);
    if (*count)
        return HX_OK;
    hx_status status = hx_board_run(self, capacity, UINT64_MAX, state);
    // Words that came before an error are not lost: the next call tells of it.
    *count = hx_board_pop_words(self, words, capacity);
    if (!status || !*count)
        return status;
    *state = HX_DEVICE_RUNNING;
    return HX_OK;
}

static hx_status get_statistics(void *self, hx_device_statistics *statistics)
{
    *statistics = hx_board_get_statistics(self);
    return HX_OK;
}

static void close_board(void *self)
{
    hx_board_destroy(self);
}

const hx_connection_kind hx_local_kind = {send_words,  start_trial, receive, get_statistics,
                                          close_board, NULL,        NULL};
