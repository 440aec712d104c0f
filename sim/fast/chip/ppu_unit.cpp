// One plasticity processor of the chip with its memory, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/ppu_unit.h"

#include "Vhx_ppu_unit_alone.h"
#include <hx_map.h>
#include <verilated.h>

#include <cstring>
#include <new>

namespace
{

constexpr unsigned AddressBits = 26;
constexpr std::uint32_t AddressMask = (1u << AddressBits) - 1;
constexpr unsigned ResetCycles = 4;
// Cycles at rest in which queues and counters of the unit still settle.
constexpr unsigned SettleCycles = 8;
// Lane words to the FPGA: kind << 32 | payload; a read says in its top bit for which half it is.
constexpr unsigned KindRead = 1;
constexpr std::uint64_t BottomHalf = 1u << 31;

} // namespace

struct hx_ppu_unit {
    explicit hx_ppu_unit(unsigned place) : half(place)
    {
    }

    std::uint32_t turn(std::uint32_t address) const
    {
        return (address - half * HX_MAP_PPU_MEMORY_WORD_HEMISPHERE_STRIDE) & AddressMask;
    }

    void show(hx_ppu_port *port) const;

    VerilatedContext context;
    Vhx_ppu_unit_alone top{&context, "ppu"};
    const unsigned half;
    unsigned quiet = 0;    // cycles at rest without inputs
    std::uint64_t now = 0; // cycles in which it did not rest
};

hx_status hx_ppu_unit_create(hx_ppu_unit **unit, unsigned half)
{
    *unit = new (std::nothrow) hx_ppu_unit(half);
    if (!*unit)
        return HX_ERROR_MEMORY;
    hx_ppu_port port;
    hx_ppu_port_in in{};
    in.reset = true;
    for (unsigned cycle = 0; cycle < ResetCycles; ++cycle)
        hx_ppu_unit_step(*unit, &in, &port);
    return HX_OK;
}

void hx_ppu_unit_destroy(hx_ppu_unit *unit)
{
    delete unit;
}

void hx_ppu_unit::show(hx_ppu_port *port) const
{
    port->request.valid = top.request_valid_o;
    if (port->request.valid) {
        const std::uint64_t request = top.request_o;
        port->request.write = request >> 62 & 1;
        port->request.address = request >> 36 & AddressMask;
        port->request.byte_enables = request >> 32 & 0xf;
        port->request.data = static_cast<std::uint32_t>(request);
    }
    port->memory_valid = top.word_valid_o;
    port->memory_busy = top.word_busy_o;
    port->memory = top.word_o;
    if (half && top.word_o >> 32 == KindRead)
        port->memory |= BottomHalf;
    port->row.valid = top.row_request_o;
    if (port->row.valid) {
        port->row.write = top.row_write_o;
        port->row.address = top.row_address_o;
        std::memcpy(port->row.enable, &top.row_enable_o[0], sizeof port->row.enable);
        std::memcpy(port->row.data.word, &top.row_o[0], sizeof port->row.data.word);
    }
}

uint32_t hx_ppu_unit_step(hx_ppu_unit *unit, const hx_ppu_port_in *in, hx_ppu_port *port)
{
    Vhx_ppu_unit_alone &top = unit->top;
    const hx_access &access = in->access;
    top.rst_ni = !in->reset;
    top.now_i = unit->now++;
    top.access_valid_i = access.valid;
    if (access.valid)
        top.access_i = static_cast<std::uint64_t>(access.write) << 62 |
                       static_cast<std::uint64_t>(unit->turn(access.address)) << 36 |
                       static_cast<std::uint64_t>(access.byte_enables) << 32 | access.data;
    top.request_ready_i = in->request_taken;
    top.response_valid_i = in->answered;
    top.response_i = in->answer;
    top.word_ready_i = in->memory_taken;
    top.reply_valid_i = in->memory_answered;
    top.reply_i = static_cast<std::uint64_t>(in->memory_is_row) << 32 | in->memory_data;
    top.row_done_i = in->row_done;
    if (in->row_done)
        std::memcpy(&top.row_i[0], in->row->word, sizeof in->row->word);
    top.clk_i = 1;
    top.eval();
    top.clk_i = 0;
    top.eval();
    unit->show(port);
    const bool has_input = in->reset || access.valid || in->answered || in->memory_answered ||
                           in->row_done || in->request_taken || in->memory_taken;
    unit->quiet = top.rests_o && !has_input ? unit->quiet + 1 : 0;
    return access.valid ? top.access_data_o : 0;
}

bool hx_ppu_unit_rests(const hx_ppu_unit *unit)
{
    return unit->quiet >= SettleCycles;
}

bool hx_ppu_unit_has_address(const hx_ppu_unit *unit, uint32_t address)
{
    const std::uint32_t top = unit->turn(address);
    return top - HX_MAP_PPU_MEMORY_WORD_BASE < HX_MAP_PPU_MEMORY_WORD_WORD_COUNT ||
           top == HX_MAP_PPU_CONTROL_REGISTER_BASE || top == HX_MAP_PPU_STATUS_REGISTER_BASE;
}
