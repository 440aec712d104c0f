// What the plasticity processors execute, as signals of a wave.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/processors.hpp"

extern "C" {
#include "sim/fast/ppu/disassemble.h"
}

#include "Vhx_chip.h"

#include <algorithm>

namespace hx
{

bool is_issuing(const Vhx_chip &chip, unsigned half)
{
    return chip.ppu_issue_o >> half & 1;
}

// Two word addresses of 30 bits stand in one pin.
std::uint32_t issue_address(const Vhx_chip &chip, unsigned half)
{
    return static_cast<std::uint32_t>(chip.ppu_address_o >> (30 * half) << 2);
}

Processors::Processors(Signals &signals, const hx_trace_program programs[HX_PROCESSOR_COUNT])
    : signals_(signals)
{
    for (unsigned half = 0; half < HX_PROCESSOR_COUNT; ++half) {
        Processor &processor = processors_[half];
        const hx_trace_program &program = programs[half];
        for (std::size_t i = 0; i < program.count; ++i)
            processor.functions.push_back({program.functions[i].address, program.functions[i].size,
                                           program.functions[i].name});
        const std::string scope = "ppu_" + std::to_string(half) + ".";
        signals.add_bits(scope + "pc", &processor.pc, 0, 31, 0);
        signals.add_bits(scope + "sleep", &processor.sleep, 0, 0, 0);
        processor.instruction = signals.add_text(scope + "instruction");
        processor.function = signals.add_text(scope + "function");
    }
}

std::string Processors::function_at(const Processor &processor, std::uint32_t address)
{
    const auto behind = std::upper_bound(
        processor.functions.begin(), processor.functions.end(), address,
        [](std::uint32_t wanted, const Function &function) { return wanted < function.address; });
    if (behind == processor.functions.begin())
        return "?";
    const Function &function = *(behind - 1);
    return function.size && address - function.address >= function.size ? "?" : function.name;
}

void Processors::look(const Vhx_chip &chip)
{
    for (unsigned half = 0; half < HX_PROCESSOR_COUNT; ++half) {
        Processor &processor = processors_[half];
        processor.sleep = chip.ppu_sleep_o >> half & 1;
        if (!is_issuing(chip, half))
            continue;
        processor.pc = issue_address(chip, half);
        const auto word = static_cast<std::uint32_t>(chip.ppu_word_o >> (32 * half));
        if (!signals_.is_selected(processor.instruction) &&
            !signals_.is_selected(processor.function))
            continue;
        Known &known = processor.known[processor.pc];
        if (known.function.empty() || known.word != word) {
            char text[HX_PPU_TEXT_SIZE];
            hx_ppu_disassemble(word, processor.pc, false, text);
            known = {word, text, function_at(processor, processor.pc)};
        }
        signals_.set_text(processor.instruction, known.instruction);
        signals_.set_text(processor.function, known.function);
    }
}

} // namespace hx
