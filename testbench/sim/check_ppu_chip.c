// The plasticity processors in the chip, through host words on the whole set-up.
// SPDX-License-Identifier: Apache-2.0
//
// Programs run on both processors at once; afterwards each memory is compared word by word with
// that of the C model, which knows nothing of the chip. The programs print the cycle they start
// in, so that is compared as well.
#include "host/cli/ppu_machine.h"
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>

Suite *ppu_chip_suite(void);

static uint32_t image[2][PPU_WORDS], memory[PPU_WORDS];

// The memory of the program at its start, and at its end on the C model.
static void run_model(const char *name, uint32_t start[PPU_WORDS], hx_ppu_machine *machine)
{
    hx_error error = {""};
    char path[512];
    snprintf(path, sizeof path, HX_FIRMWARE_DIR "/%s.elf", name);
    ck_assert_msg(!hx_ppu_machine_create(machine, path, &error), "%s", error.text);
    for (unsigned i = 0; i < PPU_WORDS; i++)
        start[i] = hx_ppu_memory(machine->ppu)[i];
    ck_assert_int_eq(hx_ppu_machine_run(machine, 2000000), HX_OK);
}

static const struct {
    const char *top, *bottom;
} pairs[] = {{"hello", "crc"}, {"crc", "hello"}};

START_TEST(programs_leave_the_models_memory)
{
    const char *names[2] = {pairs[_i].top, pairs[_i].bottom};
    hx_ppu_machine machines[2];
    hx_connection *device = ppu_chip_open();
    for (unsigned half = 0; half < 2; half++) {
        run_model(names[half], image[half], &machines[half]);
        ck_assert(ppu_chip_sleeps(device, half));
        ppu_chip_load(device, half, image[half], PPU_WORDS);
    }
    for (unsigned half = 0; half < 2; half++)
        ppu_chip_start(device, half);
    ck_assert(!ppu_chip_sleeps(device, 1));
    for (unsigned half = 0; half < 2; half++) {
        ppu_chip_wait(device, half, 1000);
        ppu_chip_dump(device, half, memory);
        for (unsigned i = 0; i < PPU_WORDS; i++)
            ck_assert_msg(memory[i] == hx_ppu_memory(machines[half].ppu)[i],
                          "%s: word 0x%x is 0x%08x, not 0x%08x", names[half], i, memory[i],
                          hx_ppu_memory(machines[half].ppu)[i]);
        ck_assert_uint_eq(memory[HX_MAP_PPU_WORD_RETURN_CODE], 0);
        hx_ppu_machine_destroy(&machines[half]);
    }
    hx_connection_close(device);
}
END_TEST

// A loop that counts in word 0x40: lis, ori, addi 3,3,1; stw 3,0x100(0); b -8
static const uint32_t counter[] = {0x60000000, 0x38630001, 0x90600100, 0x4bfffff8};
#define COUNT (hx_map_ppu_memory_word_address(0, 0x40))
#define RUN 1u
#define CLOCK_OFF 4u

START_TEST(control_bits)
{
    hx_connection *device = ppu_chip_open();
    uint32_t control = hx_map_ppu_control_register_address(0);
    ppu_chip_load(device, 0, counter, sizeof counter / 4);
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT), 0);
    ppu_chip_start(device, 0);
    uint32_t first = ppu_chip_read_one(device, COUNT);
    ck_assert_uint_gt(first, 0);
    ck_assert(!ppu_chip_sleeps(device, 0));
    // The clock stops, and goes on where it was.
    ppu_chip_write_one(device, control, RUN | CLOCK_OFF);
    uint32_t stopped = ppu_chip_read_one(device, COUNT);
    ck_assert_uint_gt(stopped, first);
    ppu_chip_let_pass(device, 1000);
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT), stopped);
    ppu_chip_write_one(device, control, RUN);
    uint32_t later = ppu_chip_read_one(device, COUNT);
    ck_assert_uint_gt(later, stopped);
    ck_assert_uint_lt(later, stopped + 1000);
    // The bus writes beside the running processor.
    ppu_chip_write_one(device, COUNT + 1, 0x12345678);
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT + 1), 0x12345678);
    // Reset: registers are 0 again, the memory stays.
    ppu_chip_stop(device, 0);
    stopped = ppu_chip_read_one(device, COUNT);
    ck_assert_uint_gt(stopped, 1);
    ck_assert(ppu_chip_sleeps(device, 0));
    ppu_chip_write_one(device, COUNT, 0);
    ppu_chip_let_pass(device, 1000);
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT), 0);
    ppu_chip_start(device, 0);
    uint32_t again = ppu_chip_read_one(device, COUNT);
    ck_assert_uint_gt(again, 0);
    ck_assert_uint_lt(again, stopped);
    hx_connection_close(device);
}
END_TEST

// A timer ends the sleep: addi 4,0,1000; mtspr DEC; lis 4,0x0400; mtspr TCR; wait;
// addi 5,0,7; stw 5,0x100(0); addi 4,0,0; mtspr TCR,4; wait
static const uint32_t sleeper[] = {0x388003e8, 0x7c9603a6, 0x3c800400, 0x7c9453a6, 0x7c00007c,
                                   0x38a00007, 0x90a00100, 0x38800000, 0x7c9453a6, 0x7c00007c};

START_TEST(timer_ends_the_sleep)
{
    hx_connection *device = ppu_chip_open();
    ppu_chip_load(device, 0, sleeper, sizeof sleeper / 4);
    ppu_chip_start(device, 0);
    ck_assert(ppu_chip_sleeps(device, 0));
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT), 0);
    ppu_chip_let_pass(device, 600);
    ck_assert(ppu_chip_sleeps(device, 0));
    ck_assert_uint_eq(ppu_chip_read_one(device, COUNT), 7);
    hx_connection_close(device);
}
END_TEST

Suite *ppu_chip_suite(void)
{
    Suite *suite = suite_create("plasticity processors in the chip");
    TCase *tests = tcase_create("programs");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, programs_leave_the_models_memory, 0, sizeof pairs / sizeof *pairs);
    tcase_add_test(tests, control_bits);
    tcase_add_test(tests, timer_ends_the_sleep);
    suite_add_tcase(suite, tests);
    return suite;
}
