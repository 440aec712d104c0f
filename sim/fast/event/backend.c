// Digital backend of the 512 neurons, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/backend.h"

#include <hx_map.h>
#include <string.h>

#define NEURON_WORDS 1024u // addresses of the neurons of a side, four each

typedef hx_map_common_neuron_backend_config side_settings;

void hx_backend_reset(hx_backend *b)
{
    bool was_high = false;
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++)
        was_high = was_high || b->reset[w];
    memset(b, 0, sizeof *b);
    b->reset_changed = was_high;
    b->next = UINT64_MAX;
    b->stale_lines = true;
    hx_map_neuron_backend_config neuron = hx_map_neuron_backend_config_default();
    for (unsigned n = 0; n < HX_BACKEND_NEURONS; n++)
        hx_map_neuron_backend_config_encode(&neuron, b->settings[n]);
    side_settings common = hx_map_common_neuron_backend_config_default();
    for (unsigned side = 0; side < 2; side++) {
        hx_map_common_neuron_backend_config_encode(&common, b->common[side]);
        b->side[side] = common;
    }
}

static bool get_bit(const uint64_t *set, unsigned n)
{
    return set[n / 64] >> n % 64 & 1;
}

static void put_bit(uint64_t *set, unsigned n, bool value)
{
    uint64_t bit = UINT64_C(1) << n % 64;
    set[n / 64] = value ? set[n / 64] | bit : set[n / 64] & ~bit;
}

static unsigned side_of(unsigned neuron)
{
    return neuron >> 7 & 1;
}

typedef enum group {
    GROUP_NONE,
    GROUP_SETTINGS,
    GROUP_COMMON,
    GROUP_TIMING,
    GROUP_RESET,
    GROUP_POST_PULSE,
    GROUP_COUNTER_READ,
    GROUP_COUNTER_RESET
} group;

typedef struct place {
    group group;
    unsigned side, neuron, word;
} place;

static bool find_neuron(place *p, group group, uint32_t offset)
{
    if (offset >= NEURON_WORDS)
        return false;
    unsigned row = offset >> 9, column = 128 * p->side + (offset >> 2 & 0x7f);
    p->neuron = 256 * row + column;
    p->word = offset & 3;
    // Commands stand at the first of four addresses.
    p->group = group == GROUP_SETTINGS || p->word == 0 ? group : GROUP_NONE;
    return true;
}

static place find(const hx_access *a)
{
    place p = {.side = (a->address & HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE) != 0};
    uint32_t address = a->address & ~HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE;
    if (!a->valid || find_neuron(&p, GROUP_SETTINGS, address - HX_MAP_NEURON_BACKEND_CONFIG_BASE) ||
        find_neuron(&p, GROUP_RESET, address - HX_MAP_NEURON_RESET_BASE) ||
        find_neuron(&p, GROUP_COUNTER_READ, address - HX_MAP_SPIKE_COUNTER_READ_BASE) ||
        find_neuron(&p, GROUP_COUNTER_RESET, address - HX_MAP_SPIKE_COUNTER_RESET_BASE))
        return p;
    p.word = address & 1;
    if (address - HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE < 2)
        p.group = GROUP_COMMON;
    else if (address - HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE < 2)
        p.group = GROUP_TIMING;
    else if (address == HX_MAP_BLOCK_POST_PULSE_BASE)
        p.group = GROUP_POST_PULSE;
    return p;
}

static void read_register(hx_backend *b, place p)
{
    b->read_data = 0;
    if (p.group == GROUP_SETTINGS)
        b->read_data = b->settings[p.neuron][p.word];
    else if (p.group == GROUP_COMMON)
        b->read_data = b->common[p.side][p.word];
    else if (p.group == GROUP_TIMING)
        b->read_data = b->timing[p.side][p.word];
    else if (p.group == GROUP_COUNTER_READ)
        b->read_data = b->counter[p.neuron].count | (uint32_t)b->counter[p.neuron].overflow << 8;
}

static hx_map_neuron_backend_config get_settings(const hx_backend *b, unsigned neuron)
{
    hx_map_neuron_backend_config config;
    hx_map_neuron_backend_config_decode(b->settings[neuron], &config);
    return config;
}

static void write_register(hx_backend *b, place p, const hx_access *a)
{
    b->read_data = 0;
    if (p.group == GROUP_SETTINGS && a->byte_enables & 1) {
        b->slaves -= get_settings(b, p.neuron).enable_neuron_slave;
        b->settings[p.neuron][p.word] = a->data & 0xff;
        const hx_map_neuron_backend_config settings = get_settings(b, p.neuron);
        b->slaves += settings.enable_neuron_slave;
        put_bit(b->adapting, p.neuron, settings.enable_adaptation_pulse);
    } else if (p.group == GROUP_COMMON) {
        uint32_t *word = &b->common[p.side][p.word];
        *word = hx_access_merge(a, *word, hx_map_common_neuron_backend_config_mask(p.word));
        hx_map_common_neuron_backend_config_decode(b->common[p.side], &b->side[p.side]);
        b->stale_lines = true;
    } else if (p.group == GROUP_TIMING) {
        uint32_t *word = &b->timing[p.side][p.word];
        *word = hx_access_merge(a, *word, 0xff);
    }
}

// A quad holds every second column of eight: even columns in quads 0..31, odd in 32..63.
static void add_quad(uint64_t *set, unsigned half, unsigned quad, unsigned entries)
{
    for (unsigned entry = 0; entry < 4; entry++)
        if (entries >> entry & 1)
            put_bit(set, 256 * half + 8 * (quad & 31) + 2 * entry + (quad >> 5), true);
}

// Fires of masters to their slaves: a line drives that of the right neighbour, and is one with
// that of the column's other row, as the settings say. A slave takes it in place of its own fire.
static void connect_fires(const hx_backend *b, uint64_t fire[HX_BACKEND_WORDS])
{
    bool from_left[2] = {false, false};
    for (unsigned column = 0; column < HX_BACKEND_NEURONS / 2; column++) {
        bool line[2], joined = false, right[2], slave[2];
        for (unsigned row = 0; row < 2; row++) {
            unsigned n = HX_BACKEND_NEURONS / 2 * row + column;
            hx_map_neuron_backend_config config = get_settings(b, n);
            line[row] = from_left[row] || (get_bit(fire, n) && config.enable_neuron_master);
            joined = joined || config.connect_fire_bottom;
            right[row] = config.connect_fire_to_right;
            slave[row] = config.enable_neuron_slave;
        }
        for (unsigned row = 0; row < 2; row++) {
            bool level = joined ? line[0] || line[1] : line[row];
            if (slave[row])
                put_bit(fire, HX_BACKEND_NEURONS / 2 * row + column, level);
            from_left[row] = level && right[row];
        }
    }
}

static void add_row(uint64_t *set, unsigned half, unsigned parity, const uint32_t columns[4])
{
    for (unsigned column = 0; column < 128; column++)
        if (columns[3 - column / 32] >> (31 - column % 32) & 1)
            put_bit(set, 256 * half + 2 * column + parity, true);
}

// The neurons whose fire or reset counts in this cycle; false if none.
static bool accept(const hx_backend *b, const hx_backend_in *in, place p,
                   uint64_t accepted[HX_BACKEND_WORDS])
{
    bool reset = p.group == GROUP_RESET && in->access.write;
    memset(accepted, 0, sizeof b->post);
    if (!in->fire && !reset && !in->array_reset_valid && !in->row_reset_valid)
        return false;
    if (in->fire) {
        memcpy(accepted, in->fire, sizeof b->post);
        if (b->slaves)
            connect_fires(b, accepted);
    }
    if (p.group == GROUP_RESET && in->access.write)
        put_bit(accepted, p.neuron, true);
    for (unsigned half = 0; half < 2; half++)
        if (in->array_reset_valid >> half & 1)
            add_quad(accepted, half, in->array_reset_quad[half], in->array_reset_entries[half]);
    for (unsigned half = 0; half < 2; half++)
        if (in->row_reset_valid >> half & 1)
            add_row(accepted, half, in->row_reset_parity[half], in->row_reset[half]);
    uint64_t any = 0;
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++) {
        const side_settings *s = &b->side[side_of(64 * w)];
        accepted[w] = s->enable_clocks && !s->force_reset ? accepted[w] & ~b->refractory[w] : 0;
        any |= accepted[w];
    }
    return any;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void end_times(hx_backend *b, uint64_t now)
{
    b->next = UINT64_MAX;
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++)
        for (uint64_t left = b->refractory[w]; left; left &= left - 1) {
            unsigned n = 64 * w + (unsigned)__builtin_ctzll(left);
            if (get_bit(b->releasing, n) && now >= b->release_at[n]) {
                put_bit(b->releasing, n, false);
                put_bit(b->held, n, false);
            }
            if (now >= b->end_at[n])
                put_bit(b->refractory, n, false);
            else
                b->next = earlier(b->next, b->end_at[n]);
            if (get_bit(b->releasing, n))
                b->next = earlier(b->next, b->release_at[n]);
        }
}

static void start_refractory(hx_backend *b, const hx_map_neuron_backend_config *neuron, unsigned n,
                             const hx_backend_in *in)
{
    const side_settings *side = &b->side[side_of(n)];
    if (!neuron->refractory_time)
        return;
    unsigned shift =
        1 + (neuron->select_input_clock ? side->clock_scale_fast : side->clock_scale_slow);
    uint64_t length = (uint64_t)neuron->refractory_time << shift;
    uint64_t lead = (uint64_t)(31 - 2 * neuron->reset_holdoff) << shift;
    put_bit(b->refractory, n, true);
    put_bit(b->held, n, true);
    put_bit(b->releasing, n, length >= lead);
    b->end_at[n] = in->now + length - (in->systime & ((UINT64_C(1) << shift) - 1));
    b->release_at[n] = b->end_at[n] - lead;
    b->next = earlier(b->next, length >= lead ? b->release_at[n] : b->end_at[n]);
}

static void count(hx_backend *b, unsigned n)
{
    b->counter[n].overflow = b->counter[n].overflow || b->counter[n].count == UINT8_MAX;
    b->counter[n].count++;
}

// What the accepted neurons start: an event, a reset pulse, a refractory time.
static void start(hx_backend *b, const hx_backend_in *in, const uint64_t accepted[HX_BACKEND_WORDS])
{
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++)
        for (uint64_t left = accepted[w]; left; left &= left - 1) {
            unsigned n = 64 * w + (unsigned)__builtin_ctzll(left);
            hx_map_neuron_backend_config neuron;
            hx_map_neuron_backend_config_decode(b->settings[n], &neuron);
            start_refractory(b, &neuron, n, in);
            // A spike whose forerunner still waits is merged into it.
            if (neuron.enable_spike_out && b->side[side_of(n)].enable_event_registers &&
                !get_bit(b->waiting, n)) {
                put_bit(b->waiting, n, true);
                b->any_waiting = true;
                count(b, n);
            }
        }
}

static void send_post_pulses(hx_backend *b, const hx_backend_in *in, place p, bool any,
                             const uint64_t accepted[HX_BACKEND_WORDS])
{
    b->post_valid = any;
    if (any)
        memcpy(b->post, accepted, sizeof b->post);
    b->side_post = 0;
    if (p.group == GROUP_POST_PULSE && in->access.write && b->side[p.side].enable_clocks)
        b->side_post = (uint8_t)(1u << p.side);
}

// Only with post pulses.
static void send_adaptation_pulses(hx_backend *b, bool any,
                                   const uint64_t accepted[HX_BACKEND_WORDS])
{
    uint64_t pulses = 0;
    for (unsigned w = 0; any && w < HX_BACKEND_WORDS; w++) {
        b->adapt[w] = accepted[w] & b->adapting[w];
        pulses |= b->adapt[w];
    }
    b->adapt_valid = pulses;
    for (unsigned side = 0; b->adapt_valid && side < 2; side++)
        b->adapt_scale[side] = (uint8_t)b->side[side].clock_scale_adaptation_pulse;
}

static void send_events(hx_backend *b)
{
    b->valid = 0;
    if (!b->any_waiting)
        return;
    b->any_waiting = false;
    for (unsigned e = 0; e < 8; e++) {
        uint32_t top = (uint32_t)(b->waiting[e / 2] >> (32 * (e % 2)));
        uint32_t bottom = (uint32_t)(b->waiting[4 + e / 2] >> (32 * (e % 2)));
        if (!(top | bottom))
            continue;
        unsigned column = 32 * e + (unsigned)__builtin_ctz(top | bottom);
        unsigned n = get_bit(b->waiting, column) ? column : 256 + column;
        hx_map_neuron_backend_config neuron;
        hx_map_neuron_backend_config_decode(b->settings[n], &neuron);
        put_bit(b->waiting, n, false);
        top = (uint32_t)(b->waiting[e / 2] >> (32 * (e % 2)));
        bottom = (uint32_t)(b->waiting[4 + e / 2] >> (32 * (e % 2)));
        b->any_waiting = b->any_waiting || (top | bottom);
        b->valid |= (uint8_t)(1u << e);
        b->label[e] = (uint16_t)(e << 8 | neuron.address_out);
    }
}

static void drive_lines(hx_backend *b)
{
    b->stale_lines = false;
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++) {
        bool forced = b->side[side_of(64 * w)].force_reset;
        if (forced)
            b->refractory[w] = b->releasing[w] = b->held[w] = 0;
        uint64_t level = forced ? UINT64_MAX : b->held[w];
        b->reset_changed = b->reset_changed || level != b->reset[w];
        b->reset[w] = level;
    }
}

void hx_backend_step(hx_backend *b, const hx_backend_in *in)
{
    place p = find(&in->access);
    uint64_t accepted[HX_BACKEND_WORDS];
    bool any = accept(b, in, p, accepted);
    if (in->access.valid && !in->access.write)
        read_register(b, p);
    if (p.group == GROUP_COUNTER_RESET && in->access.write) {
        b->counter[p.neuron].count = 0;
        b->counter[p.neuron].overflow = false;
    }
    bool ends = in->now >= b->next;
    if (ends)
        end_times(b, in->now);
    if (any)
        start(b, in, accepted);
    send_post_pulses(b, in, p, any, accepted);
    send_adaptation_pulses(b, any, accepted);
    send_events(b);
    b->reset_changed = false;
    if (any || ends || b->stale_lines)
        drive_lines(b);
    // Settings hold from the next cycle on.
    if (in->access.valid && in->access.write)
        write_register(b, p, &in->access);
}

uint64_t hx_backend_next(const hx_backend *b, uint64_t now)
{
    if (b->valid || b->any_waiting || b->reset_changed || b->post_valid || b->side_post ||
        b->stale_lines)
        return now;
    return b->next > now ? b->next : now;
}
