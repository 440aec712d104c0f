// Words and pins as text, for signals of a wave.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/messages.hpp"

#include "sim/board/driver_event.hpp"

#include <new>
#include <utility>

namespace hx
{

namespace
{

// Appends to a text; printf would take most of the time of a wave of spikes.
void add_hex(std::string &text, std::uint64_t value, int digits)
{
    text += "0x";
    while (digits < 16 && value >> 4 * digits)
        ++digits;
    while (digits-- > 0)
        text += "0123456789abcdef"[value >> 4 * digits & 0xf];
}

void add_decimal(std::string &text, unsigned value)
{
    if (value >= 10)
        add_decimal(text, value / 10);
    text += static_cast<char>('0' + value % 10);
}

void add_events(std::string &text, const hx_ut_message &message, const hx_ut_kind_info &info)
{
    for (unsigned i = 0; i < info.event_count; ++i) {
        text += ' ';
        add_hex(text, message.events[i].value, 4);
    }
}

std::string text_of(const hx_ut_message &message)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message.kind);
    std::string text = info->name;
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        break;
    case HX_UT_FORM_VALUE:
        text += ' ';
        add_hex(text, message.value, 1);
        break;
    case HX_UT_FORM_JTAG:
        text += ' ';
        add_hex(text, message.jtag.payload, 1);
        text += " (";
        add_decimal(text, message.jtag.bit_count);
        text += " bits)";
        break;
    case HX_UT_FORM_OMNIBUS:
        text += message.omnibus.is_read ? " read " : " write ";
        add_hex(text, message.omnibus.address, 8);
        break;
    case HX_UT_FORM_LABELS:
    case HX_UT_FORM_SPIKES:
    case HX_UT_FORM_SAMPLES:
        add_events(text, message, *info);
    }
    return text;
}

void add_driver_event(std::string &text, unsigned bus, const DriverEvent &event)
{
    text += text.empty() ? "bus " : ", bus ";
    add_decimal(text, bus);
    text += " row ";
    add_decimal(text, event.row_select);
    text += " label ";
    add_hex(text, event.label, 2);
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

void Messages::Decoded::push(hx_ut_decoder *decoder, std::uint64_t word)
{
    bool complete = false;
    is_broken = hx_ut_decoder_push(decoder, word, &message, &complete, nullptr) != HX_OK;
    is_new |= is_broken || complete;
}

std::string Messages::Decoded::get_text() const
{
    return is_broken ? "cannot be decoded" : text_of(message);
}

void Messages::take_word(std::uint64_t word)
{
    if (signals_.is_selected(instruction_))
        taken_.push(instructions_, word);
}

void Messages::take_response(std::uint64_t word)
{
    if (!signals_.is_selected(answer_))
        return;
    Decoded answer;
    answer.push(answers_, word);
    if (answer.is_new) {
        signals_.set_text(answer_, answer.get_text());
        answered_ = true;
    }
}

void Messages::show()
{
    if (std::exchange(taken_.is_new, false))
        signals_.set_text(instruction_, taken_.get_text());
}

void Messages::look(const Vhx_chip &chip)
{
    if (!answered_ && shows_answer_) {
        signals_.set_text(answer_, "");
        shows_answer_ = false;
    }
    shows_answer_ |= answered_;
    answered_ = false;
    if ((!chip.padi_valid_o && !active_) || !signals_.is_selected(events_))
        return;
    active_ = chip.padi_valid_o != 0;
    std::string text;
    for (unsigned bus = 0; bus < 8; ++bus)
        if (chip.padi_valid_o >> bus & 1)
            add_driver_event(text, bus, driver_event(chip, bus, plant_));
    signals_.set_text(events_, text);
}

} // namespace hx
