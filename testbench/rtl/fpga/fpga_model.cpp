// The RTL of the FPGA behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/fpga/fpga_model.h"

#include "sim/model/model_hooks.hpp"

#include "Vhx_fpga.h"
#include <verilated.h>

#include <cstdio>
#include <cstdlib>

// The runtime leaves this to its user.
void vl_fatal(const char *file, int line, const char *, const char *text)
{
    std::fprintf(stderr, "%s:%d: %s\n", file, line, text);
    std::abort();
}

struct fpga_model {
    VerilatedContext context;
    Vhx_fpga top{hx::begin_models(context)};
};

fpga_model *fpga_model_create(std::uint32_t latency)
{
    auto *model = new fpga_model;
    model->top.skip_i = 0; // every cycle is a step here
    model->top.lane_latency_i = static_cast<std::uint16_t>(latency);
    hx::begin_clock(model->top);
    const hx_fpga_in nothing{};
    model->top.rst_ni = 0;
    for (unsigned i = 0; i < 4; ++i)
        fpga_model_step(model, &nothing);
    model->top.rst_ni = 1;
    return model;
}

void fpga_model_destroy(fpga_model *model)
{
    hx::end_models(model->context);
    delete model;
}

bool fpga_model_is_ready(const fpga_model *model)
{
    return model->top.word_ready_o;
}

bool fpga_model_is_starved(const fpga_model *model)
{
    return model->top.starved_o;
}

void fpga_model_get(const fpga_model *model, hx_fpga_out *out)
{
    const Vhx_fpga &top = model->top;
    *out = hx_fpga_out{};
    out->response_valid = top.response_valid_o;
    out->response = top.response_o;
    out->lane_valid = top.lane_tx_valid_o;
    out->lane = top.lane_tx_lane_o;
    out->lane_word = top.lane_tx_word_o;
    out->lane_ready = top.lane_ready_o;
    out->chip_reset = top.chip_reset_o;
    out->tck = top.jtag_tck_o;
    out->tms = top.jtag_tms_o;
    out->tdi = top.jtag_tdi_o;
}

void fpga_model_step(fpga_model *model, const hx_fpga_in *in)
{
    Vhx_fpga &top = model->top;
    top.word_valid_i = in->word_valid;
    top.word_i = in->word;
    top.lane_partner_i = in->lane_partner;
    top.jtag_tdo_i = in->jtag_tdo;
    top.lane_rx_valid_i = in->rx_valid;
    top.lane_rx_lane_i = static_cast<std::uint8_t>(in->rx_lane[0] | in->rx_lane[1] << 3);
    for (unsigned i = 0; i < HX_LINK_RX_WORDS; ++i) {
        top.lane_rx_word_i[2 * i] = static_cast<std::uint32_t>(in->rx_word[i]);
        top.lane_rx_word_i[2 * i + 1] = static_cast<std::uint32_t>(in->rx_word[i] >> 32);
    }
    top.clk_i = 1;
    top.eval();
    top.clk_i = 0;
    top.eval();
}
