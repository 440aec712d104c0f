// Many neurons of a group at once: what events do to them.
// SPDX-License-Identifier: Apache-2.0
//
// Same bits as neuron after neuron (neuron.c); the operation order is the same. A set of the 32
// neurons of a group is a word, bit i for neuron 32 * group + i.
#ifndef HX_MODELS_NEURON_GROUP_H
#define HX_MODELS_NEURON_GROUP_H

#include "models/neuron.h"

static inline uint32_t hx_neuron_set_group(const uint64_t *set, unsigned group)
{
    return (uint32_t)(set[group / 2] >> (32 * (group % 2)));
}

// Whether no neuron of the group needs more than the closed form of its own.
static inline bool hx_neuron_group_is_plain(const hx_neuron_array *array, unsigned group)
{
    return !(array->adex.groups >> group & 1) && !array->joint.any;
}

// Moves the references of some neurons of a plain group to `offset`, as hx_neuron_move.
void hx_neuron_move_group(hx_neuron_array *array, unsigned group, uint32_t neurons,
                          unsigned offset);

// Membranes of a group's neurons at `offset`, as hx_neuron_get_membrane.
void hx_neuron_get_group(const hx_neuron_array *array, unsigned group, unsigned offset,
                         double membrane[HX_NEURON_GROUP]);

// Adds strength * current of an event to the synaptic currents of some neurons of a plain group
// whose references are at the time of the event; kind 0 excitatory, 1 inhibitory. `strength`: of
// the group's neurons.
void hx_neuron_add_to_group(hx_neuron_array *array, unsigned group, uint32_t neurons, unsigned kind,
                            const double *strength);

// Whether a neuron of the group has a predicted crossing.
bool hx_neuron_has_predictions(const hx_neuron_array *array, unsigned group);

// Predicts some neurons of any group anew.
void hx_neuron_predict_group(hx_neuron_array *array, unsigned group, uint32_t neurons);

// Takes states kept aside back into the rows of some neurons of a group.
void hx_neuron_put_group(hx_neuron_array *array, unsigned group, uint32_t neurons,
                         double state[3][HX_NEURON_GROUP]);

// The loops, in neuron_group_step.c. References of all `neurons` are `cycles` (1..16) back.
void hx_neuron_move_rows(hx_neuron_rows *rows, const hx_neuron_points *points, hx_simd_level level,
                         unsigned group, uint32_t neurons, uint32_t reset, unsigned cycles,
                         unsigned target);
void hx_neuron_look_at_rows(const hx_neuron_rows *rows, const hx_neuron_points *points,
                            hx_simd_level level, unsigned group, unsigned cycles, unsigned target,
                            double *membrane);
void hx_neuron_add_rows(double *current, const double *event_current, const double *strength,
                        hx_simd_level level, uint32_t neurons);
void hx_neuron_put_rows(hx_neuron_rows *rows, double state[3][HX_NEURON_GROUP], hx_simd_level level,
                        unsigned group, uint32_t neurons);
// Neurons whose potential may reach `threshold` (of the group) within 16 cycles.
uint32_t hx_neuron_find_high(const hx_neuron_rows *rows, const double *threshold,
                             hx_simd_level level, unsigned group, unsigned target);

#endif
