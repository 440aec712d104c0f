// A plasticity processor of the chip through host words.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>

#define WRITE_RESPONSE_FILTER 0x88000000u

static word_list list, answers;

static void finish(hx_connection *device)
{
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
}

void ppu_chip_write(hx_connection *device, uint32_t address, const uint32_t *values, size_t count)
{
    list.count = 0;
    for (size_t i = 0; i < count; i++)
        word_list_add_write(&list, address + (uint32_t)i, values[i]);
    finish(device);
}

void ppu_chip_read(hx_connection *device, uint32_t address, uint32_t *values, size_t count)
{
    list.count = 0;
    for (size_t i = 0; i < count; i++)
        word_list_add(&list, WORD_READ(address + (uint32_t)i));
    finish(device);
    size_t seen = 0;
    for (size_t i = 0; i < answers.count; i++)
        if (answers.words[i] >> 56 == 1 && seen < count)
            values[seen++] = (uint32_t)answers.words[i];
    ck_assert_uint_eq(seen, count);
}

void ppu_chip_write_one(hx_connection *device, uint32_t address, uint32_t value)
{
    ppu_chip_write(device, address, &value, 1);
}

uint32_t ppu_chip_read_one(hx_connection *device, uint32_t address)
{
    uint32_t value;
    ppu_chip_read(device, address, &value, 1);
    return value;
}

hx_connection *ppu_chip_open(void)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    list.count = 0;
    word_list_add_link_up(&list);
    finish(device);
    return device;
}

void ppu_chip_load(hx_connection *device, unsigned half, const uint32_t *words, size_t count)
{
    ppu_chip_write(device, hx_map_ppu_memory_word_address(half, 0), words, count);
}

void ppu_chip_start(hx_connection *device, unsigned half)
{
    ppu_chip_write_one(device, hx_map_ppu_control_register_address(half), 1);
}

void ppu_chip_stop(hx_connection *device, unsigned half)
{
    ppu_chip_write_one(device, hx_map_ppu_control_register_address(half), 0);
}

bool ppu_chip_sleeps(hx_connection *device, unsigned half)
{
    return ppu_chip_read_one(device, hx_map_ppu_status_register_address(half)) != 0;
}

void ppu_chip_let_pass(hx_connection *device, uint32_t fpga_cycles)
{
    list.count = 0;
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(fpga_cycles));
    finish(device);
}

void ppu_chip_wait(hx_connection *device, unsigned half, unsigned limit_us)
{
    for (unsigned i = 0; i < limit_us; i += 20) {
        if (ppu_chip_sleeps(device, half))
            return;
        ppu_chip_let_pass(device, 20 * 125);
    }
    ck_abort_msg("processor %u does not sleep", half);
}

void ppu_chip_dump(hx_connection *device, unsigned half, uint32_t words[PPU_WORDS])
{
    ppu_chip_read(device, hx_map_ppu_memory_word_address(half, 0), words, PPU_WORDS);
}
