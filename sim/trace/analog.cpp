// Analog quantities of chosen neurons as signals of a wave.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/analog.hpp"

#include <cmath>
#include <cstring>
#include <string>

namespace hx
{

namespace
{

constexpr double VoltGrid = 1e-4;
constexpr double AmpereGrid = 1e-12;

struct Kind {
    const char *name;
    double (*get)(const hx_anncore *core, unsigned neuron);
    double grid;
};

constexpr Kind Kinds[] = {{"membrane_V", hx_anncore_get_membrane, VoltGrid},
                          {"excitatory_A", hx_anncore_get_excitatory_current, AmpereGrid},
                          {"inhibitory_A", hx_anncore_get_inhibitory_current, AmpereGrid}};

} // namespace

Analog::Analog(Signals &signals, const hx_anncore *core, const std::uint16_t *neurons,
               std::size_t count)
    : signals_(signals), core_(core)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t neuron = neurons[i];
        const std::string scope = "anncore.neuron_" + std::to_string(neuron) + ".";
        for (const Kind &kind : Kinds)
            quantities_.push_back(
                {neuron, kind.get, kind.grid, signals.add_real(scope + kind.name)});
        signals.add_bits(scope + "fire", fire_, neuron, 0, 0);
    }
}

void Analog::restart()
{
    fresh_ = true;
}

void Analog::look(std::uint64_t cycle, bool pins_active)
{
    const std::uint64_t *fire = hx_anncore_get_fire(core_);
    if (fire)
        std::memcpy(fire_, fire, sizeof fire_);
    else if (fired_)
        std::memset(fire_, 0, sizeof fire_);
    fired_ = fire != nullptr;
    if (!fresh_ && !fired_ && !pins_active && cycle % HX_ANNCORE_GRID != 0)
        return;
    fresh_ = false;
    for (const Quantity &q : quantities_)
        if (signals_.is_selected(q.index))
            signals_.set_real(q.index, std::round(q.get(core_, q.neuron) / q.grid) * q.grid);
}

} // namespace hx
