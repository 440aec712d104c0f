// The default configuration, word by word where the configuration map gives words.
// SPDX-License-Identifier: Apache-2.0
#include "chip_memory.h"

#include "host/chip/configure.h"

#include <check.h>

static chip_memory *memory;

static void set_up(void)
{
    memory = chip_memory_create();
}

static void tear_down(void)
{
    chip_memory_destroy(memory);
}

static void expect(uint32_t address, uint32_t value)
{
    ck_assert_msg(chip_memory_has(memory, address), "0x%08X was not written", address);
    ck_assert_msg(chip_memory_read(memory, address) == value, "0x%08X: 0x%08X instead of 0x%08X",
                  address, chip_memory_read(memory, address), value);
}

static void write_defaults(bool clear_synapses, bool clear_parameters)
{
    hx_chip_settings settings = hx_chip_settings_default();
    settings.clear_synapses = clear_synapses;
    settings.clear_parameters = clear_parameters;
    ck_assert_int_eq(hx_chip_write_defaults(&settings, chip_memory_write, memory), HX_OK);
}

START_TEST(the_neutral_chip)
{
    write_defaults(true, true);
    for (uint32_t node = 0; node < 76; ++node)
        expect(0x00130019 + node, 0x00010000);
    for (uint32_t half = 0; half < 2; ++half) {
        const uint32_t padi = 0x00110000 + 0x8000 * half, array = 0x02C00000 + 0x01000000 * half;
        expect(padi + 1, 0x0000000F);
        for (uint32_t driver = 0; driver < 128; ++driver) {
            expect(padi + 0x400 + 4 * driver, 0x3E00);
            expect(padi + 0x401 + 4 * driver, 0x3F00);
            expect(padi + 0x402 + 4 * driver, 0x40);
        }
        for (uint32_t quad = 0; quad < 64; ++quad) {
            expect(array + 0x14000 + quad, 0x03030303);
            expect(array + 0x24000 + quad, 0);
            expect(array + 0xF8080 + quad, 0x40404040);
            expect(array + 0xF80C0 + quad, 0);
            expect(array + 0x04000 + quad, 0x20202020);
            expect(array + 0x44000 + quad, 0);
        }
        for (uint32_t cell = 0; cell < 256 * 64; ++cell) {
            expect(array + cell, 0);
            expect(array + 0x40000 + cell, 0);
        }
        expect(0x02401000 + 0x01000000 * half, 0x00014641);
        for (uint32_t channel = 0; channel < 256; ++channel) {
            expect(0x02400000 + 0x01000000 * half + channel, 0x80);
            expect(0x02400800 + 0x01000000 * half + channel, 0x80);
        }
        // Parked: clocks and event registers on, force reset on.
        expect(0x001A1800 + 0x8000 * half, 0xF087);
        expect(0x001A1801 + 0x8000 * half, 0x04700401);
    }
    for (uint32_t i = 0; i < 256; ++i) {
        for (uint32_t side = 0; side < 2; ++side) {
            expect(0x001A1000 + 0x8000 * side + 4 * i, 0xFF);
            expect(0x001A1001 + 0x8000 * side + 4 * i, 0xFF);
            expect(0x001A1002 + 0x8000 * side + 4 * i, 0xBC);
            expect(0x001A1003 + 0x8000 * side + 4 * i, 0);
        }
    }
    expect(0x00100000, 0xFFFF);
    expect(0x00142800, 0x0F);
    expect(0x00142801, 0x1E);
}
END_TEST

// Neuron 5 of the worked example: circuit 0x0C 0x10 0 0xFC 0x3C 0x10, backend address 0x2A.
START_TEST(a_neuron_of_the_worked_example)
{
    hx_chip_neuron_parameters p = hx_chip_neuron_parameters_default();
    static const uint32_t circuit[6] = {0x0C, 0x10, 0x00, 0xFC, 0x3C, 0x10};
    static const uint32_t backend[4] = {0xF5, 0xD0, 0x96, 0x30};
    p.address_out = 0x2A;
    p.v_leak = 123;
    p.i_bias_synin_inh_gm = 456;
    ck_assert_int_eq(hx_chip_write_neuron(5, &p, chip_memory_write, memory, NULL), HX_OK);
    for (uint32_t w = 0; w < 6; ++w)
        expect(0x0016002A + w, circuit[w]);
    for (uint32_t w = 0; w < 4; ++w)
        expect(0x001A1014 + w, backend[w]);
    expect(0x001400A0, 123);
    expect(0x001400A0 + 17, 456);
    p.bypass_excitatory = true;
    ck_assert_int_eq(hx_chip_write_neuron(5, &p, chip_memory_write, memory, NULL), HX_OK);
    expect(0x0016002E, 0xBC);
}
END_TEST

START_TEST(a_readout_neuron_neither_fires_nor_sends)
{
    hx_chip_neuron_parameters p = hx_chip_neuron_parameters_default();
    p.spiking = false;
    ck_assert_int_eq(hx_chip_write_neuron(256 + 200, &p, chip_memory_write, memory, NULL), HX_OK);
    expect(0x00160000 + 3 * 0x8000 + 8 * 72 + 2 + 4, 0x30);
    expect(0x001A9000 + 4 * 200 + 3, 0x20);
    expect(0x00140000 + 3 * 0x8000 + 32 * 72, p.v_leak);
}
END_TEST

START_TEST(force_reset_is_the_only_bit_that_changes)
{
    const hx_chip_settings settings = hx_chip_settings_default();
    uint32_t on, off;
    ck_assert_int_eq(hx_chip_write_force_reset(&settings, true, chip_memory_write, memory), HX_OK);
    on = chip_memory_read(memory, 0x001A9800);
    ck_assert_int_eq(hx_chip_write_force_reset(&settings, false, chip_memory_write, memory), HX_OK);
    off = chip_memory_read(memory, 0x001A9800);
    ck_assert_uint_eq(on ^ off, 2);
    ck_assert_uint_eq(off & 2, 0);
}
END_TEST

START_TEST(options_leave_memories_alone)
{
    write_defaults(false, false);
    ck_assert(!chip_memory_has(memory, 0x02C00000));
    ck_assert(!chip_memory_has(memory, 0x00140000));
    expect(0x00141008, 600); // syn_i_bias_dac of quadrant 0
}
END_TEST

START_TEST(a_failing_write_ends_the_call)
{
    const hx_chip_settings settings = hx_chip_settings_default();
    for (unsigned long count = 0; count < 5000; count += 617) {
        chip_memory_fail_after(memory, chip_memory_get_writes(memory) + count);
        unsigned long before = chip_memory_get_writes(memory);
        ck_assert_int_eq(hx_chip_write_defaults(&settings, chip_memory_write, memory),
                         HX_ERROR_CLOSED);
        ck_assert_uint_eq(chip_memory_get_writes(memory), before + count);
    }
}
END_TEST

START_TEST(bad_parameters_are_refused)
{
    hx_chip_neuron_parameters p = hx_chip_neuron_parameters_default();
    hx_error error = {""};
    ck_assert_int_eq(hx_chip_write_neuron(512, &p, chip_memory_write, memory, &error),
                     HX_ERROR_ARGUMENT);
    p.v_leak = 1024;
    ck_assert_int_eq(hx_chip_write_neuron(3, &p, chip_memory_write, memory, &error),
                     HX_ERROR_ARGUMENT);
    ck_assert_str_eq(error.text, "neuron 3: cell value 1024 is above 1023");
    p.v_leak = 1;
    p.refractory_time = 256;
    ck_assert_int_eq(hx_chip_write_neuron(3, &p, chip_memory_write, memory, &error),
                     HX_ERROR_ARGUMENT);
    ck_assert_uint_eq(chip_memory_get_writes(memory), 0);
}
END_TEST

Suite *configure_suite(void);

Suite *configure_suite(void)
{
    Suite *suite = suite_create("configure");
    TCase *tcase = tcase_create("configure");
    tcase_set_timeout(tcase, 20);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_neutral_chip);
    tcase_add_test(tcase, a_neuron_of_the_worked_example);
    tcase_add_test(tcase, a_readout_neuron_neither_fires_nor_sends);
    tcase_add_test(tcase, force_reset_is_the_only_bit_that_changes);
    tcase_add_test(tcase, options_leave_memories_alone);
    tcase_add_test(tcase, a_failing_write_ends_the_call);
    tcase_add_test(tcase, bad_parameters_are_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
