// A lone plasticity processor with the program of an ELF file in its memory.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_machine.h"

#include <hx_map.h>
#include <inttypes.h>
#include <string.h>

// The words a segment may go to.
typedef struct place {
    uint32_t *words;
    uint32_t base, size; // bytes
} place;

static hx_status load_segment(const hx_ppu_machine *machine, const hx_elf_segment *segment,
                              hx_error *error)
{
    uint32_t *external = hx_ppu_surroundings_memory(machine->surroundings);
    const place places[] = {
        {hx_ppu_memory(machine->ppu), HX_MAP_PPU_BYTE_LOCAL_MEMORY, 4 * HX_PPU_MEMORY_WORDS},
        {external, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY, HX_PPU_EXTERNAL_BYTES},
        {external, HX_MAP_PPU_FETCH_EXTERNAL_MEMORY, HX_PPU_EXTERNAL_BYTES}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        uint32_t offset = segment->address - places[i].base;
        if (offset >= places[i].size || segment->size > places[i].size - offset)
            continue;
        for (uint32_t byte = 0; byte < segment->file_size; byte++) {
            unsigned shift = 24 - 8 * ((offset + byte) & 3);
            places[i].words[(offset + byte) / 4] |= (uint32_t)segment->data[byte] << shift;
        }
        return HX_OK;
    }
    return hx_error_set(error, HX_ERROR_FORMAT,
                        "0x%08" PRIx32 " and the next %" PRIu32
                        " bytes are not in a memory of the processor",
                        segment->address, segment->size);
}

static hx_status load(const hx_ppu_machine *machine, hx_error *error)
{
    size_t count;
    const hx_elf_segment *segments = hx_elf_segments(machine->elf, &count);
    if (hx_elf_entry(machine->elf) != 0)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "entry 0x%08" PRIx32 ": the processor starts at 0",
                            hx_elf_entry(machine->elf));
    hx_status status = HX_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = load_segment(machine, &segments[i], error);
    return status;
}

hx_status hx_ppu_machine_create(hx_ppu_machine *machine, const char *path, hx_error *error)
{
    hx_error reason = {""};
    memset(machine, 0, sizeof *machine);
    hx_status status = hx_elf_open(&machine->elf, path, error);
    if (status)
        return status;
    machine->ppu = hx_ppu_create(NULL);
    machine->surroundings = hx_ppu_surroundings_create();
    if (!machine->ppu || !machine->surroundings)
        return HX_ERROR_MEMORY;
    hx_ppu_ports ports = hx_ppu_surroundings_ports(machine->surroundings);
    hx_ppu_set_ports(machine->ppu, &ports);
    status = load(machine, &reason);
    if (status)
        hx_error_set(error, status, "%.120s: %.120s", path, reason.text);
    return status;
}

void hx_ppu_machine_destroy(hx_ppu_machine *machine)
{
    hx_elf_destroy(machine->elf);
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

uint32_t hx_ppu_machine_return_code(const hx_ppu_machine *machine)
{
    return hx_ppu_memory(machine->ppu)[HX_MAP_PPU_WORD_RETURN_CODE];
}

void hx_ppu_machine_mailbox(const hx_ppu_machine *machine, char text[HX_PPU_MAILBOX_BYTES])
{
    const uint32_t *words = hx_ppu_memory(machine->ppu) + HX_MAP_PPU_WORD_MAILBOX;
    unsigned length = 0;
    for (; length < HX_PPU_MAILBOX_BYTES - 1; length++) {
        char byte = (char)(words[length / 4] >> (24 - 8 * (length & 3)));
        if (!byte)
            break;
        text[length] = byte == '\n' || (byte >= ' ' && byte <= '~') ? byte : '?';
    }
    text[length] = 0;
}
