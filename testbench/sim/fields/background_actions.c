// Background event sources: when they make events, and with which labels.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

// Source 3 reaches link output 3, whose events have 3 in the upper two bits.
enum { SOURCE = 3, PERIOD = 100, LABEL = 0x3fff, RANDOM_BITS = 0xff };

#define ADDRESS                                                                                    \
    (HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + SOURCE * HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS)

static void configure(field_world *world, bool is_random)
{
    const hx_map_background_spike_source source = {.enable = 1,
                                                   .enable_random = is_random,
                                                   .period = PERIOD,
                                                   .seed = 1,
                                                   .mask = RANDOM_BITS,
                                                   .rate = 255};
    const hx_map_crossbar_node all = {0};
    uint32_t words[HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS];
    hx_map_crossbar_node_encode(&all, words);
    field_world_write(
        world, hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_BACKGROUND + 2 * SOURCE + 1),
        words[0]);
    hx_map_background_spike_source_encode(&source, words);
    for (unsigned w = HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS; w-- > 0;) // the enable comes last
        field_world_write(world, ADDRESS + w, words[w]);
}

static void configure_regular(field_world *world)
{
    configure(world, false);
}

static void configure_random(field_world *world)
{
    configure(world, true);
}

static void wait_long(event_program *p)
{
    event_program_wait_until(p, 50 * PERIOD);
}

// A source makes an event each period; in the other scene with random labels, and it would make
// less with a lower rate.
static const field_scene regular = {"regular_source", configure_regular, wait_long};
static const field_scene random_labels = {"random_source", configure_random, wait_long};

// Chip cycles between events, modulo 256; 0: not always the same, -1: no events.
static double get_interval(const event_program *program)
{
    const seen_event *events = program->events;
    if (program->event_count < 2)
        return -1;
    const uint8_t interval = (uint8_t)(events[1].timestamp - events[0].timestamp);
    for (size_t i = 2; i < program->event_count; ++i) {
        if ((uint8_t)(events[i].timestamp - events[i - 1].timestamp) != interval)
            return 0;
    }
    return interval;
}

static double get_label(const event_program *program)
{
    return program->event_count ? program->events[0].label & LABEL : -1;
}

// The bits in which labels differ.
static double get_moving_bits(const event_program *program)
{
    unsigned bits = 0;
    for (size_t i = 1; i < program->event_count; ++i)
        bits |= program->events[i].label ^ program->events[0].label;
    return program->event_count ? bits : -1.0;
}

// Labels of the first three events in one number.
#define LABELS(FIRST, SECOND, THIRD) (((FIRST) << 8 | (SECOND)) << 8 | (THIRD))

static double get_labels(const event_program *program)
{
    const seen_event *events = program->events;
    return program->event_count < 3
               ? -1
               : LABELS(events[0].label & RANDOM_BITS, events[1].label & RANDOM_BITS,
                        events[2].label & RANDOM_BITS);
}

#define EXACT(FIELD, SCENE, ...)                                                                   \
    FIELD_ACTION_EXACT("background_spike_source", FIELD, ADDRESS, SCENE, __VA_ARGS__)
#define COUNT(FIELD, SCENE, FROM, TO, RELATION)                                                    \
    {                                                                                              \
        "background_spike_source", FIELD, ADDRESS, SCENE, field_count_spikes, FROM, TO, RELATION,  \
            0, 0, NULL                                                                             \
    }

// Labels of the generator from its steps (docs/fidelity.md, background generator), not from a run.
static const field_action rows[] = {
    EXACT("enable", &regular, get_interval, 0, -1, 1, PERIOD),
    EXACT("period", &regular, get_interval, 0x55, 0x55, 0xaa, 0xaa),
    COUNT("period", &regular, 0x40, 0x140, FIELD_LESS),
    COUNT("period", &regular, 0x40, 0x8040, FIELD_LESS),
    EXACT("neuron_label", &regular, get_label, 0x1555, 0x1555, 0x2aaa, 0x2aaa),
    EXACT("enable_random", &random_labels, get_moving_bits, 0, 0, 1, RANDOM_BITS),
    EXACT("seed", &random_labels, get_labels, 0x55555555, LABELS(0xea, 0x73, 0xf2), 0xaaaaaaaa,
          LABELS(0xf5, 0x8c, 0xb1)),
    EXACT("mask", &random_labels, get_moving_bits, 0x55, 0x55, 0xaa, 0xaa),
    EXACT("rate", &random_labels, get_interval, 0, -1, 255, PERIOD),
    COUNT("rate", &random_labels, 1, 0x7f, FIELD_MORE),
    COUNT("rate", &random_labels, 0x7f, 0xff, FIELD_MORE),
};

const field_action_list field_background_actions = FIELD_ACTION_LIST(rows);
