// Signals that the board itself writes into a wave file, beside those of the verilated models.
// SPDX-License-Identifier: Apache-2.0
//
// A signal is declared once, belongs to a dotted scope, and is looked at in every recorded
// moment; only changes reach the file. Bits are read from memory (least significant byte first,
// as the verilated models hold their pins), numbers and texts are set by their owner.
#ifndef HX_SIM_SIGNALS_HPP
#define HX_SIM_SIGNALS_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace hx
{

class Signals
{
  public:
    using Selected = std::function<bool(const std::string &)>; // takes a whole dotted name

    // Whose bits change at the same times.
    enum Owner : unsigned { Fpga = 1, Chip = 2, Everyone = 3 };

    // The bits from `offset` on; more than 64 of them must begin at a whole byte.
    void add_bits(const std::string &name, const void *memory, unsigned offset, unsigned msb,
                  unsigned lsb, Owner owner = Chip);
    std::size_t add_real(const std::string &name);
    std::size_t add_text(const std::string &name);

    // Keeps the selected signals and tells whether any is left.
    bool select(const Selected &selected);
    // Whether this number or text survived the selection.
    bool is_selected(std::size_t index) const;
    // A number was selected; numbers may change while everything else rests.
    bool has_reals() const;
    void set_real(std::size_t index, double value);
    void set_text(std::size_t index, const std::string &text);

    // Declares all in a file of the FST library (its writer context); every value is new to it.
    void declare(void *writer);
    // Writes what changed; `at_time` is called before the first change. Only bits of these owners
    // (a sum) can have changed.
    template <typename AtTime> void write(unsigned owners, AtTime at_time)
    {
        look(all_ ? Everyone : owners);
        if (changed_.empty())
            return;
        at_time();
        for (std::size_t signal : changed_)
            emit(signals_[signal]);
        changed_.clear();
    }

  private:
    enum class Kind { Bits, Real, Text };
    struct Signal {
        std::string name;
        Kind kind;
        const std::uint8_t *memory; // Bits: of the first byte
        unsigned shift;             // Bits: in the first byte
        Owner owner;
        unsigned msb, lsb, width;
        std::size_t index; // Bits: first of its words; else of its value
        std::uint32_t handle;
    };
    // 64 bits of a signal, or what is left of it.
    struct Word {
        const std::uint8_t *memory;
        std::uint64_t last, mask;
        unsigned shift, bytes;
        std::size_t signal;
    };
    // Words that lie close together are compared at once first.
    struct Line {
        const std::uint8_t *memory;
        Owner owner;
        std::size_t bytes, first, count; // first and number: in order_
        std::uint8_t last[64];
    };
    struct Value {
        double real = 0;
        std::string text;
        std::size_t signal = 0;
        bool selected = true;
        bool waits = false; // in changed_
    };

    std::size_t add_value(const std::string &name, Kind kind);
    void note(Value &value);
    void add_words(std::size_t number);
    void make_lines();
    static bool is_same(const Line &line);
    void look(unsigned owners);
    void emit(const Signal &signal);

    // Only the signal's own bytes are read.
    static std::uint64_t read(const Word &word)
    {
        std::uint64_t value = 0;
        switch (word.bytes) {
        case 1:
            value = word.memory[0];
            break;
        case 8:
            std::memcpy(&value, word.memory, 8);
            break;
        case 9:
            std::memcpy(&value, word.memory, 8);
            value = value >> word.shift | static_cast<std::uint64_t>(word.memory[8])
                                              << (64 - word.shift);
            return value & word.mask;
        default:
            std::memcpy(&value, word.memory, word.bytes);
        }
        return value >> word.shift & word.mask;
    }

    std::vector<Signal> signals_;
    std::vector<Value> values_;
    std::vector<Word> words_;        // of the declared signals
    std::vector<std::size_t> order_; // words_ by their place in memory
    std::vector<Line> lines_;
    std::vector<std::size_t> changed_; // signals, not written yet
    std::string digits_;
    void *writer_ = nullptr;
    bool all_ = false; // everything is new to the writer
};

} // namespace hx

#endif
