// Random programs: verilated core against C model, cycle for cycle.
// SPDX-License-Identifier: Apache-2.0
//
// HXCOSIM_TEST_SEED chooses the programs. A difference is printed with the seed and the number
// of the program; HXCOSIM_TEST_PROGRAM=FILE writes the program as a line for `hxcosim ppu run`.
#include "sim/fast/ppu/ppu.h"
#include "sim/ppu/ppu_rtl.h"
#include "testbench/sim/ppu/random_program.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INSTRUCTIONS = 100000, VECTOR_INSTRUCTIONS = 10000, MAX_CYCLES = 1000000 };

static const struct {
    hx_random_kind kind;
    uint64_t instructions;
} runs[] = {
    {{false, false}, INSTRUCTIONS},
    {{true, false}, INSTRUCTIONS},
    {{false, true}, VECTOR_INSTRUCTIONS},
};

static uint64_t first_seed(void)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    return text ? strtoull(text, NULL, 10) : 1;
}

static void write_program(const uint32_t *memory)
{
    const char *path = getenv("HXCOSIM_TEST_PROGRAM");
    FILE *file = path ? fopen(path, "wx") : NULL; // the first one
    if (!file)
        return;
    fprintf(file, "{\"name\":\"random\",\"env\":\"ideal-1\",\"image\":[[0,[");
    for (unsigned i = 0; i < HX_RANDOM_WORDS; i++)
        fprintf(file, "%s\"%08" PRIx32 "\"", i ? "," : "", memory[i]);
    fprintf(file, "]]]}\n");
    fclose(file);
}

// Both run the program; the number of instructions, or 0 after a difference.
static uint64_t compare(hx_ppu *model, hx_ppu_rtl *rtl, const uint32_t *memory)
{
    memcpy(hx_ppu_memory(model), memory, 4 * HX_RANDOM_WORDS);
    memcpy(hx_ppu_rtl_memory(rtl), memory, 4 * HX_RANDOM_WORDS);
    for (unsigned row = 0; row < HX_PPU_ROW_COUNT; row++) {
        static const uint32_t zeros[HX_PPU_ROW_WORDS];
        memset(hx_ppu_row(model, row), 0, sizeof zeros);
        hx_ppu_rtl_set_row(rtl, row, zeros);
    }
    hx_ppu_reset(model);
    hx_ppu_rtl_reset(rtl);
    hx_status status = hx_ppu_run(model, MAX_CYCLES);
    hx_status rtl_status = hx_ppu_rtl_run(rtl, MAX_CYCLES);
    hx_ppu_counters want = hx_ppu_get_counters(model);
    hx_ppu_rtl_counters got = hx_ppu_rtl_get_counters(rtl);
    unsigned word = 0;
    while (word < HX_RANDOM_WORDS && hx_ppu_memory(model)[word] == hx_ppu_rtl_memory(rtl)[word])
        word++;
    unsigned row = 0;
    for (uint32_t words[HX_PPU_ROW_WORDS]; row < HX_PPU_ROW_COUNT; row++) {
        hx_ppu_rtl_get_row(rtl, row, words);
        if (memcmp(words, hx_ppu_row(model, row), sizeof words))
            break;
    }
    if (!status && !rtl_status && word == HX_RANDOM_WORDS && row == HX_PPU_ROW_COUNT &&
        want.cycles == got.cycles && want.issued == got.issued && want.branches == got.branches &&
        want.mispredicted_taken == got.mispredicted_taken &&
        want.mispredicted_not_taken == got.mispredicted_not_taken)
        return want.instructions;
    printf("model | rtl: status %d | %d, cycles %" PRIu64 " | %" PRIu64 ", issued %" PRIu64
           " | %" PRIu64 ", branches %" PRIu64 " | %" PRIu64 ", missed %" PRIu64 "+%" PRIu64
           " | %" PRIu64 "+%" PRIu64 "\n",
           status, rtl_status, want.cycles, got.cycles, want.issued, got.issued, want.branches,
           got.branches, want.mispredicted_taken, want.mispredicted_not_taken,
           got.mispredicted_taken, got.mispredicted_not_taken);
    if (word < HX_RANDOM_WORDS)
        printf("first word that differs: 0x%x, %08" PRIx32 " | %08" PRIx32 "\n", 4 * word,
               hx_ppu_memory(model)[word], hx_ppu_rtl_memory(rtl)[word]);
    if (row < HX_PPU_ROW_COUNT)
        printf("first row that differs: %u\n", row);
    return 0;
}

START_TEST(random_programs)
{
    uint64_t state = first_seed(), instructions = 0;
    static uint32_t memory[HX_RANDOM_WORDS];
    hx_ppu *model = hx_ppu_create(NULL);
    hx_ppu_rtl *rtl = hx_ppu_rtl_create();
    ck_assert(model && rtl);
    printf("random programs, timers %d, vector %d: HXCOSIM_TEST_SEED=%" PRIu64 "\n",
           runs[_i].kind.timers, runs[_i].kind.vector, state);
    for (unsigned program = 0; instructions < runs[_i].instructions; program++) {
        hx_random_program(&state, &runs[_i].kind, memory);
        uint64_t done = compare(model, rtl, memory);
        if (!done)
            write_program(memory);
        ck_assert_msg(done, "program %u differs", program);
        instructions += done;
    }
    hx_ppu_destroy(model);
    hx_ppu_rtl_destroy(rtl);
}
END_TEST

Suite *ppu_random_suite(void);
Suite *ppu_random_suite(void)
{
    Suite *suite = suite_create("ppu random");
    TCase *test = tcase_create("programs");
    tcase_add_loop_test(test, random_programs, 0, sizeof runs / sizeof *runs);
    suite_add_tcase(suite, test);
    return suite;
}
