// Synapse array: memory, drivers and events.
// SPDX-License-Identifier: Apache-2.0
//
// A synapse is 16 bits of memory, an even byte {time trim, weight cells} and an odd byte
// {amplitude trim, label}, seen through several address ranges. Row 256 holds the switches of
// the synaptic currents (upper bits of the even byte) and of the neuron readout (bit 5), row
// 257 those of the correlation sensors; only these cells exist there.
#include "models/anncore_private.h"
#include "models/neuron_group.h"
#include "models/pulse.h"

#include <hx_map.h>

// Address ranges of the array access unit, in words from its base.
enum {
    VIEW_WEIGHT = HX_MAP_SYNAPSE_WEIGHT_QUAD_BASE - HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE,
    VIEW_LABEL = HX_MAP_SYNAPSE_LABEL_QUAD_BASE - HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE,
    VIEW_TIME = HX_MAP_SYNAPSE_CORRELATION_CALIB_QUAD_BASE - HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE,
    VIEW_AMPLITUDE = 2 * VIEW_TIME,
    VIEW_RAW = HX_MAP_SYNAPSE_QUAD_BASE - HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE,
    VIEW_SIZE = 0x10000,
    CADC_BASE = HX_MAP_CADC_SAMPLE_QUAD_BASE - HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE,
    CADC_HELD = HX_MAP_CORRELATION_RESET_BASE - HX_MAP_CADC_SAMPLE_QUAD_BASE
};

// One access: bits [shift+width-1:shift] of four neighbouring bytes.
typedef struct view {
    bool valid;
    bool odd;
    uint8_t shift;
    uint8_t mask; // before shifting
    unsigned row;
    unsigned position;
} view;

static view find_view(uint32_t offset)
{
    view v = {.valid = true, .row = offset % VIEW_SIZE / 64, .position = offset % 64 * 4};
    switch (offset / VIEW_SIZE * VIEW_SIZE) {
    case VIEW_WEIGHT:
        v.mask = 0x3f;
        break;
    case VIEW_LABEL:
        v.odd = true;
        v.mask = 0x3f;
        break;
    case VIEW_TIME:
        v.shift = 6;
        v.mask = 0x03;
        break;
    case VIEW_AMPLITUDE:
        v.odd = true;
        v.shift = 6;
        v.mask = 0x03;
        break;
    case VIEW_RAW:
        v.odd = offset / 64 % 2 != 0;
        v.row = offset % VIEW_SIZE / 128;
        v.mask = 0xff;
        break;
    default:
        v.valid = false;
    }
    v.valid = v.valid && v.row < HX_ARRAY_ROWS;
    return v;
}

// Bits of a byte that have a cell.
static uint8_t get_cells(unsigned row)
{
    return row < HX_ROWS ? 0xff : row == HX_ROWS ? 0xe0 : 0xc0;
}

bool hx_synapse_has_current_switch(const hx_anncore *core, unsigned neuron, unsigned kind)
{
    unsigned position = hx_synapse_position(neuron % HX_COLUMNS);
    return (core->even[neuron / HX_COLUMNS][HX_ROWS][position] >> (6 + kind)) & 1;
}

// Results of the converter stand behind the same address space.
static uint32_t read_cadc(const hx_anncore *core, unsigned half, uint32_t offset)
{
    uint32_t place = offset & ~(uint32_t)HX_MAP_CADC_SAMPLE_QUAD_BUFFERED_STRIDE;
    if (place < CADC_BASE || place >= CADC_BASE + 2 * HX_MAP_CADC_SAMPLE_QUAD_CHANNEL_STRIDE) {
        return 0;
    }
    unsigned channel = (place - CADC_BASE) / HX_MAP_CADC_SAMPLE_QUAD_CHANNEL_STRIDE;
    uint32_t rest = (place - CADC_BASE) % HX_MAP_CADC_SAMPLE_QUAD_CHANNEL_STRIDE;
    bool held = rest >= CADC_HELD;
    if (held && place != offset) {
        return 0;
    }
    rest -= held ? CADC_HELD : 0;
    if (rest >= HX_ROWS * 64) {
        return 0;
    }
    uint32_t word = 0;
    for (unsigned entry = 0; entry < 4; ++entry) {
        unsigned column = hx_synapse_column(rest % 64 * 4 + entry);
        word = word << 8 | hx_cadc_get_result(core, half, channel, column, held);
    }
    return word;
}

uint32_t hx_synapse_read(const hx_anncore *core, unsigned half, uint32_t offset)
{
    view v = find_view(offset);
    if (!v.valid) {
        return read_cadc(core, half, offset);
    }
    const uint8_t *bytes = (v.odd ? core->odd : core->even)[half][v.row] + v.position;
    uint32_t word = 0;
    for (unsigned entry = 0; entry < 4; ++entry) {
        word = word << 8 | ((bytes[entry] >> v.shift) & v.mask);
    }
    return word;
}

// Weight from its cells: bit 5 in place, bits 4..0 mirrored.
static unsigned decode_weight(uint8_t cells)
{
    return (cells & 0x20u) | (cells & 0x01u) << 4 | (cells & 0x02u) << 2 | (cells & 0x04u) |
           (cells & 0x08u) >> 2 | (cells & 0x10u) >> 4;
}

// Weight with spread of a synapse whose cells were written.
static void set_strength(hx_anncore *core, unsigned half, unsigned row, unsigned position)
{
    if (row >= HX_ROWS) {
        return;
    }
    unsigned column = hx_synapse_column(position);
    double strength = decode_weight(core->even[half][row][position] & 0x3f) / 63.0 *
                      (double)core->synapse_factor[half][row][column];
    uint64_t bit = UINT64_C(1) << (column % 64);
    uint64_t *word = &core->strong[half][row][column / 64];
    core->strength[half][row][column] = strength;
    *word = strength != 0.0 ? *word | bit : *word & ~bit;
}

static void list_synapse(hx_anncore *core, unsigned half, unsigned row, unsigned position,
                         bool listed)
{
    if (row >= HX_ROWS || (core->even[half][row][position] & 0x3f) == 0) {
        return;
    }
    unsigned column = hx_synapse_column(position);
    unsigned label = core->odd[half][row][position] & 0x3f;
    uint64_t bit = UINT64_C(1) << (column % 64);
    uint64_t *word = &core->listeners[half][row][label][column / 64];
    *word = listed ? *word | bit : *word & ~bit;
    uint64_t any = 0;
    for (unsigned i = 0; i < HX_COLUMNS / 64; ++i) {
        any |= core->listeners[half][row][label][i];
    }
    const uint64_t of_label = UINT64_C(1) << label;
    uint64_t *heard = &core->heard[half][row];
    *heard = any ? *heard | of_label : *heard & ~of_label;
}

// Writes to the results: resets of correlation sensors, both or those that the byte names.
static void reset_sensors(hx_anncore *core, unsigned half, uint32_t offset, unsigned byte_enables,
                          uint32_t data)
{
    bool by_data = offset >= CADC_BASE && offset < CADC_BASE + HX_ROWS * 64;
    uint32_t place = offset - CADC_BASE - (by_data ? 0 : CADC_HELD);
    if (place >= HX_ROWS * 64) {
        return;
    }
    for (unsigned entry = 0; entry < 4; ++entry) {
        if ((byte_enables >> (3 - entry)) & 1) {
            unsigned channels = by_data ? (data >> (24 - 8 * entry)) & 3 : 3;
            hx_correlation_reset(core, half, channels, place / 64,
                                 hx_synapse_column(place % 64 * 4 + entry));
        }
    }
}

void hx_synapse_write(hx_anncore *core, unsigned half, uint32_t offset, unsigned byte_enables,
                      uint32_t data)
{
    view v = find_view(offset);
    if (!v.valid) {
        reset_sensors(core, half, offset, byte_enables, data);
        return;
    }
    uint8_t *bytes = (v.odd ? core->odd : core->even)[half][v.row] + v.position;
    uint8_t bits = (uint8_t)(v.mask << v.shift) & get_cells(v.row);
    for (unsigned entry = 0; entry < 4; ++entry) {
        if (!((byte_enables >> (3 - entry)) & 1)) {
            continue;
        }
        uint8_t old = bytes[entry];
        uint8_t value = (uint8_t)((data >> (24 - 8 * entry)) << v.shift);
        uint8_t next = (uint8_t)((old & ~bits) | (value & bits));
        if (next == old) {
            continue;
        }
        unsigned position = v.position + entry;
        if (v.row == HX_ROWS && !v.odd && ((old ^ next) & 0xc0) != 0) {
            hx_anncore_touch_neuron(core, half * HX_COLUMNS + hx_synapse_column(position));
        }
        list_synapse(core, half, v.row, position, false);
        bytes[entry] = next;
        list_synapse(core, half, v.row, position, true);
        set_strength(core, half, v.row, position);
    }
}

// An event's currents for the neurons of a group; sets and strengths are the group's.
static void add_currents(hx_anncore *core, unsigned group, uint32_t excited, uint32_t inhibited,
                         const double *strength)
{
    enum { FEW = 2 }; // neurons for which single steps are faster
    hx_neuron_array *neurons = &core->neurons;
    const unsigned offset = hx_anncore_offset(core), first = HX_NEURON_GROUP * group;
    const uint32_t any = excited | inhibited;
    core->wake = 0;
    if (hx_neuron_group_is_plain(neurons, group) && __builtin_popcount(any) > FEW) {
        hx_neuron_move_group(neurons, group, any, offset);
        if (excited) {
            hx_neuron_add_to_group(neurons, group, excited, 0, strength);
        }
        if (inhibited) {
            hx_neuron_add_to_group(neurons, group, inhibited, 1, strength);
        }
        return;
    }
    for (uint32_t left = any; left != 0; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);
        const double *current[2] = {neurons->rows.event_current[0] + first,
                                    neurons->rows.event_current[1] + first};
        hx_neuron_move(neurons, first + i, offset);
        hx_neuron_add_current(neurons, first + i,
                              excited >> i & 1 ? strength[i] * current[0][i] : 0.0,
                              inhibited >> i & 1 ? strength[i] * current[1][i] : 0.0);
    }
}

// Strengths of a group for a pulse of this length (1: nominal), in `scaled` if they differ.
static const double *group_strength(const double *strength, double length,
                                    double scaled[HX_NEURON_GROUP])
{
    if (length == 1.0)
        return strength;
    for (unsigned i = 0; i < HX_NEURON_GROUP; ++i)
        scaled[i] = strength[i] * length;
    return scaled;
}

static void send_to_row(hx_anncore *core, unsigned half, unsigned row, unsigned label,
                        bool excitatory, bool inhibitory, double length)
{
    hx_neuron_array *neurons = &core->neurons;
    // Most rows that see an event have no use for it.
    if (!(core->heard[half][row] >> label & 1)) {
        return;
    }
    const uint64_t *listeners = core->listeners[half][row][label];
    const uint64_t *strong = core->strong[half][row];
    _Alignas(64) double scaled[HX_NEURON_GROUP];
    for (unsigned word = 0; word < HX_COLUMNS / 64; ++word) {
        const unsigned place = HX_COLUMNS / 64 * half + word;
        const uint64_t exc = excitatory ? listeners[word] : 0;
        const uint64_t inh = inhibitory ? listeners[word] : 0;
        const uint64_t excited = exc & strong[word] & neurons->event_on[0][place];
        const uint64_t inhibited = inh & strong[word] & neurons->event_on[1][place];
        for (unsigned part = 0; part < 64 / HX_NEURON_GROUP; ++part) {
            const unsigned shift = HX_NEURON_GROUP * part;
            if ((uint32_t)((excited | inhibited) >> shift)) {
                add_currents(
                    core, 64 / HX_NEURON_GROUP * place + part, (uint32_t)(excited >> shift),
                    (uint32_t)(inhibited >> shift),
                    group_strength(&core->strength[half][row][64 * word + shift], length, scaled));
            }
        }
        const uint64_t fires =
            (exc & neurons->bypass[0][place]) | (inh & neurons->bypass[1][place]);
        if (fires) {
            core->bypass[place] |= fires;
            core->bypass_cycle = core->now + 1;
            core->wake = 0;
        }
    }
}

void hx_anncore_send_padi_event(hx_anncore *core, unsigned bus, unsigned row_select, unsigned label)
{
    unsigned half = bus / 4;
    unsigned line = bus % 4;
    hx_anncore_update_parameters(core);
    for (uint32_t left = core->driver_match[half][line][row_select]; left != 0; left &= left - 1) {
        unsigned index = 4 * (unsigned)__builtin_ctz(left) + line;
        const hx_driver *driver = &core->driver[half][index];
        // The row of the other sign comes right behind.
        __builtin_prefetch(core->listeners[half][2 * index + 1][label & driver->label_mask]);
        double length = hx_pulse_send(core, half, index, label);
        for (unsigned top = 0; length > 0.0 && top < 2; ++top) {
            if (driver->excitatory[top] || driver->inhibitory[top]) {
                send_to_row(core, half, 2 * index + top, label & driver->label_mask,
                            driver->excitatory[top], driver->inhibitory[top], length);
                hx_correlation_send_pre(core, half, 2 * index + top, label & driver->label_mask);
            }
        }
    }
}

void hx_driver_decode(hx_anncore *core, unsigned half, unsigned index)
{
    hx_map_synapse_driver_config config;
    hx_map_synapse_driver_config_decode(core->driver_config[half][index], &config);
    hx_driver *driver = &core->driver[half][index];
    // Without address-out only the upper label bit travels.
    driver->label_mask = config.enable_address_out ? 0x3f : 0x20;
    driver->excitatory[0] = (uint8_t)config.row_mode_excitatory_bottom;
    driver->excitatory[1] = (uint8_t)config.row_mode_excitatory_top;
    driver->inhibitory[0] = (uint8_t)config.row_mode_inhibitory_bottom;
    driver->inhibitory[1] = (uint8_t)config.row_mode_inhibitory_top;
    driver->plastic = config.enable_stp;
    driver->readout = config.enable_readout;
    driver->hagen = config.enable_hagen_modulation && config.enable_hagen_dac;
    driver->recover = config.enable_recovery;
    driver->utilization = (uint8_t)config.utilization;
    driver->recovery = (uint8_t)config.recovery;
    driver->offset = (uint8_t)config.offset;
    driver->dac_offset = (uint8_t)config.hagen_dac_offset;
    driver->target = (uint8_t)config.select_target_voltages;
    uint32_t bit = UINT32_C(1) << (index / 4);
    for (unsigned row_select = 0; row_select < 32; ++row_select) {
        uint32_t *match = &core->driver_match[half][index % 4][row_select];
        bool matches = config.enable_receiver &&
                       ((row_select ^ (index / 4)) & config.row_address_compare_mask) == 0;
        *match = matches ? *match | bit : *match & ~bit;
    }
}
