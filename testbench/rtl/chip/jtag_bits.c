// Random operations on the test access port, as levels of its pins.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/jtag_bits.h"

#include "testbench/rtl/chip/draw.h"

#include <assert.h>

enum { PLL_TARGET = 3, SHIFT_PLL, OMNIBUS_ADDRESS, OMNIBUS_DATA, OMNIBUS_REQUEST };

static void add(jtag_bits *b, bool tms, bool tdi)
{
    assert(b->count < JTAG_BITS_DEPTH);
    b->bit[b->count++] = (uint8_t)(tms << 1 | tdi);
}

// From idle through the shift state of one register and back.
static void scan(jtag_bits *b, bool instruction, uint64_t value, unsigned length)
{
    add(b, true, false);
    if (instruction)
        add(b, true, false);
    add(b, false, false);
    add(b, false, false);
    for (unsigned i = 0; i < length; i++)
        add(b, i == length - 1, value >> i & 1);
    add(b, true, false);
    add(b, false, false);
}

static void write_register(jtag_bits *b, unsigned instruction, uint64_t value, unsigned length)
{
    scan(b, true, instruction, 7);
    scan(b, false, value, length);
}

void jtag_bits_write(jtag_bits *b, uint32_t address, uint32_t data)
{
    b->at = b->count = 0;
    // From any state to idle.
    for (unsigned i = 0; i < 6; i++)
        add(b, i < 5, false);
    write_register(b, OMNIBUS_ADDRESS, address, 33);
    write_register(b, OMNIBUS_DATA, data, 32);
    write_register(b, OMNIBUS_REQUEST, 0, 3);
}

static uint32_t phy_after_reset(void)
{
    const hx_map_phy_config_chip config = hx_map_phy_config_chip_default();
    uint32_t word;
    hx_map_phy_config_chip_encode(&config, &word);
    return word;
}

static void draw_operation(jtag_bits *b, uint64_t *state)
{
    uint32_t address = draw_below(state, 2) ? HX_MAP_PPU_MEMORY_WORD_BASE + draw_below(state, 8)
                                            : (uint32_t)draw_next(state) >> draw_below(state, 8);
    unsigned instruction;
    switch (draw_below(state, 32)) {
    case 0:
    case 4:
    case 5:
        write_register(b, PLL_TARGET, draw_next(state), 4);
        write_register(b, SHIFT_PLL, draw_next(state), 32);
        break;
    case 1: // PHY registers, mostly as they are after reset
        instruction = 0x44 | draw_below(state, 8) << 3;
        write_register(b, instruction, draw_next(state) | 0x200000, 22 + draw_below(state, 2));
        break;
    case 2: // anything
    case 6:
    case 7:
        for (unsigned i = draw_below(state, 80); i > 0; i--)
            add(b, draw_once_in(state, 3), draw_once_in(state, 2));
        for (unsigned i = 0; i < 6; i++)
            add(b, i < 5, false);
        break;
    case 8: // PHY registers as they are after reset: lanes that went down come up again
    case 9:
        for (unsigned lane = 0; lane < HX_MAP_PHY_CONFIG_CHIP_PHY_COUNT; lane++)
            write_register(b, 0x44 | lane << 3, phy_after_reset(), 22);
        break;
    case 3: // any register; some are those of the PHYs
        write_register(b, 1 + draw_below(state, 127), draw_next(state), 1 + draw_below(state, 40));
        break;
    default:
        write_register(b, OMNIBUS_ADDRESS, (uint64_t)draw_below(state, 2) << 32 | address, 33);
        write_register(b, OMNIBUS_DATA, draw_next(state), 32);
        write_register(b, OMNIBUS_REQUEST, draw_next(state), 3);
        scan(b, false, draw_next(state), 3);
        write_register(b, OMNIBUS_DATA, draw_next(state), 32);
    }
}

void jtag_bits_next(jtag_bits *b, uint64_t *state, hx_digital_levels *levels)
{
    if (b->wait) {
        b->wait--;
        return;
    }
    if (levels->jtag_tck) {
        levels->jtag_tck = false;
        b->wait = 1 + draw_below(state, 3);
        return;
    }
    if (b->at == b->count) {
        b->at = b->count = 0;
        draw_operation(b, state);
        b->wait = draw_below(state, 4000);
        return;
    }
    // TMS and TDI may change with either edge; the chip takes them where TCK changes.
    levels->jtag_tms = b->bit[b->at] >> 1;
    levels->jtag_tdi = b->bit[b->at] & 1;
    b->at++;
    levels->jtag_tck = true;
    b->wait = 1 + draw_below(state, 3);
}
