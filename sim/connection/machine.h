// The board of either tier behind one set of calls (sim/board/board.h, sim/fast/board/board.h).
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_MACHINE_H
#define HX_SIM_MACHINE_H

#include <hxcosim/device.h>

typedef struct hx_machine hx_machine;

hx_status hx_machine_create(hx_machine **machine, const hx_device_config *config, hx_error *error);
void hx_machine_destroy(hx_machine *machine); // accepts NULL

hx_status hx_machine_push_words(hx_machine *machine, const uint64_t *words, size_t count);
hx_status hx_machine_push_trial(hx_machine *machine, uint64_t trial);
hx_status hx_machine_run(hx_machine *machine, size_t wanted, uint64_t steps,
                         hx_device_state *state);
size_t hx_machine_pop_words(hx_machine *machine, uint64_t *words, size_t capacity);
hx_device_statistics hx_machine_get_statistics(const hx_machine *machine);

#endif
