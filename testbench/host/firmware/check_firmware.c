// The plasticity processor's programs leave what they promise in memories and rows.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_machine.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>
#include <string.h>

static hx_ppu_machine machine;

static void load(const char *name)
{
    hx_error error = {""};
    char path[512];
    snprintf(path, sizeof path, HX_FIRMWARE_DIR "/%s.elf", name);
    ck_assert_msg(!hx_ppu_machine_create(&machine, path, &error), "%s", error.text);
}

// Runs to the end; returns the return code.
static uint32_t run(void)
{
    ck_assert_int_eq(hx_ppu_machine_run(&machine, 2000000), HX_OK);
    ck_assert_uint_eq(hx_ppu_surroundings_outside(machine.surroundings).count, 0);
    return hx_ppu_machine_return_code(&machine);
}

static uint32_t *variable(const char *name, unsigned word)
{
    const hx_elf_symbol *symbol = hx_elf_find(machine.elf, name);
    ck_assert_msg(symbol != NULL, "no symbol %s", name);
    return hx_ppu_memory(machine.ppu) + symbol->address / 4 + word;
}

static unsigned byte_of(const uint32_t *words, unsigned byte)
{
    return words[byte / 4] >> (24 - 8 * (byte & 3)) & 255;
}

static void fill_row(uint32_t address, unsigned value)
{
    uint32_t *row = hx_ppu_surroundings_row(machine.surroundings, address);
    for (unsigned i = 0; i < HX_PPU_ROW_WORDS; i++)
        row[i] = value * 0x01010101u;
}

START_TEST(hello)
{
    char text[HX_PPU_MAILBOX_TEXT];
    load("hello");
    ck_assert_uint_eq(run(), 0);
    hx_ppu_machine_mailbox(&machine, text);
    const char *first = "hello from the plasticity processor\nstarted before cycle ";
    ck_assert_msg(!strncmp(text, first, strlen(first)), "%s", text);
    hx_ppu_machine_destroy(&machine);
}
END_TEST

// Programs that check themselves: 0 errors.
static const char *const self_checking[] = {"memory_test", "crc", "vector_math"};

START_TEST(self_check)
{
    load(self_checking[_i]);
    ck_assert_uint_eq(run(), 0);
    hx_ppu_machine_destroy(&machine);
}
END_TEST

// Columns of the records: channel = pattern of the conversion, see surroundings.h.
START_TEST(sampler)
{
    enum { HEADER = 4, COUNT = 5, PERIOD = 600, KINDS = 2, WORDS = HEADER + 4 * HX_PPU_ROW_WORDS };
    load("sampler");
    *variable("sampler", 0) = PERIOD;
    *variable("sampler", 1) = COUNT;
    *variable("sampler", 2) = 7; // row
    *variable("sampler", 4) = 0x1000;
    ck_assert_uint_eq(run(), COUNT);
    const uint32_t *memory = hx_ppu_surroundings_memory(machine.surroundings);
    const uint32_t *record = memory + 0x1000 / 4, *previous = NULL;
    ck_assert_uint_eq(memory[0x1000 / 4 - 1], 0);
    for (unsigned n = 0; n < COUNT; n++, previous = record, record += WORDS) {
        ck_assert_uint_eq(record[1], n);
        // The polling loop finds the time some cycles late.
        if (previous)
            ck_assert_msg(record[0] - previous[0] + 40 - PERIOD < 80, "record %u: %u after %u", n,
                          record[0], previous[0]);
        for (unsigned column = 0; column < 256; column++) {
            unsigned wanted = (column + n + 1) % 256, at = 4 * HEADER + 128 * (column % 2);
            ck_assert_uint_eq(byte_of(record, at + column / 2), wanted);
            ck_assert_uint_eq(byte_of(record, at + 256 + column / 2), 255 - wanted);
        }
    }
    ck_assert_uint_eq(record[0], 0);
    ck_assert_uint_eq(*variable("sampler", 6), COUNT);
    hx_ppu_machine_destroy(&machine);
}
END_TEST

START_TEST(sampler_stops_at_the_end_of_memory)
{
    load("sampler");
    *variable("sampler", 1) = 1000;
    *variable("sampler", 3) = 1; // causal channels alone: 272 bytes a record
    *variable("sampler", 5) = 3 * 272 + 271;
    ck_assert_uint_eq(run(), 3);
    ck_assert_uint_eq(hx_ppu_surroundings_memory(machine.surroundings)[3 * 272 / 4], 0);
    hx_ppu_machine_destroy(&machine);
}
END_TEST

START_TEST(neuron_reset)
{
    uint32_t address = HX_MAP_PPU_VECTOR_NEURON_RESET + 512;
    load("neuron_reset");
    fill_row(address, 0x11);
    fill_row(address + 1, 0x22);
    *variable("neuron_reset", 0) = 1;
    *variable("neuron_reset", 1 + 2) = 0x00010100;       // columns 18 and 20
    *variable("neuron_reset", 1 + 32 + 31) = 0x0000007f; // column 255
    ck_assert_uint_eq(run(), 0);
    const uint32_t *even = hx_ppu_surroundings_row(machine.surroundings, address);
    const uint32_t *odd = hx_ppu_surroundings_row(machine.surroundings, address + 1);
    for (unsigned i = 0; i < 128; i++) {
        ck_assert_uint_eq(byte_of(even, i), i == 9 || i == 10 ? 0 : 0x11);
        ck_assert_uint_eq(byte_of(odd, i), i == 127 ? 0 : 0x22);
    }
    hx_ppu_machine_destroy(&machine);
}
END_TEST

// The pattern gives causal = p, acausal = 255 - p; the rule in plain C.
START_TEST(stdp)
{
    enum { FIRST = 3, COUNT = 2, RATE = 100 };
    load("stdp");
    *variable("stdp", 0) = FIRST;
    *variable("stdp", 1) = COUNT;
    *variable("stdp", 2) = RATE;
    for (unsigned row = FIRST - 1; row <= FIRST + COUNT; row++)
        for (unsigned parity = 0; parity < 2; parity++)
            fill_row(HX_MAP_PPU_VECTOR_WEIGHT + 2 * row + parity, 10 + row);
    ck_assert_uint_eq(run(), COUNT);
    for (unsigned row = FIRST - 1; row <= FIRST + COUNT; row++)
        for (unsigned column = 0; column < 256; column++) {
            int pattern = (int)((column + row - FIRST + 1) % 256);
            int difference = (pattern >> 1) - ((255 - pattern) >> 1);
            int change = difference * RATE * 2 >> 8, weight = (int)(10 + row) + change;
            weight = weight < 0 ? 0 : weight > 63 ? 63 : weight;
            if (row < FIRST || row >= FIRST + COUNT)
                weight = (int)(10 + row);
            const uint32_t *words = hx_ppu_surroundings_row(
                machine.surroundings, HX_MAP_PPU_VECTOR_WEIGHT + 2 * row + column % 2);
            ck_assert_int_eq((int)byte_of(words, column / 2), weight);
        }
    const uint32_t *reset =
        hx_ppu_surroundings_row(machine.surroundings, HX_MAP_PPU_VECTOR_CADC_CAUSAL + 2 * FIRST);
    ck_assert_uint_eq(reset[31], 0x03030303);
    hx_ppu_machine_destroy(&machine);
}
END_TEST

Suite *firmware_suite(void);
Suite *firmware_suite(void)
{
    Suite *suite = suite_create("firmware");
    TCase *test = tcase_create("firmware");
    tcase_set_timeout(test, 60);
    tcase_add_test(test, hello);
    tcase_add_loop_test(test, self_check, 0, sizeof self_checking / sizeof *self_checking);
    tcase_add_test(test, sampler);
    tcase_add_test(test, sampler_stops_at_the_end_of_memory);
    tcase_add_test(test, neuron_reset);
    tcase_add_test(test, stdp);
    suite_add_tcase(suite, test);
    return suite;
}
