// A random program for the whole set-up: events of all sources, bus traffic, waits, converters.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RANDOM_TRAFFIC_H
#define HX_TEST_RANDOM_TRAFFIC_H

#include "testbench/sim/device_words.h"

#include <stdint.h>

// Brings the link up and sets up the chip: crossbar, 16 neurons that fire by themselves at
// different rates, background sources at rest. Ends with a halt.
void random_traffic_set_up(word_list *list, uint32_t *state);

// `count` random instructions and a halt. Timeouts are allowed for; nothing else ends it early.
void random_traffic_add(word_list *list, unsigned count, uint32_t *state);

#endif
