// The FPGA, cycle by cycle: takes host words, runs them, talks to the chip and answers.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/fpga_private.h"

#include <stdlib.h>
#include <string.h>

enum { InitCycles = 1250 };

hx_status hx_fpga_create(hx_fpga **fpga, uint32_t latency)
{
    *fpga = NULL;
    hx_fpga *f = calloc(1, sizeof *f);
    if (!f)
        return HX_ERROR_MEMORY;
    hx_status status = hx_storage_create(&f->storage);
    if (status != HX_OK) {
        hx_fpga_destroy(f);
        return status;
    }
    hx_executor_reset(&f->executor);
    hx_fpga_registers_reset(&f->registers);
    hx_fpga_ppu_memory_reset(&f->ppu_memory);
    hx_answer_order_reset(&f->order);
    hx_event_packer_reset(&f->events);
    hx_systime_sync_reset(&f->sync, latency);
    hx_jtag_master_reset(&f->jtag);
    hx_encoder_reset(&f->encoder);
    hx_lane_state_reset(&f->lanes, InitCycles);
    hx_fpga_link_reset(&f->link, latency);
    *fpga = f;
    return HX_OK;
}

void hx_fpga_destroy(hx_fpga *f)
{
    if (f)
        hx_storage_destroy(f->storage);
    free(f);
}

bool hx_fpga_is_ready(const hx_fpga *f)
{
    const hx_executor_out *out = &f->executor.out;
    return hx_executor_is_ready(&f->executor, hx_encoder_has_room(&f->encoder),
                                hx_answer_order_is_full(&f->order, out->access_valid),
                                hx_jtag_master_is_full(&f->jtag, out->jtag_valid));
}

bool hx_fpga_is_starved(const hx_fpga *f)
{
    return hx_executor_is_starved(&f->executor);
}

void hx_fpga_get(const hx_fpga *f, hx_fpga_out *out)
{
    *out = (hx_fpga_out){.response_valid = f->encoder.packer.valid,
                         .response = f->encoder.packer.word,
                         .lane_valid = f->link.tx.valid,
                         .lane = f->link.tx.pin_lane,
                         .lane_word = f->link.tx.pin_word,
                         .chip_reset = f->executor.chip_reset,
                         .lane_ready = f->lanes.ready,
                         .tck = f->jtag.tck,
                         .tms = f->jtag.tms,
                         .tdi = f->jtag.tdi};
}

static bool is_local(uint32_t address)
{
    return address >> 31;
}

// The access to the FPGA's own memories and registers in this cycle: that of the executor; without
// one, that of the processors.
static bool get_inside_access(const hx_fpga *f, hx_fast_access *access)
{
    *access = f->executor.access;
    if (f->executor.out.access_valid && is_local(access->address))
        return true;
    return hx_fpga_ppu_memory_get_access(&f->ppu_memory, access);
}

hx_executor_in hx_fpga_find_executor_inputs(const hx_fpga *f)
{
    const hx_executor_out *out = &f->executor.out;
    hx_fast_access access;
    const bool inside = get_inside_access(f, &access);
    return (hx_executor_in){.room = hx_encoder_has_room(&f->encoder),
                            .access_full = hx_answer_order_is_full(&f->order, out->access_valid),
                            .access_busy = hx_answer_order_is_busy(&f->order),
                            .link_busy = hx_fpga_link_is_busy(&f->link, f->lanes.up),
                            .jtag_full = hx_jtag_master_is_full(&f->jtag, out->jtag_valid),
                            .jtag_busy = hx_jtag_master_is_busy(&f->jtag),
                            .sync_busy = f->sync.busy,
                            .marker_done = f->encoder.marker_done,
                            .access_value = f->order.value,
                            .timeout = f->registers.timeout,
                            .polling_address = f->registers.polling[0],
                            .polling_target = f->registers.polling[1],
                            .polling_mask = f->registers.polling[2],
                            .correction_armed = hx_fpga_registers_is_armed(
                                &f->registers, inside && access.write, access.address,
                                access.byte_enables, access.data)};
}

// The message of the executor, if it has one.
static bool make_executor_message(const hx_fpga *f, hx_fast_message *message)
{
    const hx_executor_out *out = &f->executor.out;
    if (out->report_time)
        *message = hx_fast_message_make(HX_UT_FROM_SYSTIME, f->sync.time);
    else if (out->marker_valid)
        *message = (hx_fast_message){.code = HX_MESSAGE_FLUSH_MARKER};
    else if (out->timeout_valid)
        *message = hx_fast_message_make(HX_UT_FROM_TIMEOUT_NOTIFICATION,
                                        (uint64_t)f->order.reads << 39 |
                                            (uint64_t)f->events.stalls << 32 | f->executor.index);
    else if (out->loopback_valid)
        *message = hx_fast_message_make(HX_UT_FROM_LOOPBACK, out->loopback_tick);
    else
        return false;
    return true;
}

static hx_status access_inside(hx_fpga *f, const hx_fast_access *access, uint32_t *data)
{
    const hx_fpga_link *link = &f->link;
    const hx_fpga_state state = {.timer = f->executor.timer_out,
                                 .round_trip = f->sync.round_trip,
                                 .chip_time = f->sync.chip_time,
                                 .sync_busy = f->sync.busy,
                                 .dropped = f->events.dropped,
                                 .link_dropped = link->tx.dropped,
                                 .link_counter =
                                     hx_link_counters_get(&link->counters, access->address,
                                                          (uint32_t)link->now, link->rx.lost),
                                 .flags = (uint8_t)(f->sync.failed << 3 | f->order.unexpected << 2 |
                                                    f->order.lost << 1 | f->executor.illegal)};
    *data = 0;
    if (!access->write) {
        *data = hx_fpga_registers_read(&f->registers, access->address, &state) |
                hx_storage_read(f->storage, access->address);
        return HX_OK;
    }
    hx_fpga_registers_write(&f->registers, access->address, access->byte_enables, access->data,
                            &state);
    return hx_storage_write(f->storage, access->address, access->byte_enables, access->data);
}

static hx_status access_memories(hx_fpga *f, hx_ppu_memory_in *ppu)
{
    hx_fast_access access;
    const bool valid = get_inside_access(f, &access);
    f->local_valid = f->executor.out.access_valid && is_local(f->executor.access.address);
    ppu->ready = !f->local_valid;
    ppu->data = 0;
    if (!valid)
        return HX_OK;
    return access_inside(f, &access, f->local_valid ? &f->local : &ppu->data);
}

static void set_link_word(const hx_fpga *f, hx_fpga_link_in *link)
{
    const hx_executor_out *out = &f->executor.out;
    const hx_fast_access *access = &f->executor.access;
    const bool to_chip = !is_local(access->address);
    if (out->events_valid) {
        link->word = UINT64_C(1) << 63 | (uint64_t)out->events_count << 61 | out->events << 8;
        link->word_valid = true;
    } else if (out->address_valid && to_chip) {
        link->word = hx_lane_make_bus(HX_LANE_BUS_ADDRESS, 0,
                                      (unsigned)!access->write << 4 | access->byte_enables,
                                      access->address, 0, false);
        link->word_valid = true;
    } else if (out->access_valid && access->write && to_chip) {
        link->word = hx_lane_make_bus(HX_LANE_BUS_DATA, 0, 0, access->data, 0, false);
        link->word_valid = true;
    }
}

static hx_status step_all(hx_fpga *f, const hx_fpga_in *in)
{
    // Everything that depends on this cycle's state, before any part moves on.
    const hx_executor_out out = f->executor.out;
    const hx_fast_access access = f->executor.access;
    const hx_fpga_link_arrived arrived = f->link.rx.arrived;
    const bool room = hx_encoder_has_room(&f->encoder);
    hx_executor_in executor = hx_fpga_find_executor_inputs(f);
    executor.word_valid = in->word_valid;
    executor.word = in->word;

    hx_answer_in answer = {
        .issue = out.access_valid,
        .access = {.chip = !is_local(access.address),
                   .read = !access.write,
                   .silent = (access.write && f->registers.response_filter) || out.access_silent},
        .local_valid = f->local_valid,
        .local = f->local,
        .chip_valid = arrived.answer_valid,
        .chip = {arrived.answer[0], arrived.answer[1]},
        .reachable = f->lanes.up,
        .chip_reset = f->executor.chip_reset,
        .room = room};
    const hx_answer_look answer_look = hx_answer_order_look(&f->order, &answer);

    const uint8_t phy_ready = hx_fpga_registers_get_phy_ready(&f->registers);
    hx_fpga_link_in link = {.chip_reset = f->executor.chip_reset,
                            .given_up = answer_look.given_up,
                            .ready = f->lanes.ready,
                            .up = f->lanes.up,
                            .systime_valid = hx_systime_sync_sends(&f->sync, out.sync_start),
                            .memory_full = hx_fpga_ppu_memory_is_full(&f->ppu_memory),
                            .rx_valid = in->rx_valid};
    memcpy(link.rx_lane, in->rx_lane, sizeof link.rx_lane);
    memcpy(link.rx_word, in->rx_word, sizeof link.rx_word);
    set_link_word(f, &link);
    link.memory_valid = hx_fpga_ppu_memory_get_answer(&f->ppu_memory, &link.memory);
    hx_fpga_link_look link_look;
    hx_fpga_link_look_at(&f->link, &link, &link_look);

    // Messages of this cycle in their order: time or JTAG, bus, events, executor.
    hx_fast_message messages[HX_ENCODER_SOURCES];
    unsigned count = 0, pack = 0;
    const bool sync_message = f->sync.message && room;
    const bool jtag_answered = f->jtag.answer && room && !sync_message;
    if (sync_message)
        messages[count++] = hx_fast_message_make(HX_UT_FROM_SYSTIME, f->sync.time);
    else if (jtag_answered)
        messages[count++] = hx_fast_message_make(HX_UT_FROM_JTAG_DATA, f->jtag.captured);
    if (answer_look.message_valid)
        messages[count++] = hx_fast_message_make(HX_UT_FROM_OMNIBUS_DATA, answer_look.data);
    if (room && (pack = hx_event_packer_look(&f->events, &messages[count])))
        count++;
    if (out.any && make_executor_message(f, &messages[count]))
        count++;

    // The clock edge. Registers are read and written with what the others hold before it.
    const bool recording = f->registers.recording;
    const uint8_t tries = f->registers.sync_tries;
    const uint64_t time = f->sync.time;
    const bool timed = f->sync.synchronised;
    hx_ppu_memory_in ppu = {.answered = link_look.memory_ready, .arrived = &arrived};
    const hx_status status = access_memories(f, &ppu);
    if (link.chip_reset)
        hx_fpga_ppu_memory_reset(&f->ppu_memory);
    else
        hx_fpga_ppu_memory_step(&f->ppu_memory, &ppu);
    hx_executor_step(&f->executor, &executor);
    if (hx_answer_order_is_busy(&f->order) || answer.issue || answer.chip_valid ||
        answer.local_valid || f->order.gone)
        hx_answer_order_step(&f->order, &answer, &answer_look);
    if (hx_event_packer_is_active(&f->events) || arrived.event_valid)
        hx_event_packer_step(&f->events, recording, pack, room, arrived.event, arrived.event_valid);
    hx_systime_sync_step(&f->sync, &(hx_systime_sync_in){.start = out.sync_start,
                                                         .send_ready = link_look.systime_ready,
                                                         .room = room,
                                                         .tries = tries,
                                                         .answer_valid = arrived.systime_valid,
                                                         .answer = arrived.systime});
    if (out.jtag_valid || hx_jtag_master_is_busy(&f->jtag))
        hx_jtag_master_step(&f->jtag, out.jtag_valid ? &out.jtag : NULL, jtag_answered,
                            in->jtag_tdo);
    hx_encoder_step(&f->encoder, time, timed, messages, count);
    hx_fpga_link_step(&f->link, &link, &link_look);
    hx_lane_state_step(&f->lanes, phy_ready, in->lane_partner);
    return status;
}

hx_status hx_fpga_step(hx_fpga *f, const hx_fpga_in *in)
{
    hx_fast_access access = {0};
    const bool accesses = hx_fpga_ppu_memory_get_access(&f->ppu_memory, &access);
    if (hx_fpga_is_calm(f, in, accesses, &access))
        return hx_fpga_step_calm(f, in, accesses, &access);
    hx_fpga_settle(f);
    const hx_status status = step_all(f, in);
    // What this state waits for depends on the link.
    f->calm = f->executor.state == HX_EXECUTOR_DRAIN ? 0 : hx_fpga_find_calm(f, in->lane_partner);
    return status;
}
