// The verilated processor of the chip behind the interface of its C model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/processor/processor_model.h"

#include "Vhx_processor_bench.h"
#include <verilated.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

// An assertion of the RTL failed.
void vl_fatal(const char *file, int line, const char *, const char *text)
{
    std::fflush(stdout);
    std::fprintf(stderr, "%s:%d: %s\n", file, line, text);
    std::abort();
}

struct processor_model {
    VerilatedContext context;
    Vhx_processor_bench top{&context, "ppu"};
    hx_ppu_port *port = nullptr;
    hx_row_request row{};
    std::uint64_t now = 0; // cycles
};

processor_model *processor_model_create(hx_ppu_port *port)
{
    constexpr unsigned ResetCycles = 4;
    auto *model = new processor_model;
    model->port = port;
    port->row = &model->row;
    hx_ppu_port_in in{};
    in.reset = true;
    for (unsigned cycle = 0; cycle < ResetCycles; ++cycle)
        processor_model_step(model, &in);
    return model;
}

void processor_model_destroy(processor_model *model)
{
    delete model;
}

static void show(processor_model *model)
{
    const Vhx_processor_bench &top = model->top;
    hx_ppu_port *port = model->port;
    const std::uint64_t request = top.request_o;
    port->request.valid = top.request_valid_o;
    port->request.write = request >> 62 & 1;
    port->request.address = request >> 36 & 0x3ffffff;
    port->request.byte_enables = request >> 32 & 0xf;
    port->request.data = static_cast<std::uint32_t>(request);
    port->memory_valid = top.word_valid_o;
    port->memory_busy = top.word_busy_o;
    port->memory = top.word_o;
    hx_row_request *row = &model->row;
    row->valid = top.row_request_o;
    row->write = top.row_write_o;
    row->address = top.row_address_o;
    std::memcpy(row->enable, &top.row_enable_o[0], sizeof row->enable);
    std::memcpy(row->data.word, &top.row_o[0], sizeof row->data.word);
}

uint32_t processor_model_step(processor_model *model, const hx_ppu_port_in *in)
{
    Vhx_processor_bench &top = model->top;
    const hx_access &access = in->access;
    top.rst_ni = !in->reset;
    top.now_i = model->now++;
    top.access_valid_i = access.valid;
    top.access_i = static_cast<std::uint64_t>(access.write) << 62 |
                   static_cast<std::uint64_t>(access.address) << 36 |
                   static_cast<std::uint64_t>(access.byte_enables) << 32 | access.data;
    top.request_ready_i = in->request_taken;
    top.response_valid_i = in->answered;
    top.response_i = in->answer;
    top.word_ready_i = in->memory_taken;
    top.reply_valid_i = in->memory_answered;
    top.reply_i = static_cast<std::uint64_t>(in->memory_is_row) << 32 | in->memory_data;
    top.row_done_i = in->row_done;
    if (in->row_done)
        std::memcpy(&top.row_i[0], in->row->word, sizeof in->row->word);
    // Assertions look at the inputs before the edge.
    top.eval();
    top.clk_i = 1;
    top.eval();
    top.clk_i = 0;
    top.eval();
    show(model);
    return access.valid ? top.access_data_o : 0;
}

bool processor_model_rests(const processor_model *model)
{
    return model->top.rests_o;
}

bool processor_model_executes(const processor_model *model, uint32_t *address)
{
    *address = model->top.execute_address_o;
    return model->top.executes_o;
}
