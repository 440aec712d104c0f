// JTAG master, cycle by cycle: turns the JTAG instructions of a program into TCK, TMS and TDI.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/jtag_master.h"

#include <string.h>

enum { DefaultScaler = 6, InsBits = 7 };

void hx_jtag_master_reset(hx_jtag_master *j)
{
    memset(j, 0, sizeof *j);
    j->scaler = DefaultScaler;
}

// TCK is low for the longer half: lines are stable before the rising edge.
static uint16_t get_high_cycles(const hx_jtag_master *j)
{
    return (uint16_t)((j->scaler + 2) / 2);
}
static uint16_t get_low_cycles(const hx_jtag_master *j)
{
    return (uint16_t)(j->scaler + 2 - get_high_cycles(j));
}

static void shift_pins(hx_jtag_master *j)
{
    j->tms = j->tms_bits & 1;
    j->tdi = j->tdi_bits & 1;
    j->tms_bits >>= 1;
    j->tdi_bits >>= 1;
}

// The walk of an instruction.
static void start(hx_jtag_master *j, const hx_jtag_command *command)
{
    unsigned bits = 0, lead = 0;
    j->tms_bits = j->tdi_bits = 0;
    switch (command->kind) {
    case HX_UT_TO_JTAG_INIT:
        lead = 4;
        j->tms_bits = 0x1f;
        break;
    case HX_UT_TO_JTAG_INS:
        lead = 4;
        bits = InsBits;
        j->tms_bits = 3;
        break;
    default:
        lead = 3;
        // More than the answer can hold is not sent; at least one bit is.
        bits = command->bits > HX_UT_JTAG_BITS_MAXIMUM ? HX_UT_JTAG_BITS_MAXIMUM : command->bits;
        if (bits == 0)
            bits = 1;
        j->tms_bits = 1;
    }
    if (bits) {
        const uint64_t all = (UINT64_C(1) << (HX_UT_JTAG_BITS_MAXIMUM + 5)) - 1;
        j->tms_bits = (j->tms_bits | UINT64_C(3) << (lead + bits - 1)) & all;
        j->tdi_bits = (command->data << lead) & all;
    }
    j->run = true;
    j->keep = command->kind == HX_UT_TO_JTAG_DATA && command->keep;
    j->high = false;
    j->phase = get_low_cycles(j) - 1;
    j->left = (uint8_t)(lead + bits + 2);
    j->step = 0;
    j->first = (uint8_t)lead;
    j->last = (uint8_t)(lead + bits - 1);
    j->captured = 0;
    shift_pins(j);
}

static void end_half_period(hx_jtag_master *j, bool tdo)
{
    j->tck = !j->high;
    if (!j->high) {
        j->high = true;
        j->phase = get_high_cycles(j) - 1;
        if (j->keep && j->step >= j->first && j->step <= j->last)
            j->captured |= (uint64_t)tdo << (j->step - j->first);
        return;
    }
    j->high = false;
    j->phase = get_low_cycles(j) - 1;
    j->step++;
    shift_pins(j);
    if (--j->left == 0) {
        j->run = false;
        j->answer = j->keep;
    }
}

void hx_jtag_master_step(hx_jtag_master *j, const hx_jtag_command *command, bool answered, bool tdo)
{
    if (j->read != j->write && !j->run && !j->answer) {
        const hx_jtag_command *head = &j->queue[j->read++ % HX_JTAG_DEPTH];
        if (head->kind == HX_UT_TO_JTAG_SCALER)
            j->scaler = (uint8_t)head->data;
        else
            start(j, head);
    } else if (j->run) {
        if (j->phase == 0)
            end_half_period(j, tdo);
        else
            j->phase--;
    } else if (answered) {
        j->answer = false;
    }
    if (command)
        j->queue[j->write++ % HX_JTAG_DEPTH] = *command;
}

uint64_t hx_jtag_master_get_rest(const hx_jtag_master *j)
{
    if (j->run)
        return j->phase;
    return hx_jtag_master_is_busy(j) ? 0 : UINT64_MAX;
}

void hx_jtag_master_skip(hx_jtag_master *j, uint64_t cycles)
{
    if (j->run)
        j->phase -= (uint16_t)cycles;
}
