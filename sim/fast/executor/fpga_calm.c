// Cycles of the FPGA in which only the link and the memory of the chip's processors move.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/fpga_private.h"

#include <string.h>

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t hx_fpga_find_calm(const hx_fpga *f, uint8_t lane_partner)
{
    if (f->executor.out.any || f->local_valid || hx_event_packer_is_active(&f->events) ||
        f->sync.send)
        return 0;
    uint64_t rest = hx_encoder_get_rest(&f->encoder);
    if (!rest)
        return 0;
    const hx_executor_in executor = hx_fpga_find_executor_inputs(f);
    rest = smaller(rest, hx_executor_get_rest(&f->executor, &executor));
    rest = smaller(rest, hx_answer_order_get_rest(&f->order, f->lanes.up));
    rest = smaller(rest, hx_systime_sync_get_rest(&f->sync));
    rest = smaller(rest, hx_jtag_master_get_rest(&f->jtag));
    return smaller(rest,
                   hx_lane_state_get_rest(&f->lanes, hx_fpga_registers_get_phy_ready(&f->registers),
                                          lane_partner));
}

void hx_fpga_settle(hx_fpga *f)
{
    const uint64_t cycles = f->owed;
    f->owed = 0;
    f->calm -= smaller(f->calm, cycles);
    hx_executor_skip(&f->executor, cycles);
    hx_answer_order_skip(&f->order, cycles);
    hx_systime_sync_skip(&f->sync, cycles);
    hx_jtag_master_skip(&f->jtag, cycles);
    hx_encoder_skip(&f->encoder, cycles);
    hx_lane_state_skip(&f->lanes, cycles);
}

bool hx_fpga_is_calm(const hx_fpga *f, const hx_fpga_in *in, bool accesses,
                     const hx_fast_access *access)
{
    const hx_fpga_link_arrived *arrived = &f->link.rx.arrived;
    return f->owed < f->calm && !in->word_valid && !f->executor.chip_reset &&
           !arrived->answer_valid && !arrived->event_valid && !arrived->systime_valid &&
           (f->lanes.ready & in->lane_partner) == f->lanes.both &&
           !(accesses && !hx_storage_is_ppu_memory(access->address));
}

hx_status hx_fpga_step_calm(hx_fpga *f, const hx_fpga_in *in, bool accesses,
                            const hx_fast_access *access)
{
    hx_fpga_link_in link = {.ready = f->lanes.ready,
                            .up = f->lanes.up,
                            .memory_full = hx_fpga_ppu_memory_is_full(&f->ppu_memory),
                            .rx_valid = in->rx_valid};
    memcpy(link.rx_lane, in->rx_lane, sizeof link.rx_lane);
    memcpy(link.rx_word, in->rx_word, sizeof link.rx_word);
    link.memory_valid = hx_fpga_ppu_memory_get_answer(&f->ppu_memory, &link.memory);
    hx_fpga_link_look look;
    hx_fpga_link_look_at(&f->link, &link, &look);
    hx_ppu_memory_in ppu = {
        .ready = true, .answered = look.memory_ready, .arrived = &f->link.rx.arrived};
    hx_status status = HX_OK;
    if (accesses && access->write)
        status = hx_storage_write(f->storage, access->address, access->byte_enables, access->data);
    else if (accesses)
        ppu.data = hx_storage_read(f->storage, access->address);
    hx_fpga_ppu_memory_step(&f->ppu_memory, &ppu);
    hx_fpga_link_step(&f->link, &link, &look);
    f->owed++;
    return status;
}

uint64_t hx_fpga_get_rest(const hx_fpga *f, uint8_t lane_partner)
{
    if (hx_fpga_ppu_memory_is_active(&f->ppu_memory))
        return 0;
    uint64_t rest = f->calm - f->owed;
    if (f->executor.state == HX_EXECUTOR_DRAIN)
        rest = hx_fpga_find_calm(f, lane_partner);
    else if ((f->lanes.ready & lane_partner) != f->lanes.both)
        return 0;
    if (!rest)
        return 0;
    return smaller(rest, hx_fpga_link_get_rest(&f->link, f->lanes.up, f->executor.chip_reset));
}

void hx_fpga_skip(hx_fpga *f, uint64_t cycles)
{
    f->ppu_memory.now = f->executor.chip_reset ? 0 : (uint16_t)(f->ppu_memory.now + cycles);
    f->owed += cycles;
    if (f->owed >= f->calm)
        hx_fpga_settle(f);
    hx_fpga_link_skip(&f->link, f->executor.chip_reset, cycles);
}
