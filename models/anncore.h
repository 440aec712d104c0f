// The analog core of one HICANN-X chip: neurons, synapses, converters, parameter memory.
// SPDX-License-Identifier: Apache-2.0
//
// 512 neurons (index = 256*row + column), 2 x 256 x 256 synapses, 2 x 128 synapse drivers,
// 12,480 parameter cells, 1,024 CADC channels. The core holds the only copy of the synapse,
// driver, neuron and parameter memories and knows nothing of clocks, buses or simulators.
//
// Time is counted in chip cycles (4 ns) since power-on and only moves forward. All pin calls
// apply to the cycle reached by the last hx_anncore_advance. State and noise change only at
// pin calls and on a grid of HX_ANNCORE_GRID cycles aligned to the trial's first cycle, so
// no result depends on how the time between pin calls is cut.
//
// Units: volt, ampere, second. Addresses and layouts: generated/hx_map.h (chip-map).
#ifndef HX_MODELS_ANNCORE_H
#define HX_MODELS_ANNCORE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_ANNCORE_GRID 16
#define HX_ANNCORE_NEURONS 512
#define HX_ANNCORE_FIRE_WORDS 8
#define HX_ANNCORE_NEVER UINT64_MAX

typedef struct hx_anncore hx_anncore;

typedef struct hx_anncore_config {
    uint64_t seed;      // trial-to-trial noise
    uint64_t chip_seed; // which virtual chip
    double mismatch;    // scale of the parameter spread, 0.. (1 = documented default)
    double noise;       // scale of trial-to-trial noise, 0..
    // Parameter memory: time constant of a written cell, s, 0..1 (0: at once), and what a cell of
    // 128 with the same number loses, in cell steps, 0..100.
    double settling_time, crosstalk;
} hx_anncore_config;

// Memories behind the word port. `offset` in the calls below counts 32-bit words from the
// block's base; bases are given as chip Omnibus word addresses.
typedef enum hx_anncore_block {
    HX_ANNCORE_ARRAY_TOP,     // 0x02C00000: weights, labels, switches, CADC results
    HX_ANNCORE_ARRAY_BOTTOM,  // 0x03C00000
    HX_ANNCORE_CADC_TOP,      // 0x02400000: CADC offset memory
    HX_ANNCORE_CADC_BOTTOM,   // 0x03400000
    HX_ANNCORE_DRIVER_TOP,    // 0x00110400: synapse driver configuration
    HX_ANNCORE_DRIVER_BOTTOM, // 0x00118400
    HX_ANNCORE_CAPMEM,        // 0x00140000: parameter cells and block configuration
    HX_ANNCORE_NEURON_CONFIG, // 0x00160000
    HX_ANNCORE_SYNAPSE_BIAS   // 0x00100000
} hx_anncore_block;

hx_status hx_anncore_create(hx_anncore **core, const hx_anncore_config *config);
void hx_anncore_destroy(hx_anncore *core);

// A trial starts at `cycle`: the grid begins here, noise is that of `trial`, and all state
// variables are at rest as after a long pause: no synaptic current, membrane at the leak
// potential (at the reset potential while the reset line is high), CADC results 0. Parameters,
// memories and reset lines stay.
void hx_anncore_start_trial(hx_anncore *core, uint64_t cycle, uint64_t trial);

// Moves time towards `until_cycle` and stops at the first cycle in which a neuron fires.
// Returns the cycle reached. A neuron fires in every cycle from the one in which its membrane
// reaches the threshold until the membrane is below or the reset line high; one that is above at
// the release of its reset (a plateau) or at the start of a trial fires from the next cycle on.
// With the threshold's cell at 0 it fires once, and again only after a reset and from below.
uint64_t hx_anncore_advance(hx_anncore *core, uint64_t until_cycle);

// Fire bits of the cycle just reached, bit n%64 of word n/64; NULL if none.
const uint64_t *hx_anncore_get_fire(const hx_anncore *core);

// An event on PADI bus 0..7 (0..3 top, 4..7 bottom), row select 0..31, synapse label 0..63.
// Its effect on the membrane, and a fire through a bypass switch, show from the next cycle on.
void hx_anncore_send_padi_event(hx_anncore *core, unsigned bus, unsigned row_select,
                                unsigned label);

// Settings of the event buses of a half that the analog part needs, the words of
// CommonPADIBusConfig (pulse extension) and CommonSTPConfig (recovery clock), whenever one of them
// is written. The core keeps them through a reset of the chip.
void hx_anncore_set_padi(hx_anncore *core, unsigned half, uint32_t config, uint32_t stp);

// Levels of the neurons' reset lines, same bit order as the fire bits.
void hx_anncore_set_reset(hx_anncore *core, const uint64_t level[HX_ANNCORE_FIRE_WORDS]);

// Post pulses to the correlation sensors of the neurons' columns, same bit order.
void hx_anncore_send_post_pulses(hx_anncore *core, const uint64_t pulses[HX_ANNCORE_FIRE_WORDS]);

// Adaptation pulses of neurons begin, same bit order. One of length 2^(scale + 1) cycles (`scale`:
// 0..15, that of the neuron's side, 0 the columns 0..127) adds 2^scale times the neuron's step to
// its adaptation, all of it at once.
void hx_anncore_send_adaptation_pulses(hx_anncore *core,
                                       const uint64_t pulses[HX_ANNCORE_FIRE_WORDS],
                                       const uint8_t scale[2]);

// Starts a conversion of all 512 CADC channels of a half (0 top, 1 bottom): the inputs are
// sampled now, the results stand behind the array block's CADC addresses from now on.
// `row` is the row whose correlation sensors are connected. A bank (bit 0 left, 1 right) whose bit
// of `crossed` is set takes the offset voltage from the parameter memory of the other bank.
void hx_anncore_convert_cadc(hx_anncore *core, unsigned half, unsigned row, unsigned crossed);

// A sample of the fast ADC, 0..1023, at the cycle reached; `source` has the bits of the readout
// multiplexer in use (HX_MAP_READOUT_SOURCE_SELECTION), 0: nothing is connected.
unsigned hx_anncore_sample_madc(const hx_anncore *core, unsigned source);

// Word port. Undefined offsets read 0 and ignore writes; bits without a cell read 0.
uint32_t hx_anncore_read_word(const hx_anncore *core, hx_anncore_block block, uint32_t offset);
void hx_anncore_write_word(hx_anncore *core, hx_anncore_block block, uint32_t offset,
                           unsigned byte_enables, uint32_t data);

// Analog quantities for waves and tests, at the cycle reached. They change nothing.
double hx_anncore_get_membrane(const hx_anncore *core, unsigned neuron);           // V
double hx_anncore_get_excitatory_current(const hx_anncore *core, unsigned neuron); // A
double hx_anncore_get_inhibitory_current(const hx_anncore *core, unsigned neuron); // A
double hx_anncore_get_adaptation(const hx_anncore *core, unsigned neuron);         // A

#ifdef __cplusplus
}
#endif

#endif
