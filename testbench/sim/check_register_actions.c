// Fields that act on the chip and have no other directed test: what the host sees of each.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/event_program.h"
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>

Suite *register_actions_suite(void);

static event_program program;

enum { RUN = 1, CLOCK_ON = 2, CLOCK_OFF = 4, CACHE = 8 };

static void control(hx_connection *device, unsigned half, uint32_t value)
{
    ppu_chip_write_one(device, hx_map_ppu_control_register_address(half), value);
}

// Stores the time base at word 0x40 and counts at word 0x41, for ever: mfspr 3,tbl; stw 3,0x100(0);
// addi 4,4,1; stw 4,0x104(0); b -16.
static const uint32_t counting[] = {0x7c7c42a6, 0x90600100, 0x38840001, 0x90800104, 0x4bfffff0};
enum { TIME, COUNT };

static void look(hx_connection *device, unsigned half, uint32_t seen[2])
{
    ppu_chip_read(device, hx_map_ppu_memory_word_address(half, 0x40), seen, 2);
}

// A stopped processor does nothing, and its time base stands with it.
START_TEST(clock_off_stops)
{
    enum { STOP = 50000 }; // FPGA cycles, much more than all else here
    const unsigned half = (unsigned)_i;
    uint32_t before[2], stopped[2], later[2];
    hx_connection *device = ppu_chip_open();
    ppu_chip_load(device, half, counting, sizeof counting / sizeof *counting);
    control(device, half, RUN);
    ppu_chip_let_pass(device, 1000);
    look(device, half, before);
    ck_assert_uint_gt(before[COUNT], 100);
    control(device, half, RUN | CLOCK_OFF);
    look(device, half, stopped);
    ck_assert_uint_gt(stopped[COUNT], before[COUNT]);
    ppu_chip_let_pass(device, STOP);
    look(device, half, later);
    ck_assert_uint_eq(later[COUNT], stopped[COUNT]);
    ck_assert_uint_eq(later[TIME], stopped[TIME]);
    ck_assert(!ppu_chip_sleeps(device, half));
    // Off goes before on.
    control(device, half, RUN | CLOCK_OFF | CLOCK_ON);
    ppu_chip_let_pass(device, STOP);
    look(device, half, later);
    ck_assert_uint_eq(later[COUNT], stopped[COUNT]);
    // It goes on where it was, and the pause is in no time base.
    control(device, half, RUN);
    ppu_chip_let_pass(device, 1000);
    look(device, half, later);
    ck_assert_uint_gt(later[COUNT], stopped[COUNT] + 100);
    ck_assert_uint_gt(later[TIME], stopped[TIME] + 2 * 1000);
    ck_assert_uint_lt(later[TIME], stopped[TIME] + STOP);
    hx_connection_close(device);
}
END_TEST

// A loop in the memory of the FPGA, begun from the local one (lis 3,0x8000; mtctr 3; bctr), counts
// (addi 5,5,1; stw 5,0x100(0); b -8). Without the cache each instruction comes over the link.
START_TEST(cache_saves_fetches)
{
    static const uint32_t caller[] = {0x3c608000, 0x7c6903a6, 0x4e800420};
    static const uint32_t loop[] = {0x38a50001, 0x90a00100, 0x4bfffff8};
    enum { CYCLES = 5000 };
    const unsigned half = (unsigned)_i;
    hx_connection *device = ppu_chip_open();
    uint32_t counts[2];
    ppu_chip_write(device, hx_map_external_ppu_memory_quad_address(0), loop, 3);
    ppu_chip_load(device, half, caller, 3);
    for (unsigned cached = 0; cached < 2; cached++) {
        control(device, half, cached ? RUN | CACHE : RUN);
        ppu_chip_let_pass(device, CYCLES);
        counts[cached] = ppu_chip_read_one(device, hx_map_ppu_memory_word_address(half, 0x40));
        control(device, half, 0);
    }
    ck_assert_uint_gt(counts[0], 2);
    ck_assert_uint_gt(counts[1], 20 * counts[0]);
    hx_connection_close(device);
}
END_TEST

// Bit i of the slow outputs is that of output i and of no other.
START_TEST(slow_output_by_output)
{
    enum { EVENTS = 8 };
    const unsigned output = (unsigned)_i % 4, slow = (unsigned)_i / 4;
    const hx_map_crossbar_output_config outputs = {.enable_slow = 1u << slow};
    uint32_t word;
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    event_program_begin(&program);
    word_list_add_example(&program.list);
    event_program_write(
        &program, hx_map_crossbar_node_address(HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * output + 8), 0);
    hx_map_crossbar_output_config_encode(&outputs, &word);
    event_program_write(&program, hx_map_crossbar_output_config_address(), word);
    event_program_settle(&program);
    for (unsigned i = 0; i < EVENTS; i++)
        event_program_spike(&program, (uint16_t)(output << 14 | i));
    event_program_wait_until(&program, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, EVENTS);
    const uint8_t length =
        (uint8_t)(program.events[EVENTS - 1].timestamp - program.events[0].timestamp);
    ck_assert_uint_eq(length, (EVENTS - 1) * (output == slow ? 8 : 2));
    hx_connection_close(device);
}
END_TEST

Suite *register_actions_suite(void)
{
    Suite *suite = suite_create("register_actions");
    TCase *tcase = tcase_create("register_actions");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, clock_off_stops, 0, 2);
    tcase_add_loop_test(tcase, cache_saves_fetches, 0, 2);
    tcase_add_loop_test(tcase, slow_output_by_output, 0, 16);
    suite_add_tcase(suite, tcase);
    return suite;
}
