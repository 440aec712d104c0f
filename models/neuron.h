// State of the 512 neurons and its course in time.
// SPDX-License-Identifier: Apache-2.0
//
//   C dV/dt = g (E - V) + I_noise + I_exc - I_inh
//
// with g, E of the leak, or of the reset while the reset line is high (both share one
// amplifier); I_exc and I_inh decay with time constants of their own and jump at events.
// Between changes the solution is a closed form; with h cycles since the reference
//
//   V(h) = T + (V - T) a[h] + I_exc x[h] - I_inh y[h],      T = E + I_noise / g
//
// so a neuron's state is kept at a *reference* cycle and evaluated for any later one without
// being changed. The reference moves only to grid points and to cycles in which something
// happened to that neuron, never because somebody looked: that makes all bits independent of
// how time is cut. Offsets below count cycles since the last grid point, 0..16.
#ifndef HX_MODELS_NEURON_H
#define HX_MODELS_NEURON_H

#include "models/adex.h"
#include "models/anncore.h"
#include "models/joint.h"
#include "models/parameters.h"
#include "models/simd.h"

#include <string.h>

#define HX_NEURON_WORDS HX_ANNCORE_FIRE_WORDS
#define HX_NEURON_POINTS (HX_ANNCORE_GRID + 1)

// Currents below this are gone (A); keeps subnormal numbers out of the loops.
#define HX_NEURON_CURRENT_FLOOR 1e-24
// Added to the bound of the membrane (V): far above all rounding.
#define HX_NEURON_BOUND_MARGIN 1e-9

#define HX_NEURON_GROUP 32 // neurons that are stepped together
#define HX_NEURON_GROUPS (HX_ANNCORE_NEURONS / HX_NEURON_GROUP)

typedef uint64_t hx_neuron_set[HX_NEURON_WORDS];

static inline bool hx_neuron_set_has(const uint64_t *set, unsigned neuron)
{
    return (set[neuron / 64] >> (neuron % 64)) & 1;
}

static inline void hx_neuron_set_add(uint64_t *set, unsigned neuron)
{
    set[neuron / 64] |= UINT64_C(1) << (neuron % 64);
}

static inline int64_t hx_neuron_get_bits(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline void hx_neuron_set_remove(uint64_t *set, unsigned neuron)
{
    set[neuron / 64] &= ~(UINT64_C(1) << (neuron % 64));
}

// Quadrant of a neuron's parameters: 2*row + east.
static inline unsigned hx_neuron_quadrant(unsigned neuron)
{
    return 2 * (neuron / 256) + (neuron % 256) / 128;
}

// Coefficients of the closed form for 0..16 cycles; [0] leak, [1] reset. The neurons lie side by
// side, since an event concerns many neurons at one time.
typedef struct hx_neuron_points {
    _Alignas(64) double decay[2][HX_NEURON_POINTS][HX_NEURON_ROW]; // a
    double excitatory[2][HX_NEURON_POINTS][HX_NEURON_ROW];         // x, V per A
    double inhibitory[2][HX_NEURON_POINTS][HX_NEURON_ROW];         // y, V per A
    double excitatory_decay[HX_NEURON_POINTS][HX_NEURON_ROW];
    double inhibitory_decay[HX_NEURON_POINTS][HX_NEURON_ROW];
} hx_neuron_points;

typedef struct hx_neuron_table {
    double potential[2]; // E
    double noise[2];     // V of T per unit of the noise draw
    double threshold;
} hx_neuron_table;

// Rows of all neurons, used by the grid step.
struct hx_neuron_rows {
    _Alignas(64) double membrane[HX_NEURON_ROW]; // V at the reference
    double excitatory[HX_NEURON_ROW];            // A at the reference
    double inhibitory[HX_NEURON_ROW];            // A at the reference
    double target[2][HX_NEURON_ROW];             // T of this and the last interval
    double decay[HX_NEURON_ROW];                 // coefficients of a whole step ...
    double excitatory_gain[HX_NEURON_ROW];       // ... of the set in force
    double inhibitory_gain[HX_NEURON_ROW];
    double excitatory_decay[HX_NEURON_ROW];
    double inhibitory_decay[HX_NEURON_ROW];
    double reach[HX_NEURON_ROW];            // 16 cycles / C
    double potential[HX_NEURON_ROW];        // E
    double noise_scale[HX_NEURON_ROW];      // V of T per unit of the noise draw
    double threshold[HX_NEURON_ROW];        // V, infinity unless the neuron may fire
    double event_current[2][HX_NEURON_ROW]; // A of an event of strength 1; excitatory, inhibitory
};

struct hx_neuron_array {
    hx_neuron_rows rows;
    hx_joint joint; // circuits whose membranes are one
    double cable_table[HX_ANNCORE_NEURONS * HX_CABLE_TABLE];
    hx_cable_path cable_path[HX_ANNCORE_NEURONS / 2];
    hx_adex adex;                     // of neurons that need more than the closed form
    double noise[HX_ANNCORE_NEURONS]; // draw of this noise interval
    hx_neuron_points points;
    hx_neuron_table table[HX_ANNCORE_NEURONS];
    hx_parameters parameters[HX_ANNCORE_NEURONS];
    uint8_t lag[HX_NEURON_GROUPS];           // grid steps that the rows of a group are behind
    uint8_t safe[HX_NEURON_GROUPS];          // steps from its rows on without a crossing
    unsigned target_index;                   // of rows.target in force
    uint8_t reference[HX_ANNCORE_NEURONS];   // offset of the state
    uint8_t fire_offset[HX_ANNCORE_NEURONS]; // predicted crossing, 0 = none in this step
    hx_neuron_set fire_at[HX_NEURON_POINTS]; // neurons with a crossing at an offset
    uint32_t fire_offsets;                   // bit o: fire_at[o] may be non-empty
    hx_neuron_set reset;                     // reset lines
    hx_neuron_set event_on[2];               // events reach the neuron; excitatory, inhibitory
    hx_neuron_set bypass[2];                 // events make it fire
    hx_neuron_set eligible;                  // fire and comparator on
    hx_neuron_set armed;                     // membrane came from below
    hx_neuron_set fired;                     // waits for the release of its reset
    hx_neuron_set high;                      // its reset was released above the threshold
    hx_neuron_set moved;                     // reference is not 0
    hx_neuron_set stale;                     // parameters changed
    hx_neuron_set unsure;                    // prediction is to be made anew
    bool any_stale;
    bool any_unsure;
    hx_simd_level level;
};

// Membrane and currents at an offset not before the reference.
double hx_neuron_get_membrane(const hx_neuron_array *array, unsigned neuron, unsigned offset);
double hx_neuron_get_excitatory(const hx_neuron_array *array, unsigned neuron, unsigned offset);
double hx_neuron_get_inhibitory(const hx_neuron_array *array, unsigned neuron, unsigned offset);

double hx_neuron_get_adaptation(const hx_neuron_array *array, unsigned neuron, unsigned offset);

// V per A after `time`: 1/C * integral of e^(-(t-u) rate) e^(-u synaptic_rate).
double hx_neuron_get_gain(double capacitance, double rate, double synaptic_rate, double time);

// Moves the reference of a neuron to `offset`; to be called before anything about it changes.
void hx_neuron_move(hx_neuron_array *array, unsigned neuron, unsigned offset);

// Marks a neuron whose parameters are about to change.
void hx_neuron_mark_stale(hx_neuron_array *array, unsigned neuron, unsigned offset);

// Takes over new parameters of a neuron.
void hx_neuron_set_parameters(hx_neuron_array *array, unsigned neuron,
                              const hx_parameters *parameters);

// Reset line of a neuron.
void hx_neuron_set_reset(hx_neuron_array *array, unsigned neuron, unsigned offset, bool level);

// Adds to a synaptic current (A), from the reference on.
static inline void hx_neuron_add_current(hx_neuron_array *array, unsigned neuron, double exc,
                                         double inh)
{
    array->rows.excitatory[neuron] += exc;
    array->rows.inhibitory[neuron] += inh;
    hx_neuron_set_add(array->unsure, neuron);
    array->any_unsure = true;
}

// Finds the next crossing of a neuron, with all circuits of a joined one, after its reference in
// this step.
void hx_neuron_predict(hx_neuron_array *array, unsigned neuron);

// Offset of the next predicted crossing, 0 if there is none in this step.
unsigned hx_neuron_get_next_fire(const hx_neuron_array *array);

// The neuron's crossing at `offset` has been reported.
void hx_neuron_finish_fire(hx_neuron_array *array, unsigned neuron, unsigned offset);

// Adds `size` steps to the adaptation.
void hx_neuron_add_adaptation(hx_neuron_array *array, unsigned neuron, unsigned offset,
                              double size);

// State of all neurons as after a long pause: no currents, membrane at its potential.
void hx_neuron_rest(hx_neuron_array *array);

// Takes over the noise draws in array->noise (sums of bytes, HX_RANDOM_BYTES_SIGMA is one
// standard deviation) from this grid point on.
void hx_neuron_set_noise(hx_neuron_array *array);

// Goes to the next grid point, where new noise draws are taken over if `new_noise`; then no new
// ones come for `left` steps (1..4). Groups in which nothing can happen stay behind until
// somebody asks or something comes: several steps at once cost little more than one.
void hx_neuron_step(hx_neuron_array *array, bool new_noise, unsigned left);

// Makes up for the steps of a group that is behind. Values seen from outside do not change.
void hx_neuron_settle_group(hx_neuron_array *array, unsigned group);

static inline void hx_neuron_settle(const hx_neuron_array *array, unsigned neuron)
{
    unsigned group = neuron / HX_NEURON_GROUP;
    if (array->lag[group] != 0) {
        hx_neuron_settle_group((hx_neuron_array *)(uintptr_t)array, group);
    }
}

static inline bool hx_neuron_is_nonlinear(const hx_neuron_array *array, unsigned neuron)
{
    // The groups first: they stay in the cache.
    return (array->adex.groups >> (neuron / HX_ADEX_GROUP) & 1) &&
           array->parameters[neuron].nonlinear;
}

static inline bool hx_neuron_is_joined(const hx_neuron_array *array, unsigned neuron)
{
    return array->joint.next[neuron] != neuron;
}

// Coefficients in force: 1 reset, else 0. Joined circuits have only one set, made when needed.
static inline unsigned hx_neuron_get_set(const hx_neuron_array *array, unsigned neuron)
{
    return hx_neuron_set_has(array->reset, neuron) && !hx_neuron_is_joined(array, neuron);
}

// A circuit's part of the membrane (joint.h); the whole of it for a neuron of one circuit.
double hx_neuron_get_part(const hx_neuron_array *array, unsigned neuron, unsigned offset);

// Coefficients of a set for a membrane with capacitance C and rate g/C; `part` scales the
// excitatory and inhibitory currents.
void hx_neuron_fill_set(hx_neuron_array *array, unsigned neuron, unsigned set, double capacitance,
                        double rate, const double part[2]);

// Whether and at which potential the comparator is to be watched.
void hx_neuron_update_threshold(hx_neuron_array *array, unsigned neuron);

// Whether the membrane came from below its threshold.
void hx_neuron_set_armed(hx_neuron_array *array, unsigned neuron, bool armed);

// The membrane is above the threshold and its comparator shows it. A comparator whose threshold
// cell is 0, as all are at power-on, has nothing to compare with and stays silent.
void hx_neuron_set_high(hx_neuron_array *array, unsigned neuron);

// The row part: `steps` (1..4) steps of a group, all its neurons as if at reference 0.
void hx_neuron_step_rows(hx_neuron_rows *rows, hx_simd_level level, unsigned group, unsigned steps,
                         unsigned from);

// Whether neurons of a group may reach their thresholds, with targets `to`: in the next step
// (bit 0; excess[i] >= 0 tells which) and in the next `left` steps (bit 1).
unsigned hx_neuron_find_near(const hx_neuron_rows *rows, hx_simd_level level, unsigned group,
                             unsigned to, unsigned left, double *excess);

// T = E + noise of all neurons into targets `to`.
void hx_neuron_set_targets(hx_neuron_rows *rows, hx_simd_level level, unsigned to,
                           const double *noise);

#endif
