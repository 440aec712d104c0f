// Many neurons of a group at once: what events do to them.
// SPDX-License-Identifier: Apache-2.0
#include "models/neuron_group.h"

#include <string.h>

static void set_add_group(uint64_t *set, unsigned group, uint32_t neurons)
{
    set[group / 2] |= (uint64_t)neurons << (32 * (group % 2));
}

#define ONES UINT64_C(0x0101010101010101) // in each byte

// Bit i: byte i is 0.
static uint8_t find_zero_bytes(uint64_t bytes)
{
    const uint64_t top = 0x80 * ONES;
    const uint64_t other = ((bytes & ~top) + ~top) | bytes; // its top bits: not 0
    // The bits meet in the highest byte.
    return (uint8_t)(((~other & top) >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

// All ones in the bytes of a set of eight.
static uint64_t spread_bytes(uint8_t set)
{
    const uint64_t bit = UINT64_C(0x8040201008040201), top = 0x80 * ONES;
    const uint64_t own = set * ONES & bit;
    return (((((own & ~top) + ~top) | own) & top) >> 7) * 0xff;
}

// Neurons of a set whose reference is the one of its first neuron.
static uint32_t find_alike(const hx_neuron_array *array, unsigned group, uint32_t neurons)
{
    const uint8_t *reference = &array->reference[HX_NEURON_GROUP * group];
    const uint8_t first = reference[__builtin_ctz(neurons)];
    uint64_t bytes[HX_NEURON_GROUP / 8], different = 0;
    memcpy(bytes, reference, sizeof bytes);
    for (unsigned i = 0; i < HX_NEURON_GROUP / 8; ++i) {
        different |= bytes[i] ^ first * ONES;
    }
    if (!different) {
        return neurons;
    }
    uint32_t alike = 0;
    for (unsigned i = 0; i < HX_NEURON_GROUP / 8; ++i) {
        alike |= (uint32_t)find_zero_bytes(bytes[i] ^ first * ONES) << 8 * i;
    }
    return alike & neurons;
}

static void set_references(hx_neuron_array *array, unsigned group, uint32_t neurons,
                           unsigned offset)
{
    uint8_t *reference = &array->reference[HX_NEURON_GROUP * group];
    if (neurons == UINT32_MAX) {
        memset(reference, (int)offset, HX_NEURON_GROUP);
        return;
    }
    for (unsigned i = 0; i < HX_NEURON_GROUP / 8; ++i) {
        const uint64_t on = spread_bytes((uint8_t)(neurons >> 8 * i));
        uint64_t bytes;
        memcpy(&bytes, &reference[8 * i], sizeof bytes);
        bytes = (bytes & ~on) | (offset * ONES & on);
        memcpy(&reference[8 * i], &bytes, sizeof bytes);
    }
}

void hx_neuron_move_group(hx_neuron_array *array, unsigned group, uint32_t neurons, unsigned offset)
{
    hx_neuron_settle(array, HX_NEURON_GROUP * group);
    array->safe[group] = 0;
    // Those that may come below their thresholds are watched one by one.
    const uint32_t above =
        neurons & hx_neuron_set_group(array->eligible, group) &
        ~(hx_neuron_set_group(array->armed, group) | hx_neuron_set_group(array->fired, group) |
          hx_neuron_set_group(array->reset, group));
    for (uint32_t left = above; left != 0; left &= left - 1) {
        hx_neuron_move(array, HX_NEURON_GROUP * group + (unsigned)__builtin_ctz(left), offset);
    }
    for (uint32_t left = neurons & ~above; left != 0;) {
        const uint32_t alike = find_alike(array, group, left);
        const unsigned first = HX_NEURON_GROUP * group + (unsigned)__builtin_ctz(left);
        const unsigned cycles = offset - array->reference[first];
        left &= ~alike;
        if (cycles == 0) {
            continue;
        }
        hx_neuron_move_rows(&array->rows, &array->points, array->level, group, alike,
                            hx_neuron_set_group(array->reset, group), cycles, array->target_index);
        set_references(array, group, alike, offset);
        set_add_group(array->moved, group, alike);
    }
}

void hx_neuron_get_group(const hx_neuron_array *array, unsigned group, unsigned offset,
                         double membrane[HX_NEURON_GROUP])
{
    const unsigned first = HX_NEURON_GROUP * group;
    hx_neuron_settle(array, first);
    const unsigned cycles = offset - array->reference[first];
    if (cycles != 0 && hx_neuron_group_is_plain(array, group) &&
        !hx_neuron_set_group(array->reset, group) &&
        find_alike(array, group, UINT32_MAX) == UINT32_MAX) {
        hx_neuron_look_at_rows(&array->rows, &array->points, array->level, group, cycles,
                               array->target_index, membrane);
        return;
    }
    for (unsigned i = 0; i < HX_NEURON_GROUP; ++i) {
        membrane[i] = hx_neuron_get_membrane(array, first + i, offset);
    }
}

void hx_neuron_add_to_group(hx_neuron_array *array, unsigned group, uint32_t neurons, unsigned kind,
                            const double *strength)
{
    const unsigned first = HX_NEURON_GROUP * group;
    double *current = kind ? array->rows.inhibitory : array->rows.excitatory;
    hx_neuron_add_rows(current + first, array->rows.event_current[kind] + first, strength,
                       array->level, neurons);
    set_add_group(array->unsure, group, neurons);
    array->any_unsure = true;
}

bool hx_neuron_has_predictions(const hx_neuron_array *array, unsigned group)
{
    uint64_t bytes[HX_NEURON_GROUP / 8], any = 0;
    memcpy(bytes, &array->fire_offset[HX_NEURON_GROUP * group], sizeof bytes);
    for (unsigned i = 0; i < HX_NEURON_GROUP / 8; ++i) {
        any |= bytes[i];
    }
    return any != 0;
}

void hx_neuron_predict_group(hx_neuron_array *array, unsigned group, uint32_t neurons)
{
    if (!neurons) {
        return;
    }
    if (hx_neuron_group_is_plain(array, group) && !hx_neuron_has_predictions(array, group)) {
        // The usual case is an armed neuron far below its threshold.
        const uint32_t high = hx_neuron_find_high(&array->rows, array->adex.rows.threshold,
                                                  array->level, group, array->target_index);
        neurons &= high | ~hx_neuron_set_group(array->armed, group);
    }
    for (; neurons != 0; neurons &= neurons - 1) {
        hx_neuron_predict(array, HX_NEURON_GROUP * group + (unsigned)__builtin_ctz(neurons));
    }
}

void hx_neuron_put_group(hx_neuron_array *array, unsigned group, uint32_t neurons,
                         double state[3][HX_NEURON_GROUP])
{
    hx_neuron_put_rows(&array->rows, state, array->level, group, neurons);
}
