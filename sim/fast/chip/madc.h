// Fast ADC: run control, sample clock, samples that wait for their way out, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Off, powering up, ready, recording (docs/fidelity.md, "MADC"). The analog core gives the value
// of a sample in the cycle after hx_madc.sample was set.
#ifndef HX_FAST_CHIP_MADC_H
#define HX_FAST_CHIP_MADC_H

#include "sim/fast/chip/readout.h"
#include "sim/fast/omnibus/ring.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_MADC_DEPTH 16 // samples that wait

typedef enum hx_madc_state {
    HX_MADC_OFF,
    HX_MADC_POWER_UP,
    HX_MADC_READY,
    HX_MADC_RECORD
} hx_madc_state;

typedef struct hx_madc {
    hx_madc_state state;
    bool start; // one waits for the end of power-up
    bool continuous, power_down;
    uint64_t due; // end of the wait or of the sample, in units of 2 ns
    uint16_t left, number;
    bool mux;     // the input in use
    uint8_t turn; // samples of it
    // The sample taken in this cycle.
    bool sample;
    uint16_t source;
    uint8_t sample_stamp;
    bool sample_mux;
    uint16_t sample_number;
    // The one before.
    bool taken;
    uint16_t taken_label;
    uint8_t taken_stamp;
    hx_ring waiting; // time stamp << 11 | label
} hx_madc;

typedef struct hx_madc_in {
    uint64_t now;
    uint8_t timestamp;
    const hx_readout *readout; // settings and command
    uint16_t value;            // of the sample of the last cycle
    bool taken;                // the oldest waiting sample
} hx_madc_in;

void hx_madc_reset(hx_madc *madc);
void hx_madc_step(hx_madc *madc, const hx_madc_in *in);

// First cycle, from `now` on, in which something happens without a command.
uint64_t hx_madc_next(const hx_madc *madc, uint64_t now);

#ifdef __cplusplus
}
#endif

#endif
