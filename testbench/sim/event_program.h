// Programs whose answers are events: spikes, samples of the fast ADC, read results.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_EVENT_PROGRAM_H
#define HX_TEST_EVENT_PROGRAM_H

#include "testbench/sim/device_words.h"

#include <stdbool.h>

typedef struct seen_event {
    bool is_sample;
    uint8_t timestamp; // 4 ns
    uint16_t label;    // of a sample: channel and value
} seen_event;

typedef struct event_program {
    word_list list, answers;
    seen_event events[4096];
    size_t event_count;
    uint32_t data[256]; // read results
    size_t data_count;
} event_program;

// Starts the next program. The first one of a device must bring the link up.
void event_program_begin(event_program *p);

void event_program_write(event_program *p, uint32_t address, uint32_t value);
void event_program_read(event_program *p, uint32_t address);
// All accesses are done, then the timer starts at 0.
void event_program_settle(event_program *p);
void event_program_wait_until(event_program *p, uint32_t cycle);
void event_program_spike(event_program *p, uint16_t label);

// Adds the halt, plays, and sorts the answers.
void event_program_play(event_program *p, hx_connection *device);

// Spikes (or samples) among the events.
size_t event_program_count(const event_program *p, bool samples);

#endif
