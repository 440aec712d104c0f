// The registers of the FPGA as the chip's processors reach them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/ppu_rows.h"

#include <check.h>
#include <hx_map.h>

Suite *ppu_fpga_suite(void);

// Byte address of a word of the FPGA's bus.
#define FPGA(word) (HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + 4 * ((word)&0x7fffffffu))

static rows_program program;

START_TEST(registers_of_the_fpga)
{
    const uint8_t bytes[ROW_BYTES] = {0x12, 0x34, 0x56, 0x78};
    const uint32_t polling = hx_map_polling_omnibus_block_config_address();
    const uint32_t serial = hx_map_fpga_device_dna_address();
    const uint32_t timer = hx_map_playback_timer_address();
    hx_connection *device = ppu_chip_open();
    ck_assert_uint_eq(FPGA(HX_MAP_WRITE_RESPONSE_FILTER_BASE), HX_MAP_PPU_BYTE_FPGA_REGISTERS);
    for (unsigned half = 0; half < 2; half++) {
        ppu_chip_write_one(device, polling + 1, 0xcafe0000 + half);
        ppu_chip_write_one(device, polling + 2, 0);
        rows_begin(&program);
        const unsigned low = rows_add(&program, ROWS_READ_WORD, FPGA(serial + 1), NULL);
        const unsigned target = rows_add(&program, ROWS_READ_WORD, FPGA(polling + 1), NULL);
        rows_add(&program, ROWS_WRITE_WORD, FPGA(polling + 2), bytes);
        const unsigned first = rows_add(&program, ROWS_READ_WORD, FPGA(timer), NULL);
        const unsigned second = rows_add(&program, ROWS_READ_WORD, FPGA(timer), NULL);
        const unsigned nothing = rows_add(&program, ROWS_READ_WORD, FPGA(0x88001000), NULL);
        rows_run(&program, device, half);
        ck_assert_uint_ne(rows_get_word(&program, low), 0);
        ck_assert_uint_eq(rows_get_word(&program, low), ppu_chip_read_one(device, serial + 1));
        ck_assert_uint_eq(rows_get_word(&program, target), 0xcafe0000 + half);
        ck_assert_uint_eq(ppu_chip_read_one(device, polling + 2), 0x12345678);
        ck_assert_uint_ne(rows_get_word(&program, first), rows_get_word(&program, second));
        ck_assert_uint_eq(rows_get_word(&program, nothing), 0);
    }
    hx_connection_close(device);
}
END_TEST

Suite *ppu_fpga_suite(void)
{
    Suite *suite = suite_create("registers of the FPGA from the processors");
    TCase *tests = tcase_create("registers");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, registers_of_the_fpga);
    suite_add_tcase(suite, tests);
    return suite;
}
