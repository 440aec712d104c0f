// A set-up of the chip of which single fields are changed, and what the host sees of it.
// SPDX-License-Identifier: Apache-2.0
//
// A scene writes its configuration into a world, word by word; a later write of the same address
// replaces the earlier one. So a test can change one field of it, play the scene, and compare what
// is seen. Every play uses a new device, the link up and event recording on.
#ifndef HX_TEST_FIELD_WORLD_H
#define HX_TEST_FIELD_WORLD_H

#include "testbench/sim/event_program.h"

#include <hx_map_list.h>

typedef struct field_world {
    uint32_t address[16384], value[16384]; // in the order of the first write
    size_t count;
    event_program program;
} field_world;

// One way to use the chip.
typedef struct field_scene {
    const char *name;
    void (*configure)(field_world *world);
    // What happens then: timer at 0, recording on. Reads come back in program->data.
    void (*play)(event_program *program);
} field_scene;

void field_world_write(field_world *world, uint32_t address, uint32_t value);
void field_world_write_words(field_world *world, uint32_t address, const uint32_t *words,
                             unsigned count);
// What was written, else 0.
uint32_t field_world_get(const field_world *world, uint32_t address);
// The public example (testbench/programs/one_spike.words): label 0xa4ec makes neuron 5 fire.
void field_world_add_example(field_world *world);

// Plays the scene as the world is configured; the answers are in world->program.
void field_world_play(field_world *world, const field_scene *scene);

// The register and field of these names; a wrong name ends the test.
const hx_map_list_entry *field_find_register(const char *name);
const hx_map_list_field *field_find(const hx_map_list_entry *entry, const char *name);

// Sets a field of the instance whose word 0 is at `address`, with its encoding.
void field_world_set(field_world *world, const hx_map_list_entry *entry, uint32_t address,
                     const hx_map_list_field *field, int64_t value);
// Inverts all bits of a field of that instance.
void field_world_invert(field_world *world, const hx_map_list_entry *entry, uint32_t address,
                        const hx_map_list_field *field);

#endif
