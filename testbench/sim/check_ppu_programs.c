// The stored programs on the processors of the chip: memory test, CADC sampler, plasticity.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_machine.h"
#include "testbench/sim/event_program.h"
#include "testbench/sim/ppu_chip.h"

#include <check.h>
#include <hx_map.h>
#include <stdio.h>
#include <string.h>

Suite *ppu_programs_suite(void);

#define FPGA_WORDS HX_MAP_EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT
#define HALF_WORDS (FPGA_WORDS / 2) // each processor's part
#define COLUMNS 256u
#define QUADS 64u

static uint32_t memory[FPGA_WORDS], image[PPU_WORDS], quads[QUADS];

static void open_program(hx_ppu_machine *machine, const char *name)
{
    hx_error error = {""};
    char path[512];
    snprintf(path, sizeof path, HX_FIRMWARE_DIR "/%s.elf", name);
    ck_assert_msg(!hx_ppu_machine_create(machine, path, &error), "%s", error.text);
    memcpy(image, hx_ppu_memory(machine->ppu), sizeof image);
}

// The first word of a variable of the open program.
static unsigned place_of(const hx_ppu_machine *machine, const char *name)
{
    const hx_elf_symbol *symbol = hx_elf_find(machine->elf, name);
    ck_assert_msg(symbol != NULL, "no symbol %s", name);
    return symbol->address / 4;
}

static uint32_t read_return_code(hx_connection *device, unsigned half)
{
    return ppu_chip_read_one(device,
                             hx_map_ppu_memory_word_address(half, HX_MAP_PPU_WORD_RETURN_CODE));
}

static unsigned column_of(const uint32_t *words, unsigned column)
{
    unsigned byte = column / 2;
    return words[column % 2 * 32 + byte / 4] >> (24 - byte % 4 * 8) & 0xff;
}

START_TEST(memory_test)
{
    hx_connection *device = ppu_chip_open();
    for (unsigned half = 0; half < 2; half++) {
        hx_ppu_machine machine;
        open_program(&machine, "memory_test");
        ppu_chip_load(device, half, image, PPU_WORDS);
        ppu_chip_start(device, half);
        ppu_chip_wait(device, half, 5000);
        ck_assert_uint_eq(read_return_code(device, half), 0);
        ck_assert_int_eq(hx_ppu_machine_run(&machine, 2000000), HX_OK);
        ppu_chip_dump(device, half, image);
        ck_assert_mem_eq(image, hx_ppu_memory(machine.ppu), sizeof image);
        ppu_chip_read(device, hx_map_external_ppu_memory_quad_address(0), memory, FPGA_WORDS);
        ck_assert_mem_eq(memory, hx_ppu_surroundings_memory(machine.surroundings), sizeof memory);
        hx_ppu_machine_destroy(&machine);
    }
    hx_connection_close(device);
}
END_TEST

// Neuron readout to the causal channels, converters on; every channel gets an offset of its own.
static void connect_readout(hx_connection *device, unsigned half)
{
    uint32_t words[COLUMNS], word;
    hx_map_cadc_config config = hx_map_cadc_config_default();
    config.enable = 1;
    hx_map_cadc_config_encode(&config, &word);
    ppu_chip_write_one(device, hx_map_cadc_config_address(half), word);
    for (unsigned i = 0; i < COLUMNS; i++)
        words[i] = 100 + i * 29 % 71;
    for (unsigned side = 0; side < 2; side++)
        ppu_chip_write(device, hx_map_cadc_channel_config_address(half, side, 0, 0), words,
                       COLUMNS);
    uint32_t internal[QUADS], readout[QUADS];
    for (unsigned i = 0; i < QUADS; i++) {
        internal[i] = 0x40404040;
        readout[i] = 0x20202020;
    }
    uint32_t base = hx_map_column_correlation_quad_address(half, 0);
    ppu_chip_write(device, base + hx_map_column_correlation_quad_word_offset(0), internal, QUADS);
    ppu_chip_write(device, base + hx_map_column_correlation_quad_word_offset(2), readout, QUADS);
    // Ramps, and leak potentials for the membranes to rest at.
    for (unsigned quadrant = 2 * half; quadrant < 2 * half + 2; quadrant++) {
        ppu_chip_write_one(
            device,
            hx_map_capmem_cell_address(quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE),
            200);
        ppu_chip_write_one(
            device,
            hx_map_capmem_cell_address(quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET),
            100);
        for (unsigned i = 0; i < 128; i++) {
            ppu_chip_write_one(device,
                               hx_map_capmem_cell_address(quadrant, i, HX_MAP_CAPMEM_ROW_V_LEAK),
                               300 + i * 3 % 256);
            ppu_chip_write_one(
                device, hx_map_capmem_cell_address(quadrant, i, HX_MAP_CAPMEM_ROW_I_BIAS_LEAK),
                800);
        }
    }
    hx_map_neuron_config neuron = hx_map_neuron_config_default();
    neuron.enable_readout_amplifier = 1;
    neuron.membrane_capacitor_size = 63;
    uint32_t setting[HX_MAP_NEURON_CONFIG_WORDS];
    hx_map_neuron_config_encode(&neuron, setting);
    for (unsigned i = 0; i < 2 * 128; i++)
        ppu_chip_write(device, hx_map_neuron_config_address(2 * half + i / 128, i % 128), setting,
                       HX_MAP_NEURON_CONFIG_WORDS);
}

// Both halves at once as fast as they can: 512 membranes a record. The last record is the last
// conversion, which the bus still finds in the buffer.
START_TEST(sampler)
{
    enum { COUNT = 50, RECORD = 4 + 2 * 32, LIMIT = 500 /* 2 us */ };
    hx_connection *device = ppu_chip_open();
    hx_ppu_machine machine;
    open_program(&machine, "sampler");
    unsigned variable = place_of(&machine, "sampler");
    image[variable] = 0; // as fast as it can
    image[variable + 1] = COUNT;
    image[variable + 3] = 1; // causal channels
    for (unsigned half = 0; half < 2; half++) {
        connect_readout(device, half);
        image[variable + 4] = half * HALF_WORDS * 4;
        ppu_chip_load(device, half, image, PPU_WORDS);
    }
    for (unsigned half = 0; half < 2; half++)
        ppu_chip_start(device, half);
    for (unsigned half = 0; half < 2; half++) {
        ppu_chip_wait(device, half, 1000);
        ck_assert_uint_eq(read_return_code(device, half), COUNT);
    }
    ppu_chip_read(device, hx_map_external_ppu_memory_quad_address(0), memory, FPGA_WORDS);
    for (unsigned half = 0; half < 2; half++) {
        const uint32_t *record = memory + half * HALF_WORDS, *last = record + (COUNT - 1) * RECORD;
        for (unsigned n = 0; n < COUNT; n++)
            ck_assert_uint_eq(record[n * RECORD + 1], n);
        // The scalar core runs ahead of the conversions by a few accesses, so single steps of
        // the time stamps differ.
        unsigned period = (last[0] - record[0]) / (COUNT - 1);
        printf("half %u: %u cycles a record of 256 channels\n", half, period);
        ck_assert_uint_le(period, LIMIT);
        ck_assert_uint_ge(period, 390); // a conversion
        ppu_chip_read(device, hx_map_cadc_sample_quad_address(half, 1, 0, 0, 0), quads, QUADS);
        unsigned kinds[256] = {0}, different = 0;
        for (unsigned column = 0; column < COLUMNS; column++) {
            unsigned wanted = column_of(quads, column);
            ck_assert_uint_eq(column_of(last + 4, column), wanted);
            different += !kinds[wanted]++;
        }
        ck_assert_uint_gt(different, 30);
    }
    hx_ppu_machine_destroy(&machine);
    hx_connection_close(device);
}
END_TEST

// Ten pairs at the synapse of the stored example. The rule in plain C uses the results of the
// program's conversion, which the bus finds in the buffer; behind it the sensors are reset.
START_TEST(plasticity)
{
    enum { ROW = 154, COLUMN = 5, QUAD = 32, RATE = 100, WEIGHT = 20, LABEL = 0xa4ec };
    static event_program spikes;
    static uint32_t channels[2][QUADS];
    hx_device_config quiet = quiet_config();
    hx_connection *device = open_local(&quiet);
    event_program_begin(&spikes);
    word_list_add_example(&spikes.list);
    const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_RAMP, 80},
                                 {HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_STORE, 700},
                                 {HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200},
                                 {HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100}};
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; i++)
        event_program_write(&spikes, hx_map_capmem_cell_address(0, 128, cells[i][0]), cells[i][1]);
    for (unsigned channel = 0; channel < 2; channel++)
        event_program_write(&spikes, hx_map_cadc_channel_config_address(0, 0, COLUMN, channel),
                            0x80);
    event_program_write(&spikes, hx_map_cadc_config_address(0), 0x00014641);
    // Both lines of column 5 to the converters.
    event_program_write(&spikes, hx_map_column_correlation_quad_address(0, QUAD), 0x0000c000);
    for (unsigned i = 0; i < QUADS; i++)
        event_program_write(&spikes, hx_map_synapse_weight_quad_address(0, ROW, i),
                            i == QUAD ? 0x00000500 : 0x05050505); // 20, bits in the cells' order
    event_program_settle(&spikes);
    for (unsigned i = 0; i < 10; i++) {
        event_program_wait_until(&spikes, 625 * (i + 1));
        event_program_spike(&spikes, LABEL);
    }
    event_program_wait_until(&spikes, 625 * 11);
    event_program_play(&spikes, device);
    hx_ppu_machine machine;
    open_program(&machine, "stdp");
    unsigned variable = place_of(&machine, "stdp");
    image[variable] = ROW;
    image[variable + 1] = 1;
    image[variable + 2] = RATE;
    ppu_chip_load(device, 0, image, PPU_WORDS);
    ppu_chip_start(device, 0);
    ppu_chip_wait(device, 0, 100);
    ck_assert_uint_eq(read_return_code(device, 0), 1);
    for (unsigned channel = 0; channel < 2; channel++)
        ppu_chip_read(device, hx_map_cadc_sample_quad_address(0, 1, channel, ROW, 0),
                      channels[channel], QUADS);
    ppu_chip_read(device, hx_map_synapse_weight_quad_address(0, ROW, 0), quads, QUADS);
    int causal = 0, acausal = 0;
    for (unsigned column = 0; column < COLUMNS; column++) {
        causal = (int)column_of(channels[0], column);
        acausal = (int)column_of(channels[1], column);
        bool empty = column / 8 + column % 2 * 32 == QUAD && column != COLUMN;
        int weight = (empty ? 0 : WEIGHT) + (((causal >> 1) - (acausal >> 1)) * RATE * 2 >> 8);
        weight = weight < 0 ? 0 : weight > 63 ? 63 : weight;
        hx_map_synapse_weight_quad quad;
        hx_map_synapse_weight_quad_decode(&quads[column / 8 + column % 2 * 32], &quad);
        unsigned entry = column / 2 % 4;
        unsigned found = entry == 0   ? quad.weight_0
                         : entry == 1 ? quad.weight_1
                         : entry == 2 ? quad.weight_2
                                      : quad.weight_3;
        ck_assert_msg(found == (unsigned)weight, "column %u: %u, not %d (%d, %d)", column, found,
                      weight, causal, acausal);
    }
    // The pairs were causal: that sensor had discharged further. Now both are as new.
    causal = (int)column_of(channels[0], COLUMN);
    acausal = (int)column_of(channels[1], COLUMN);
    ck_assert_int_lt(causal, acausal - 10);
    unsigned again = ppu_chip_read_one(device, hx_map_cadc_sample_quad_address(0, 0, 0, ROW, QUAD));
    ck_assert_uint_gt(again >> 8 & 0xff, (unsigned)acausal);
    hx_ppu_machine_destroy(&machine);
    hx_connection_close(device);
}
END_TEST

Suite *ppu_programs_suite(void)
{
    Suite *suite = suite_create("programs on the processors of the chip");
    TCase *tests = tcase_create("programs");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, memory_test);
    tcase_add_test(tests, sampler);
    tcase_add_test(tests, plasticity);
    suite_add_tcase(suite, tests);
    return suite;
}
