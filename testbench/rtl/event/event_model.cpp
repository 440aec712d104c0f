// The RTL of the event fabric behind the types of its C model.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/event/event_model.h"

#include "sim/model/model_hooks.hpp"

#include "Vhx_event_bench.h"
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

struct event_model {
    explicit event_model(unsigned seed)
    {
        context.randSeed(static_cast<int>(seed));
        context.randReset(2);
        top = new Vhx_event_bench(&context);
    }
    ~event_model()
    {
        delete top;
    }
    VerilatedContext context;
    Vhx_event_bench *top;
};

static void clock(event_model *model)
{
    model->top->clk_i = 1;
    model->top->eval();
    model->top->clk_i = 0;
    model->top->eval();
}

event_model *event_model_create(unsigned seed)
{
    auto *model = new event_model(seed);
    model->top->clk_i = 0;
    model->top->eval();
    event_model_reset(model);
    return model;
}

void event_model_destroy(event_model *model)
{
    hx::end_models(model->context);
    delete model;
}

void event_model_reset(event_model *model)
{
    hx_fabric_in nothing{};
    model->top->rst_ni = 0;
    event_model_step(model, &nothing);
    event_model_step(model, &nothing);
    model->top->rst_ni = 1;
}

// Lane `index` of a packed array with `width` bits an element.
template <typename Word>
static void put(Word &word, unsigned index, unsigned width, std::uint64_t value)
{
    word |= static_cast<Word>(static_cast<Word>(value) << (index * width));
}

void event_model_step(event_model *model, const hx_fabric_in *in)
{
    Vhx_event_bench &top = *model->top;
    top.access_valid_i = top.access_write_i = 0;
    top.access_byte_enables_i = 0;
    unsigned __int128 addresses = 0;
    for (unsigned b = 0; b < HX_FABRIC_BLOCKS; ++b) {
        const hx_access &access = in->access[b];
        put(top.access_valid_i, b, 1, access.valid);
        put(top.access_write_i, b, 1, access.write);
        put(top.access_byte_enables_i, b, 4, access.byte_enables);
        addresses |= static_cast<unsigned __int128>(access.address & 0x3ffffff) << (26 * b);
        top.access_data_i[b] = access.data;
    }
    for (unsigned i = 0; i < 4; ++i)
        top.access_address_i[i] = static_cast<std::uint32_t>(addresses >> (32 * i));
    std::memcpy(&top.fire_i[0], in->fire, sizeof in->fire);
    top.array_reset_valid_i = in->array_reset_valid;
    top.array_reset_quad_i =
        static_cast<std::uint16_t>(in->array_reset_quad[0] | in->array_reset_quad[1] << 6);
    top.array_reset_entries_i =
        static_cast<std::uint8_t>(in->array_reset_entries[0] | in->array_reset_entries[1] << 4);
    top.link_valid_i = in->link_valid;
    top.link_label_i = 0;
    for (unsigned i = 0; i < 3; ++i)
        put(top.link_label_i, i, 16, in->link_label[i]);
    top.l2_ready_i = in->l2_ready;
    top.systime_i = in->systime & ((UINT64_C(1) << 44) - 1);
    top.now_i = in->now & ((UINT64_C(1) << 48) - 1);
    clock(model);
}

void event_model_get(const event_model *model, hx_fabric_out *out)
{
    const Vhx_event_bench &top = *model->top;
    std::memset(out, 0, sizeof *out);
    out->padi_valid = top.padi_valid_o;
    for (unsigned bus = 0; bus < 8; ++bus)
        out->padi_label[bus] =
            static_cast<std::uint16_t>((top.padi_row_select_o >> (5 * bus) & 0x1f) << 6 |
                                       (top.padi_label_o >> (6 * bus) & 0x3f));
    out->l2_valid = top.l2_valid_o;
    for (unsigned k = 0; k < 4; ++k) {
        const std::uint64_t label = top.l2_label_o >> (16 * k) & 0xffff;
        // The upper label bits are the output's number.
        out->l2_event[k].label =
            static_cast<std::uint16_t>(label >> 14 == k ? label & 0x3fff : 0xffff);
        out->l2_event[k].timestamp = static_cast<std::uint8_t>(top.l2_timestamp_o >> (8 * k));
    }
    out->reset_changed = top.reset_changed_o;
    std::memcpy(out->reset, &top.reset_o[0], sizeof out->reset);
    out->post_valid = top.post_valid_o;
    if (out->post_valid)
        std::memcpy(out->post, &top.post_o[0], sizeof out->post);
    out->side_post = top.side_post_o;
    out->adapt_valid = top.adapt_valid_o;
    if (out->adapt_valid) {
        std::memcpy(out->adapt, &top.adapt_o[0], sizeof out->adapt);
        for (unsigned side = 0; side < 2; ++side)
            out->adapt_scale[side] = top.side_adapt_scale_o >> (4 * side) & 0xf;
    }
    for (unsigned b = 0; b < HX_FABRIC_BLOCKS; ++b)
        out->read_data[b] = top.access_data_o[b];
}
