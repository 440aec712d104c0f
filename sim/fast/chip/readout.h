// Registers of the fast ADC, readout multiplexers, pads and references, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Used bits are kept and read back; MADCControl is a command and reads 0. Settings of the ADC act
// two cycles after the write, like a command.
#ifndef HX_FAST_CHIP_READOUT_H
#define HX_FAST_CHIP_READOUT_H

#include "sim/fast/event/access.h"

#include <hx_map.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_READOUT_WORDS                                                                           \
    (HX_MAP_REFERENCE_GENERATOR_CONFIG_BASE - HX_MAP_BLOCK_READOUT_BASE +                          \
     HX_MAP_REFERENCE_GENERATOR_CONFIG_WORDS)

#define HX_READOUT_SOURCES 0x1fffu // bits of a multiplexer

// What the converter needs of its settings. Times in units of 2 ns.
typedef struct hx_madc_settings {
    uint32_t sample_cycles, wait_cycles;
    uint16_t samples;
    bool first_input;
    uint8_t input_length; // samples of one input
    bool dummy;
    uint16_t source[2]; // bits of the multiplexers, 0: not connected
} hx_madc_settings;

typedef struct hx_readout {
    uint32_t store[HX_READOUT_WORDS];
    bool changed; // in the last cycle
    bool control_valid;
    uint32_t control; // the command of the last cycle
    hx_madc_settings madc;
} hx_readout;

void hx_readout_reset(hx_readout *readout);

// The clock edge. Returns the read data of the access.
uint32_t hx_readout_step(hx_readout *readout, const hx_access *access);

static inline bool hx_readout_rests(const hx_readout *readout)
{
    return !readout->changed && !readout->control_valid;
}

#ifdef __cplusplus
}
#endif

#endif
