// The digital part of the chip (rtl/chip/hx_chip.sv): pins in, pins out, one clock edge.
// SPDX-License-Identifier: Apache-2.0
//
// Bit- and cycle-exact to the RTL. A step is one edge of the 250 MHz clock after power-on; cycles
// count from there. Cycles before hx_digital_next need no step if their inputs are quiet: no word
// arrives, no neuron fires, pins stay.
#ifndef HX_FAST_CHIP_DIGITAL_H
#define HX_FAST_CHIP_DIGITAL_H

#include "sim/fast/chip/analog_bus.h"
#include "sim/fast/chip/array.h"
#include "sim/fast/chip/digital_pins.h"
#include "sim/fast/chip/madc.h"
#include "sim/fast/chip/memory_timing.h"
#include "sim/fast/chip/pll.h"
#include "sim/fast/chip/readout.h"
#include "sim/fast/chip/registers.h"
#include "sim/fast/chip/tap.h"
#include "sim/fast/event/fabric.h"
#include "sim/fast/link/chip_link.h"
#include "sim/fast/link/lane_state.h"
#include "sim/fast/omnibus/merge.h"
#include "sim/fast/omnibus/slave.h"
#include "sim/fast/omnibus/turns.h"
#include "sim/fast/processor/processor.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_DIGITAL_INIT_CYCLES 2500
#define HX_DIGITAL_RESET_CYCLES 16 // after these nothing changes any more

// Slaves of the Omnibus, as in hx_chip.
typedef enum hx_digital_slave {
    HX_SLAVE_REGISTERS,
    HX_SLAVE_SYSTIME,
    HX_SLAVE_PADI_TOP,
    HX_SLAVE_PADI_BOTTOM,
    HX_SLAVE_BACKEND,
    HX_SLAVE_CROSSBAR,
    HX_SLAVE_ANALOG, // first without an access port
    HX_SLAVE_ARRAY_TOP,
    HX_SLAVE_ARRAY_BOTTOM
} hx_digital_slave;

struct hx_digital {
    uint64_t now; // steps so far
    unsigned latency;
    unsigned reset_cycles; // of a chip reset, up to HX_DIGITAL_RESET_CYCLES
    hx_lane_state lanes;
    hx_chip_link link;
    hx_tap tap;
    hx_omnibus_merge masters; // link and those that take turns
    hx_omnibus_turns turns;
    hx_memory_timing timing;
    hx_omnibus_slave slave[HX_SLAVE_ANALOG];
    uint32_t read_data[HX_SLAVE_ANALOG]; // of the last access
    hx_chip_registers registers;
    hx_pll pll;
    hx_readout readout;
    hx_madc madc;
    hx_processor *ppu[2];
    hx_ppu_port port[2];  // what the processors show
    hx_access request[2]; // of theirs, if valid: between their clock and the bus (hx_slice)
    bool word_valid;      // the same between their clock and the link
    uint64_t word;
    uint8_t memory_owner; // whose accesses to the FPGA's memory are sent
    hx_systime systime;
    hx_fabric fabric;
    hx_fabric_in fabric_in; // kept, since clearing all of it takes long
    hx_analog_bus analog;
    hx_array array[2];
    // Wake-up times: the part has nothing to do before that cycle unless something comes to it.
    bool bus_moves; // a slave without a time of its own is accessed or answers
    uint64_t fabric_next, registers_next, parts_next; // the last: of all but link and processors
    bool was_calm;   // the parts had nothing to do in the last step
    bool lane_valid; // a word starts
    uint8_t lane;
    uint64_t lane_word;
};

// As after power-on reset. `latency`: of the lanes, one way, beyond the smallest, FPGA cycles.
hx_status hx_digital_create(hx_digital **digital, unsigned latency);
void hx_digital_destroy(hx_digital *digital); // accepts NULL

void hx_digital_step(hx_digital *digital, const hx_digital_in *in);

// First cycle, from the present one on, that needs a step with these levels.
uint64_t hx_digital_next(const hx_digital *digital, const hx_digital_levels *levels);

// Lets cycles pass that need no step.
void hx_digital_skip(hx_digital *digital, uint64_t cycles);

// The word port accesses of the last step; ports as in docs/pins.md.
static inline const hx_word_access *hx_digital_get_access(const hx_digital *digital, unsigned port)
{
    return port < 2 ? &digital->array[port].access : &digital->analog.access;
}

#ifdef __cplusplus
}
#endif

#endif
