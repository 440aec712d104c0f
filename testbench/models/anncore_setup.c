// Set-up of analog cores for tests.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

setup_random setup_seed(uint64_t fallback)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    setup_random random = {text ? strtoull(text, NULL, 0) : fallback};
    printf("seed %" PRIu64 "\n", random.state);
    return random;
}

uint64_t setup_draw(setup_random *random, uint64_t below)
{
    random->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = random->state;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (x ^ (x >> 31)) % below;
}

double setup_uniform(setup_random *random, double low, double high)
{
    return low + (high - low) * (double)setup_draw(random, UINT64_C(1) << 53) * 0x1p-53;
}

setup_neuron setup_neuron_default(void)
{
    return (setup_neuron){.leak = 300,
                          .reset = 250,
                          .threshold = 500,
                          .leak_bias = 383,
                          .reset_bias = 1022,
                          .exc_tau = 500,
                          .inh_tau = 500,
                          .exc_gm = 500,
                          .inh_gm = 500,
                          .size = 63,
                          .word0 = 0x04,
                          .word2 = 0x00,
                          .word4 = 0x3c};
}

hx_anncore *setup_core(double mismatch, double noise, uint64_t seed, uint64_t chip_seed)
{
    hx_anncore_config config = {
        .seed = seed, .chip_seed = chip_seed, .mismatch = mismatch, .noise = noise};
    hx_anncore *core = NULL;
    ck_assert_int_eq(hx_anncore_create(&core, &config), HX_OK);
    return core;
}

void setup_write_all(hx_anncore *core, hx_anncore_block block, uint32_t offset, uint32_t data)
{
    hx_anncore_write_word(core, block, offset, 0xf, data);
}

void setup_write_cell(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                      unsigned value)
{
    setup_write_all(core, HX_ANNCORE_CAPMEM,
                    hx_map_capmem_cell_address(quadrant, column, row) - 0x140000, value);
}

void setup_write_neuron(hx_anncore *core, unsigned neuron, const setup_neuron *s)
{
    unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    unsigned column = neuron % 128;
    const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_V_LEAK, s->leak},
                                 {HX_MAP_CAPMEM_ROW_V_RESET, s->reset},
                                 {HX_MAP_CAPMEM_ROW_V_THRESHOLD, s->threshold},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_LEAK, s->leak_bias},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_RESET, s->reset_bias},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_TAU, s->exc_tau},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_TAU, s->inh_tau},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_GM, s->exc_gm},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_GM, s->inh_gm}};
    for (unsigned i = 0; i < sizeof cells / sizeof cells[0]; ++i) {
        setup_write_cell(core, quadrant, column, cells[i][0], cells[i][1]);
    }
    const uint32_t words[6] = {s->word0, 0x10, s->word2, s->size << 2, s->word4, 0x10};
    for (unsigned word = 0; word < 6; ++word) {
        setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 8 * column + 2 + word,
                        words[word]);
    }
}

void setup_write_common(hx_anncore *core)
{
    setup_write_all(core, HX_ANNCORE_SYNAPSE_BIAS, 0, 0xffff);
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC, 1022);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_I_RAMP_SLOPE, 200);
        setup_write_cell(core, quadrant, 128, HX_MAP_CAPMEM_ROW_128_CADC_V_RAMP_OFFSET, 100);
    }
    for (unsigned half = 0; half < 2; ++half) {
        hx_anncore_block array = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
        hx_anncore_block cadc = half ? HX_ANNCORE_CADC_BOTTOM : HX_ANNCORE_CADC_TOP;
        for (unsigned quad = 0; quad < 64; ++quad) {
            setup_write_all(core, array, 0x14000 + quad, 0x03030303);
            setup_write_all(core, array, 0xf8080 + quad, 0x40404040);
            setup_write_all(core, array, 0x04000 + quad, 0x20202020);
        }
        for (unsigned channel = 0; channel < 256; ++channel) {
            setup_write_all(core, cadc, channel, 0x80);
            setup_write_all(core, cadc, 0x800 + channel, 0x80);
        }
    }
}

void setup_write_driver(hx_anncore *core, unsigned half, unsigned driver, unsigned bottom,
                        unsigned top)
{
    hx_map_synapse_driver_config config = hx_map_synapse_driver_config_default();
    config.enable_receiver = 1;
    // The reset default of the table forwards all label bits.
    config.enable_address_out = 1;
    config.row_mode_excitatory_bottom = bottom & 1;
    config.row_mode_inhibitory_bottom = bottom >> 1;
    config.row_mode_excitatory_top = top & 1;
    config.row_mode_inhibitory_top = top >> 1;
    uint32_t words[3];
    hx_map_synapse_driver_config_encode(&config, words);
    for (unsigned word = 0; word < 3; ++word) {
        setup_write_all(core, half ? HX_ANNCORE_DRIVER_BOTTOM : HX_ANNCORE_DRIVER_TOP,
                        4 * driver + word, words[word]);
    }
}

void setup_write_synapse(hx_anncore *core, unsigned half, unsigned row, unsigned column,
                         unsigned weight, unsigned label)
{
    hx_anncore_block array = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
    unsigned quad = column / 2 / 4 + 32 * (column % 2);
    unsigned entry = column / 2 % 4;
    uint32_t cells = weight & 0x20;
    for (unsigned bit = 0; bit < 5; ++bit) {
        cells |= ((weight >> bit) & 1) << (4 - bit);
    }
    unsigned enable = 1u << (3 - entry);
    hx_anncore_write_word(core, array, row * 64 + quad, enable, cells << (24 - 8 * entry));
    hx_anncore_write_word(core, array, 0x40000 + row * 64 + quad, enable,
                          label << (24 - 8 * entry));
}
