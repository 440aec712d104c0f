// Drawing and adding for the random programs.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RANDOM_PRIVATE_H
#define HX_TEST_RANDOM_PRIVATE_H

#include "testbench/sim/fast/board/random_programs.h"

#include "host/wire/ut_message.h"

enum { NetworkLabel = 33, HiddenLabel = 7, NetworkDrivers = 16, NetworkNeurons = 48 };

uint32_t random_below(random_programs *random, uint32_t limit);
bool random_chance(random_programs *random, unsigned of_256);
uint64_t random_draw(random_programs *random);

void random_add(random_programs *random, hx_ut_kind kind, uint64_t payload);
void random_add_write(random_programs *random, uint32_t address, uint32_t value);
void random_add_bring_up(random_programs *random);
void random_add_network(random_programs *random);

// One or a few instructions of the phase's kind.
void random_add_some(random_programs *random);

#endif
