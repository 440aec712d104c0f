// Membranes sampled by the plasticity processors: their program, and how a trial uses it.
// SPDX-License-Identifier: Apache-2.0
//
// Each processor runs firmware/programs/sampler.c, which converts all 256 columns of its half
// every `period` chip cycles and writes the rows with a time stamp to its share of the FPGA's
// memory. It is loaded once; a trial starts it from reset, waits until it sleeps, puts it back
// into reset and reads the words it needs. A processor in reset remembers nothing of the trial
// before. Times are chip cycles of 4 ns.
#ifndef HX_TRAIN_PPU_SAMPLER_H
#define HX_TRAIN_PPU_SAMPLER_H

#include "host/chip/router.h"
#include "host/ppu/control.h"

typedef struct hx_ppu_sampler hx_ppu_sampler;

// From start to first record; enough for the program's own start-up.
#define HX_PPU_SAMPLER_FIRST 400u
// A conversion, and its rows on their way to the FPGA (docs/ppu.md).
#define HX_PPU_SAMPLER_PERIOD 500u

// HX_ERROR_UNSUPPORTED: built without the program. HX_ERROR_LIMIT: so many samples do not fit
// into the FPGA's memory. The plan must outlive the sampler.
hx_status hx_ppu_sampler_create(hx_ppu_sampler **sampler, const hx_router_readout_plan *plan,
                                size_t samples, uint32_t period, hx_error *error);
void hx_ppu_sampler_destroy(hx_ppu_sampler *sampler); // accepts NULL

// Names for waves of the processors.
void hx_ppu_sampler_name(const hx_ppu_sampler *sampler, hx_trace_config *trace);

// The calls append to a playback program. Start takes two FPGA cycles for each half.
hx_status hx_ppu_sampler_add_load(const hx_ppu_sampler *sampler, hx_program *program);
hx_status hx_ppu_sampler_add_start(const hx_ppu_sampler *sampler, hx_program *program);
// Waits for the end, stops, and reads: for each sample the stamps of the two halves, then the
// plan's quads in their order. A stamp counts chip cycles from the start of its half.
hx_status hx_ppu_sampler_add_reads(const hx_ppu_sampler *sampler, hx_program *program);

// Words of a sample in the answer.
enum { HX_PPU_SAMPLER_STAMPS = 2 };

#endif
