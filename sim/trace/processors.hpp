// What the plasticity processors execute, as signals of a wave.
// SPDX-License-Identifier: Apache-2.0
//
// Scopes ppu_0 (top) and ppu_1: pc, the byte address of the instruction that issued last, its
// text, the function it belongs to ("?": none is known), and whether the processor sleeps or is
// in reset.
#ifndef HX_SIM_PROCESSORS_HPP
#define HX_SIM_PROCESSORS_HPP

#include "sim/trace/signals.hpp"

#include <hxcosim/device.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

class Vhx_chip;

namespace hx
{

// Whether an instruction issues in the cycle just computed, and its byte address.
bool is_issuing(const Vhx_chip &chip, unsigned half);
std::uint32_t issue_address(const Vhx_chip &chip, unsigned half);

class Processors
{
  public:
    Processors(Signals &signals, const hx_trace_program programs[HX_PROCESSOR_COUNT]);

    // The chip cycle just computed.
    void look(const Vhx_chip &chip);

  private:
    struct Function {
        std::uint32_t address, size;
        std::string name;
    };
    // Texts of an instruction; programs repeat themselves.
    struct Known {
        std::uint32_t word;
        std::string instruction, function;
    };
    struct Processor {
        std::vector<Function> functions; // ascending addresses
        std::unordered_map<std::uint32_t, Known> known;
        std::uint32_t pc = 0;
        std::uint8_t sleep = 1;
        std::size_t instruction, function; // in Signals
    };

    static std::string function_at(const Processor &processor, std::uint32_t address);

    Signals &signals_;
    Processor processors_[HX_PROCESSOR_COUNT];
};

} // namespace hx

#endif
