// The program `rows` on a processor of the chip.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu_rows.h"

#include "host/cli/ppu_machine.h"

#include <check.h>
#include <hx_map.h>
#include <string.h>

// Words of the program's variable: count, accesses of three words, mask, vectors.
#define ACCESS(n) (1 + 3 * (n))
#define MASK ACCESS(ROWS_ACCESSES)
#define DATA(n) (MASK + ROW_WORDS * (1 + (n)))

void rows_begin(rows_program *p)
{
    static hx_ppu_machine machine;
    hx_error error = {""};
    ck_assert_msg(!hx_ppu_machine_create(&machine, HX_FIRMWARE_DIR "/rows.elf", &error), "%s",
                  error.text);
    memcpy(p->image, hx_ppu_memory(machine.ppu), sizeof p->image);
    const hx_elf_symbol *symbol = hx_elf_find(machine.elf, "rows");
    ck_assert_ptr_nonnull(symbol);
    p->variable = symbol->address / 4;
    p->count = 0;
    hx_ppu_machine_destroy(&machine);
}

static void set_bytes(uint32_t *words, const uint8_t *bytes)
{
    for (unsigned i = 0; i < ROW_WORDS; i++)
        words[i] = (uint32_t)bytes[4 * i] << 24 | (uint32_t)bytes[4 * i + 1] << 16 |
                   (uint32_t)bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
}

void rows_set_mask(rows_program *p, const uint8_t mask[ROW_BYTES])
{
    set_bytes(p->image + p->variable + MASK, mask);
}

unsigned rows_add(rows_program *p, rows_kind kind, uint32_t address, const uint8_t *data)
{
    ck_assert_uint_lt(p->count, ROWS_ACCESSES);
    unsigned access = p->count++;
    uint32_t *words = p->image + p->variable;
    words[0] = p->count;
    words[ACCESS(access)] = kind;
    words[ACCESS(access) + 1] = address;
    if (data)
        set_bytes(words + DATA(access), data);
    return access;
}

void rows_run(rows_program *p, hx_connection *device, unsigned half)
{
    ppu_chip_stop(device, half);
    ppu_chip_load(device, half, p->image, PPU_WORDS);
    ppu_chip_start(device, half);
    ppu_chip_wait(device, half, 1000);
    ppu_chip_dump(device, half, p->result);
    ck_assert_uint_eq(p->result[HX_MAP_PPU_WORD_RETURN_CODE], p->count);
}

void rows_get(const rows_program *p, unsigned access, uint8_t data[ROW_BYTES])
{
    for (unsigned i = 0; i < ROW_BYTES; i++)
        data[i] = (uint8_t)(p->result[p->variable + DATA(access) + i / 4] >> (24 - i % 4 * 8));
}

uint32_t rows_get_word(const rows_program *p, unsigned access)
{
    return p->result[p->variable + DATA(access)];
}

uint32_t rows_get_cycles(const rows_program *p, unsigned access)
{
    return p->result[p->variable + ACCESS(access) + 2];
}
