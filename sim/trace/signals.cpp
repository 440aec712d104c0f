// Signals that the board itself writes into a wave file.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/signals.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

extern "C" {
#include <gtkwave/fstapi.h>
}

namespace hx
{

namespace
{

std::vector<std::string> split(const std::string &name)
{
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t dot; (dot = name.find('.', at)) != std::string::npos; at = dot + 1)
        parts.push_back(name.substr(at, dot - at));
    parts.push_back(name.substr(at));
    return parts;
}

// The binary digits of every byte, most significant first.
struct ByteDigits {
    char of[256][8];
    constexpr ByteDigits() : of()
    {
        for (unsigned byte = 0; byte < 256; ++byte)
            for (unsigned bit = 0; bit < 8; ++bit)
                of[byte][7 - bit] = static_cast<char>('0' + (byte >> bit & 1));
    }
};
constexpr ByteDigits Digits;

} // namespace

void Signals::add_bits(const std::string &name, const void *memory, unsigned offset, unsigned msb,
                       unsigned lsb, Owner owner)
{
    const auto *first = static_cast<const std::uint8_t *>(memory) + offset / 8;
    signals_.push_back({name, Kind::Bits, first, offset % 8, owner, msb, lsb, msb - lsb + 1, 0, 0});
}

std::size_t Signals::add_value(const std::string &name, Kind kind)
{
    values_.emplace_back();
    signals_.push_back({name, kind, nullptr, 0, Chip, 0, 0, 0, values_.size() - 1, 0});
    return values_.size() - 1;
}

std::size_t Signals::add_real(const std::string &name)
{
    return add_value(name, Kind::Real);
}

std::size_t Signals::add_text(const std::string &name)
{
    return add_value(name, Kind::Text);
}

bool Signals::select(const Selected &selected)
{
    std::vector<Signal> kept;
    for (Signal &signal : signals_) {
        if (selected(signal.name))
            kept.push_back(std::move(signal));
        else if (signal.kind != Kind::Bits)
            values_[signal.index].selected = false;
    }
    signals_ = std::move(kept);
    return !signals_.empty();
}

bool Signals::is_selected(std::size_t index) const
{
    return values_[index].selected;
}

bool Signals::has_reals() const
{
    return std::any_of(signals_.begin(), signals_.end(),
                       [](const Signal &signal) { return signal.kind == Kind::Real; });
}

// Once, however often it changes before the next recorded moment.
void Signals::note(Value &value)
{
    if (!value.selected || !writer_ || value.waits)
        return;
    value.waits = true;
    changed_.push_back(value.signal);
}

void Signals::set_real(std::size_t index, double value)
{
    Value &v = values_[index];
    if (v.real == value)
        return;
    v.real = value;
    note(v);
}

void Signals::set_text(std::size_t index, const std::string &text)
{
    Value &v = values_[index];
    if (v.text == text)
        return;
    v.text = text;
    note(v);
}

void Signals::declare(void *writer)
{
    writer_ = writer;
    words_.clear();
    changed_.clear();
    all_ = true;
    std::vector<std::string> scope;
    for (std::size_t number = 0; number < signals_.size(); ++number) {
        Signal &signal = signals_[number];
        std::vector<std::string> path = split(signal.name);
        std::string leaf = path.back();
        path.pop_back();
        std::size_t common = 0;
        while (common < scope.size() && common < path.size() && scope[common] == path[common])
            ++common;
        for (std::size_t i = common; i < scope.size(); ++i)
            fstWriterSetUpscope(writer);
        for (std::size_t i = common; i < path.size(); ++i)
            fstWriterSetScope(writer, FST_ST_VCD_SCOPE, path[i].c_str(), nullptr);
        scope = path;
        fstVarType type = FST_VT_VCD_WIRE;
        unsigned width = signal.width;
        if (signal.kind == Kind::Real) {
            type = FST_VT_VCD_REAL;
            width = 64;
        } else if (signal.kind == Kind::Text) {
            type = FST_VT_GEN_STRING;
        } else if (width > 1) {
            leaf += " [" + std::to_string(signal.msb) + ":" + std::to_string(signal.lsb) + "]";
        }
        signal.handle = fstWriterCreateVar(writer, type, FST_VD_IMPLICIT, width, leaf.c_str(), 0);
        if (signal.kind == Kind::Bits) {
            add_words(number);
        } else {
            Value &value = values_[signal.index];
            value.signal = number;
            value.waits = false;
            note(value);
        }
    }
    for (std::size_t i = 0; i < scope.size(); ++i)
        fstWriterSetUpscope(writer);
    make_lines();
}

void Signals::add_words(std::size_t number)
{
    Signal &signal = signals_[number];
    signal.index = words_.size();
    for (unsigned bit = 0; bit < signal.width; bit += 64) {
        const unsigned width = std::min(signal.width - bit, 64u);
        const std::uint64_t mask = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
        words_.push_back({signal.memory + bit / 8, 0, mask, signal.shift,
                          (signal.shift + width + 7) / 8, number});
    }
}

void Signals::make_lines()
{
    // Between two words of a line there may be memory of nobody, but not the end of an object.
    constexpr std::ptrdiff_t Gap = 8;
    order_.resize(words_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
        return std::less<>()(words_[a].memory, words_[b].memory);
    });
    lines_.clear();
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const Word &word = words_[order_[i]];
        const std::uint8_t *end = word.memory + word.bytes;
        Line *line = lines_.empty() ? nullptr : &lines_.back();
        const Owner owner = signals_[word.signal].owner;
        if (!line || line->owner != owner || word.memory - (line->memory + line->bytes) > Gap ||
            end - line->memory > static_cast<std::ptrdiff_t>(sizeof line->last)) {
            lines_.push_back({word.memory, owner, 0, i, 0, {}});
            line = &lines_.back();
        }
        line->bytes = std::max(line->bytes, static_cast<std::size_t>(end - line->memory));
        ++line->count;
    }
}

// At least 8 bytes: words, and one more at the end, which may overlap the one before.
bool Signals::is_same(const Line &line)
{
    const auto differ = [&line](std::size_t at) {
        std::uint64_t a, b;
        std::memcpy(&a, line.last + at, 8);
        std::memcpy(&b, line.memory + at, 8);
        return a ^ b;
    };
    if (line.bytes < 8)
        return std::memcmp(line.last, line.memory, line.bytes) == 0;
    std::uint64_t difference = differ(line.bytes - 8);
    for (std::size_t at = 0; at + 8 < line.bytes; at += 8)
        difference |= differ(at);
    return difference == 0;
}

void Signals::look(unsigned owners)
{
    if (owners == 0)
        return;
    for (Line &line : lines_) {
        if (!(line.owner & owners) || (!all_ && is_same(line)))
            continue;
        std::memcpy(line.last, line.memory, line.bytes);
        for (std::size_t i = line.first; i < line.first + line.count; ++i) {
            Word &word = words_[order_[i]];
            const std::uint64_t value = read(word);
            if (value == word.last && !all_)
                continue;
            word.last = value;
            // The words of a signal stand together.
            if (changed_.empty() || changed_.back() != word.signal)
                changed_.push_back(word.signal);
        }
    }
    all_ = false;
}

void Signals::emit(const Signal &signal)
{
    switch (signal.kind) {
    case Kind::Real: {
        Value &value = values_[signal.index];
        value.waits = false;
        fstWriterEmitValueChange(writer_, signal.handle, &value.real);
        break;
    }
    case Kind::Text: {
        Value &value = values_[signal.index];
        value.waits = false;
        const std::string &text = value.text;
        fstWriterEmitVariableLengthValueChange(writer_, signal.handle, text.data(),
                                               static_cast<std::uint32_t>(text.size()));
        break;
    }
    case Kind::Bits:
        // Whole bytes from the right; the digits of the topmost one may begin before the signal.
        digits_.resize(signal.width + 7);
        for (unsigned bit = 0; bit < signal.width; bit += 8)
            std::memcpy(&digits_[signal.width - 1 - bit],
                        Digits.of[words_[signal.index + bit / 64].last >> bit % 64 & 0xff], 8);
        fstWriterEmitValueChange(writer_, signal.handle, digits_.data() + 7);
        break;
    }
}

} // namespace hx
