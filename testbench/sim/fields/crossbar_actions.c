// Event crossbar: which events a node passes, slow outputs, counters.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <hx_map.h>

enum { LINKS = 4, OUTPUTS = HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_OUTPUT_COUNT };
enum { LABEL = 0x3fff, LABEL_BITS = 14 };
enum { EVENTS = 8, SLOW = 8, FAST = 2 }; // chip cycles between events sent together
enum { CROWD = 60 };

// The node from link input `input` to output 0..7, or 8: to the link output of the same number.
static uint32_t get_link_node(unsigned input, unsigned output)
{
    return hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * input + output);
}

static void write_node(field_world *world, uint32_t address, hx_map_crossbar_node node)
{
    uint32_t word;
    hx_map_crossbar_node_encode(&node, &word);
    field_world_write(world, address, word);
}

static void open_links(field_world *world)
{
    const hx_map_crossbar_node all = {0};
    for (unsigned link = 0; link < LINKS; ++link)
        write_node(world, get_link_node(link, 8), all);
}

static void open_outputs(field_world *world)
{
    const hx_map_crossbar_node all = {0};
    open_links(world);
    for (unsigned output = 0; output < 8; ++output)
        write_node(world, get_link_node(0, output), all);
}

static void reach_outputs(event_program *p)
{
    for (unsigned link = 0; link < LINKS; ++link)
        event_program_spike(p, (uint16_t)(link << LABEL_BITS | 0x123));
    event_program_wait_until(p, 1000);
    for (unsigned output = 0; output < OUTPUTS; ++output)
        event_program_read(p, hx_map_crossbar_output_event_counter_address(output));
}

// Each of the twelve outputs has one event.
static const field_scene outputs = {"outputs", open_outputs, reach_outputs};

// Bit o: output o has counted one event; -1: one has counted more.
static double get_counting_outputs(const event_program *program)
{
    unsigned counting = 0;
    for (unsigned output = 0; output < OUTPUTS; ++output) {
        if (program->data[output] > 1)
            return -1;
        counting |= program->data[output] << output;
    }
    return counting;
}

static void hurry(event_program *p)
{
    for (unsigned link = 0; link < LINKS; ++link) {
        event_program_wait_until(p, 1000 * (link + 1));
        for (unsigned i = 0; i < EVENTS; ++i)
            event_program_spike(p, (uint16_t)(link << LABEL_BITS | i));
    }
    event_program_wait_until(p, 1000 * (LINKS + 1));
}

// Events come back on the four link outputs in turn, each time as fast as they can.
static const field_scene hurries = {"hurries", open_links, hurry};

// Bit k: events of link output k are as far apart as slow ones; -1: not as slow and not as fast.
static double get_slow_links(const event_program *program)
{
    unsigned slow = 0;
    if (program->event_count != EVENTS * LINKS)
        return -1;
    for (unsigned i = 0; i < program->event_count; i += EVENTS) {
        const seen_event *first = &program->events[i], *last = first + EVENTS - 1;
        const uint8_t length = (uint8_t)(last->timestamp - first->timestamp);
        if (length == (EVENTS - 1) * SLOW)
            slow |= 1u << (first->label >> LABEL_BITS);
        else if (length != (EVENTS - 1) * FAST)
            return -1;
    }
    return slow;
}

// Link input 2, whose events have 2 in the upper two bits.
#define NODE (HX_MAP_CROSSBAR_NODE_BASE + HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * 2 + 8)
#define EVENT(LABEL) ((uint16_t)(2u << LABEL_BITS | (LABEL)))

static void pass_zero(field_world *world)
{
    write_node(world, NODE, (hx_map_crossbar_node){.mask = LABEL});
}

static void knock(event_program *p)
{
    for (unsigned bit = 0; bit < LABEL_BITS; ++bit)
        event_program_spike(p, EVENT(1u << bit));
    event_program_spike(p, EVENT(0x1555));
    event_program_spike(p, EVENT(0x2aaa));
    event_program_wait_until(p, 1000);
}

// Labels of one bit each and two more come to a node that compares all bits with 0.
static const field_scene labels = {"labels", pass_zero, knock};

// The bits for which the label with it alone passes.
static double get_passing_bits(const event_program *program)
{
    unsigned bits = 0;
    for (size_t i = 0; i < program->event_count; ++i) {
        const unsigned label = program->events[i].label & LABEL;
        bits |= label & (label - 1) ? 0 : label;
    }
    return bits;
}

// The label, if just one passes.
static double get_only_label(const event_program *program)
{
    return program->event_count == 1 ? program->events[0].label & LABEL : -1;
}

static void slow_down(field_world *world)
{
    const hx_map_crossbar_output_config config = {.enable_slow = 1u << 2};
    uint32_t word;
    write_node(world, NODE, (hx_map_crossbar_node){.mask = 0});
    hx_map_crossbar_output_config_encode(&config, &word);
    field_world_write(world, hx_map_crossbar_output_config_address(), word);
}

static void crowd(event_program *p)
{
    for (unsigned i = 0; i < CROWD; ++i)
        event_program_spike(p, EVENT(i));
    event_program_wait_until(p, 2000);
    event_program_read(p, hx_map_crossbar_input_drop_counter_address(HX_MAP_CROSSBAR_INPUT_L2 + 2));
}

// More events than a slow output can take: some find their input full.
static const field_scene crowds = {"crowds", slow_down, crowd};

// 1: all losses are counted, 0: none; -1: something else, or nothing was lost.
static double get_counted_losses(const event_program *program)
{
    const size_t lost = CROWD - program->event_count;
    if (lost == 0 || (program->data[0] != 0 && program->data[0] != lost))
        return -1;
    return program->data[0] == lost;
}

static const field_action rows[] = {
    FIELD_ACTION_EXACT("crossbar_output_config", "enable_slow", HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE,
                       &hurries, get_slow_links, 5, 5, 10, 10),
    FIELD_ACTION_EXACT("crossbar_output_config", "enable_event_counter",
                       HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE, &outputs, get_counting_outputs, 0x555,
                       0x555, 0xaaa, 0xaaa),
    FIELD_ACTION_EXACT("crossbar_node", "mask", NODE, &labels, get_passing_bits, 0x1555, 0x2aaa,
                       0x2aaa, 0x1555),
    FIELD_ACTION_EXACT("crossbar_node", "target", NODE, &labels, get_only_label, 0x1555, 0x1555,
                       0x2aaa, 0x2aaa),
    FIELD_ACTION_EXACT("crossbar_node", "enable_drop_counter", NODE, &crowds, get_counted_losses, 0,
                       0, 1, 1),
};

const field_action_list field_crossbar_actions = FIELD_ACTION_LIST(rows);
