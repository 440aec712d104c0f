// Single instructions against results worked out by hand, and published pair timings.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/ppu.h"

#include <check.h>
#include <string.h>

#define WAIT 0x7c00007cu
#define SO 0x80000000u
#define OV 0x40000000u
#define CA 0x20000000u

// Operands in r4 and r5, result in r3; the CR and XER afterwards.
static const struct {
    const char *name;
    uint32_t word, r4, r5, r3, cr, xer;
} cases[] = {
    {"addo. overflow", 0x7c642e15, 0x7fffffff, 1, 0x80000000, 0x90000000, SO | OV},
    {"addc carry", 0x7c642814, 0xffffffff, 1, 0, 0, CA},
    {"subf", 0x7c642850, 5, 3, 0xfffffffe, 0, 0},
    {"subfc no borrow", 0x7c642810, 3, 3, 0, 0, CA},
    {"subfc borrow", 0x7c642810, 4, 3, 0xffffffff, 0, 0},
    {"nego of the minimum", 0x7c6404d0, 0x80000000, 0, 0x80000000, 0, SO | OV},
    {"addic.", 0x3464ffff, 1, 0, 0, 0x20000000, CA},
    {"subfic", 0x20640000, 1, 0, 0xffffffff, 0, 0},
    {"mulhw", 0x7c642896, 0xffffffff, 2, 0xffffffff, 0, 0},
    {"mulhwu", 0x7c642816, 0xffffffff, 2, 1, 0, 0},
    {"mulli", 0x1c64fffd, 7, 0, 0xffffffeb, 0, 0},
    {"divw towards zero", 0x7c642bd6, 0xfffffff9, 2, 0xfffffffd, 0, 0},
    {"divwu", 0x7c642b96, 0xfffffff9, 2, 0x7ffffffc, 0, 0},
    {"divwo by zero sets OV", 0x7c642fd6, 1, 0, 0, 0, SO | OV},
    {"slw uses five bits", 0x7c832830, 1, 33, 2, 0, 0},
    {"sraw lost bits", 0x7c832e30, 0x80000001, 1, 0xc0000000, 0, CA},
    {"rlwinm 28..31", 0x5483273e, 0x12345678, 0, 0x00000001, 0, 0},
    {"rlwinm 0..7", 0x5483000e, 0x12345678, 0, 0x12000000, 0, 0},
    {"cntlzw", 0x7c830034, 0x00010000, 0, 15, 0, 0},
    {"cntlzw of zero", 0x7c830034, 0, 0, 32, 0, 0},
    {"popcntb", 0x7c8300f4, 0xff0f0301, 0, 0x08040201, 0, 0},
    {"prtyw", 0x7c830134, 0x01010100, 0, 1, 0, 0},
    {"extsb", 0x7c830774, 0x00000080, 0, 0xffffff80, 0, 0},
    {"extsh", 0x7c830734, 0x00018000, 0, 0xffff8000, 0, 0},
    {"cmpw cr7 less", 0x7f842800, 0xffffffff, 1, 0, 0x8, 0},
    {"cmplw cr7 greater", 0x7f842840, 0xffffffff, 1, 0, 0x4, 0},
    {"isync does nothing", 0x4c00012c, 1, 2, 0, 0, 0},
    {"zero word does nothing", 0, 1, 2, 0, 0, 0},
    {"lwbrx does nothing", 0x7c64042c, 1, 2, 0, 0, 0},
};

START_TEST(scalar)
{
    hx_ppu *ppu = hx_ppu_create(NULL);
    hx_ppu_memory(ppu)[0] = cases[_i].word;
    hx_ppu_memory(ppu)[1] = WAIT;
    hx_ppu_set_register(ppu, 4, cases[_i].r4);
    hx_ppu_set_register(ppu, 5, cases[_i].r5);
    ck_assert_int_eq(hx_ppu_run(ppu, 1000), HX_OK);
    const char *name = cases[_i].name;
    ck_assert_msg(hx_ppu_get_register(ppu, 3) == cases[_i].r3, "%s: %08x", name,
                  hx_ppu_get_register(ppu, 3));
    ck_assert_msg(hx_ppu_get_cr(ppu) == cases[_i].cr, "%s: CR %08x", name, hx_ppu_get_cr(ppu));
    ck_assert_msg(hx_ppu_get_xer(ppu) == cases[_i].xer, "%s: XER %08x", name, hx_ppu_get_xer(ppu));
    hx_ppu_destroy(ppu);
}
END_TEST

// Cycles to sleep of [first, second, ...,] wait from reset.
static const struct {
    uint32_t words[4];
    unsigned cycles;
} sleeps[] = {
    {{WAIT}, 5},
    {{0x60000000, WAIT}, 6},  // nop
    {{0x38600001, WAIT}, 7},  // addi
    {{0x80640000, WAIT}, 10}, // lwz
    {{0x90640000, WAIT}, 10}, // stw
    {{0x7c6429d6, WAIT}, 10}, // mullw
    {{0x7c642bd6, WAIT}, 64}, // divw
};

START_TEST(sleep_cycles)
{
    hx_ppu *ppu = hx_ppu_create(NULL);
    memcpy(hx_ppu_memory(ppu), sleeps[_i].words, sizeof sleeps[_i].words);
    ck_assert_int_eq(hx_ppu_run(ppu, 1000), HX_OK);
    ck_assert_uint_eq(hx_ppu_get_counters(ppu).cycles, sleeps[_i].cycles);
    hx_ppu_destroy(ppu);
}
END_TEST

#define VECTOR(base, rt, ra, rb) ((base) | (rt) << 21 | (ra) << 16 | (rb) << 11)

// v1 and v2 are splats of r4 and r5, the instruction writes v3, whose first word is stored.
static const struct {
    const char *name;
    uint32_t word, r4, r5, wanted;
} vectors[] = {
    {"addhm wraps", VECTOR(0x10000730u, 3, 1, 2), 0x7fff, 1, 0x80008000},
    {"addhfs clamps", VECTOR(0x10000770u, 3, 1, 2), 0x7fff, 1, 0x7fff7fff},
    {"subbfs clamps", VECTOR(0x10000574u, 3, 1, 2), 0x8005, 0x0101, 0x80048004},
    {"mulhfs of two minima", VECTOR(0x10000170u, 3, 1, 2), 0x8000, 0x8000, 0x7fff7fff},
    {"mulhm", VECTOR(0x10000130u, 3, 1, 2), 0xffff, 3, 0xfffdfffd},
    {"shift left", VECTOR(0x100004f0u, 3, 1, 4), 0x1234, 0, 0x23402340},
    {"shift right is logical", VECTOR(0x100004f0u, 3, 1, 28), 0x8234, 0, 0x08230823},
    {"select greater", VECTOR(0x100004fcu, 3, 1, 2) | 1, 0x0001, 0x5555, 0x55555555},
    {"select less", VECTOR(0x100004fcu, 3, 1, 2) | 2, 0x0001, 0x5555, 0x00010001},
    {"pack upper", VECTOR(0x100003bcu, 3, 1, 2) | 1, 0x8204, 0, 0x41414141},
};

START_TEST(vector)
{
    const uint32_t program[] = {VECTOR(0x10000430u, 1, 4, 0), VECTOR(0x10000430u, 2, 5, 0),
                                VECTOR(0x100004b0u, 0, 1, 0), vectors[_i].word,
                                VECTOR(0x100007f0u, 3, 0, 6), WAIT};
    hx_ppu *ppu = hx_ppu_create(NULL);
    memcpy(hx_ppu_memory(ppu), program, sizeof program);
    hx_ppu_set_register(ppu, 4, vectors[_i].r4);
    hx_ppu_set_register(ppu, 5, vectors[_i].r5);
    hx_ppu_set_register(ppu, 6, 0x1000);
    ck_assert_int_eq(hx_ppu_run(ppu, 1000), HX_OK);
    ck_assert_msg(hx_ppu_memory(ppu)[0x400] == vectors[_i].wanted, "%s: %08x", vectors[_i].name,
                  hx_ppu_memory(ppu)[0x400]);
    hx_ppu_destroy(ppu);
}
END_TEST

START_TEST(trap_enters_the_handler)
{
    hx_ppu *ppu = hx_ppu_create(NULL);
    hx_ppu_memory(ppu)[0] = 0x7fe00008; // tw 31,0,0
    hx_ppu_memory(ppu)[7] = 0x7c7a02a6; // 0x1c: mfspr r3,SRR0
    hx_ppu_memory(ppu)[8] = WAIT;
    ck_assert_int_eq(hx_ppu_run(ppu, 1000), HX_OK);
    ck_assert_uint_eq(hx_ppu_get_register(ppu, 3), 0);
    ck_assert_uint_eq(hx_ppu_get_counters(ppu).instructions, 3);
    hx_ppu_destroy(ppu);
}
END_TEST

Suite *ppu_instructions_suite(void);
Suite *ppu_instructions_suite(void)
{
    Suite *suite = suite_create("ppu instructions");
    TCase *test = tcase_create("instructions");
    tcase_add_loop_test(test, scalar, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(test, sleep_cycles, 0, sizeof sleeps / sizeof *sleeps);
    tcase_add_loop_test(test, vector, 0, sizeof vectors / sizeof *vectors);
    tcase_add_test(test, trap_enters_the_handler);
    suite_add_tcase(suite, test);
    return suite;
}
