// Analog quantities of chosen neurons as signals of a wave.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/analog.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace hx
{

namespace
{

constexpr double VoltSteps = 1e4; // in a volt
constexpr double AmpereSteps = 1e12;

struct Kind {
    const char *name;
    double (*get)(const hx_anncore *core, unsigned neuron);
    double steps; // of the grid, in a unit
};

// The membrane is the first.
const Kind Kinds[] = {{"membrane_V", hx_anncore_get_membrane, VoltSteps},
                      {"excitatory_A", hx_anncore_get_excitatory_current, AmpereSteps},
                      {"inhibitory_A", hx_anncore_get_inhibitory_current, AmpereSteps},
                      {"adaptation_A", hx_anncore_get_adaptation, AmpereSteps}};

// The nearest whole number, without a call of the library; |value| < 2^51.
double round_to_whole(double value)
{
    constexpr double Shift = 0x1.8p52;
    return (value + Shift) - Shift;
}

} // namespace

Analog::Analog(Signals &signals, const hx_anncore *core, const std::uint16_t *neurons,
               std::size_t count)
    : signals_(signals), core_(core)
{
    static_assert(sizeof Kinds / sizeof *Kinds == KindCount, "one number each");
    for (std::size_t i = 0; i < count; ++i) {
        Neuron neuron{neurons[i], false, {}, {}, {}};
        const std::string scope = "anncore.neuron_" + std::to_string(neuron.number) + ".";
        for (unsigned kind = 0; kind < KindCount; ++kind)
            neuron.index[kind] = signals.add_real(scope + Kinds[kind].name);
        signals.add_bits(scope + "fire", fire_, neuron.number, 0, 0);
        neurons_.push_back(neuron);
    }
}

void Analog::restart()
{
    fresh_ = true;
    for (Neuron &neuron : neurons_)
        for (unsigned kind = 0; kind < KindCount; ++kind)
            neuron.selected[kind] = signals_.is_selected(neuron.index[kind]);
}

void Analog::take(Neuron &neuron, unsigned kinds)
{
    for (unsigned kind = 0; kind < kinds; ++kind) {
        if (!neuron.selected[kind])
            continue;
        const Kind &k = Kinds[kind];
        const double value = k.get(core_, neuron.number);
        if (value != std::exchange(neuron.value[kind], value))
            signals_.set_real(neuron.index[kind], round_to_whole(value * k.steps) / k.steps);
    }
}

void Analog::look(std::uint64_t cycle, const std::uint64_t *reset)
{
    const std::uint64_t *fire = hx_anncore_get_fire(core_);
    if (fire)
        std::memcpy(fire_, fire, sizeof fire_);
    else if (fired_)
        std::memset(fire_, 0, sizeof fire_);
    fired_ = fire != nullptr;
    const bool fresh = std::exchange(fresh_, false);
    const bool on_grid = cycle % HX_ANNCORE_GRID == 0;
    if (!fresh && !on_grid && !fired_ && !reset)
        return;
    const bool all = fresh || cycle % (2 * HX_ANNCORE_GRID) == 0;
    for (Neuron &neuron : neurons_) {
        const unsigned word = neuron.number / 64, bit = neuron.number % 64;
        bool changed = fire_[word] >> bit & 1;
        if (reset) {
            const bool level = reset[word] >> bit & 1;
            changed |= level != neuron.reset;
            neuron.reset = level;
        }
        if (all || changed)
            take(neuron, KindCount);
        else if (on_grid)
            take(neuron, 1);
    }
}

} // namespace hx
