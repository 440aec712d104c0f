// The RTL of the chip behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/chip/chip_model.h"

#include "sim/model/model_hooks.hpp"

#include "Vhx_chip.h"
#include <verilated.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

// The runtime leaves this to its user.
void vl_fatal(const char *file, int line, const char *, const char *text)
{
    std::fprintf(stderr, "%s:%d: %s\n", file, line, text);
    std::abort();
}

struct chip_model {
    VerilatedContext context;
    Vhx_chip top{hx::begin_models(context), "chip"};
};

static void clock(chip_model *model)
{
    model->top.clk_i = 1;
    model->top.eval();
    model->top.clk_i = 0;
    model->top.eval();
}

chip_model *chip_model_create(unsigned latency)
{
    auto *model = new chip_model;
    model->top.skip_i = 0; // every cycle is a step here
    model->top.lane_latency_i = static_cast<std::uint16_t>(latency);
    hx::begin_clock(model->top);
    model->top.rst_ni = 0;
    clock(model);
    clock(model);
    model->top.rst_ni = 1;
    return model;
}

void chip_model_destroy(chip_model *model)
{
    hx::end_models(model->context);
    delete model;
}

void chip_model_step(chip_model *model, const hx_digital_in *in)
{
    Vhx_chip &top = model->top;
    top.chip_reset_i = in->levels.reset;
    top.lane_partner_i = in->levels.lane_partner;
    top.jtag_tck_i = in->levels.jtag_tck;
    top.jtag_tms_i = in->levels.jtag_tms;
    top.jtag_tdi_i = in->levels.jtag_tdi;
    top.lane_rx_valid_i = in->lane_valid;
    top.lane_rx_lane_i = in->lane;
    top.lane_rx_word_i = in->lane_word;
    top.fire_valid_i = in->fire_valid;
    std::memcpy(&top.fire_i[0], in->fire, sizeof in->fire);
    top.madc_value_i = in->madc_value;
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; ++port)
        top.word_data_i[port] = in->word_data[port];
    for (unsigned half = 0; half < 2; ++half)
        for (unsigned word = 0; word < HX_ROW_WORDS; ++word)
            top.row_data_i[HX_ROW_WORDS * half + word] = in->row_data[half].word[word];
    clock(model);
}

static void take_rows(const Vhx_chip &top, chip_pins *pins)
{
    for (unsigned half = 0; half < 2; ++half) {
        if (!(top.row_valid_o >> half & 1))
            continue;
        pins->row_valid |= static_cast<std::uint8_t>(1u << half);
        pins->row_write |= static_cast<std::uint8_t>((top.row_write_o >> half & 1) << half);
        pins->row_offset[half] = top.row_offset_o >> (22 * half) & 0x3fffff;
        if (!(top.row_write_o >> half & 1))
            continue;
        std::memcpy(pins->row_enable[half], &top.row_byte_enables_o[4 * half], 16);
        std::memcpy(&pins->row_data[half], &top.row_data_o[HX_ROW_WORDS * half], 128);
    }
}

static void take_words(const Vhx_chip &top, chip_pins *pins)
{
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; ++port) {
        if (!(top.word_valid_o >> port & 1))
            continue;
        const unsigned bit = 22 * port;
        std::uint64_t pair = top.word_offset_o[bit / 32];
        if (bit / 32 + 1 < 3)
            pair |= static_cast<std::uint64_t>(top.word_offset_o[bit / 32 + 1]) << 32;
        hx_word_access &word = pins->word[port];
        word.valid = true;
        word.write = top.word_write_o >> port & 1;
        word.block = top.word_block_o >> (4 * port) & 0xf;
        word.byte_enables = top.word_byte_enables_o >> (4 * port) & 0xf;
        word.offset = pair >> bit % 32 & 0x3fffff;
        word.data = top.word_data_o[port];
    }
}

void chip_model_get(const chip_model *model, chip_pins *pins)
{
    const Vhx_chip &top = model->top;
    std::memset(pins, 0, sizeof *pins);
    pins->lane_valid = top.lane_tx_valid_o;
    pins->lane = top.lane_tx_valid_o ? top.lane_tx_lane_o : 0;
    pins->lane_word = top.lane_tx_valid_o ? top.lane_tx_word_o : 0;
    pins->lane_ready = top.lane_ready_o;
    pins->tdo = top.jtag_tdo_o;
    pins->padi_changed = top.padi_changed_o;
    for (unsigned half = 0; half < 2; half++)
        if (top.padi_changed_o >> half & 1) {
            pins->padi_config[half] = static_cast<std::uint32_t>(top.padi_config_o >> (32 * half));
            pins->padi_stp[half] = static_cast<std::uint32_t>(top.padi_stp_o >> (32 * half));
        }
    pins->padi_valid = top.padi_valid_o;
    for (unsigned bus = 0; bus < 8; ++bus)
        if (top.padi_valid_o >> bus & 1)
            pins->padi_label[bus] =
                static_cast<std::uint16_t>((top.padi_row_select_o >> (5 * bus) & 0x1f) << 6 |
                                           (top.padi_label_o >> (6 * bus) & 0x3f));
    pins->reset_changed = top.neuron_reset_changed_o;
    std::memcpy(pins->reset, &top.neuron_reset_o[0], sizeof pins->reset);
    pins->post_valid = top.neuron_post_valid_o;
    if (pins->post_valid)
        std::memcpy(pins->post, &top.neuron_post_o[0], sizeof pins->post);
    pins->side_post = top.side_post_o;
    pins->adapt_valid = top.neuron_adapt_valid_o;
    if (pins->adapt_valid) {
        std::memcpy(pins->adapt, &top.neuron_adapt_o[0], sizeof pins->adapt);
        for (unsigned side = 0; side < 2; ++side)
            pins->adapt_scale[side] = top.side_adapt_scale_o >> (4 * side) & 0xf;
    }
    pins->sample = top.madc_sample_o;
    pins->source = top.madc_sample_o ? top.madc_source_o : 0;
    pins->convert = top.cadc_convert_o;
    for (unsigned half = 0; half < 2; ++half) {
        if (top.cadc_convert_o >> half & 1)
            pins->row[half] = top.cadc_row_o >> (9 * half) & 0x1ff;
        pins->crossed[half] = top.cadc_crossed_o >> (2 * half) & 0x3;
    }
    take_words(top, pins);
    take_rows(top, pins);
}
