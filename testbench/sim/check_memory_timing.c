// Timing registers of the chip's small memories on the whole set-up: accesses last as long.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/device_words.h"

#include "hx_map.h"

#include <check.h>

#define TIMER 0x8800000cu
#define ACCESSES 40u

Suite *memory_timing_suite(void);

static word_list list, answers;

static const struct {
    uint32_t cells, timing;
    bool gray;
} memories[] = {
    {0x00150025, 0x00152800, true},  // parameter cells, quadrant south-west
    {0x0016800a, 0x00168402, false}, // neuron configuration, north-east
    {0x00118534, 0x00118602, false}, // drivers, bottom
    {0x001a9014, 0x001a9402, false}, // backends, east
    {0x03400810, 0x03400902, false}, // CADC offsets, bottom, west
};

static uint32_t find_code(const bool gray, uint32_t value)
{
    uint32_t word = value;
    for (unsigned shift = 1; gray && shift < 8; shift++)
        word ^= value >> shift;
    return word;
}

// FPGA cycles of so many accesses to one place.
static uint32_t measure(hx_connection *device, uint32_t address, bool write)
{
    list.count = 0;
    word_list_add(&list, WORD_TIMER_SETUP);
    for (unsigned i = 0; i < ACCESSES; i++) {
        if (write)
            word_list_add_write(&list, address, 0x55);
        else
            word_list_add(&list, WORD_READ(address));
    }
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_READ(TIMER));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    uint32_t time = 0;
    unsigned reads = 0;
    for (size_t i = 0; i < answers.count; i++) {
        if (answers.words[i] >> 56 != 1)
            continue;
        time = (uint32_t)answers.words[i];
        reads++;
        ck_assert(reads > ACCESSES || write || time == 0x55);
    }
    ck_assert_uint_eq(reads, write ? 1 : ACCESSES + 1);
    return time;
}

static void set(hx_connection *device, unsigned memory, unsigned delay, unsigned setup,
                unsigned width)
{
    list.count = 0;
    word_list_add_write(&list, memories[memory].timing, find_code(memories[memory].gray, delay));
    word_list_add_write(&list, memories[memory].timing + 1,
                        find_code(memories[memory].gray, width << 4 | setup));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
}

// With delays long against what an access takes otherwise, each further chip cycle of delay makes
// the whole longer by one for each access; an FPGA cycle is two.
START_TEST(accesses_last_as_long_as_set)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    list.count = 0;
    word_list_add_link_up(&list);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    unsigned m = (unsigned)_i;
    uint32_t address = memories[m].cells;
    set(device, m, 0, 0, 0);
    uint32_t write = measure(device, address, true), read = measure(device, address, false);
    set(device, m, 100, 15, 5);
    uint32_t longer_write = measure(device, address, true);
    uint32_t longer_read = measure(device, address, false);
    set(device, m, 130, 15, 15);
    ck_assert_uint_gt(longer_write, write);
    ck_assert_uint_eq(measure(device, address, true), longer_write + ACCESSES * 10 / 2);
    ck_assert_uint_gt(longer_read, read + ACCESSES * 40);
    ck_assert_uint_eq(measure(device, address, false), longer_read + ACCESSES * 30 / 2);
    // Another place is as fast as before.
    set(device, m, 255, 15, 15);
    uint32_t elsewhere = measure(device, 0x02c40000, true);
    set(device, m, 0, 0, 0);
    ck_assert_uint_eq(measure(device, 0x02c40000, true), elsewhere);
    ck_assert_uint_eq(measure(device, address, true), write);
    ck_assert_uint_eq(measure(device, address, false), read);
    hx_connection_close(device);
}
END_TEST

Suite *memory_timing_suite(void)
{
    Suite *suite = suite_create("memory_timing");
    TCase *tcase = tcase_create("memory_timing");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, accesses_last_as_long_as_set, 0, sizeof memories / sizeof *memories);
    suite_add_tcase(suite, tcase);
    return suite;
}
