// Event crossbar, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/crossbar.h"

#include <hx_map.h>
#include <string.h>

uint16_t hx_crossbar_reach(unsigned input)
{
    if (input < HX_MAP_CROSSBAR_INPUT_L2)
        return (uint16_t)(0x111u << input % 4);
    if (input < HX_MAP_CROSSBAR_INPUT_BACKGROUND)
        return (uint16_t)(0x0ffu | 0x100u << (input - HX_MAP_CROSSBAR_INPUT_L2));
    unsigned source = input - HX_MAP_CROSSBAR_INPUT_BACKGROUND;
    return (uint16_t)(source < 4 ? 0x101u << source : 0x110u << (source - 4));
}

// The number of the first node of an input; its nodes follow in the order of the outputs.
static unsigned first_node(unsigned input)
{
    if (input < HX_MAP_CROSSBAR_INPUT_L2)
        return HX_MAP_CROSSBAR_FIRST_NODE_NEURON + 3 * input;
    if (input < HX_MAP_CROSSBAR_INPUT_BACKGROUND)
        return HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * (input - HX_MAP_CROSSBAR_INPUT_L2);
    return HX_MAP_CROSSBAR_FIRST_NODE_BACKGROUND + 2 * (input - HX_MAP_CROSSBAR_INPUT_BACKGROUND);
}

static void decode_node(hx_crossbar *c, unsigned number)
{
    hx_map_crossbar_node node;
    hx_map_crossbar_node_decode(&c->node[number], &node);
    c->filter[number].mask = (uint16_t)node.mask;
    c->filter[number].target = (uint16_t)node.target;
    c->filter[number].counts = node.enable_drop_counter;
}

static void decode_config(hx_crossbar *c)
{
    hx_map_crossbar_output_config config;
    hx_map_crossbar_output_config_decode(&c->config, &config);
    c->slow = (uint8_t)config.enable_slow;
    c->counted = (uint16_t)config.enable_event_counter;
}

void hx_crossbar_reset(hx_crossbar *c)
{
    memset(c, 0, sizeof *c);
    // No label passes.
    const hx_map_crossbar_node node = {.mask = 0, .target = 1};
    for (unsigned i = 0; i < HX_CROSSBAR_NODES; i++) {
        hx_map_crossbar_node_encode(&node, &c->node[i]);
        decode_node(c, i);
    }
}

// Outputs whose nodes pass the label; `counting`: whether one of them counts drops.
static uint16_t pass(const hx_crossbar *c, unsigned input, uint16_t label, bool *counting)
{
    unsigned passed = 0, node = first_node(input);
    *counting = false;
    for (unsigned left = hx_crossbar_reach(input); left; left &= left - 1, node++) {
        if ((label & c->filter[node].mask) != c->filter[node].target)
            continue;
        passed |= left & -left;
        *counting = *counting || c->filter[node].counts;
    }
    return (uint16_t)passed;
}

static uint32_t *find_counter(hx_crossbar *c, uint32_t address, uint32_t *copy)
{
    uint32_t number = address - HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE;
    if (number < HX_CROSSBAR_OUTPUTS)
        return &c->event_count[number];
    number = address - HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE;
    if (number >= HX_CROSSBAR_INPUTS)
        return NULL;
    *copy = c->drop_count[number];
    return copy;
}

static void access_registers(hx_crossbar *c, const hx_access *a)
{
    if (!a->valid)
        return;
    c->read_data = 0;
    uint32_t node = a->address - HX_MAP_CROSSBAR_NODE_BASE, copy = 0;
    uint32_t *counter = find_counter(c, a->address, &copy);
    if (a->address == HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE) {
        if (a->write) {
            c->config = hx_access_merge(a, c->config, hx_map_crossbar_output_config_mask(0));
            decode_config(c);
        } else {
            c->read_data = c->config;
        }
    } else if (node < HX_CROSSBAR_NODES) {
        if (a->write) {
            c->node[node] = hx_access_merge(a, c->node[node], hx_map_crossbar_node_mask(0));
            decode_node(c, node);
        } else {
            c->read_data = c->node[node];
        }
    } else if (counter && !a->write) {
        c->read_data = *counter;
    } else if (counter == &copy) {
        c->drop_count[a->address - HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE] = 0;
    } else if (counter) {
        *counter = 0;
    }
}

static void count_lost(hx_crossbar *c, const bool counting[HX_CROSSBAR_LOST_MAXIMUM])
{
    for (unsigned i = 0; i < c->lost_count; i++) {
        uint16_t *count = &c->drop_count[c->lost[i].input];
        if (counting[i] && *count < UINT16_MAX)
            ++*count;
    }
}

// The input from which an output takes the next event, of those that want it.
static unsigned choose(hx_crossbar *c, unsigned output, uint32_t waiting)
{
    uint32_t fresh = waiting & ~c->output[output].served;
    if (!fresh) {
        c->output[output].served = 0;
        fresh = waiting;
    }
    return (unsigned)__builtin_ctz(fresh);
}

// What the outputs take from the oldest events; returns the inputs whose event leaves.
static uint32_t arbitrate(hx_crossbar *c, uint64_t now, uint16_t *granted,
                          uint16_t labels[HX_CROSSBAR_OUTPUTS])
{
    uint32_t waiting[HX_CROSSBAR_OUTPUTS] = {0}; // inputs, for each output
    uint16_t wanted[HX_CROSSBAR_INPUTS], any = 0;
    *granted = 0;
    for (uint32_t left = c->waiting; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);
        bool counting;
        wanted[i] = pass(c, i, c->input[i].label[c->input[i].first], &counting) &
                    (uint16_t)~c->input[i].taken;
        for (unsigned outputs = wanted[i]; outputs; outputs &= outputs - 1)
            waiting[__builtin_ctz(outputs)] |= UINT32_C(1) << i;
        any |= wanted[i];
    }
    for (unsigned left = any | c->in_round; left; left &= left - 1) {
        unsigned o = (unsigned)__builtin_ctz(left);
        uint16_t bit = (uint16_t)(1u << o);
        if (!waiting[o]) {
            c->output[o].served = 0;
            c->in_round &= (uint16_t)~bit;
            continue;
        }
        bool held = o >= 8 && c->slow >> (o - 8) & 1 && now < c->output[o].slow_until;
        if (c->output[o].count == 2 || held)
            continue;
        unsigned winner = choose(c, o, waiting[o]);
        c->output[o].served |= UINT32_C(1) << winner;
        c->in_round |= bit;
        c->input[winner].taken |= bit;
        wanted[winner] &= (uint16_t)~bit;
        *granted |= bit;
        labels[o] = c->input[winner].label[c->input[winner].first];
    }
    uint32_t leaving = 0;
    for (uint32_t left = c->waiting; left; left &= left - 1)
        if (!wanted[__builtin_ctz(left)])
            leaving |= left & -left;
    return leaving;
}

static void move_outputs(hx_crossbar *c, const hx_crossbar_in *in, uint16_t granted,
                         const uint16_t labels[HX_CROSSBAR_OUTPUTS])
{
    for (unsigned left = (c->valid & in->ready) | granted; left; left &= left - 1) {
        unsigned o = (unsigned)__builtin_ctz(left);
        if (c->output[o].count && in->ready >> o & 1) {
            c->output[o].event[0] = c->output[o].event[1];
            c->output[o].count--;
        }
        if (granted >> o & 1) {
            c->output[o].event[c->output[o].count++] =
                (hx_crossbar_event){labels[o], (uint8_t)in->systime};
            c->output[o].slow_until = in->now + HX_CROSSBAR_SLOW_PERIOD;
        }
        if (c->output[o].count)
            c->valid |= (uint16_t)(1u << o);
        else
            c->valid &= (uint16_t) ~(1u << o);
    }
}

// Room is what there was before an event left in this cycle.
static void push(hx_crossbar *c, unsigned input, uint16_t label)
{
    if (c->input[input].count == HX_CROSSBAR_DEPTH) {
        c->lost[c->lost_count].input = (uint8_t)input;
        c->lost[c->lost_count++].label = label;
        c->lost_total++;
        return;
    }
    unsigned place = (c->input[input].first + c->input[input].count) % HX_CROSSBAR_DEPTH;
    c->input[input].label[place] = label;
    c->input[input].count++;
    c->waiting |= UINT32_C(1) << input;
}

static void push_all(hx_crossbar *c, const hx_crossbar_in *in)
{
    c->lost_count = 0;
    for (unsigned left = in->neuron_valid; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);
        push(c, i, in->neuron_label[i]);
    }
    for (unsigned i = 3; in->link_valid && i-- > 0;)
        if (in->link_valid >> i & 1)
            push(c, HX_MAP_CROSSBAR_INPUT_L2 + (in->link_label[i] >> 14),
                 in->link_label[i] & 0x3fff);
    for (unsigned left = in->background_valid; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);
        push(c, HX_MAP_CROSSBAR_INPUT_BACKGROUND + i, in->background_label[i]);
    }
}

static void pop(hx_crossbar *c, unsigned input)
{
    c->input[input].first = (c->input[input].first + 1) % HX_CROSSBAR_DEPTH;
    c->input[input].taken = 0;
    if (!--c->input[input].count)
        c->waiting &= ~(UINT32_C(1) << input);
}

void hx_crossbar_step(hx_crossbar *c, const hx_crossbar_in *in)
{
    uint16_t granted, labels[HX_CROSSBAR_OUTPUTS], counted = c->counted;
    bool counting[HX_CROSSBAR_LOST_MAXIMUM];
    for (unsigned i = 0; i < c->lost_count; i++)
        pass(c, c->lost[i].input, c->lost[i].label, &counting[i]);
    uint32_t leaving = arbitrate(c, in->now, &granted, labels);

    // A counter that is cleared still counts what happens in this cycle.
    access_registers(c, &in->access);
    count_lost(c, counting);
    for (unsigned left = granted & counted; left; left &= left - 1) {
        uint32_t *count = &c->event_count[__builtin_ctz(left)];
        *count = (*count + 1) & 0xffffff;
    }
    push_all(c, in);
    for (uint32_t left = leaving; left; left &= left - 1)
        pop(c, (unsigned)__builtin_ctz(left));
    move_outputs(c, in, granted, labels);
}
