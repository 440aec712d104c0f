// Which circuits the switches of the neuron configuration join.
// SPDX-License-Identifier: Apache-2.0
//
// Every circuit has a membrane and a place on its row's soma line. Switches without resistance:
// membrane to the right neighbour's membrane, membrane to the membrane of the other row (closed
// if the switch of either circuit is), membrane to the soma line, soma line to the right. One
// with conductance: membrane to the soma line.
#include "models/anncore_private.h"

#include <hx_map.h>
#include <string.h>

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

// Switches between two different nodes, and what they connect to one neuron.
static void close_conductances(const hx_anncore *core, uint16_t *parent, uint16_t *tree,
                               uint64_t *resistor)
{
    for (unsigned node = 0; node < NODES; ++node) {
        tree[node] = (uint16_t)find_root(parent, node);
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        hx_map_neuron_config config;
        hx_map_neuron_config_decode(core->neuron_config[neuron], &config);
        unsigned membrane = find_root(parent, neuron);
        unsigned line = find_root(parent, LINE + neuron);
        if (config.enable_multicomp_conductance && membrane != line) {
            unite(tree, membrane, line);
            hx_neuron_set_add(resistor, neuron);
        }
    }
}

static bool has_currents(const hx_anncore *core, unsigned neuron)
{
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(core->neuron_config[neuron], &config);
    return hx_parameters_have_currents(&config);
}

// Makes a cable of a tree; false if it has one compartment only and no currents that are not
// linear, or too many circuits.
static bool add_cable(const hx_anncore *core, hx_joint *joint, uint16_t *parent, uint16_t *tree,
                      unsigned root, const uint64_t *resistor)
{
    bool currents = false;
    hx_cable cable;
    memset(&cable, 0, sizeof cable); // cables are compared as a whole
    for (unsigned neuron = root; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        if (find_root(tree, neuron) != root) {
            continue;
        }
        if (cable.circuits == HX_CABLE_CIRCUITS) {
            return false;
        }
        unsigned i = cable.circuits++;
        unsigned leader = find_root(parent, neuron);
        unsigned c = 0;
        while (c < cable.compartments && cable.leader[c] != leader) {
            ++c;
        }
        cable.compartments += c == cable.compartments;
        cable.leader[c] = (uint16_t)leader;
        cable.circuit[i] = (uint16_t)neuron;
        cable.compartment[i] = (uint8_t)c;
        cable.line[i] = (uint16_t)find_root(parent, LINE + neuron);
        cable.resistor[i] = hx_neuron_set_has(resistor, neuron);
        currents = currents || has_currents(core, neuron);
    }
    if (cable.circuits < 2 || (cable.compartments < 2 && !currents)) {
        return false;
    }
    joint->has_currents = joint->has_currents || currents;
    unsigned before = 0;
    for (unsigned i = 0; i < joint->cable_count; ++i) {
        before += joint->cable[i].circuits;
    }
    cable.table = before * HX_CABLE_TABLE;
    joint->cable[joint->cable_count++] = cable;
    for (unsigned i = 0; i < cable.circuits; ++i) {
        joint->cable_of[cable.circuit[i]] = (uint16_t)joint->cable_count;
    }
    return true;
}

// Rings of the circuits with the same entry in `root`.
static void make_rings(hx_joint *joint, const uint16_t *root)
{
    uint16_t first[NODES];
    uint16_t latest[NODES];
    memset(first, 0xff, sizeof first);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        unsigned r = root[neuron];
        if (first[r] == 0xffff) {
            first[r] = (uint16_t)neuron;
        } else {
            joint->next[neuron] = first[r];
            joint->next[latest[r]] = (uint16_t)neuron;
            joint->any = true;
        }
        latest[r] = (uint16_t)neuron;
    }
}

void hx_wiring_update(hx_anncore *core)
{
    uint16_t parent[NODES];
    uint16_t tree[NODES];
    uint16_t root[HX_ANNCORE_NEURONS];
    hx_neuron_set resistor = {0};
    hx_joint joint;
    for (unsigned node = 0; node < NODES; ++node) {
        parent[node] = (uint16_t)node;
    }
    close_switches(core, parent);
    close_conductances(core, parent, tree, resistor);
    hx_joint_clear(&joint);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        joint.leader[neuron] = (uint16_t)find_root(parent, neuron);
        if (find_root(tree, neuron) == neuron) {
            add_cable(core, &joint, parent, tree, neuron, resistor);
        }
    }
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        root[neuron] =
            joint.cable_of[neuron] ? (uint16_t)find_root(tree, neuron) : joint.leader[neuron];
    }
    make_rings(&joint, root);
    for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
        unsigned next = joint.next[neuron];
        bool column = next == (neuron ^ HX_COLUMNS) && joint.next[next] == neuron;
        if (joint.leader[neuron] == neuron && next != neuron && !column &&
            !joint.cable_of[neuron]) {
            hx_neuron_set_add(joint.other, neuron);
        }
    }
    hx_joint_connect(&core->neurons, &joint, hx_anncore_offset(core));
    core->wiring_stale = false;
}
