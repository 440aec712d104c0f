// Timing of the vector unit.
// SPDX-License-Identifier: Apache-2.0
//
// A station works on its oldest entry: IDLE until the operands are there, one granted read a
// source, then EX. The delays count from the EX cycle and follow from the measured sequences of
// the published core. Two effects shape everything: the register file has one port, and its
// arbiter masks one more unit in each cycle with a request, in unit order, until all are masked.
#include "sim/fast/ppu/vector_timing.h"

#include <string.h>

#define NO_CYCLE UINT64_MAX

enum {
    QUEUE_DELAY = 2, // scalar issue to queue
    QUEUE_LIMIT = 2, // scalar issue stops with so many entries queued
    MADD_WRITE = 7,  // EX to write request
    PERM_WRITE = 3,
    LOAD_WRITE = 35,
    STORE_READY = 35, // EX to the next operation
    STORE_DONE = 36,
    ROW_WRITE = 3,  // as well the second cycle of a write's response
    ROW_LIMIT = 16, // accesses outstanding
    RESPONSE_SPACING = 2,
    COMPARE_WRITE = 3
};

static const unsigned station_size[HX_PPU_VECTOR_UNIT_COUNT] = {4, 2, 2, 16, 2};
static const uint8_t priority[HX_PPU_VECTOR_UNIT_COUNT] = {HX_PPU_MADD, HX_PPU_CMP, HX_PPU_PERM,
                                                           HX_PPU_LS, HX_PPU_PLS};

void hx_ppu_vector_timing_reset(hx_ppu_vector_timing *timing)
{
    memset(timing, 0, sizeof *timing);
    timing->vcr_written = NO_CYCLE;
}

static void finish(hx_ppu_vector_timing *timing, uint64_t cycle)
{
    timing->in_flight--;
    if (cycle > timing->done)
        timing->done = cycle;
}

// Entries that wait for `number` may go on.
static void wake(hx_ppu_vector_timing *timing, uint32_t number)
{
    for (unsigned unit = 0; unit < HX_PPU_VECTOR_UNIT_COUNT; unit++) {
        hx_ppu_station *station = &timing->stations[unit];
        for (unsigned i = 0; i < station->count; i++)
            for (unsigned j = 0; j < 3; j++)
                if (station->entries[i].producer[j] == number)
                    station->entries[i].producer[j] = 0;
    }
}

static bool is_due(const hx_ppu_station *station, uint64_t cycle)
{
    return station->write_count && station->writes[0].cycle <= cycle;
}

static bool wants_write(const hx_ppu_station *station, uint64_t cycle)
{
    return is_due(station, cycle) && station->writes[0].target >= 0;
}

static bool wants_read(const hx_ppu_station *station)
{
    return station->count &&
           (station->state == HX_PPU_STATE_REQUEST_A || station->state == HX_PPU_STATE_REQUEST_B);
}

// The unit that gets the register file, or -1.
static int arbitrate(hx_ppu_vector_timing *timing, uint64_t cycle)
{
    bool requests[HX_PPU_VECTOR_UNIT_COUNT], any = false;
    for (unsigned unit = 0; unit < HX_PPU_VECTOR_UNIT_COUNT; unit++) {
        const hx_ppu_station *station = &timing->stations[unit];
        requests[unit] = wants_write(station, cycle) || wants_read(station);
        any = any || requests[unit];
    }
    if (!any)
        return -1;
    unsigned masked = timing->mask_phase;
    timing->mask_phase = masked == HX_PPU_VECTOR_UNIT_COUNT ? 0 : masked + 1;
    for (unsigned i = 0; i < HX_PPU_VECTOR_UNIT_COUNT; i++)
        if (requests[priority[i]] && priority[i] >= masked)
            return priority[i];
    return requests[HX_PPU_MADD] ? HX_PPU_MADD : -1;
}

// The oldest result leaves its unit, into its register if it has one.
static void leave(hx_ppu_vector_timing *timing, unsigned unit, uint64_t cycle)
{
    hx_ppu_station *station = &timing->stations[unit];
    if (station->writes[0].target >= 0) {
        timing->written = station->writes[0].number;
        timing->written_target = station->writes[0].target;
    }
    station->write_count--;
    memmove(station->writes, station->writes + 1, station->write_count * sizeof *station->writes);
    if (unit == HX_PPU_LS)
        station->ready = cycle + 1;
    if (unit == HX_PPU_PLS && station->write_count &&
        station->writes[0].cycle < cycle + RESPONSE_SPACING)
        station->writes[0].cycle = cycle + RESPONSE_SPACING;
    finish(timing, cycle + 1 + (unit == HX_PPU_LS || unit == HX_PPU_PLS));
}

static void push_write(hx_ppu_station *station, const hx_ppu_vector_op *op, uint64_t cycle)
{
    station->writes[station->write_count].cycle = cycle;
    station->writes[station->write_count].number = op->number;
    station->writes[station->write_count++].target = op->target;
}

static void start(hx_ppu_vector_timing *timing, hx_ppu_station *station, uint64_t cycle)
{
    hx_ppu_vector_op op = station->entries[0];
    station->count--;
    memmove(station->entries, station->entries + 1, station->count * sizeof *station->entries);
    station->state = HX_PPU_STATE_IDLE;
    for (unsigned i = 0; i < 2; i++)
        if (op.source[i] >= 0)
            timing->register_readers[op.source[i]]--;
    if (op.reads_vcr)
        timing->vcr_readers--;
    switch (op.unit) {
    case HX_PPU_MADD:
        push_write(station, &op, cycle + MADD_WRITE);
        break;
    case HX_PPU_PERM:
        push_write(station, &op, cycle + PERM_WRITE);
        break;
    case HX_PPU_CMP:
        timing->vcr_written = cycle + COMPARE_WRITE;
        finish(timing, cycle + COMPARE_WRITE);
        break;
    case HX_PPU_LS:
        if (op.target >= 0) {
            push_write(station, &op, cycle + LOAD_WRITE);
            station->ready = NO_CYCLE; // until its write
        } else {
            station->ready = cycle + STORE_READY;
            finish(timing, cycle + STORE_DONE);
        }
        break;
    default:
        push_write(station, &op, cycle + ROW_WRITE);
        break;
    }
}

static void advance(hx_ppu_vector_timing *timing, hx_ppu_station *station, bool granted,
                    uint64_t cycle)
{
    const hx_ppu_vector_op *op = &station->entries[0];
    if (!station->count)
        return;
    switch (station->state) {
    case HX_PPU_STATE_IDLE:
        if (op->producer[0] || op->producer[1] || op->producer[2] || cycle < station->ready ||
            (op->unit == HX_PPU_PLS && station->write_count >= ROW_LIMIT))
            return;
        station->state = op->source[0] >= 0   ? HX_PPU_STATE_REQUEST_A
                         : op->source[1] >= 0 ? HX_PPU_STATE_REQUEST_B
                                              : HX_PPU_STATE_EXECUTE;
        break;
    case HX_PPU_STATE_REQUEST_A:
        if (granted)
            station->state = op->source[1] >= 0 ? HX_PPU_STATE_REQUEST_B : HX_PPU_STATE_EXECUTE;
        break;
    case HX_PPU_STATE_REQUEST_B:
        if (granted)
            station->state = HX_PPU_STATE_EXECUTE;
        break;
    default:
        start(timing, station, cycle);
        break;
    }
}

static void dispatch(hx_ppu_vector_timing *timing, uint64_t cycle)
{
    hx_ppu_vector_op op = timing->queue[0];
    if (!timing->queue_count || op.enter > cycle)
        return;
    hx_ppu_station *station = &timing->stations[op.unit];
    if (station->count >= station_size[op.unit])
        return;
    if (op.target >= 0 &&
        (timing->register_writer[op.target] || timing->register_readers[op.target]))
        return;
    if (op.writes_vcr && (timing->vcr_writer || timing->vcr_readers))
        return;
    for (unsigned i = 0; i < 2; i++)
        if (op.source[i] >= 0) {
            op.producer[i] = timing->register_writer[op.source[i]];
            timing->register_readers[op.source[i]]++;
        }
    if (op.reads_vcr) {
        op.producer[2] = timing->vcr_writer;
        timing->vcr_readers++;
    }
    if (op.target >= 0)
        timing->register_writer[op.target] = op.number;
    if (op.writes_vcr) {
        timing->vcr_writer = op.number;
        timing->vcr_written = NO_CYCLE;
    }
    station->entries[station->count++] = op;
    timing->queue_count--;
    memmove(timing->queue, timing->queue + 1, timing->queue_count * sizeof *timing->queue);
}

static void step(hx_ppu_vector_timing *timing)
{
    uint64_t cycle = timing->now++;
    uint32_t woken = timing->written, vcr_woken = 0;
    if (woken) {
        if (timing->register_writer[timing->written_target] == woken)
            timing->register_writer[timing->written_target] = 0;
        timing->written = 0;
    }
    bool writing[HX_PPU_VECTOR_UNIT_COUNT];
    for (unsigned unit = 0; unit < HX_PPU_VECTOR_UNIT_COUNT; unit++)
        writing[unit] = wants_write(&timing->stations[unit], cycle);
    int granted = arbitrate(timing, cycle);
    for (unsigned unit = 0; unit < HX_PPU_VECTOR_UNIT_COUNT; unit++)
        if (writing[unit] ? (int)unit == granted : is_due(&timing->stations[unit], cycle))
            leave(timing, unit, cycle);
    if (timing->vcr_written <= cycle) {
        vcr_woken = timing->vcr_writer;
        timing->vcr_writer = 0;
        timing->vcr_written = NO_CYCLE;
    }
    for (unsigned unit = 0; unit < HX_PPU_VECTOR_UNIT_COUNT; unit++) {
        hx_ppu_station *station = &timing->stations[unit];
        bool is_pipe = unit == HX_PPU_MADD || unit == HX_PPU_PERM;
        // These pipes stop as a whole while their write waits, and read nothing meanwhile.
        if (is_pipe && writing[unit] && (int)unit != granted)
            for (unsigned i = 0; i < station->write_count; i++)
                station->writes[i].cycle++;
        if (is_pipe && writing[unit] && ((int)unit != granted || unit == HX_PPU_PERM))
            continue;
        advance(timing, station, (int)unit == granted && !writing[unit], cycle);
    }
    dispatch(timing, cycle);
    if (woken)
        wake(timing, woken);
    if (vcr_woken)
        wake(timing, vcr_woken);
}

static void run_to(hx_ppu_vector_timing *timing, uint64_t cycle)
{
    while (timing->now < cycle && (timing->in_flight || timing->written))
        step(timing);
    if (timing->now < cycle)
        timing->now = cycle;
}

uint64_t hx_ppu_vector_timing_wait(hx_ppu_vector_timing *timing, uint64_t cycle)
{
    run_to(timing, cycle);
    for (;;) {
        unsigned queued = 0;
        for (unsigned i = 0; i < timing->queue_count; i++)
            queued += timing->queue[i].enter <= cycle;
        if (queued < QUEUE_LIMIT)
            return cycle;
        run_to(timing, ++cycle);
    }
}

void hx_ppu_vector_timing_issue(hx_ppu_vector_timing *timing, uint64_t cycle, uint32_t word)
{
    const hx_ppu_vector_info *info = hx_ppu_vector_find(word);
    int8_t rt = (int8_t)(word >> 21 & 31), ra = (int8_t)(word >> 16 & 31);
    int8_t rb = (int8_t)(word >> 11 & 31);
    hx_ppu_vector_op op = {.enter = cycle + QUEUE_DELAY,
                           .number = ++timing->next_number,
                           .source = {-1, -1},
                           .target = -1,
                           .unit = info->unit,
                           .reads_vcr = info->has_condition && (word & 3),
                           .writes_vcr = info->operation == HX_PPU_OP_COMPARE};
    if (hx_ppu_vector_writes_register(info))
        op.target = rt;
    if (info->operands <= HX_PPU_OPERANDS_A)
        op.source[0] = ra;
    if (info->operands == HX_PPU_OPERANDS_TAB || info->operands == HX_PPU_OPERANDS_AB)
        op.source[1] = rb;
    if (info->operands == HX_PPU_OPERANDS_STORE)
        op.source[0] = rt;
    run_to(timing, cycle);
    timing->queue[timing->queue_count++] = op;
    timing->in_flight++;
}

uint64_t hx_ppu_vector_timing_drain(hx_ppu_vector_timing *timing)
{
    while (timing->in_flight)
        step(timing);
    return timing->done;
}
