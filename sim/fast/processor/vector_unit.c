// Vector unit of a processor, cycle by cycle: queue, stations of five units, one register port.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/vector_unit.h"

#include <assert.h>
#include <string.h>

enum { MADD_STAGES = 7, PERMUTE_STAGES = 3, NONE = -1 };
enum { WAITS_A = 1, WAITS_B = 2, WAITS_CONDITION = 4 };
enum { COMPARE_FREED = 2, COMPARE_WAKES = 4, COMPARE_BUSY = 3 };

#define UNITS ((1u << HX_VECTOR_UNITS) - 1)

// What is decided in a cycle.
typedef struct decision {
    unsigned writes, requests; // units that ask for a write, for the port
    int granted;               // NONE: none
    bool madd_stalls;
    unsigned starts; // units
    unsigned ready;  // units that can take an operation
    bool wakes;      // who waits for the condition register
    bool pops;       // the queue's head goes to its station
    uint8_t waits;
} decision;

static bool is_set(unsigned units, int unit)
{
    return unit != NONE && units >> unit & 1;
}

void hx_vector_unit_reset(hx_vector_unit *v)
{
    static const uint8_t depths[HX_VECTOR_UNITS] = {
        [HX_PPU_MADD] = 4, [HX_PPU_CMP] = 2, [HX_PPU_LS] = 2, [HX_PPU_PLS] = 16, [HX_PPU_PERM] = 2};
    v->queue_first = v->queue_count = 0;
    for (unsigned u = 0; u < HX_VECTOR_UNITS; u++) {
        hx_vector_station *station = &v->station[u];
        station->first = station->count = 0;
        station->depth = depths[u];
        station->state = HX_STATION_IDLE;
    }
    v->open = UNITS;
    v->pending = 0;
    v->condition_pending = false;
    v->compares = 0;
    v->woken = NONE;
    v->in_stations = 0;
    v->rests = false;
    hx_vector_pipe_reset(&v->madd, MADD_STAGES);
    hx_vector_pipe_reset(&v->permute, PERMUTE_STAGES);
    hx_vector_serial_reset(&v->serial);
    hx_vector_row_reset(&v->row);
    memset(v->registers.acc, 0, sizeof v->registers.acc);
    memset(v->registers.vcr_gt, 0, sizeof v->registers.vcr_gt);
    memset(v->registers.vcr_lt, 0, sizeof v->registers.vcr_lt);
    memset(v->registers.vcr_eq, 0, sizeof v->registers.vcr_eq);
}

bool hx_vector_unit_is_idle(const hx_vector_unit *v)
{
    return !v->queue_count && !v->in_stations && !v->madd.valid && !v->permute.valid &&
           !(v->compares & COMPARE_BUSY) && !hx_vector_serial_is_busy(&v->serial) &&
           !hx_vector_row_is_busy(&v->row);
}

// Fixed priority among the units that are not masked; else the multiplier wins.
static int grant(const hx_vector_unit *v, unsigned requests)
{
    static const int8_t order[HX_VECTOR_UNITS] = {HX_PPU_MADD, HX_PPU_CMP, HX_PPU_PERM, HX_PPU_LS,
                                                  HX_PPU_PLS};
    unsigned open = requests & v->open;
    for (unsigned i = 0; i < HX_VECTOR_UNITS; i++)
        if (open >> order[i] & 1)
            return order[i];
    return requests >> HX_PPU_MADD & 1 ? HX_PPU_MADD : NONE;
}

static void decide_port(const hx_vector_unit *v, bool row_accept, decision *d)
{
    d->writes = (unsigned)hx_vector_pipe_requests(&v->madd) << HX_PPU_MADD |
                (unsigned)hx_vector_pipe_requests(&v->permute) << HX_PPU_PERM |
                (unsigned)(v->serial.state == HX_SERIAL_WRITE) << HX_PPU_LS |
                (unsigned)hx_vector_row_requests(&v->row) << HX_PPU_PLS;
    d->requests = d->writes;
    unsigned executes = 0;
    for (unsigned u = 0; u < HX_VECTOR_UNITS; u++) {
        hx_station_state state = v->station[u].state;
        d->requests |= (unsigned)(state == HX_STATION_READ_A || state == HX_STATION_READ_B) << u;
        executes |= (unsigned)(state == HX_STATION_EXECUTE) << u;
    }
    d->granted = grant(v, d->requests);
    d->madd_stalls = d->writes >> HX_PPU_MADD & 1 && d->granted != HX_PPU_MADD;
    // The multiplier goes on in the cycle of its write, the permute unit does not.
    unsigned holds = (unsigned)d->madd_stalls << HX_PPU_MADD | (d->writes & 1u << HX_PPU_PERM);
    d->starts = executes & ~holds;
    d->ready = 1u << HX_PPU_MADD | 1u << HX_PPU_CMP | 1u << HX_PPU_PERM;
    d->ready |= (unsigned)(v->serial.state == HX_SERIAL_REST) << HX_PPU_LS;
    d->ready |= (unsigned)hx_vector_row_is_ready(&v->row, d->granted == HX_PPU_PLS, row_accept)
                << HX_PPU_PLS;
}

// Whether an entry that does not start in this cycle has yet to read a register, or the condition.
static bool is_read(const hx_vector_unit *v, unsigned starts, const hx_vector_op *head)
{
    for (unsigned u = 0; u < HX_VECTOR_UNITS; u++) {
        const hx_vector_station *station = &v->station[u];
        for (unsigned i = starts >> u & 1; i < station->count; i++) {
            const hx_vector_op *op = &station->entry[(station->first + i) % station->depth].op;
            if (head->has_target && ((op->uses_a && op->source_a == head->target) ||
                                     (op->uses_b && op->source_b == head->target)))
                return true;
            if (head->writes_condition && op->reads_condition)
                return true;
        }
    }
    return false;
}

static void decide_dispatch(const hx_vector_unit *v, decision *d)
{
    const hx_vector_op *head = &v->queue[v->queue_first];
    if (!v->queue_count)
        return;
    const hx_vector_station *station = &v->station[head->unit];
    if (station->count == station->depth && !(d->starts >> head->unit & 1))
        return;
    if ((head->has_target && v->pending >> head->target & 1) ||
        (head->writes_condition && v->condition_pending) || is_read(v, d->starts, head))
        return;
    d->pops = true;
    if (head->uses_a && v->pending >> head->source_a & 1)
        d->waits |= WAITS_A;
    if (head->uses_b && v->pending >> head->source_b & 1)
        d->waits |= WAITS_B;
    if (head->reads_condition && v->condition_pending)
        d->waits |= WAITS_CONDITION;
}

// The edge of the operand sequence of a station. Returns true if anything changed.
static bool step_sequence(hx_vector_unit *v, const decision *d, unsigned unit)
{
    hx_vector_station *station = &v->station[unit];
    const hx_vector_entry *head = &station->entry[station->first];
    const bool reads = d->granted == (int)unit && !(d->writes >> unit & 1);
    switch (station->state) {
    case HX_STATION_IDLE:
        if (!station->count || head->waits || !(d->ready >> unit & 1))
            return false;
        station->state = head->op.uses_a   ? HX_STATION_READ_A
                         : head->op.uses_b ? HX_STATION_READ_B
                                           : HX_STATION_EXECUTE;
        return true;
    case HX_STATION_READ_A:
        if (reads)
            station->state = head->op.uses_b ? HX_STATION_READ_B : HX_STATION_EXECUTE;
        return true;
    case HX_STATION_READ_B:
        if (reads)
            station->state = HX_STATION_EXECUTE;
        return true;
    default:
        station->state = HX_STATION_IDLE;
        station->first = (station->first + 1) % station->depth;
        station->count--;
        v->in_stations--;
        return true;
    }
}

static bool step_stations(hx_vector_unit *v, const decision *d)
{
    const unsigned holds =
        (unsigned)d->madd_stalls << HX_PPU_MADD | (d->writes & 1u << HX_PPU_PERM);
    bool moves = false;
    for (unsigned u = 0; v->in_stations && u < HX_VECTOR_UNITS; u++) {
        hx_vector_station *station = &v->station[u];
        if (!station->count)
            continue;
        if (!(holds >> u & 1))
            moves |= step_sequence(v, d, u);
        for (unsigned i = 0; (v->woken != NONE || d->wakes) && i < station->count; i++) {
            hx_vector_entry *entry = &station->entry[(station->first + i) % station->depth];
            if (entry->op.source_a == v->woken)
                entry->waits &= (uint8_t)~WAITS_A;
            if (entry->op.source_b == v->woken)
                entry->waits &= (uint8_t)~WAITS_B;
            if (d->wakes)
                entry->waits &= (uint8_t)~WAITS_CONDITION;
        }
    }
    return moves;
}

// Returns the register.
static int8_t write_register(hx_vector_unit *v, const decision *d)
{
    uint8_t(*vr)[HX_PPU_REGISTER_BYTES] = v->registers.vr;
    const hx_vector_pipe *pipe = d->granted == HX_PPU_MADD ? &v->madd : &v->permute;
    unsigned target;
    switch (d->granted) {
    case HX_PPU_MADD:
    case HX_PPU_PERM:
        target = pipe->target[pipe->first];
        memcpy(vr[target], pipe->result[pipe->first], HX_PPU_REGISTER_BYTES);
        break;
    case HX_PPU_LS:
        target = v->serial.target;
        hx_vector_serial_get(&v->serial, vr[target]);
        break;
    default:
        target = v->row.access[v->row.first].target;
        hx_vector_row_get(&v->row, vr[target]);
        break;
    }
    v->pending &= ~(UINT32_C(1) << target);
    return (int8_t)target;
}

// The pipe of an arithmetic unit, with an operation that starts.
static void step_pipe(hx_vector_unit *v, hx_vector_pipe *pipe, const hx_vector_op *op)
{
    uint8_t nowhere[HX_PPU_REGISTER_BYTES];
    if (op)
        hx_ppu_execute_vector(&v->registers, op->info, op->word, op->scalar,
                              op->has_target ? hx_vector_pipe_add(pipe, op->target) : nowhere);
    if (op || pipe->valid)
        hx_vector_pipe_step(pipe, op != NULL, op && op->has_target);
}

static hx_vector_row_start make_row_start(const hx_vector_unit *v, const hx_vector_op *op)
{
    hx_vector_row_start start = {.op = op, .vector = v->registers.vr[op->source_a]};
    // Without a condition all bytes are.
    if ((op->word & 3) == 0) {
        memset(start.enable, 0xff, sizeof start.enable);
        return start;
    }
    for (unsigned byte = 0; byte < HX_PPU_REGISTER_BYTES; byte++) {
        unsigned bit = HX_PPU_REGISTER_BYTES - 1 - byte;
        if (hx_ppu_byte_enabled(&v->registers, op->word & 3, byte))
            start.enable[bit / 32] |= UINT32_C(1) << bit % 32;
    }
    return start;
}

// The operation that starts in a unit, NULL: none.
static const hx_vector_op *get_start(const hx_vector_unit *v, const decision *d, unsigned unit)
{
    const hx_vector_station *station = &v->station[unit];
    return d->starts >> unit & 1 ? &station->entry[station->first].op : NULL;
}

static bool step_units(hx_vector_unit *v, const hx_vector_unit_in *in, const decision *d)
{
    bool moves = v->madd.valid || v->permute.valid || v->compares;
    const hx_vector_op *op = get_start(v, d, HX_PPU_CMP);
    if (!d->madd_stalls)
        step_pipe(v, &v->madd, get_start(v, d, HX_PPU_MADD));
    if (!(d->writes >> HX_PPU_PERM & 1) || d->granted == HX_PPU_PERM)
        step_pipe(v, &v->permute, get_start(v, d, HX_PPU_PERM));
    if (op)
        hx_ppu_execute_vector(&v->registers, op->info, op->word, op->scalar, NULL);
    v->compares = (uint8_t)((v->compares << 1 | (op != NULL)) & 7);
    op = get_start(v, d, HX_PPU_LS);
    if (op)
        hx_vector_serial_start(&v->serial, op, v->registers.vr[op->source_a]);
    else
        moves |= hx_vector_serial_step(&v->serial, d->granted == HX_PPU_LS, in->serial_response,
                                       in->serial_data);
    op = get_start(v, d, HX_PPU_PLS);
    const bool granted = d->granted == HX_PPU_PLS && d->writes >> HX_PPU_PLS & 1;
    if (op) {
        const hx_vector_row_start start = make_row_start(v, op);
        hx_vector_row_step(&v->row, &start, granted, in->row_accept,
                           in->row_response ? in->row : NULL);
        return true;
    }
    return moves | hx_vector_row_step(&v->row, NULL, granted, in->row_accept,
                                      in->row_response ? in->row : NULL);
}

static void dispatch(hx_vector_unit *v, const decision *d)
{
    const hx_vector_op *head = &v->queue[v->queue_first];
    hx_vector_station *station = &v->station[head->unit];
    assert(station->count < station->depth);
    station->entry[(station->first + station->count++) % station->depth] =
        (hx_vector_entry){.op = *head, .waits = d->waits};
    v->in_stations++;
    if (head->has_target)
        v->pending |= UINT32_C(1) << head->target;
    v->condition_pending |= head->writes_condition;
    v->queue_first = (v->queue_first + 1) % HX_VECTOR_QUEUE;
    v->queue_count--;
}

void hx_vector_unit_end(hx_vector_unit *v)
{
    decision d = {.granted = NONE};
    decide_port(v, false, &d);
    if (is_set(d.writes, d.granted))
        write_register(v, &d);
}

bool hx_vector_unit_step(hx_vector_unit *v, const hx_vector_unit_in *in)
{
    // At rest only these end it.
    if (v->rests && !in->op && !in->serial_response && !in->row_response &&
        !(v->row.valid && in->row_accept))
        return false;
    decision d = {.granted = NONE, .wakes = v->compares & COMPARE_WAKES};
    decide_port(v, in->row_accept, &d);
    decide_dispatch(v, &d);
    const bool frees_condition = v->compares & COMPARE_FREED;
    bool moves = in->op || d.requests || d.starts || d.pops || v->woken != NONE;
    // Nobody reads the old value any more.
    const int8_t written = is_set(d.writes, d.granted) ? write_register(v, &d) : NONE;
    moves |= step_units(v, in, &d);
    moves |= step_stations(v, &d);
    v->woken = written;
    if (d.requests)
        v->open = v->open ? v->open << 1 & UNITS : UNITS;
    if (frees_condition)
        v->condition_pending = false;
    if (d.pops)
        dispatch(v, &d);
    if (in->op) {
        assert(v->queue_count < HX_VECTOR_QUEUE);
        v->queue[(v->queue_first + v->queue_count++) % HX_VECTOR_QUEUE] = *in->op;
    }
    v->rests = !moves;
    return moves;
}
