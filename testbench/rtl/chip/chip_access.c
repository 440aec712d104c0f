// Random accesses of the chip's Omnibus.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/chip_access.h"

#include "testbench/rtl/chip/draw.h"

#include <hx_map.h>

static uint32_t half_of(uint64_t *state, uint32_t stride)
{
    return draw_below(state, 2) * stride;
}

static void draw_register(uint64_t *state, hx_access *a)
{
    switch (draw_below(state, 4)) {
    case 0:
        a->address = HX_MAP_COMMON_PHY_CONFIG_CHIP_BASE;
        if (!draw_once_in(state, 16))
            a->data |= 0xff;
        a->write = draw_once_in(state, 8);
        break;
    case 1:
        a->address = HX_MAP_LINK_STATUS_CHIP_BASE + draw_below(state, 5);
        break;
    case 2:
        a->address = HX_MAP_COMMON_SYNRAM_CONFIG_BASE + draw_below(state, 4) +
                     half_of(state, HX_MAP_COMMON_SYNRAM_CONFIG_HEMISPHERE_STRIDE);
        break;
    default:
        a->address = HX_MAP_COMMON_CORRELATION_CONFIG_BASE + draw_below(state, 5) +
                     half_of(state, HX_MAP_COMMON_CORRELATION_CONFIG_HEMISPHERE_STRIDE);
        a->data &= 0x3f; // short sense delays
    }
}

static void draw_pll(uint64_t *state, hx_access *a)
{
    static const uint32_t often[] = {HX_MAP_PLL_SELF_TEST_BASE, HX_MAP_PLL_SELF_TEST_STATUS_BASE,
                                     HX_MAP_PLL_SELF_TEST_STATUS_BASE};
    a->address = draw_below(state, 2) ? often[draw_below(state, 3)]
                                      : HX_MAP_BLOCK_PLL_BASE + draw_below(state, 9);
    if (a->address == HX_MAP_PLL_SELF_TEST_STATUS_BASE)
        a->write = false;
    if (a->address == HX_MAP_PLL_SELF_TEST_BASE) {
        hx_map_pll_self_test test = {.clock_enable = !draw_once_in(state, 3),
                                     .pre_scaler_p = draw_below(state, 12),
                                     .select_source = draw_below(state, 4),
                                     .check_range = draw_below(state, 16),
                                     .check_value = draw_below(state, 64)};
        hx_map_pll_self_test_encode(&test, &a->data);
    }
}

static void draw_madc_config(uint64_t *state, hx_access *a)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS], word = draw_below(state, HX_MAP_MADC_CONFIG_WORDS);
    config.active_mux_initially_selected_input = draw_below(state, 2);
    config.active_mux_input_select_length = draw_below(state, 16);
    config.sample_duration_adjust = draw_below(state, 8);
    config.powerup_wait_value = draw_below(state, 100);
    config.conversion_cycles_offset = draw_below(state, 16);
    config.enable_calibration = draw_below(state, 2);
    config.calibration_wait_value = draw_below(state, 100);
    config.number_of_samples = draw_below(state, 40);
    config.enable_dummy_data = draw_once_in(state, 4);
    config.enable_madc_clock_scaling = draw_once_in(state, 4);
    config.madc_clock_scale_value = draw_below(state, 4);
    hx_map_madc_config_encode(&config, words);
    a->address = HX_MAP_MADC_CONFIG_BASE + word;
    if (!draw_once_in(state, 8))
        a->data = words[word];
}

static void draw_readout(uint64_t *state, hx_access *a)
{
    hx_map_madc_control control = {.wake_up = draw_below(state, 2),
                                   .start_recording = draw_below(state, 2),
                                   .stop_recording = draw_once_in(state, 4),
                                   .enable_power_down_after_sampling = draw_once_in(state, 4),
                                   .enable_continuous_sampling = draw_once_in(state, 8)};
    switch (draw_below(state, 4)) {
    case 0:
    case 1:
        a->address = HX_MAP_MADC_CONTROL_BASE;
        hx_map_madc_control_encode(&control, &a->data);
        break;
    case 2:
        draw_madc_config(state, a);
        break;
    default:
        a->address = HX_MAP_BLOCK_READOUT_BASE + 11 + draw_below(state, 18);
    }
}

static void draw_ppu(uint64_t *state, hx_access *a)
{
    a->address = half_of(state, HX_MAP_PPU_MEMORY_WORD_HEMISPHERE_STRIDE);
    switch (draw_below(state, 3)) {
    case 0:
        a->address += HX_MAP_PPU_CONTROL_REGISTER_BASE + draw_below(state, 3);
        // Stopped and forced clocks are rare, and end.
        a->write = a->write && draw_once_in(state, 8);
        a->data = draw_below(state, 2) ? a->data & 15 : a->data & 9;
        break;
    default:
        a->address += HX_MAP_PPU_MEMORY_WORD_BASE + draw_below(state, 8) +
                      (draw_once_in(state, 8) ? HX_MAP_PPU_MEMORY_WORD_WORD_COUNT - 4 : 0);
    }
}

static void draw_analog(uint64_t *state, hx_access *a)
{
    static const uint32_t base[] = {HX_MAP_BLOCK_CAPMEM_BASE, HX_MAP_BLOCK_NEURON_CONFIG_BASE,
                                    HX_MAP_BLOCK_SYNAPSE_BIAS_BASE, HX_MAP_BLOCK_PADI_BASE};
    static const uint32_t size[] = {0x20000, 0x20000, 0x10000, 0x10000};
    unsigned block = draw_below(state, 4);
    a->address = base[block] + draw_below(state, size[block]);
}

// A place of a small memory, or the timing of one, mostly a short one.
static void draw_memory(uint64_t *state, hx_access *a)
{
    static const struct {
        uint32_t cells, count, timing, low_bit, high_bit;
    } memories[] = {
        {HX_MAP_CAPMEM_CELL_BASE, 130 * 32, HX_MAP_CAPMEM_SRAM_TIMING_CONFIG_BASE, 0x8000, 0x10000},
        {HX_MAP_BLOCK_NEURON_CONFIG_BASE, 128 * 8, HX_MAP_NEURON_SRAM_TIMING_CONFIG_BASE, 0x8000,
         0x10000},
        {HX_MAP_SYNAPSE_DRIVER_CONFIG_BASE, 128 * 4, HX_MAP_SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE,
         0x8000, 0},
        {HX_MAP_NEURON_BACKEND_CONFIG_BASE, 256 * 4, HX_MAP_NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE,
         0x8000, 0},
        {HX_MAP_CADC_CHANNEL_CONFIG_BASE, 128 * 2, HX_MAP_CADC_OFFSET_SRAM_TIMING_CONFIG_BASE,
         0x1000000, 0},
    };
    unsigned m = draw_below(state, 5);
    // The bank of the CADC in the east stands in front of the one in the west.
    a->address =
        m == 4 && draw_below(state, 2) ? (uint32_t)HX_MAP_CADC_CHANNEL_CONFIG_SIDE_STRIDE : 0;
    a->address += draw_below(state, 2) * memories[m].low_bit;
    a->address += draw_below(state, 2) * memories[m].high_bit;
    if (draw_below(state, 3)) {
        a->address += memories[m].cells + draw_below(state, memories[m].count + 2);
        return;
    }
    a->address += memories[m].timing + draw_below(state, 2);
    if (!draw_once_in(state, 64))
        a->data &= 0x13;
}

static void draw_array(uint64_t *state, hx_access *a)
{
    uint32_t half = half_of(state, HX_MAP_CADC_SAMPLE_QUAD_HEMISPHERE_STRIDE);
    uint32_t quad = draw_below(state, 64);
    switch (draw_below(state, 8)) {
    case 0: // a conversion
        a->address = HX_MAP_CADC_SAMPLE_QUAD_BASE + quad +
                     draw_below(state, 2) * HX_MAP_CADC_SAMPLE_QUAD_CHANNEL_STRIDE +
                     draw_below(state, 256) * HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE;
        a->write = a->write && draw_once_in(state, 2);
        break;
    case 1:
        a->address = HX_MAP_CADC_CONFIG_BASE;
        a->data &= draw_once_in(state, 2) ? UINT32_MAX : 0x1f1f0;
        a->data |= !draw_once_in(state, 4);
        break;
    case 2:
        a->address = HX_MAP_NEURON_RESET_QUAD_BASE + quad;
        break;
    case 3:
        a->address = HX_MAP_CADC_SAMPLE_QUAD_BASE + 256 * HX_MAP_CADC_SAMPLE_QUAD_ROW_STRIDE + quad;
        break;
    case 4:
        a->address = HX_MAP_BLOCK_CADC_BASE + draw_below(state, HX_MAP_BLOCK_CADC_SIZE);
        break;
    default:
        a->address =
            HX_MAP_BLOCK_SYNAPSE_ARRAY_BASE + draw_below(state, HX_MAP_BLOCK_SYNAPSE_ARRAY_SIZE);
        // Others of these addresses convert as well.
        a->write = a->write || !draw_once_in(state, 3);
    }
    a->address += half;
}

hx_access chip_access_draw(uint64_t *state, random_traffic *traffic)
{
    hx_access a;
    hx_fabric_block block = (hx_fabric_block)draw_below(state, HX_FABRIC_BLOCKS);
    random_traffic_draw_access(traffic, &a, block, 256);
    unsigned kind = draw_below(state, 26);
    if (kind < 8)
        return a;
    a = (hx_access){.valid = true,
                    .write = draw_below(state, 2),
                    .byte_enables = draw_once_in(state, 4) ? draw_below(state, 16) : 0xf,
                    .data = (uint32_t)draw_next(state)};
    if (kind < 10)
        draw_register(state, &a);
    else if (kind < 12)
        draw_pll(state, &a);
    else if (kind < 15)
        draw_readout(state, &a);
    else if (kind < 17)
        draw_ppu(state, &a);
    else if (kind < 18)
        a.address = HX_MAP_SYSTIME_SYNC_BASE_BASE + draw_below(state, 3);
    else if (kind < 20)
        draw_analog(state, &a);
    else if (kind < 23)
        draw_array(state, &a);
    else if (kind < 25)
        draw_memory(state, &a);
    else
        a.address = (uint32_t)draw_next(state) >> draw_below(state, 10);
    return a;
}

hx_access chip_access_set_up(unsigned number)
{
    hx_access a = {.valid = true, .write = true, .byte_enables = 0xf};
    if (number < 2) {
        hx_map_common_neuron_backend_config side = hx_map_common_neuron_backend_config_default();
        uint32_t words[2];
        side.enable_clocks = side.enable_event_registers = 1;
        side.clock_scale_fast = 1;
        side.clock_scale_adaptation_pulse = 2 * number;
        hx_map_common_neuron_backend_config_encode(&side, words);
        a.address = HX_MAP_COMMON_NEURON_BACKEND_CONFIG_BASE +
                    number * HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE;
        a.data = words[0];
        return a;
    }
    number -= 2;
    if (number >= 4 * HX_BACKEND_NEURONS) {
        // A node for each quarter of the labels.
        unsigned node = number - 4 * HX_BACKEND_NEURONS;
        const hx_map_crossbar_node filter = {.mask = 3, .target = node & 3};
        a.address = HX_MAP_CROSSBAR_NODE_BASE + node;
        hx_map_crossbar_node_encode(&filter, &a.data);
        return a;
    }
    unsigned neuron = number / 4, word = number % 4, column = neuron % 256;
    hx_map_neuron_backend_config config = hx_map_neuron_backend_config_default();
    uint32_t words[4];
    config.enable_spike_out = 1;
    config.address_out = neuron % 256;
    config.select_input_clock = 1;
    config.refractory_time = 31 + neuron % 64;
    config.enable_adaptation_pulse = neuron % 16 < 8;
    hx_map_neuron_backend_config_encode(&config, words);
    a.address = HX_MAP_NEURON_BACKEND_CONFIG_BASE +
                column / 128 * HX_MAP_NEURON_BACKEND_CONFIG_SIDE_STRIDE + neuron / 256 * 512 +
                column % 128 * 4 + word;
    a.data = words[word];
    return a;
}
