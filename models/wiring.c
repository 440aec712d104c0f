// Which circuits the switches of the neuron configuration join.
// SPDX-License-Identifier: Apache-2.0
//
// Every circuit has a membrane and a place on its row's soma line. Switches without resistance:
// membrane to the right neighbour's membrane, membrane to the membrane of the other row (closed
// if the switch of either circuit is), membrane to the soma line, soma line to the right.
#include "models/anncore_private.h"

#include <hx_map.h>

enum { NODES = 2 * HX_ANNCORE_NEURONS, LINE = HX_ANNCORE_NEURONS };

static unsigned find_root(uint16_t *parent, unsigned node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

// The lower node leads, so that a membrane leads wherever there is one.
static void unite(uint16_t *parent, unsigned a, unsigned b)
{
    a = find_root(parent, a);
    b = find_root(parent, b);
    parent[a > b ? a : b] = (uint16_t)(a > b ? b : a);
}

static void close_switches(const hx_anncore *core, uint16_t *parent)
{
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        hx_map_neuron_config config;
        hx_map_neuron_config_decode(core->neuron_config[neuron], &config);
        bool last = neuron % HX_COLUMNS == HX_COLUMNS - 1;
        if (config.connect_membrane_right && !last) {
            unite(parent, neuron, neuron + 1);
        }
        if (config.connect_bottom) {
            unite(parent, neuron, neuron ^ HX_COLUMNS);
        }
        if (config.connect_soma) {
            unite(parent, neuron, LINE + neuron);
        }
        if (config.connect_somata && !last) {
            unite(parent, LINE + neuron, LINE + neuron + 1);
        }
    }
}

void hx_wiring_update(hx_anncore *core)
{
    uint16_t parent[NODES];
    uint16_t latest[HX_ANNCORE_NEURONS];
    hx_joint joint;
    for (unsigned node = 0; node < NODES; ++node) {
        parent[node] = (uint16_t)node;
    }
    close_switches(core, parent);
    hx_joint_clear(&joint);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        unsigned leader = find_root(parent, neuron);
        joint.leader[neuron] = (uint16_t)leader;
        if (leader != neuron) {
            joint.next[neuron] = (uint16_t)leader;
            joint.next[latest[leader]] = (uint16_t)neuron;
            joint.any = true;
        }
        latest[leader] = (uint16_t)neuron;
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        unsigned next = joint.next[neuron];
        bool column = next == (neuron ^ HX_COLUMNS) && joint.next[next] == neuron;
        if (joint.leader[neuron] == neuron && next != neuron && !column) {
            hx_neuron_set_add(joint.other, neuron);
        }
    }
    hx_joint_connect(&core->neurons, &joint, hx_anncore_offset(core));
    core->wiring_stale = false;
}
