// The board of either tier behind one set of calls.
// SPDX-License-Identifier: Apache-2.0
#include "sim/connection/machine.h"

#include "sim/board/board.h"
#include "sim/fast/board/board.h"

#include <stdlib.h>

// One of the two.
struct hx_machine {
    hx_board *rtl;
    hx_fast_board *fast;
};

hx_status hx_machine_create(hx_machine **machine, const hx_device_config *config, hx_error *error)
{
    *machine = NULL;
    hx_machine *made = calloc(1, sizeof *made);
    if (!made)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    hx_status status = config->tier == HX_TIER_FAST
                           ? hx_fast_board_create(&made->fast, config, error)
                           : hx_board_create(&made->rtl, config, error);
    if (status) {
        free(made);
        return status;
    }
    *machine = made;
    return HX_OK;
}

void hx_machine_destroy(hx_machine *machine)
{
    if (!machine)
        return;
    hx_board_destroy(machine->rtl);
    hx_fast_board_destroy(machine->fast);
    free(machine);
}

hx_status hx_machine_push_words(hx_machine *machine, const uint64_t *words, size_t count)
{
    return machine->fast ? hx_fast_board_push_words(machine->fast, words, count)
                         : hx_board_push_words(machine->rtl, words, count);
}

hx_status hx_machine_push_trial(hx_machine *machine, uint64_t trial)
{
    return machine->fast ? hx_fast_board_push_trial(machine->fast, trial)
                         : hx_board_push_trial(machine->rtl, trial);
}

hx_status hx_machine_run(hx_machine *machine, size_t wanted, uint64_t steps, hx_device_state *state)
{
    return machine->fast ? hx_fast_board_run(machine->fast, wanted, steps, state)
                         : hx_board_run(machine->rtl, wanted, steps, state);
}

size_t hx_machine_pop_words(hx_machine *machine, uint64_t *words, size_t capacity)
{
    return machine->fast ? hx_fast_board_pop_words(machine->fast, words, capacity)
                         : hx_board_pop_words(machine->rtl, words, capacity);
}

hx_device_statistics hx_machine_get_statistics(const hx_machine *machine)
{
    return machine->fast ? hx_fast_board_get_statistics(machine->fast)
                         : hx_board_get_statistics(machine->rtl);
}
