// State of the analog core, shared by its parts.
// SPDX-License-Identifier: Apache-2.0
//
// Invariants: step_start <= now <= step_start + HX_ANNCORE_GRID; nothing happens in a cycle
// before `wake` unless a pin is used, which sets it to 0.
#ifndef HX_MODELS_ANNCORE_PRIVATE_H
#define HX_MODELS_ANNCORE_PRIVATE_H

#include "models/anncore.h"
#include "models/mismatch.h"
#include "models/neuron.h"
#include "models/random.h"

#define HX_HALVES 2
#define HX_COLUMNS 256
#define HX_ROWS 256
#define HX_ARRAY_ROWS 258 // 256 and 257 hold the column switches
#define HX_DRIVERS 128
#define HX_QUADRANTS 4
#define HX_CELL_COLUMNS 130
#define HX_CELL_ROWS 24
#define HX_CELL_KEEP 1023 // refresh off
#define HX_CHANNELS 2     // causal, acausal

// A driver's configuration as far as events need it.
typedef struct hx_driver {
    uint8_t label_mask;    // label bits that reach the synapses
    uint8_t excitatory[2]; // row mode of the bottom and top row
    uint8_t inhibitory[2];
    // Lengths of its pulses, see pulse.h.
    bool plastic, hagen, recover;
    bool readout; // its plasticity drives the debug line
    uint8_t utilization, recovery, offset, dac_offset, target;
} hx_driver;

struct hx_anncore {
    hx_neuron_array neurons;
    hx_anncore_config config;
    hx_simd_level level;

    uint64_t now;
    uint64_t wake;
    uint64_t trial_start;
    uint64_t step_start;
    uint64_t trial_key;
    bool fire_valid;
    hx_neuron_set fire;
    hx_neuron_set bypass; // fire in bypass_cycle, whatever the membrane does
    uint64_t bypass_cycle;

    // Fixed spread: per neuron, per channel, per synapse (by column).
    double spread[HX_MISMATCH_CADC_OFFSET][HX_ANNCORE_NEURONS];
    double cadc_offset[HX_HALVES][HX_CHANNELS][HX_COLUMNS];
    double cadc_gain[HX_HALVES][HX_CHANNELS][HX_COLUMNS];
    float synapse_factor[HX_HALVES][HX_ROWS][HX_COLUMNS];
    // Weight with its spread, 1 for the largest weight; bits of the columns where it is not 0.
    _Alignas(64) double strength[HX_HALVES][HX_ROWS][HX_COLUMNS];
    uint64_t strong[HX_HALVES][HX_ROWS][HX_COLUMNS / 64];

    // Synapse memory: byte p = 4*quad + entry of a row; see hx_synapse_column.
    uint8_t even[HX_HALVES][HX_ARRAY_ROWS][HX_COLUMNS]; // [5:0] weight cells, [7:6] time trim
    uint8_t odd[HX_HALVES][HX_ARRAY_ROWS][HX_COLUMNS];  // [5:0] label, [7:6] amplitude trim
    // Columns of a row with a label and a weight above 0.
    uint64_t listeners[HX_HALVES][HX_ROWS][64][HX_COLUMNS / 64];
    uint64_t heard[HX_HALVES][HX_ROWS]; // labels of a row that have listeners

    uint32_t driver_config[HX_HALVES][HX_DRIVERS][3];
    uint32_t driver_timing[HX_HALVES][2];
    hx_driver driver[HX_HALVES][HX_DRIVERS];
    uint32_t padi_config[HX_HALVES][2]; // CommonPADIBusConfig, CommonSTPConfig
    double pulse_state[HX_HALVES][HX_DRIVERS];
    uint64_t pulse_time[HX_HALVES][HX_DRIVERS]; // cycle at which pulse_state held
    uint32_t driver_match[HX_HALVES][4][32];    // bus, row select: bit i = driver 4*i + bus

    uint16_t cell[HX_QUADRANTS][HX_CELL_COLUMNS][HX_CELL_ROWS];     // as written
    double cell_value[HX_QUADRANTS][HX_CELL_COLUMNS][HX_CELL_ROWS]; // in force, cell steps
    uint16_t cell_users[HX_QUADRANTS][2][1024]; // voltage, current cells that hold a number
    bool cells_stale;                           // what cells settle to has changed
    bool cells_settle;                          // some are on their way
    uint32_t capmem_timing[HX_QUADRANTS][2];
    uint32_t capmem_config[HX_QUADRANTS][10];
    uint32_t neuron_config[HX_ANNCORE_NEURONS][6];
    bool wiring_stale; // switches between circuits may have changed
    uint32_t neuron_timing[HX_QUADRANTS][2];
    uint32_t synapse_bias;

    uint8_t cadc_config[HX_HALVES][2][HX_COLUMNS]; // side (0 west), 2*column + channel
    uint32_t cadc_timing[HX_HALVES][2][2];
    uint16_t cadc_row[HX_HALVES]; // read last
    uint8_t cadc_result[HX_HALVES][HX_CHANNELS][HX_COLUMNS];

    // What a neuron drives its readout line with: readout source + 1, 0 nothing.
    uint8_t readout[HX_ANNCORE_NEURONS];

    // Correlation sensors, CADC steps below the baseline; channel 0 causal, 1 acausal.
    float sensor[HX_HALVES][HX_CHANNELS][HX_ROWS][HX_COLUMNS];
    bool sensors_used;                                       // since they were cleared
    uint64_t pre_time[HX_HALVES][HX_ROWS][HX_COLUMNS];       // valid where a pre pulse waits
    uint64_t pre_waits[HX_HALVES][HX_COLUMNS][HX_ROWS / 64]; // rows, since the last post pulse
    uint64_t post_time[HX_ANNCORE_NEURONS];                  // HX_ANNCORE_NEVER: none
};

// Cycles since the last grid point, 0..16.
static inline unsigned hx_anncore_offset(const hx_anncore *core)
{
    return (unsigned)(core->now - core->step_start);
}

// Takes over all changed parameters.
void hx_anncore_update_parameters(hx_anncore *core);

// Joins circuits as the switches say.
void hx_wiring_update(hx_anncore *core);

// A parameter or switch of this neuron is about to change.
void hx_anncore_touch_neuron(hx_anncore *core, unsigned neuron);
void hx_anncore_touch_quadrant(hx_anncore *core, unsigned quadrant);

// Column of byte p of a row and the other way round: quads 0..31 hold the even columns.
static inline unsigned hx_synapse_column(unsigned position)
{
    return 2 * (position % 128) + position / 128;
}

static inline unsigned hx_synapse_position(unsigned column)
{
    return column / 2 + 128 * (column % 2);
}

// Whether the column's synaptic current reaches its neuron; kind 0 excitatory, 1 inhibitory.
bool hx_synapse_has_current_switch(const hx_anncore *core, unsigned neuron, unsigned kind);

uint32_t hx_synapse_read(const hx_anncore *core, unsigned half, uint32_t offset);
void hx_synapse_write(hx_anncore *core, unsigned half, uint32_t offset, unsigned byte_enables,
                      uint32_t data);
uint32_t hx_driver_read(const hx_anncore *core, unsigned half, uint32_t offset);
void hx_driver_write(hx_anncore *core, unsigned half, uint32_t offset, uint32_t bits,
                     uint32_t data);
void hx_driver_decode(hx_anncore *core, unsigned half, unsigned driver);

uint32_t hx_capmem_read(const hx_anncore *core, uint32_t offset);
void hx_capmem_write(hx_anncore *core, uint32_t offset, uint32_t bits, uint32_t data);
uint32_t hx_neuron_config_read(const hx_anncore *core, uint32_t offset);
void hx_neuron_config_write(hx_anncore *core, uint32_t offset, uint32_t bits, uint32_t data);
// Settling and crosstalk of the parameter memory (capmem_settle.c). A cell has been written ...
void hx_capmem_note_write(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                          unsigned old);
// ... what follows from writes at this time ...
void hx_capmem_update(hx_anncore *core);
// ... a refresh, if one is due at this grid point; returns whether cells have changed ...
bool hx_capmem_refresh(hx_anncore *core);
// ... and a long pause.
void hx_capmem_rest(hx_anncore *core);
// A cell's value (cell steps) changes now.
void hx_capmem_set_value(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                         double value);
// Internal bias of a quadrant's synapses: bit 0 output, 1 store, 2 ramp, 3 DAC.
bool hx_capmem_has_internal_bias(const hx_anncore *core, unsigned quadrant, unsigned bit);

bool hx_correlation_is_on(const hx_anncore *core, unsigned quadrant);
// A row fires with this label.
void hx_correlation_send_pre(hx_anncore *core, unsigned half, unsigned row, unsigned label);
// Clears the sensors of a synapse; bit 0 causal, 1 acausal.
void hx_correlation_reset(hx_anncore *core, unsigned half, unsigned channels, unsigned row,
                          unsigned column);
double hx_correlation_get(const hx_anncore *core, unsigned half, unsigned channel, unsigned row,
                          unsigned column);
// Clears all sensors and traces.
void hx_correlation_rest(hx_anncore *core);

// The neuron's switches have changed.
void hx_madc_update_readout(hx_anncore *core, unsigned neuron);

uint32_t hx_cadc_read_config(const hx_anncore *core, unsigned half, uint32_t offset);
void hx_cadc_write_config(hx_anncore *core, unsigned half, uint32_t offset, uint32_t bits,
                          uint32_t data);
// Result of a column; `held` = with the sensors held in reset, otherwise the last conversion.
unsigned hx_cadc_get_result(const hx_anncore *core, unsigned half, unsigned channel,
                            unsigned column, bool held);

#endif
