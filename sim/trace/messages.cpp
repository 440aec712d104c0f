// Words and pins as text, for signals of a wave.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/messages.hpp"

#include "sim/board/driver_event.hpp"

#include <cinttypes>
#include <cstdio>
#include <new>

namespace hx
{

namespace
{

template <typename... Arguments> std::string format(const char *pattern, Arguments... arguments)
{
    char text[160];
    std::snprintf(text, sizeof text, pattern, arguments...);
    return text;
}

std::string text_of_events(const hx_ut_message &message, const hx_ut_kind_info &info)
{
    std::string text;
    for (unsigned i = 0; i < info.event_count; ++i)
        text += format(" 0x%04x", message.events[i].value);
    return text;
}

std::string text_of(const hx_ut_message &message)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message.kind);
    std::string text = info->name;
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        return text;
    case HX_UT_FORM_VALUE:
        return text + format(" 0x%" PRIx64, message.value);
    case HX_UT_FORM_JTAG:
        return text +
               format(" 0x%" PRIx64 " (%u bits)", message.jtag.payload, message.jtag.bit_count);
    case HX_UT_FORM_OMNIBUS:
        return text + format(" %s 0x%08" PRIx32, message.omnibus.is_read ? "read" : "write",
                             message.omnibus.address);
    case HX_UT_FORM_LABELS:
    case HX_UT_FORM_SPIKES:
    case HX_UT_FORM_SAMPLES:
        return text + text_of_events(message, *info);
    }
    return text;
}

} // namespace

Messages::Messages(Signals &signals, hx_plant plant) : signals_(signals), plant_(plant)
{
    if (hx_ut_decoder_create(&instructions_, HX_UT_TO_FPGA) != HX_OK ||
        hx_ut_decoder_create(&answers_, HX_UT_FROM_FPGA) != HX_OK) {
        hx_ut_decoder_destroy(instructions_);
        throw std::bad_alloc();
    }
    events_ = signals.add_text("anncore.events");
    instruction_ = signals.add_text("host.instruction");
    answer_ = signals.add_text("host.answer");
}

Messages::~Messages()
{
    hx_ut_decoder_destroy(instructions_);
    hx_ut_decoder_destroy(answers_);
}

bool Messages::decode(hx_ut_decoder *decoder, std::uint64_t word, std::string &text)
{
    hx_ut_message message;
    bool complete = false;
    if (hx_ut_decoder_push(decoder, word, &message, &complete, nullptr) != HX_OK) {
        text = "cannot be decoded";
        return true;
    }
    if (complete)
        text = text_of(message);
    return complete;
}

void Messages::take_word(std::uint64_t word)
{
    std::string text;
    if (signals_.is_selected(instruction_) && decode(instructions_, word, text))
        signals_.set_text(instruction_, text);
}

void Messages::take_response(std::uint64_t word)
{
    std::string text;
    if (signals_.is_selected(answer_) && decode(answers_, word, text)) {
        signals_.set_text(answer_, text);
        answered_ = true;
    }
}

void Messages::look(const Vhx_chip &chip)
{
    if (!answered_ && shows_answer_) {
        signals_.set_text(answer_, "");
        shows_answer_ = false;
    }
    shows_answer_ |= answered_;
    answered_ = false;
    if (!signals_.is_selected(events_) || (!chip.padi_valid_o && !active_))
        return;
    active_ = chip.padi_valid_o != 0;
    std::string text;
    for (unsigned bus = 0; bus < 8; ++bus) {
        const DriverEvent event = driver_event(chip, bus, plant_);
        if (chip.padi_valid_o >> bus & 1)
            text += format("%sbus %u row %u label 0x%02x", text.empty() ? "" : ", ", bus,
                           event.row_select, event.label);
    }
    signals_.set_text(events_, text);
}

} // namespace hx
