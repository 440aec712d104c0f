// When instructions issue: operands, write port, latencies.
// SPDX-License-Identifier: Apache-2.0
//
// Instructions issue in order, at most one a cycle. A result of latency L can be used by an
// instruction that issues L cycles later and takes the register port's slot of that cycle.
#ifndef HX_FAST_PPU_ISSUE_H
#define HX_FAST_PPU_ISSUE_H

#include "sim/fast/ppu/core.h"

// Cycle in which the instruction that is next issues.
uint64_t hx_ppu_issue_find(hx_ppu *ppu, const hx_ppu_op *op);
// Cycle in which its last operation issues, if it issues in `cycle`.
uint64_t hx_ppu_issue_get_last(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle);
// It has issued.
void hx_ppu_issue_note_results(hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle, uint64_t last);
// Cycles from its last operation to the next instruction, at least.
uint64_t hx_ppu_issue_get_cost(const hx_ppu_op *op);
// Operations of it that the counter of issues sees.
unsigned hx_ppu_issue_get_count(const hx_ppu_op *op);

// First cycle from `cycle` on in which its operands are there; in which all that issued is done.
uint64_t hx_ppu_issue_wait_operands(const hx_ppu *ppu, const hx_ppu_op *op, uint64_t cycle);
uint64_t hx_ppu_issue_wait_drained(hx_ppu *ppu, uint64_t cycle);

// A load issued in `cycle` and was lost; its place at the write port stays taken.
void hx_ppu_issue_note_lost_load(hx_ppu *ppu, uint64_t cycle);

#endif
