// Default configuration of the chip and of single neurons.
// SPDX-License-Identifier: Apache-2.0
//
// Everything goes out as bus writes through a callback, in order; the first status other than
// HX_OK ends the call and is returned. Analog parameters are cell values (0..1022, 1023 = no
// refresh). Layouts: generated hx_map.h.
#ifndef HX_HOST_CHIP_CONFIGURE_H
#define HX_HOST_CHIP_CONFIGURE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef hx_status (*hx_chip_write_fn)(void *context, uint32_t address, uint32_t value);

// What all neurons share.
typedef struct hx_chip_settings {
    bool clear_synapses;       // weights and labels of the whole array to 0 (65,536 writes)
    bool clear_parameters;     // all 12,480 cells, not only the shared ones
    uint32_t weight_scale;     // syn_i_bias_dac
    uint32_t ramp_slope;       // cadc_i_ramp_slope
    uint32_t ramp_offset;      // cadc_v_ramp_offset
    uint32_t cadc_reset_wait;  // PPU cycles
    uint32_t cadc_dead_time;   // PPU cycles
    uint32_t sense_delay;      // PPU cycles
    uint32_t clock_scale_slow; // 250 MHz / 2^(scale+1)
    uint32_t clock_scale_fast;
} hx_chip_settings;

hx_chip_settings hx_chip_settings_default(void);

// One neuron. Time constants: the switches multiply or divide a conductance by 8.
typedef struct hx_chip_neuron_parameters {
    bool spiking; // false: readout only, comparator and event output off
    bool enable_excitatory, enable_inhibitory;
    bool connect_rows;      // joins the membrane with that of the other row's circuit
    bool bypass_excitatory; // every excitatory input makes the neuron fire (digital tests)
    bool leak_division, leak_multiplication;
    bool reset_division, reset_multiplication;
    bool excitatory_high_resistance, inhibitory_high_resistance;
    bool excitatory_small_capacitance, inhibitory_small_capacitance;
    uint32_t membrane_capacitor_size; // 0..63
    uint32_t v_leak, v_reset, v_threshold;
    uint32_t i_bias_leak, i_bias_reset;
    uint32_t i_bias_synin_exc_tau, i_bias_synin_exc_shift, i_bias_synin_exc_gm;
    uint32_t i_bias_synin_inh_tau, i_bias_synin_inh_shift, i_bias_synin_inh_gm;
    uint32_t refractory_time; // 0..255 counts
    uint32_t reset_holdoff;   // 0..15; reset ends 31 - 2*holdoff counts before the refractory time
    bool fast_clock;          // which of the two refractory clocks counts
    bool adaptation_pulse;    // a spike adds to the adaptation
    uint32_t address_out;     // low 8 bits of the spike label
} hx_chip_neuron_parameters;

hx_chip_neuron_parameters hx_chip_neuron_parameters_default(void);

// The neutral chip: neurons held in reset and off, drivers off, crossbar drops all, buses take
// crossbar events, columns carry synaptic currents to the neurons and membranes to the CADC.
hx_status hx_chip_write_defaults(const hx_chip_settings *settings, hx_chip_write_fn write,
                                 void *context);

// Holds all neurons in reset ("parked", no event leaves) or releases them.
hx_status hx_chip_write_force_reset(const hx_chip_settings *settings, bool on,
                                    hx_chip_write_fn write, void *context);

// Circuit, backend and parameter cells of one neuron (0..511).
hx_status hx_chip_write_neuron(unsigned neuron, const hx_chip_neuron_parameters *parameters,
                               hx_chip_write_fn write, void *context, hx_error *error);

#ifdef __cplusplus
}
#endif

#endif
