// Memories and rows around the lone core: one memory behind three doors, what is outside of them.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/surroundings.h"

#include <check.h>
#include <hx_map.h>

static hx_ppu *ppu;
static hx_ppu_surroundings *surroundings;

// Runs the words from address 0 with r4..r6 set.
static void run(const uint32_t *words, size_t count, uint32_t r4, uint32_t r5, uint32_t r6)
{
    ppu = hx_ppu_create(NULL);
    surroundings = hx_ppu_surroundings_create();
    hx_ppu_ports ports = hx_ppu_surroundings_ports(surroundings);
    hx_ppu_set_ports(ppu, &ports);
    for (size_t i = 0; i < count; i++)
        hx_ppu_memory(ppu)[i] = words[i];
    hx_ppu_set_register(ppu, 4, r4);
    hx_ppu_set_register(ppu, 5, r5);
    hx_ppu_set_register(ppu, 6, r6);
    ck_assert_int_eq(hx_ppu_run(ppu, 10000), HX_OK);
}

static void end(void)
{
    hx_ppu_destroy(ppu);
    hx_ppu_surroundings_destroy(surroundings);
}

START_TEST(bytes_of_the_external_memory)
{
    // stb r5,1(r4); sth r5,6(r4); lwz r3,4(r4); lbz r7,1(r4)
    const uint32_t words[] = {0x98a40001, 0xb0a40006, 0x80640004, 0x88e40001, 0x7c00007c};
    run(words, 5, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + 0x1fff8, 0x12345678, 0);
    ck_assert_uint_eq(hx_ppu_surroundings_memory(surroundings)[0x7ffe], 0x00780000);
    ck_assert_uint_eq(hx_ppu_surroundings_memory(surroundings)[0x7fff], 0x00005678);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 3), 0x00005678);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 7), 0x78);
    ck_assert_uint_eq(hx_ppu_surroundings_outside(surroundings).count, 0);
    end();
}
END_TEST

START_TEST(code_in_the_external_memory)
{
    // Stores addi r3,0,77 and wait through the data side, jumps there on the instruction side:
    // stw r5,0(r4); lis r7,0x7c00; ori r7,r7,0x7c; stw r7,4(r4); mtctr r6; bctr
    const uint32_t words[] = {0x90a40000, 0x3ce07c00, 0x60e7007c,
                              0x90e40004, 0x7cc903a6, 0x4e800420};
    run(words, 6, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + 0x100, 0x3860004d,
        HX_MAP_PPU_FETCH_EXTERNAL_MEMORY + 0x100);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 3), 77);
    end();
}
END_TEST

START_TEST(vectors_of_the_external_memory)
{
    // fxvsplath 1,r4; fxvoutx 1,0,r5; fxvinx 2,0,r6
    const uint32_t words[] = {0x10240430, 0x10202bf0, 0x104033b0, 0x7c0004ac, 0x7c00007c};
    run(words, 5, 0xbeef, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY | 0x30 >> 4,
        HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY);
    const uint32_t *memory = hx_ppu_surroundings_memory(surroundings);
    ck_assert_uint_eq(memory[11], 0);
    for (unsigned i = 12; i < 44; i++)
        ck_assert_uint_eq(memory[i], 0xbeefbeef);
    ck_assert_uint_eq(memory[44], 0);
    end();
}
END_TEST

static const struct {
    const char *what;
    uint32_t word, r4;
    bool is_vector;
} outside[] = {
    {"chip register", 0x80640000, 0x80000010, false},     // lwz r3,0(r4)
    {"behind the memory", 0x80640000, 0x40020000, false}, //
    {"store to the FPGA", 0x90a40000, 0x60000000, false}, // stw r5,0(r4)
    {"DRAM vector", 0x102023b0, 0x81000000, true},        // fxvinx 1,0,r4
    {"row above the array", 0x102023f0, 1032, true},      // fxvoutx 1,0,r4
    {"vector behind the memory", 0x102023b0, 0x80002000, true},
};

START_TEST(outside_is_counted)
{
    const uint32_t words[] = {0x38600005, outside[_i].word, 0x7c0004ac, 0x7c00007c};
    run(words, 4, outside[_i].r4, 1, 0);
    hx_ppu_outside seen = hx_ppu_surroundings_outside(surroundings);
    ck_assert_uint_eq(seen.count, 1);
    ck_assert_uint_eq(seen.first_address, outside[_i].r4);
    ck_assert_int_eq(seen.is_vector, outside[_i].is_vector);
    if (outside[_i].word == 0x80640000)
        ck_assert_uint_eq(hx_ppu_get_register(ppu, 3), 0);
    end();
}
END_TEST

START_TEST(conversion)
{
    // fxvinx 1,0,r4 (converts); fxvinx 2,0,r5 (buffered); fxvstax 1,0,r6
    const uint32_t words[] = {0x102023b0, 0x10402bb0, 0x102037f0, 0x7c0004ac, 0x7c00007c};
    run(words, 5, HX_MAP_PPU_VECTOR_CADC_CAUSAL + 10,
        HX_MAP_PPU_VECTOR_CADC_ACAUSAL + 11 + HX_MAP_PPU_VECTOR_BUFFERED, 0x1000);
    ck_assert_uint_eq(hx_ppu_memory(ppu)[0x400], 0x01030507);
    ck_assert_uint_eq(hx_ppu_surroundings_row(surroundings, HX_MAP_PPU_VECTOR_CADC_ACAUSAL + 11)[0],
                      0xfdfbf9f7);
    end();
}
END_TEST

Suite *surroundings_suite(void);
Suite *surroundings_suite(void)
{
    Suite *suite = suite_create("surroundings");
    TCase *test = tcase_create("surroundings");
    tcase_add_test(test, bytes_of_the_external_memory);
    tcase_add_test(test, code_in_the_external_memory);
    tcase_add_test(test, vectors_of_the_external_memory);
    tcase_add_loop_test(test, outside_is_counted, 0, sizeof outside / sizeof *outside);
    tcase_add_test(test, conversion);
    suite_add_tcase(suite, test);
    return suite;
}
