// A lone plasticity processor with the program of an ELF file in its memory.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_machine.h"

#include <hx_map.h>
#include <string.h>

// Of what the program owns; the rest may belong to the one beside.
static void load_external(const hx_ppu_machine *machine)
{
    const uint8_t *owned;
    const uint32_t *words = hx_ppu_loadable_get_external(machine->program, &owned);
    uint32_t *memory = hx_ppu_surroundings_memory(machine->surroundings);
    for (size_t i = 0; i < HX_PPU_EXTERNAL_WORDS; i++)
        if (owned[i])
            memory[i] = words[i];
}

hx_status hx_ppu_machine_create(hx_ppu_machine *machine, const char *path, hx_error *error)
{
    return hx_ppu_machine_create_beside(machine, path, NULL, error);
}

hx_status hx_ppu_machine_create_beside(hx_ppu_machine *machine, const char *path,
                                       const hx_ppu_machine *first, hx_error *error)
{
    memset(machine, 0, sizeof *machine);
    hx_status status = hx_ppu_loadable_open(&machine->program, path, error);
    if (status)
        return status;
    machine->elf = hx_ppu_loadable_get_elf(machine->program);
    if (!machine->elf)
        return hx_error_set(error, HX_ERROR_FORMAT, "%.200s: not an ELF file", path);
    machine->ppu = hx_ppu_create(NULL);
    machine->surroundings = hx_ppu_surroundings_create();
    if (!machine->ppu || !machine->surroundings)
        return HX_ERROR_MEMORY;
    hx_ppu_ports ports = hx_ppu_surroundings_ports(machine->surroundings);
    hx_ppu_set_ports(machine->ppu, &ports);
    memcpy(hx_ppu_memory(machine->ppu), hx_ppu_loadable_get_local(machine->program),
           HX_PPU_LOCAL_WORDS * sizeof(uint32_t));
    if (first)
        hx_ppu_surroundings_share(machine->surroundings, first->surroundings);
    load_external(machine);
    return HX_OK;
}

_Static_assert(HX_PPU_LOCAL_WORDS == HX_PPU_MEMORY_WORDS, "");
_Static_assert(4 * HX_PPU_EXTERNAL_WORDS == HX_PPU_EXTERNAL_BYTES, "");

void hx_ppu_machine_destroy(hx_ppu_machine *machine)
{
    hx_ppu_loadable_destroy(machine->program);
    hx_ppu_destroy(machine->ppu);
    hx_ppu_surroundings_destroy(machine->surroundings);
}

hx_status hx_ppu_machine_run(hx_ppu_machine *machine, uint64_t max_cycles)
{
    hx_status status;
    uint64_t before;
    // A core that a timer wakes up goes on with the next call.
    do {
        before = hx_ppu_get_counters(machine->ppu).instructions;
        status = hx_ppu_run(machine->ppu, max_cycles);
    } while (!status && hx_ppu_get_counters(machine->ppu).instructions != before);
    return status;
}

hx_status hx_ppu_machine_run_both(hx_ppu_machine machines[2], uint64_t max_cycles)
{
    bool awake[2] = {true, true};
    while (awake[0] || awake[1]) {
        const uint64_t cycles[2] = {hx_ppu_get_counters(machines[0].ppu).cycles,
                                    hx_ppu_get_counters(machines[1].ppu).cycles};
        const unsigned next = !awake[0] || (awake[1] && cycles[1] < cycles[0]);
        if (cycles[next] >= max_cycles)
            return HX_ERROR_LIMIT;
        awake[next] = hx_ppu_step(machines[next].ppu);
        uint32_t address, word;
        if (hx_ppu_get_unknown(machines[next].ppu, &address, &word))
            return HX_ERROR_CHECK;
    }
    return HX_OK;
}

uint32_t hx_ppu_machine_return_code(const hx_ppu_machine *machine)
{
    return hx_ppu_memory(machine->ppu)[HX_MAP_PPU_WORD_RETURN_CODE];
}

void hx_ppu_machine_mailbox(const hx_ppu_machine *machine, char text[HX_PPU_MAILBOX_TEXT])
{
    hx_ppu_mailbox_read(hx_ppu_memory(machine->ppu) + HX_MAP_PPU_WORD_MAILBOX, text);
}
