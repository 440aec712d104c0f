// What the processors reach outside of their memories: array rows, CADC, resets, Omnibus, FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Everything the vector unit writes is read through the bus, and the other way round.
#include "testbench/sim/ppu_rows.h"

#include <check.h>
#include <hx_map.h>

Suite *ppu_rows_suite(void);

#define QUADS 64u
#define OMNIBUS(word) (HX_MAP_PPU_BYTE_CHIP_OMNIBUS + 4 * (word))

static rows_program program;
static uint8_t bytes[ROWS_ACCESSES][ROW_BYTES], got[ROW_BYTES], other[ROW_BYTES];
static uint32_t words[4 * QUADS];

static void fill(uint8_t data[ROW_BYTES], unsigned seed, unsigned mask)
{
    for (unsigned i = 0; i < ROW_BYTES; i++)
        data[i] = (uint8_t)((seed + i * 37 + i * i * seed) & mask);
}

// Columns 2i + parity of a row of quads.
static unsigned entry_of(const uint32_t *quads, unsigned parity, unsigned i)
{
    return quads[parity * ROW_WORDS + i / 4] >> (24 - i % 4 * 8) & 0xff;
}

static unsigned straight_weight(unsigned stored)
{
    unsigned weight = stored & 0x24;
    return weight | (stored & 1) << 4 | (stored & 2) << 2 | (stored & 8) >> 2 | (stored & 16) >> 4;
}

// Writes both vectors of a view's row, reads them back, and reads the row through the bus.
static void check_view(hx_connection *device, unsigned half, uint32_t view, uint32_t base,
                       unsigned row, unsigned mask)
{
    unsigned read[2];
    rows_begin(&program);
    for (unsigned parity = 0; parity < 2; parity++) {
        fill(bytes[parity], row + parity + half, mask);
        rows_add(&program, ROWS_WRITE, view + 2 * row + parity, bytes[parity]);
    }
    for (unsigned parity = 0; parity < 2; parity++)
        read[parity] = rows_add(&program, ROWS_READ, view + 2 * row + parity, NULL);
    rows_run(&program, device, half);
    ppu_chip_read(device, base, words, QUADS);
    for (unsigned parity = 0; parity < 2; parity++) {
        rows_get(&program, read[parity], got);
        for (unsigned i = 0; i < ROW_BYTES; i++) {
            unsigned entry = entry_of(words, parity, i);
            if (view == HX_MAP_PPU_VECTOR_WEIGHT)
                entry = straight_weight(entry);
            ck_assert_msg(got[i] == bytes[parity][i] && entry == bytes[parity][i],
                          "view 0x%x, row %u, column %u: %u and %u, not %u", view, row,
                          2 * i + parity, got[i], entry, bytes[parity][i]);
        }
    }
}

START_TEST(views_of_the_synapses)
{
    hx_connection *device = ppu_chip_open();
    for (unsigned half = 0; half < 2; half++) {
        unsigned row = half ? 255 : 17;
        uint32_t calibration = hx_map_synapse_correlation_calib_quad_address(half, row, 0);
        check_view(device, half, HX_MAP_PPU_VECTOR_WEIGHT,
                   hx_map_synapse_weight_quad_address(half, row, 0), row, 0x3f);
        check_view(device, half, HX_MAP_PPU_VECTOR_LABEL,
                   hx_map_synapse_label_quad_address(half, row, 0), row, 0x3f);
        check_view(device, half, HX_MAP_PPU_VECTOR_TIME_CALIB, calibration, row, 3);
        check_view(device, half, HX_MAP_PPU_VECTOR_AMP_CALIB,
                   calibration + HX_MAP_PPU_VECTOR_AMP_CALIB - HX_MAP_PPU_VECTOR_TIME_CALIB, row,
                   3);
    }
    hx_connection_close(device);
}
END_TEST

// The raw view has the cells as the bus sees them: four vectors a row.
START_TEST(raw_view)
{
    enum { ROW = 100, VECTORS = 4 };
    hx_connection *device = ppu_chip_open();
    rows_begin(&program);
    for (unsigned v = 0; v < VECTORS; v++) {
        fill(bytes[v], v + 3, 0xff);
        rows_add(&program, ROWS_WRITE, HX_MAP_PPU_VECTOR_RAW + VECTORS * ROW + v, bytes[v]);
    }
    rows_run(&program, device, 1);
    ppu_chip_read(device, hx_map_synapse_quad_address(1, ROW, 0), words, VECTORS * ROW_WORDS);
    for (unsigned i = 0; i < VECTORS * ROW_BYTES; i++)
        ck_assert_uint_eq(words[i / 4] >> (24 - i % 4 * 8) & 0xff,
                          bytes[i / ROW_BYTES][i % ROW_BYTES]);
    hx_connection_close(device);
}
END_TEST

// Bytes that the condition leaves out keep their value; rows that are not there do nothing.
START_TEST(byte_enables_and_no_place)
{
    hx_connection *device = ppu_chip_open();
    uint32_t row = HX_MAP_PPU_VECTOR_LABEL + 2 * 9;
    rows_begin(&program);
    fill(bytes[0], 5, 0x3f);
    fill(bytes[1], 11, 0x3f);
    for (unsigned i = 0; i < ROW_BYTES; i++)
        other[i] = i % 3 == 0;
    rows_set_mask(&program, other);
    rows_add(&program, ROWS_WRITE, row, bytes[0]);
    rows_add(&program, ROWS_WRITE_SOME, row, bytes[1]);
    unsigned read = rows_add(&program, ROWS_READ, row, NULL);
    rows_add(&program, ROWS_WRITE, HX_MAP_PPU_VECTOR_LABEL + 2 * 258, bytes[1]);
    unsigned beyond = rows_add(&program, ROWS_READ, HX_MAP_PPU_VECTOR_LABEL + 2 * 258, bytes[1]);
    unsigned nowhere = rows_add(&program, ROWS_READ, 0x82000000u, bytes[1]);
    rows_run(&program, device, 0);
    rows_get(&program, read, got);
    for (unsigned i = 0; i < ROW_BYTES; i++)
        ck_assert_uint_eq(got[i], bytes[other[i] ? 1 : 0][i]);
    rows_get(&program, beyond, got);
    rows_get(&program, nowhere, other);
    for (unsigned i = 0; i < ROW_BYTES; i++) {
        ck_assert_uint_eq(got[i], 0);
        ck_assert_uint_eq(other[i], 0);
    }
    hx_connection_close(device);
}
END_TEST

// The same seed gives the same numbers.
START_TEST(random_source)
{
    hx_connection *device = ppu_chip_open();
    unsigned read[3], ones = 0;
    rows_begin(&program);
    fill(bytes[0], 77, 0xff);
    for (unsigned i = 0; i < 3; i++) {
        if (i != 1)
            rows_add(&program, ROWS_WRITE, HX_MAP_PPU_VECTOR_RANDOM, bytes[0]);
        read[i] = rows_add(&program, ROWS_READ, HX_MAP_PPU_VECTOR_RANDOM, NULL);
    }
    unsigned later = rows_add(&program, ROWS_READ, HX_MAP_PPU_VECTOR_RANDOM, NULL);
    rows_run(&program, device, 0);
    rows_get(&program, read[0], bytes[0]);
    rows_get(&program, later, bytes[1]);
    unsigned same = 0;
    rows_get(&program, read[2], got);
    for (unsigned k = 0; k < ROW_BYTES; k++)
        ck_assert_uint_eq(got[k], bytes[0][k]);
    for (unsigned k = 0; k < ROW_BYTES; k++) {
        same += bytes[0][k] == bytes[1][k];
        for (unsigned bit = 0; bit < 8; bit++)
            ones += bytes[1][k] >> bit & 1;
    }
    ck_assert_uint_lt(same, 8);
    ck_assert_uint_gt(ones, 1024 / 2 - 100);
    ck_assert_uint_lt(ones, 1024 / 2 + 100);
    hx_connection_close(device);
}
END_TEST

// Rows and words in the FPGA's memories, seen by the host.
START_TEST(memory_of_the_fpga)
{
    hx_connection *device = ppu_chip_open();
    static const struct {
        uint32_t vector, byte, host, offset;
    } places[] = {
        {HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY, 0x80000000u, 0},
        {HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY, 0x80000000u, 0x1ff00},
        {HX_MAP_PPU_VECTOR_EXTERNAL_DRAM, HX_MAP_PPU_BYTE_EXTERNAL_DRAM, 0x84000000u, 0xfffff00},
    };
    for (unsigned k = 0; k < sizeof places / sizeof *places; k++) {
        uint32_t row = places[k].vector | places[k].offset >> 4;
        uint32_t host = places[k].host + places[k].offset / 4;
        rows_begin(&program);
        fill(bytes[0], k + 1, 0xff);
        fill(bytes[1], k + 9, 0xff);
        for (unsigned i = 0; i < ROW_BYTES; i++)
            other[i] = i > 8 && i % 5 != 0;
        rows_set_mask(&program, other);
        rows_add(&program, ROWS_WRITE, row, bytes[0]);
        rows_add(&program, ROWS_WRITE_SOME, row, bytes[1]);
        rows_add(&program, ROWS_WRITE_WORD, places[k].byte + places[k].offset + 128, bytes[1]);
        unsigned read = rows_add(&program, ROWS_READ, row, NULL);
        unsigned word =
            rows_add(&program, ROWS_READ_WORD, places[k].byte + places[k].offset + 4, NULL);
        rows_run(&program, device, k % 2);
        ppu_chip_read(device, host, words, ROW_WORDS + 1);
        rows_get(&program, read, got);
        for (unsigned i = 0; i < ROW_BYTES; i++) {
            unsigned wanted = bytes[other[i] ? 1 : 0][i];
            ck_assert_uint_eq(got[i], wanted);
            ck_assert_uint_eq(words[i / 4] >> (24 - i % 4 * 8) & 0xff, wanted);
        }
        ck_assert_uint_eq(rows_get_word(&program, word), words[1]);
        ck_assert_uint_eq(words[ROW_WORDS], (uint32_t)bytes[1][0] << 24 | bytes[1][1] << 16 |
                                                bytes[1][2] << 8 | bytes[1][3]);
    }
    hx_connection_close(device);
}
END_TEST

START_TEST(omnibus)
{
    hx_connection *device = ppu_chip_open();
    uint32_t node = hx_map_crossbar_node_address(7);
    uint32_t weight = hx_map_synapse_weight_quad_address(0, 3, 5);
    for (unsigned half = 0; half < 2; half++) {
        uint32_t memory = hx_map_ppu_memory_word_address(!half, 4000);
        ppu_chip_write_one(device, weight, 0x01020304);
        rows_begin(&program);
        fill(bytes[0], 5 + half, 0xff);
        rows_add(&program, ROWS_WRITE_WORD, OMNIBUS(node), bytes[0]);
        rows_add(&program, ROWS_WRITE_WORD, OMNIBUS(memory), bytes[0]);
        unsigned read = rows_add(&program, ROWS_READ_WORD, OMNIBUS(weight), NULL);
        unsigned back = rows_add(&program, ROWS_READ_WORD, OMNIBUS(node), NULL);
        rows_run(&program, device, half);
        uint32_t wanted =
            (uint32_t)bytes[0][0] << 24 | bytes[0][1] << 16 | bytes[0][2] << 8 | bytes[0][3];
        ck_assert_uint_eq(rows_get_word(&program, read), 0x01020304);
        ck_assert_uint_eq(ppu_chip_read_one(device, node), rows_get_word(&program, back));
        ck_assert_uint_eq(rows_get_word(&program, back) & 0x3fff, wanted & 0x3fff);
        ck_assert_uint_eq(ppu_chip_read_one(device, memory), wanted);
    }
    hx_connection_close(device);
}
END_TEST

// A conversion by the vector unit; the bus reads its results from the buffer. Channels get
// different offsets, so that no two look alike.
START_TEST(cadc)
{
    hx_connection *device = ppu_chip_open();
    for (unsigned half = 0; half < 2; half++) {
        uint32_t row = 31;
        hx_map_cadc_config config = hx_map_cadc_config_default();
        config.enable = 1;
        uint32_t word[HX_MAP_CADC_CONFIG_WORDS];
        hx_map_cadc_config_encode(&config, word);
        ppu_chip_write(device, hx_map_cadc_config_address(half), word, 1);
        uint32_t offsets[256];
        for (unsigned i = 0; i < 256; i++)
            offsets[i] = 128 + (i * 29 + half) % 61;
        ppu_chip_write(device, half ? 0x03400000u : 0x02400000u, offsets, 256);
        ppu_chip_write(device, half ? 0x03400800u : 0x02400800u, offsets, 256);
        rows_begin(&program);
        rows_add(&program, ROWS_CONVERT, HX_MAP_PPU_VECTOR_CADC_CAUSAL + 2 * row, NULL);
        unsigned read[4];
        for (unsigned i = 0; i < 4; i++)
            read[i] =
                rows_add(&program, ROWS_READ,
                         ((i / 2 ? HX_MAP_PPU_VECTOR_CADC_ACAUSAL : HX_MAP_PPU_VECTOR_CADC_CAUSAL) |
                          HX_MAP_PPU_VECTOR_BUFFERED) +
                             2 * row + i % 2,
                         NULL);
        rows_run(&program, device, half);
        unsigned sum = 0;
        rows_get(&program, 0, other);
        for (unsigned i = 0; i < 4; i++) {
            if (i % 2 == 0)
                ppu_chip_read(device, hx_map_cadc_sample_quad_address(half, 1, i / 2, row, 0),
                              words, QUADS);
            rows_get(&program, read[i], got);
            for (unsigned k = 0; k < ROW_BYTES; k++) {
                ck_assert_uint_eq(got[k], entry_of(words, i % 2, k));
                if (i == 0)
                    ck_assert_uint_eq(other[k], got[k]);
                sum += got[k];
            }
        }
        ck_assert_uint_gt(sum, 0);
    }
    hx_connection_close(device);
}
END_TEST

// Every neuron of the half is reset once, then those of the mask: spikes are counted.
START_TEST(neuron_reset)
{
    hx_connection *device = ppu_chip_open();
    const unsigned half = 1, neurons = 256;
    for (unsigned side = 0; side < 2; side++) {
        const uint32_t common[] = {0x0000f005, 0x04700401};
        ppu_chip_write(device, hx_map_common_neuron_backend_config_address(side), common, 2);
    }
    hx_map_neuron_backend_config config = hx_map_neuron_backend_config_default();
    config.enable_spike_out = 1;
    config.enable_neuron_master = 1;
    config.refractory_time = 50;
    config.select_input_clock = 1;
    uint32_t setting[HX_MAP_NEURON_BACKEND_CONFIG_WORDS];
    hx_map_neuron_backend_config_encode(&config, setting);
    for (unsigned column = 0; column < neurons; column++)
        ppu_chip_write(
            device, hx_map_neuron_backend_config_address(column / 128, 128 * half + column % 128),
            setting, HX_MAP_NEURON_BACKEND_CONFIG_WORDS);
    rows_begin(&program);
    for (unsigned i = 0; i < ROW_BYTES; i++)
        other[i] = i % 7 == 0;
    rows_set_mask(&program, other);
    fill(bytes[0], 3, 0xff);
    for (unsigned parity = 0; parity < 2; parity++)
        rows_add(&program, ROWS_WRITE, HX_MAP_PPU_VECTOR_NEURON_RESET + 512 + parity, NULL);
    rows_run(&program, device, half);
    ppu_chip_let_pass(device, 12500);
    rows_begin(&program);
    rows_set_mask(&program, other);
    rows_add(&program, ROWS_WRITE_SOME, HX_MAP_PPU_VECTOR_NEURON_RESET + 512 + 1, NULL);
    rows_add(&program, ROWS_WRITE, HX_MAP_PPU_VECTOR_CADC_CAUSAL + 512, bytes[0]);
    rows_run(&program, device, half);
    for (unsigned neuron = 0; neuron < neurons; neuron++) {
        unsigned column = neuron % 256, i = column / 2;
        uint32_t counter = ppu_chip_read_one(
            device, hx_map_spike_counter_read_address(column / 128, 128 * half + column % 128));
        unsigned wanted = 1 + (column % 2 ? other[i] : bytes[0][i] >> 1 & 1);
        ck_assert_msg((counter & 0xff) == wanted, "column %u: %u resets, not %u", column,
                      counter & 0xff, wanted);
    }
    hx_connection_close(device);
}
END_TEST

// A loop of one access that takes long, stopped in the middle of one; the answers that are still
// on their way must not reach the next program. lis r4; ori r4; access; b -4
static const struct {
    uint32_t access, address;
} loops[] = {
    {0x80640000, OMNIBUS(0x02c80000)},               // lwz r3,0(r4): a conversion
    {0x80640000, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY},   // a word of the FPGA
    {0x100023b0, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY}, // fxvinx v0,0,r4: a row of the FPGA
    {0x100023b0, HX_MAP_PPU_VECTOR_CADC_CAUSAL},
};

START_TEST(reset_in_the_middle)
{
    hx_connection *device = ppu_chip_open();
    uint32_t weight = hx_map_synapse_weight_quad_address(0, 3, 5);
    uint32_t row = HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY | 0x1000 >> 4;
    uint32_t code[] = {0x3c800000 | loops[_i].address >> 16,
                       0x60840000 | (loops[_i].address & 0xffff), loops[_i].access, 0x4bfffffc};
    ppu_chip_write_one(device, hx_map_cadc_config_address(0), 0x00014641);
    ppu_chip_write_one(device, weight, 0x01020304);
    for (uint32_t pause = 20; pause < 60; pause += 7) {
        ppu_chip_load(device, 0, code, sizeof code / sizeof *code);
        ppu_chip_start(device, 0);
        ppu_chip_let_pass(device, pause);
        ppu_chip_stop(device, 0);
        rows_begin(&program);
        fill(bytes[0], pause, 0xff);
        rows_add(&program, ROWS_WRITE, row, bytes[0]);
        unsigned word = rows_add(&program, ROWS_READ_WORD, OMNIBUS(weight), NULL);
        unsigned read = rows_add(&program, ROWS_READ, row, NULL);
        unsigned fpga =
            rows_add(&program, ROWS_READ_WORD, HX_MAP_PPU_BYTE_EXTERNAL_MEMORY + 0x1000, NULL);
        rows_run(&program, device, 0);
        ck_assert_uint_eq(rows_get_word(&program, word), 0x01020304);
        rows_get(&program, read, got);
        ck_assert_mem_eq(got, bytes[0], ROW_BYTES);
        ck_assert_uint_eq(rows_get_word(&program, fpga), rows_get_word(&program, read));
    }
    hx_connection_close(device);
}
END_TEST

Suite *ppu_rows_suite(void)
{
    Suite *suite = suite_create("plasticity processors and the chip around them");
    TCase *tests = tcase_create("rows");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, views_of_the_synapses);
    tcase_add_test(tests, raw_view);
    tcase_add_test(tests, byte_enables_and_no_place);
    tcase_add_test(tests, random_source);
    tcase_add_test(tests, memory_of_the_fpga);
    tcase_add_test(tests, omnibus);
    tcase_add_test(tests, cadc);
    tcase_add_test(tests, neuron_reset);
    tcase_add_loop_test(tests, reset_in_the_middle, 0, sizeof loops / sizeof *loops);
    suite_add_tcase(suite, tests);
    return suite;
}
