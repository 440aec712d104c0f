// Words by hand for tests of the device: host instructions, the stored example, responses.
// SPDX-License-Identifier: Apache-2.0
//
// On purpose without the host's own codec: layouts as in the public link description.
#ifndef HX_TEST_DEVICE_WORDS_H
#define HX_TEST_DEVICE_WORDS_H

#include <hxcosim/device.h>

#define WORD_TIMER_SETUP 0x0400000000000000u
#define WORD_HALT 0x0a00000000000000u
#define WORD_TICK 0x0a00000000000001u
#define WORD_BARRIER_OMNIBUS 0x0700000000000001u
#define WORD_BARRIER_SYSTIME 0x0700000000000004u
#define WORD_SYNCHRONISE 0x0600000000000001u
#define WORD_WAIT_UNTIL(cycles) (0x0500000000000000u | (uint32_t)(cycles))
#define WORD_READ(address) (0x0b00001f00000000u | (uint32_t)(address))
#define WORD_WRITE(address) (0x0b00000f00000000u | (uint32_t)(address))
#define WORD_DATA(value) (0x0c00000000000000u | (uint32_t)(value))
#define WORD_SPIKE(label) (0x0d00000000000000u | (uint16_t)(label))

#define ANSWER_HALT 0x0200000000000000u
#define ANSWER_TICK 0x0200000000000001u
#define ANSWER_DATA(value) (0x0100000000000000u | (uint32_t)(value))

// A list of words that ends the test when it is full.
typedef struct word_list {
    uint64_t words[1 << 16];
    size_t count;
} word_list;

void word_list_add(word_list *list, uint64_t word);
void word_list_add_write(word_list *list, uint32_t address, uint32_t value);

// Enables all lanes on both sides, the chip's over JTAG, and waits until they are up. There is
// no answer to these words.
void word_list_add_link_up(word_list *list);

// The link up, then testbench/programs/one_spike.words: the label 0xa4ec makes neuron 5 fire, which
// comes back as label 0x002a. All of it, or its configuration up to the first barrier.
void word_list_add_one_spike(word_list *list);
void word_list_add_example(word_list *list);

// Sends all words, at most `chunk` at a time, and receives at most `capacity` words at a time
// after each, until time stops. Responses are added to `answers`.
hx_status exchange(hx_connection *device, const word_list *list, size_t chunk, size_t capacity,
                   word_list *answers, hx_device_state *state);

// The same in one go; wants that the device becomes idle.
void play(hx_connection *device, const word_list *list, word_list *answers);

// A device that is the same at every run: no spread, no noise unless changed.
hx_device_config quiet_config(void);
hx_connection *open_local(const hx_device_config *config);
hx_connection *open_worker(const hx_device_config *config);

#endif
