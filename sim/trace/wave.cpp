// The wave file of a board.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/wave.hpp"

#include "traces/save.h"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <verilated_fst_c.h>

#include <cmath>
#include <string>
#include <vector>

namespace hx
{

namespace
{

constexpr double VoltGrid = 1e-4;
constexpr double AmpereGrid = 1e-12;
constexpr unsigned Quantities = 3; // real numbers of each neuron
// Codes (32-bit places of old values) of each neuron: a real number takes two and must begin at
// an even one, the fire bit one.
constexpr unsigned Codes = 2 * Quantities + 2;

std::uint64_t to_cycles(double us)
{
    const double cycles = us * 1000 / HX_CHIP_CYCLE_NS;
    return cycles < 1e18 ? static_cast<std::uint64_t>(cycles) : UINT64_MAX;
}

double on_grid(double value, double grid)
{
    return std::round(value / grid) * grid;
}

} // namespace

struct Wave::State {
    VerilatedFstC file;
    std::string path;
    Vhx_fpga *fpga = nullptr;
    Vhx_chip *chip = nullptr;
    std::uint64_t from = 0, to = UINT64_MAX; // chip cycles
    bool recorded = false;
    bool falling = false; // the moment of the falling clock edge: analog values are as before
    const hx_anncore *core = nullptr;
    std::vector<std::uint16_t> neurons;
    std::uint64_t flush_interval = 0; // chip cycles
    std::uint64_t next_flush = 0;
    std::uint32_t code = 0; // of our first signal

    double value(unsigned neuron, unsigned quantity) const
    {
        switch (quantity) {
        case 0:
            return on_grid(hx_anncore_get_membrane(core, neuron), VoltGrid);
        case 1:
            return on_grid(hx_anncore_get_excitatory_current(core, neuron), AmpereGrid);
        default:
            return on_grid(hx_anncore_get_inhibitory_current(core, neuron), AmpereGrid);
        }
    }

    bool fires(unsigned neuron) const
    {
        const std::uint64_t *fire = hx_anncore_get_fire(core);
        return fire && fire[neuron / 64] >> neuron % 64 & 1;
    }

    static void declare(void *self, VerilatedFst *trace, std::uint32_t code)
    {
        static const char *const names[Quantities] = {"membrane_V", "excitatory_A", "inhibitory_A"};
        auto *state = static_cast<State *>(self);
        code += code & 1;
        state->code = code;
        trace->pushNamePrefix("anncore ");
        for (std::size_t i = 0; i < state->neurons.size(); ++i) {
            const std::string scope = "neuron_" + std::to_string(state->neurons[i]) + " ";
            trace->pushNamePrefix(scope);
            const auto at = code + static_cast<std::uint32_t>(Codes * i);
            for (unsigned q = 0; q < Quantities; ++q)
                trace->declDouble(at + 2 * q, names[q], -1, FST_VD_IMPLICIT, FST_VT_VCD_REAL, false,
                                  -1);
            trace->declBit(at + 2 * Quantities, "fire", -1, FST_VD_IMPLICIT, FST_VT_VCD_WIRE, false,
                           -1);
            trace->popNamePrefix();
        }
        trace->popNamePrefix();
    }

    static void dump_full(void *self, VerilatedFst::Buffer *buffer)
    {
        auto *state = static_cast<State *>(self);
        std::uint32_t *old = buffer->oldp(state->code);
        for (std::uint16_t neuron : state->neurons) {
            for (unsigned q = 0; q < Quantities; ++q)
                buffer->fullDouble(old + 2 * q, state->value(neuron, q));
            buffer->fullBit(old + 2 * Quantities, state->fires(neuron));
            old += Codes;
        }
    }

    static void dump_change(void *self, VerilatedFst::Buffer *buffer)
    {
        auto *state = static_cast<State *>(self);
        if (state->falling)
            return;
        std::uint32_t *old = buffer->oldp(state->code);
        for (std::uint16_t neuron : state->neurons) {
            for (unsigned q = 0; q < Quantities; ++q)
                buffer->chgDouble(old + 2 * q, state->value(neuron, q));
            buffer->chgBit(old + 2 * Quantities, state->fires(neuron));
            old += Codes;
        }
    }
};

Wave::Wave(const hx_trace_config &config, Vhx_fpga &fpga, Vhx_chip &chip, const hx_anncore *core)
    : state_(std::make_unique<State>())
{
    state_->path = config.path;
    state_->fpga = &fpga;
    state_->chip = &chip;
    state_->core = core;
    state_->from = to_cycles(config.from_us);
    if (config.to_us > 0)
        state_->to = to_cycles(config.to_us);
    state_->neurons.assign(config.neurons, config.neurons + config.neuron_count);
    state_->flush_interval = to_cycles(config.flush_interval_us);
    fpga.trace(&state_->file, 99);
    chip.trace(&state_->file, 99);
    VerilatedFst *trace = state_->file.spTrace();
    trace->addInitCb(State::declare, state_.get());
    trace->addFullCb(State::dump_full, state_.get());
    trace->addChgCb(State::dump_change, state_.get());
    state_->file.set_time_unit("1ns");
    state_->file.set_time_resolution("1ns");
    state_->file.open(config.path);
}

Wave::~Wave()
{
    if (!is_open())
        return;
    state_->file.close();
    // A help for viewers: a wave without it is as good, so failures end here.
    hx_trace *trace = nullptr;
    if (state_->recorded && hx_trace_open(&trace, state_->path.c_str(), nullptr) == HX_OK)
        hx_trace_save_view(trace, nullptr, nullptr, 0, nullptr);
    hx_trace_close(trace);
}

bool Wave::is_open() const
{
    return state_->file.isOpen();
}

void Wave::dump(std::uint64_t cycle, unsigned half)
{
    if (cycle < state_->from || cycle >= state_->to)
        return;
    const std::uint64_t time = cycle * HX_CHIP_CYCLE_NS;
    state_->recorded = true;
    // The FPGA's clock is high in the first chip cycle of its period. A model is looked at only
    // when it was evaluated since the last time; evaluating it at rest changes nothing.
    state_->fpga->clk_i = half == 0;
    if (half)
        state_->fpga->eval();
    state_->chip->clk_i = 1;
    state_->file.dump(time);
    state_->fpga->clk_i = 0;
    state_->chip->clk_i = 0;
    state_->chip->eval();
    state_->falling = true;
    state_->file.dump(time + HX_CHIP_CYCLE_NS / 2);
    state_->falling = false;
    if (cycle >= state_->next_flush) {
        state_->file.flush();
        state_->next_flush = cycle + state_->flush_interval;
    }
}

} // namespace hx
