// What is seen of each field that acts: one row a field, in a file for each part of the chip.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_FIELD_ACTIONS_H
#define HX_TEST_FIELD_ACTIONS_H

#include "testbench/sim/fields/field_world.h"

// What is seen with the field at `to`, beside what is seen with it at `from`.
typedef enum field_relation { FIELD_MORE, FIELD_LESS, FIELD_EXACT } field_relation;

// A parameter cell has its list in place of the register (capmem_row) and its name as field.
typedef struct field_action {
    const char *register_name, *field;
    uint32_t address;         // word 0 of the instance that is changed
    const field_scene *scene; // NULL: run does it all
    double (*look)(const event_program *program);
    int64_t from, to; // values of the field
    field_relation relation;
    double at_from, at_to; // what is seen (FIELD_EXACT)
    // For what no scene can hold: commands, the test access port.
    double (*run)(int64_t value);
} field_action;

// What is seen with the field at `value`.
double field_action_see(const field_action *row, int64_t value);

typedef struct field_action_list {
    const field_action *rows;
    size_t count;
} field_action_list;

#define FIELD_ACTION_LIST(ROWS)                                                                    \
    {                                                                                              \
        ROWS, sizeof ROWS / sizeof *(ROWS)                                                         \
    }

// A row with both numbers: values of the field and what is seen, from and to.
#define FIELD_ACTION_EXACT(REGISTER, FIELD, ADDRESS, SCENE, LOOK, FROM, AT_FROM, TO, AT_TO)        \
    {                                                                                              \
        REGISTER, FIELD, ADDRESS, SCENE, LOOK, FROM, TO, FIELD_EXACT, AT_FROM, AT_TO, NULL         \
    }

// One list a file, and all of them.
#define FIELD_ACTION_LISTS(X)                                                                      \
    X(adaptation)                                                                                  \
    X(backend)                                                                                     \
    X(background)                                                                                  \
    X(bias)                                                                                        \
    X(cadc)                                                                                        \
    X(cadc_source)                                                                                 \
    X(correlation)                                                                                 \
    X(crossbar)                                                                                    \
    X(driver)                                                                                      \
    X(executor)                                                                                    \
    X(hagen)                                                                                       \
    X(lane)                                                                                        \
    X(madc)                                                                                        \
    X(memory_timing)                                                                               \
    X(neuron)                                                                                      \
    X(neuron_cell)                                                                                 \
    X(neuron_command)                                                                              \
    X(neuron_joint)                                                                                \
    X(neuron_place)                                                                                \
    X(padi)                                                                                        \
    X(plasticity)                                                                                  \
    X(pll)                                                                                         \
    X(processor)                                                                                   \
    X(readout)                                                                                     \
    X(synapse)                                                                                     \
    X(systime)                                                                                     \
    X(trim)

#define FIELD_ACTION_EXTERN(NAME) extern const field_action_list field_##NAME##_actions;
FIELD_ACTION_LISTS(FIELD_ACTION_EXTERN)
#undef FIELD_ACTION_EXTERN

extern const field_action_list *const field_action_lists[];
extern const size_t field_action_list_count;

// Row `number` of all lists; NULL: there are less.
const field_action *field_action_get(size_t number);

// Looks that many scenes share: events that are no samples; label of the first (-1: none); the
// first read result.
double field_count_spikes(const event_program *program);
double field_get_first_label(const event_program *program);
double field_get_first_data(const event_program *program);

#endif
