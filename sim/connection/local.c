// The device in this process: receiving is what lets its time pass.
// SPDX-License-Identifier: Apache-2.0
#include "sim/connection/machine.h"
#include "sim/connection/connection.h"

hx_status hx_local_open(void **self, const hx_device_config *config, hx_error *error)
{
    hx_machine *machine;
    hx_status status = hx_machine_create(&machine, config, error);
    *self = machine;
    return status;
}

static hx_status send_words(void *self, const uint64_t *words, size_t count)
{
    return hx_machine_push_words(self, words, count);
}

static hx_status start_trial(void *self, uint64_t trial)
{
    return hx_machine_push_trial(self, trial);
}

static hx_status receive(void *self, uint64_t *words, size_t capacity, size_t *count,
                         hx_device_state *state)
{
    *state = HX_DEVICE_RUNNING;
    *count = hx_machine_pop_words(self, words, capacity);
    if (*count)
        return HX_OK;
    hx_status status = hx_machine_run(self, capacity, UINT64_MAX, state);
    // Words that came before an error are not lost: the next call tells of it.
    *count = hx_machine_pop_words(self, words, capacity);
    if (!status || !*count)
        return status;
    *state = HX_DEVICE_RUNNING;
    return HX_OK;
}

static hx_status get_statistics(void *self, hx_device_statistics *statistics)
{
    *statistics = hx_machine_get_statistics(self);
    return HX_OK;
}

static void close_machine(void *self)
{
    hx_machine_destroy(self);
}

const hx_connection_kind hx_local_kind = {send_words,    start_trial, receive, get_statistics,
                                          close_machine, NULL,        NULL};
