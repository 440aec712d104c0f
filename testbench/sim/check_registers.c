// Every register of the chip, through host words on the whole set-up.
// SPDX-License-Identifier: Apache-2.0
//
// Two suites of values: accesses of the public software (vectors/registers.jsonl), and every
// register of the tables at the corners of its index range with random values: what was written
// is read back in the used bits, 0 in the others. What fails is printed as a table.
#include "testbench/sim/device_words.h"

#include "hx_map.h"
#include "hx_map_list.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REGISTERS (sizeof hx_map_list / sizeof *hx_map_list)
#define WRITE_RESPONSE_FILTER 0x88000000u
#define FPGA_BIT 0x80000000u

Suite *registers_suite(void);

static word_list list, answers;
static uint32_t expected[1 << 15];
static uint32_t addresses[1 << 15];
static size_t expected_count;
static unsigned failures;

static uint32_t mix(uint32_t x)
{
    x = (x ^ x >> 16) * 0x7feb352du;
    x = (x ^ x >> 15) * 0x846ca68bu;
    return x ^ x >> 16;
}

static void expect(uint32_t address, uint32_t value)
{
    ck_assert_uint_lt(expected_count, sizeof expected / sizeof *expected);
    addresses[expected_count] = address;
    expected[expected_count++] = value;
}

// With the filter off a write is answered by a 0.
static void add_write(uint32_t address, uint32_t value)
{
    word_list_add_write(&list, address, value);
    expect(address, 0);
}

static void add_read(uint32_t address, uint32_t value)
{
    word_list_add(&list, WORD_READ(address));
    expect(address, value);
}

static void begin(void)
{
    list.count = 0;
    expected_count = 0;
}

// Plays the list; every access must be answered, and with what is expected.
static void finish(hx_connection *device, const char *name)
{
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    size_t next = 0;
    bool good = true;
    for (size_t i = 0; i < answers.count; ++i) {
        if (answers.words[i] >> 56 != 1)
            continue;
        if (next < expected_count && answers.words[i] != ANSWER_DATA(expected[next])) {
            if (good)
                printf("%-36s 0x%08x: 0x%08x, not 0x%08x\n", name, addresses[next],
                       (uint32_t)answers.words[i], expected[next]);
            good = false;
        }
        ++next;
    }
    if (next != expected_count)
        printf("%-36s %zu answers, not %zu\n", name, next, expected_count);
    failures += !good || next != expected_count;
}

static hx_connection *open_device(void)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    begin();
    word_list_add_link_up(&list);
    word_list_add_write(&list, WRITE_RESPONSE_FILTER, 0);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    failures = 0;
    return device;
}

// Address of an instance; `corner` 0 first, 1 last, 2 middle, others anywhere.
static uint32_t get_instance(const hx_map_list_entry *r, unsigned corner)
{
    uint32_t address = r->base;
    for (unsigned i = 0; i < r->index_count; ++i) {
        uint32_t count = r->index[i].count;
        uint32_t n = corner == 0   ? 0
                     : corner == 1 ? count - 1
                     : corner == 2 ? count / 2
                                   : mix(corner * 8 + i) % count;
        address += n * (uint32_t)r->index[i].stride;
    }
    return address;
}

// Accesses after which the set-up is no longer what the test needs.
static bool is_left_out(const hx_map_list_entry *r)
{
    return *r->space || (r->base & FPGA_BIT) != 0 || !strcmp(r->name, "common_phy_config_chip");
}

START_TEST(every_register_keeps_its_bits)
{
    hx_connection *device = open_device();
    unsigned count = 0;
    for (size_t i = 0; i < REGISTERS; ++i) {
        const hx_map_list_entry *r = &hx_map_list[i];
        if (is_left_out(r) || strcmp(r->access, "rw") != 0)
            continue;
        begin();
        for (unsigned corner = 0; corner < 8; ++corner) {
            uint32_t address = get_instance(r, corner);
            for (unsigned pass = 0; pass < 3; ++pass) {
                uint32_t value = pass == 2 ? 0 : mix(address) ^ (0u - pass);
                for (unsigned w = 0; w < r->words; ++w)
                    add_write(address + r->offset[w], value + w);
                for (unsigned w = 0; w < r->words; ++w)
                    add_read(address + r->offset[w], (value + w) & r->mask[w]);
            }
        }
        finish(device, r->name);
        ++count;
    }
    printf("check_registers: %u registers written and read, %u wrong\n", count, failures);
    ck_assert_uint_eq(failures, 0);
    ck_assert_uint_ge(count, 35);
    hx_connection_close(device);
}
END_TEST

// Byte enables reach every writable word.
START_TEST(byte_enables_are_respected)
{
    hx_connection *device = open_device();
    for (size_t i = 0; i < REGISTERS; ++i) {
        const hx_map_list_entry *r = &hx_map_list[i];
        if (is_left_out(r) || strcmp(r->access, "rw") != 0)
            continue;
        begin();
        uint32_t address = get_instance(r, 9);
        for (unsigned w = 0; w < r->words; ++w) {
            add_write(address + r->offset[w], 0xffffffff);
            for (unsigned enables = 1; enables < 16; enables += 3) {
                uint32_t bytes = 0;
                for (unsigned b = 0; b < 4; ++b)
                    bytes |= enables >> b & 1 ? 0xffu << 8 * b : 0;
                word_list_add(&list, 0x0b00000000000000u | (uint64_t)enables << 32 |
                                         (address + r->offset[w]));
                word_list_add(&list, WORD_DATA(0));
                expect(address + r->offset[w], 0);
                add_read(address + r->offset[w], r->mask[w] & ~bytes);
                add_write(address + r->offset[w], 0xffffffff);
            }
            add_write(address + r->offset[w], 0);
        }
        finish(device, r->name);
    }
    ck_assert_uint_eq(failures, 0);
    hx_connection_close(device);
}
END_TEST

// Commands are accepted; registers that only report can be read and are not changed by a write.
START_TEST(the_others_are_answered)
{
    hx_connection *device = open_device();
    for (size_t i = 0; i < REGISTERS; ++i) {
        const hx_map_list_entry *r = &hx_map_list[i];
        if (is_left_out(r) || !strcmp(r->access, "rw"))
            continue;
        bool writable = r->access[0] == 'w';
        begin();
        for (unsigned corner = 0; corner < 3; ++corner) {
            uint32_t address = get_instance(r, corner);
            for (unsigned w = 0; w < r->words; ++w)
                add_write(address + r->offset[w], 0);
            // Sample, status and held sensors have values of their own; they only must answer.
            if (!writable && strncmp(r->name, "cadc_", 5) != 0 &&
                strncmp(r->name, "ppu_status", 10) != 0)
                for (unsigned w = 0; w < r->words; ++w)
                    add_read(address + r->offset[w], 0);
        }
        finish(device, r->name);
    }
    ck_assert_uint_eq(failures, 0);
    hx_connection_close(device);
}
END_TEST

static uint32_t get_number(const json_t *word, const char *name)
{
    return (uint32_t)strtoul(json_string_value(json_object_get(word, name)), NULL, 16);
}

static void add_jtag(uint64_t instruction, uint64_t data, uint64_t bits)
{
    word_list_add(&list, 0x0200000000000000u | instruction);
    word_list_add(&list, 0x0300000000000000u | bits << 40 | data);
}

// One line of the vectors; writes are read back unless the register is a command.
static void play_vector(hx_connection *device, const json_t *vector)
{
    const char *space = json_string_value(json_object_get(vector, "space"));
    const char *access = json_string_value(json_object_get(vector, "access"));
    const char *container = json_string_value(json_object_get(vector, "container"));
    const json_t *words = json_object_get(vector, "words");
    bool pll = !strcmp(space, "JTAGPLLRegister");
    bool command = strstr("PADIEvent NeuronReset CorrelationReset MADCControl", container) != NULL;
    uint32_t base = pll ? HX_MAP_BLOCK_PLL_BASE : 0;
    begin();
    for (size_t w = 0; w < json_array_size(words); ++w) {
        const json_t *word = json_array_get(words, w);
        if (pll) {
            add_jtag(3, get_number(word, "address"), 4);
            add_jtag(4, get_number(word, "value"), 32);
        } else if (*access == 'w') {
            add_write(get_number(word, "address"), get_number(word, "value"));
        } else {
            word_list_add(&list, WORD_READ(get_number(word, "address")));
        }
    }
    if (*access == 'r') { // values of the example are not ours
        word_list_add(&list, WORD_BARRIER_OMNIBUS);
        word_list_add(&list, WORD_HALT);
        play(device, &list, &answers);
        unsigned count = 0;
        for (size_t i = 0; i < answers.count; ++i)
            count += answers.words[i] >> 56 == 1;
        failures += count != json_array_size(words);
        return;
    }
    if (pll) {
        // JTAG works while the executor goes on.
        word_list_add(&list, WORD_TIMER_SETUP);
        word_list_add(&list, WORD_WAIT_UNTIL(3000));
    }
    for (size_t w = 0; !command && w < json_array_size(words); ++w) {
        const json_t *word = json_array_get(words, w);
        add_read(base + get_number(word, "address"), get_number(word, "value"));
    }
    finish(device, json_string_value(json_object_get(vector, "id")));
}

START_TEST(accesses_of_the_public_software)
{
    hx_connection *device = open_device();
    FILE *file = fopen(HX_VECTORS_DIR "/registers.jsonl", "r");
    char line[8192];
    unsigned vectors = 0;
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        json_t *vector = json_loads(line, 0, NULL);
        ck_assert_ptr_nonnull(vector);
        play_vector(device, vector);
        json_decref(vector);
        ++vectors;
    }
    fclose(file);
    printf("check_registers: %u vectors, %u wrong\n", vectors, failures);
    ck_assert_uint_eq(vectors, 60);
    ck_assert_uint_eq(failures, 0);
    hx_connection_close(device);
}
END_TEST

Suite *registers_suite(void)
{
    Suite *suite = suite_create("registers");
    TCase *tcase = tcase_create("registers");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_register_keeps_its_bits);
    tcase_add_test(tcase, byte_enables_are_respected);
    tcase_add_test(tcase, the_others_are_answered);
    tcase_add_test(tcase, accesses_of_the_public_software);
    suite_add_tcase(suite, tcase);
    return suite;
}
