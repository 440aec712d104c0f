// Every register of the FPGA through words: power-on value, what a write leaves, byte enables.
// SPDX-License-Identifier: Apache-2.0
//
// Addresses, used bits and values stand here once more, as the published map gives them, so that
// the register tables are checked as well.
#include "testbench/sim/device_words.h"

#include <check.h>

typedef struct reg {
    const char *name;
    uint32_t address;
    uint32_t power_on;
    uint32_t kept; // bits that a write changes
} reg;

#define READ_ONLY 0

static const reg REGISTERS[] = {
    {"external memory, first", 0x80000000u, 0, 0xffffffffu},
    {"external memory, last", 0x80007fffu, 0, 0xffffffffu},
    {"behind external memory", 0x80008000u, 0, READ_ONLY},
    {"DRAM, first", 0x84000000u, 0, 0xffffffffu},
    {"DRAM, middle", 0x85a5a5a5u, 0, 0xffffffffu},
    {"DRAM, last", 0x87ffffffu, 0, 0xffffffffu},
    {"write response filter", 0x88000000u, 1, 0}, // written in a test of its own
    {"device DNA, high", 0x88000003u, 0, READ_ONLY},
    {"device DNA, low", 0x88000004u, 1, READ_ONLY},
    {"event recording", 0x88000005u, 0, 0x1u},
    {"polling address", 0x88000006u, 0, 0xffffffffu},
    {"polling target", 0x88000007u, 0, 0xffffffffu},
    {"polling mask", 0x88000008u, 0, 0xffffffffu},
    {"instruction timeout", 0x88000009u, 1250000, 0xffffffffu},
    {"correction barrier", 0x8800000bu, 0, 0x1u},
    {"synchronisation tries", 0x88002000u, 3, 0xfu},
    {"round trip, high", 0x88002001u, 0, READ_ONLY},
    {"round trip, low", 0x88002002u, 0, READ_ONLY},
    {"chip time, high", 0x88002003u, 0, READ_ONLY},
    {"chip time, low", 0x88002004u, 0, READ_ONLY},
    {"synchronisation active", 0x88002005u, 0, READ_ONLY},
    {"PHY enables", 0x88004000u, 0, 0xffu},
    {"PHY 0", 0x88006000u, 0x204040u, 0x3fffffu},
    {"PHY 7", 0x88006007u, 0x204040u, 0x3fffffu},
    {"behind the PHYs", 0x88006008u, 0, READ_ONLY},
    {"SPI, first device", 0x88007000u, 0, READ_ONLY}, // a sink
    {"SPI, last device", 0x880077ffu, 0, READ_ONLY},
    {"I2C, first address", 0x88007800u, 0, READ_ONLY}, // a sink that acknowledges
    {"I2C with stop", 0x880078c5u, 0, READ_ONLY},
    {"event switch, executor", 0x88007c00u, 0, 0xffffffffu},
    {"event switch, external", 0x88007c02u, 0, 0xffffffffu},
    {"event switch, configuration", 0x88007c03u, 0, 0xffffffffu},
    {"event switch, offset", 0x88007c04u, 0, 0xffffffffu},
    {"global system time", 0x88007c06u, 0, READ_ONLY},
    {"last global system time", 0x88007c08u, 0, READ_ONLY},
    {"performance test", 0x88008000u, 0, 0x1u},
    {"performance test, sent", 0x88008001u, 0, READ_ONLY},
    {"performance test, error", 0x88008004u, 0, READ_ONLY},
    {"SpikeIO, label 0", 0x88020000u, 0xff, 0xffu},
    {"SpikeIO, label 65535", 0x8802ffffu, 0xff, 0xffu},
    {"SpikeIO, serial 0", 0x88030000u, 0xffff, 0xffffu},
    {"SpikeIO, serial 255", 0x880300ffu, 0xffff, 0xffffu},
    {"SpikeIO, configuration", 0x88038000u, 0, 0x7ffffu},
    {"input routing, first", 0x880c0000u, 0, 0x1ffffu},
    {"input routing, last", 0x880c7fffu, 0, 0x1ffffu},
    {"behind input routing", 0x880c8000u, 0, READ_ONLY},
    {"output routing, first", 0x880d0000u, 0, 0xffffu},
    {"output routing, last", 0x880dffffu, 0, 0xffffu},
    {"external bus", 0x8c000000u, 0, READ_ONLY},
    {"pulse communication", 0x8d000000u, 0, READ_ONLY},
};
#define COUNT (sizeof REGISTERS / sizeof *REGISTERS)

static word_list list, answers;

static void add_reads(void)
{
    for (size_t i = 0; i < COUNT; i++)
        word_list_add(&list, WORD_READ(REGISTERS[i].address));
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
}

static void play_and_compare(hx_connection *device, const char *when, const uint32_t *wanted)
{
    play(device, &list, &answers);
    ck_assert_uint_eq(answers.count, COUNT + 1);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_msg(answers.words[i] == ANSWER_DATA((uint64_t)wanted[i]), "%s: %s: %jx, not %x",
                      REGISTERS[i].name, when, (uintmax_t)answers.words[i], wanted[i]);
    list.count = 0;
}

// Byte enables 0xf, then each byte alone over the values before.
START_TEST(registers_keep_their_bits)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    uint32_t wanted[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        wanted[i] = REGISTERS[i].power_on;
    add_reads();
    play_and_compare(device, "power-on", wanted);
    for (unsigned enables = 0; enables < 16; enables++) {
        uint32_t mask = 0;
        for (unsigned byte = 0; byte < 4; byte++)
            if (enables >> byte & 1)
                mask |= 0xffu << 8 * byte;
        for (size_t i = 0; i < COUNT; i++) {
            const reg *it = &REGISTERS[i];
            uint32_t value = 0x9e3779b9u * (uint32_t)(16 * i + enables + 1);
            // Not 0: the armed barrier and the timeout would end the program early.
            if (it->address == 0x88000009u)
                value |= 0xff000000u;
            if (it->address == 0x88000000u)
                continue;
            word_list_add(&list, UINT64_C(0x0b) << 56 | (uint64_t)enables << 32 | it->address);
            word_list_add(&list, UINT64_C(0x0c) << 56 | value);
            wanted[i] = (wanted[i] & ~(it->kept & mask)) | (value & it->kept & mask);
        }
        add_reads();
        play_and_compare(device, "after a write", wanted);
    }
    hx_connection_close(device);
}
END_TEST

// The playback timer is read, not kept; the filter lets the answers of writes through.
START_TEST(timer_and_filter)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    word_list_add(&list, WORD_TIMER_SETUP);
    word_list_add(&list, WORD_WAIT_UNTIL(100));
    word_list_add(&list, WORD_READ(0x8800000cu));
    word_list_add_write(&list, 0x88000000u, 0);
    word_list_add(&list, WORD_READ(0x88000000u));
    word_list_add_write(&list, 0x88000006u, 5);
    word_list_add_write(&list, 0x88000000u, 1);
    word_list_add_write(&list, 0x88000006u, 6);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    // The timer one cycle after the wait; the filter; the write with the filter off and the one
    // that turns it on again.
    ck_assert_uint_eq(answers.count, 5);
    ck_assert_uint_eq(answers.words[0], ANSWER_DATA(101));
    for (int i = 1; i < 4; i++)
        ck_assert_uint_eq(answers.words[i], ANSWER_DATA(0));
    ck_assert_uint_eq(answers.words[4], ANSWER_HALT);
    hx_connection_close(device);
}
END_TEST

Suite *fpga_registers_suite(void);
Suite *fpga_registers_suite(void)
{
    Suite *suite = suite_create("fpga_registers");
    TCase *registers = tcase_create("registers");
    tcase_add_test(registers, registers_keep_their_bits);
    tcase_add_test(registers, timer_and_filter);
    suite_add_tcase(suite, registers);
    return suite;
}
