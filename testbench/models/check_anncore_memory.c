// Memories of the analog core behind the word port.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>

Suite *anncore_memory_suite(void);

static hx_anncore *core;

static void setup(void)
{
    core = setup_core(0.0, 0.0, 1, 1);
}

static void teardown(void)
{
    hx_anncore_destroy(core);
}

static uint32_t get(hx_anncore_block block, uint32_t offset)
{
    return hx_anncore_read_word(core, block, offset);
}

// Writes all ones; the bits that read back are those with a cell.
static uint32_t probe(hx_anncore_block block, uint32_t offset)
{
    setup_write_all(core, block, offset, 0xffffffff);
    uint32_t used = get(block, offset);
    setup_write_all(core, block, offset, 0xa5a5a5a5);
    ck_assert_uint_eq(get(block, offset), used & 0xa5a5a5a5);
    // One byte alone.
    hx_anncore_write_word(core, block, offset, 0x2, 0x00000000);
    ck_assert_uint_eq(get(block, offset), used & 0xa5a500a5);
    setup_write_all(core, block, offset, 0);
    ck_assert_uint_eq(get(block, offset), 0);
    return used;
}

START_TEST(synapse_views_are_one_memory)
{
    hx_anncore_block block = _i ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
    hx_anncore_block other = _i ? HX_ANNCORE_ARRAY_TOP : HX_ANNCORE_ARRAY_BOTTOM;
    setup_random random = setup_seed(31);
    for (int round = 0; round < 2000; ++round) {
        uint32_t row = (uint32_t)setup_draw(&random, 256);
        uint32_t quad = (uint32_t)setup_draw(&random, 64);
        uint32_t a = row * 64 + quad;
        uint32_t weight = (uint32_t)setup_draw(&random, UINT64_C(1) << 32);
        uint32_t label = (uint32_t)setup_draw(&random, UINT64_C(1) << 32);
        uint32_t time = (uint32_t)setup_draw(&random, UINT64_C(1) << 32);
        uint32_t amp = (uint32_t)setup_draw(&random, UINT64_C(1) << 32);
        setup_write_all(core, block, a, weight);
        setup_write_all(core, block, 0x10000 + a, time);
        setup_write_all(core, block, 0x20000 + a, amp);
        setup_write_all(core, block, 0x40000 + a, label);
        ck_assert_uint_eq(get(block, a), weight & 0x3f3f3f3f);
        ck_assert_uint_eq(get(block, 0x10000 + a), time & 0x03030303);
        ck_assert_uint_eq(get(block, 0x20000 + a), amp & 0x03030303);
        ck_assert_uint_eq(get(block, 0x40000 + a), label & 0x3f3f3f3f);
        uint32_t raw = 0xf0000 + row * 128 + quad;
        ck_assert_uint_eq(get(block, raw), (weight & 0x3f3f3f3f) | (time & 0x03030303) << 6);
        ck_assert_uint_eq(get(block, raw + 64), (label & 0x3f3f3f3f) | (amp & 0x03030303) << 6);
        hx_anncore_write_word(core, block, raw, 0x4, 0x00ff0000);
        ck_assert_uint_eq(get(block, a) & 0xff0000, 0x3f0000);
        ck_assert_uint_eq(get(block, 0x10000 + a) & 0xff0000, 0x030000);
        ck_assert_uint_eq(get(block, a) & 0xff00ffff, weight & 0x3f003f3f);
        ck_assert_uint_eq(get(other, a), 0);
    }
}
END_TEST

START_TEST(switch_rows)
{
    hx_anncore_block block = HX_ANNCORE_ARRAY_TOP;
    for (uint32_t quad = 0; quad < 64; ++quad) {
        ck_assert_uint_eq(probe(block, 0x14000 + quad), 0x03030303);
        ck_assert_uint_eq(probe(block, 0x24000 + quad), 0x03030303);
        ck_assert_uint_eq(probe(block, 0xf8080 + quad), 0xc0c0c0c0);
        ck_assert_uint_eq(probe(block, 0xf80c0 + quad), 0xc0c0c0c0);
        ck_assert_uint_eq(probe(block, 0x04000 + quad), 0x20202020);
        ck_assert_uint_eq(probe(block, 0x44000 + quad), 0x20202020);
    }
    // The raw view of row 256 is the same memory.
    setup_write_all(core, block, 0x14000 + 7, 0x01000200);
    setup_write_all(core, block, 0x04000 + 7, 0x20000000);
    ck_assert_uint_eq(get(block, 0xf8000 + 7), 0x60008000);
    ck_assert_uint_eq(probe(block, 0x14080), 0);
    ck_assert_uint_eq(probe(block, 0xf8100), 0);
    ck_assert_uint_eq(probe(block, 0x30000), 0);
    ck_assert_uint_eq(probe(block, 0x100000), 0);
    ck_assert_uint_eq(probe(block, 0x3fffff), 0);
}
END_TEST

START_TEST(driver_memory)
{
    for (uint32_t driver = 0; driver < 128; ++driver) {
        for (uint32_t word = 0; word < 4; ++word) {
            static const uint32_t USED[4] = {0xfffful, 0x3ffful, 0xdful, 0};
            ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_TOP, 4 * driver + word), USED[word]);
            ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_BOTTOM, 4 * driver + word), USED[word]);
        }
    }
    ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_TOP, 0x202), 0xff);
    ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_TOP, 0x203), 0xff);
    ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_TOP, 0x200), 0);
    ck_assert_uint_eq(probe(HX_ANNCORE_DRIVER_TOP, 0x204), 0);
}
END_TEST

START_TEST(capmem_memory)
{
    for (uint32_t quadrant = 0; quadrant < 4; ++quadrant) {
        for (uint32_t column = 0; column < 132; ++column) {
            for (uint32_t row = 0; row < 32; ++row) {
                bool cell = column < 130 && row < 24;
                ck_assert_uint_eq(probe(HX_ANNCORE_CAPMEM, quadrant * 0x8000 + 32 * column + row),
                                  cell ? 0x3ff : 0);
            }
        }
        static const uint32_t BLOCK[11] = {0xffffff,   0xffffffff, 0x3,        0xffff,
                                           0x3f,       0x3,        0xfff7ffff, 0xffffffff,
                                           0xffffffff, 0xffffffff, 0};
        for (uint32_t word = 0; word < 11; ++word) {
            ck_assert_uint_eq(probe(HX_ANNCORE_CAPMEM, quadrant * 0x8000 + 0x4000 + word),
                              BLOCK[word]);
        }
        ck_assert_uint_ne(probe(HX_ANNCORE_CAPMEM, quadrant * 0x8000 + 0x2800), 0);
        ck_assert_uint_ne(probe(HX_ANNCORE_CAPMEM, quadrant * 0x8000 + 0x2801), 0);
    }
    ck_assert_uint_eq(probe(HX_ANNCORE_CAPMEM, 0x20000), 0);
}
END_TEST

START_TEST(neuron_memory)
{
    static const uint32_t USED[8] = {0, 0, 0x7f, 0xfe, 0xff, 0xfd, 0xfd, 0xff};
    for (uint32_t quadrant = 0; quadrant < 4; ++quadrant) {
        for (uint32_t offset = 0; offset < 0x400; ++offset) {
            ck_assert_uint_eq(probe(HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + offset),
                              USED[offset % 8]);
        }
        ck_assert_uint_eq(probe(HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 0x402), 0xff);
        ck_assert_uint_eq(probe(HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 0x403), 0xff);
        ck_assert_uint_eq(probe(HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 0x404), 0);
    }
    ck_assert_uint_eq(probe(HX_ANNCORE_NEURON_CONFIG, 0x20002), 0);
}
END_TEST

START_TEST(other_memories)
{
    ck_assert_uint_eq(probe(HX_ANNCORE_SYNAPSE_BIAS, 0), 0xffff);
    ck_assert_uint_eq(probe(HX_ANNCORE_SYNAPSE_BIAS, 1), 0);
    for (uint32_t channel = 0; channel < 256; ++channel) {
        ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, channel), 0xff);
        ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x800 + channel), 0xff);
        ck_assert_uint_eq(probe(HX_ANNCORE_CADC_BOTTOM, channel), 0xff);
    }
    setup_write_all(core, HX_ANNCORE_CADC_TOP, 3, 1);
    ck_assert_uint_eq(get(HX_ANNCORE_CADC_TOP, 0x803), 0);
    ck_assert_uint_eq(get(HX_ANNCORE_CADC_BOTTOM, 3), 0);
    ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x102), 0xff);
    ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x903), 0xff);
    ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x104), 0);
    ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x700), 0);
    ck_assert_uint_eq(probe(HX_ANNCORE_CADC_TOP, 0x1000), 0);
}
END_TEST

// 1023 keeps the analog value but reads back.
START_TEST(cell_without_refresh)
{
    setup_neuron s = setup_neuron_default();
    setup_write_neuron(core, 0, &s);
    setup_write_cell(core, 0, 0, HX_MAP_CAPMEM_ROW_V_LEAK, 1023);
    ck_assert_uint_eq(get(HX_ANNCORE_CAPMEM, HX_MAP_CAPMEM_ROW_V_LEAK), 1023);
    hx_anncore_start_trial(core, 0, 0);
    ck_assert_double_eq(hx_anncore_get_membrane(core, 0), 300 * (1.8 / 1022));
}
END_TEST

Suite *anncore_memory_suite(void)
{
    Suite *suite = suite_create("models/anncore memory");
    TCase *tcase = tcase_create("Views");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, synapse_views_are_one_memory, 0, 2);
    tcase_add_test(tcase, switch_rows);
    tcase_add_test(tcase, driver_memory);
    tcase_add_test(tcase, capmem_memory);
    tcase_add_test(tcase, neuron_memory);
    tcase_add_test(tcase, other_memories);
    tcase_add_test(tcase, cell_without_refresh);
    suite_add_tcase(suite, tcase);
    return suite;
}
