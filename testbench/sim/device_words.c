// Words by hand for tests of the device.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/device_words.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define CAPACITY (sizeof((word_list *)0)->words / sizeof *((word_list *)0)->words)

void word_list_add(word_list *list, uint64_t word)
{
    ck_assert_uint_lt(list->count, CAPACITY);
    list->words[list->count++] = word;
}

void word_list_add_write(word_list *list, uint32_t address, uint32_t value)
{
    word_list_add(list, WORD_WRITE(address));
    word_list_add(list, WORD_DATA(value));
}

void word_list_add_link_up(word_list *list)
{
    word_list_add_write(list, 0x88004000, 0xff);
    word_list_add(list, 0x0100000000000000); // fastest JTAG clock
    word_list_add(list, 0x0000000000000000); // test access port to its idle state
    word_list_add(list, 0x0200000000000005); // address of a write: PHY enables
    word_list_add(list, 0x0300210000040000);
    word_list_add(list, 0x0200000000000006); // data
    word_list_add(list, 0x03002000000000ff);
    word_list_add(list, 0x0200000000000007); // request
    word_list_add(list, 0x0300030000000000);
    word_list_add_write(list, 0, 0); // the first access over the lanes
    word_list_add(list, WORD_BARRIER_OMNIBUS);
}

static void add_file(word_list *list, uint64_t last)
{
    FILE *file = fopen(HX_TESTBENCH_DIR "/programs/one_spike.words", "r");
    ck_assert_ptr_nonnull(file);
    char line[256];
    bool ended = false;
    while (!ended && fgets(line, sizeof line, file)) {
        char *end;
        uint64_t word = strtoull(line, &end, 16);
        if (end == line || *line == '#')
            continue;
        word_list_add(list, word);
        ended = word == last;
    }
    fclose(file);
    ck_assert_msg(ended, "the file has no such word");
}

void word_list_add_one_spike(word_list *list)
{
    word_list_add_link_up(list);
    add_file(list, WORD_HALT);
}

void word_list_add_example(word_list *list)
{
    word_list_add_link_up(list);
    add_file(list, WORD_BARRIER_OMNIBUS);
}

hx_status exchange(hx_connection *device, const word_list *list, size_t chunk, size_t capacity,
                   word_list *answers, hx_device_state *state)
{
    static uint64_t words[CAPACITY];
    for (size_t sent = 0; sent < list->count;) {
        size_t part = list->count - sent < chunk ? list->count - sent : chunk;
        hx_status status = hx_connection_send(device, list->words + sent, part);
        sent += part;
        size_t count;
        do {
            if (!status)
                status = hx_connection_receive(device, words, capacity, &count, state);
            if (status)
                return status;
            ck_assert_uint_le(count, capacity);
            for (size_t i = 0; i < count; i++)
                word_list_add(answers, words[i]);
        } while (*state == HX_DEVICE_RUNNING);
        // Whatever came with the last words was all.
        status = hx_connection_receive(device, words, capacity, &count, state);
        ck_assert_int_eq(status, HX_OK);
        ck_assert_uint_eq(count, 0);
    }
    return HX_OK;
}

void play(hx_connection *device, const word_list *list, word_list *answers)
{
    hx_device_state state;
    answers->count = 0;
    ck_assert_int_eq(exchange(device, list, list->count, 1024, answers, &state), HX_OK);
    ck_assert_int_eq(state, HX_DEVICE_IDLE);
}

// The suites run on both tiers.
#ifndef HX_TEST_TIER
#define HX_TEST_TIER HX_TIER_RTL
#endif

hx_device_config quiet_config(void)
{
    hx_device_config config = hx_device_config_default();
    config.tier = HX_TEST_TIER;
    config.mismatch = 0;
    config.noise = 0;
    return config;
}

hx_connection *open_local(const hx_device_config *config)
{
    hx_connection *device;
    hx_error error = {""};
    hx_status status = hx_connection_open_local(&device, config, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
    return device;
}

hx_connection *open_worker(const hx_device_config *config)
{
    hx_connection *device;
    hx_error error = {""};
    hx_status status = hx_connection_open_worker(&device, config, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
    return device;
}
