// The RTL codec behind a C interface.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/rtl/fpga/codec_model.h"

#include "sim/model/model_hooks.hpp"

#include "Vhx_codec_bench.h"
#include <verilated.h>

#include <cstdio>
#include <cstdlib>

// The runtime leaves this to its user.
void vl_fatal(const char *file, int line, const char *, const char *text)
{
    std::fprintf(stderr, "%s:%d: %s\n", file, line, text);
    std::abort();
}

struct codec_model {
    VerilatedContext context;
    Vhx_codec_bench top{hx::begin_models(context)};
};

static const std::uint8_t Flush = 0xf;

static void clock(codec_model *model)
{
    model->top.clk_i = 1;
    model->top.eval();
    model->top.clk_i = 0;
    model->top.eval();
}

codec_model *codec_model_create(void)
{
    auto *model = new codec_model;
    model->top.rst_ni = 0;
    for (int i = 0; i < 3; i++)
        clock(model);
    model->top.rst_ni = 1;
    return model;
}

void codec_model_destroy(codec_model *model)
{
    hx::end_models(model->context);
    delete model;
}

bool codec_model_decode(codec_model *model, std::uint64_t word, hx_ut_message *message)
{
    Vhx_codec_bench &top = model->top;
    top.word_i = word;
    top.eval();
    if (top.idle_o || !top.known_o)
        return false;
    *message = hx_ut_message{};
    message->kind = static_cast<hx_ut_kind>(top.code_o);
    switch (message->kind) {
    case HX_UT_TO_JTAG_INIT:
    case HX_UT_TO_TIMER_SETUP:
        break;
    case HX_UT_TO_JTAG_SCALER:
        message->value = top.jtag_data_o & 0xff;
        break;
    case HX_UT_TO_JTAG_INS:
        message->value = top.jtag_data_o & 0x7f;
        break;
    case HX_UT_TO_JTAG_DATA:
        message->jtag.payload = top.jtag_data_o;
        message->jtag.bit_count = top.jtag_bits_o;
        message->jtag.keep_response = top.jtag_keep_o;
        break;
    case HX_UT_TO_BARRIER:
        message->value = top.barrier_o;
        break;
    case HX_UT_TO_WAIT_UNTIL:
    case HX_UT_TO_OMNIBUS_DATA:
        message->value = top.value_o;
        break;
    case HX_UT_TO_OMNIBUS_ADDRESS:
        message->omnibus.address = top.access_address_o;
        message->omnibus.byte_enables = top.access_byte_enables_o;
        message->omnibus.is_read = !top.access_write_o;
        break;
    case HX_UT_TO_SPIKE_PACK_1:
    case HX_UT_TO_SPIKE_PACK_2:
    case HX_UT_TO_SPIKE_PACK_3:
        for (unsigned i = 0; i < top.label_count_o; i++)
            message->events[i].value =
                static_cast<std::uint16_t>(top.labels_o >> (32 - 16 * i) & 0xffff);
        break;
    default:
        message->value = top.flag_o;
    }
    return true;
}

bool codec_model_step(codec_model *model, const hx_ut_message *message, bool flush, bool timed,
                      std::uint64_t when, std::uint64_t *words, std::size_t *count)
{
    Vhx_codec_bench &top = model->top;
    const bool taken = top.room_o && (message || flush);
    top.message_valid_i = taken;
    top.timed_i = timed;
    top.time_i = when;
    if (taken) {
        hx_ut_event none[HX_UT_EVENTS_MAXIMUM] = {};
        const hx_ut_event *events = message ? message->events : none;
        std::uint64_t low = 0, high = 0; // 72 bits
        top.message_code_i = Flush;
        if (message) {
            const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
            top.message_code_i = message->kind - HX_UT_FROM_JTAG_DATA;
            low = info->event_count ? 0 : message->value;
            for (unsigned i = 0; i < info->event_count; i++) {
                high = high << 24 | low >> 40;
                low = low << 24 | static_cast<std::uint64_t>(events[i].timestamp) << 16 |
                      events[i].value;
            }
        }
        top.message_payload_i[0] = static_cast<std::uint32_t>(low);
        top.message_payload_i[1] = static_cast<std::uint32_t>(low >> 32);
        top.message_payload_i[2] = static_cast<std::uint32_t>(high & 0xff);
    }
    clock(model);
    if (top.word_valid_o)
        words[(*count)++] = top.word_o;
    return taken;
}
