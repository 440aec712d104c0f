// Analog quantities of chosen neurons as signals of a wave.
// SPDX-License-Identifier: Apache-2.0
//
// Scope anncore.neuron_N: membrane_V, excitatory_A, inhibitory_A, adaptation_A as numbers on a grid
// of 0.1 mV and 1 pA, and the fire bit. The membrane is looked at every 16 chip cycles, the
// currents, which take microseconds to change, every 32; all of them when the neuron fires or its
// reset line changes. The fire bit is looked at in every cycle.
#ifndef HX_SIM_ANALOG_HPP
#define HX_SIM_ANALOG_HPP

#include "models/anncore.h"
#include "sim/trace/signals.hpp"

#include <cstdint>
#include <vector>

namespace hx
{

class Analog
{
  public:
    Analog(Signals &signals, const hx_anncore *core, const std::uint16_t *neurons,
           std::size_t count);

    // The chip cycle just computed; `reset`: all reset lines if one changed, else null.
    void look(std::uint64_t cycle, const std::uint64_t *reset);
    // The next look takes everything.
    void restart();

  private:
    static constexpr unsigned KindCount = 4;
    struct Neuron {
        std::uint16_t number;
        bool reset;
        std::size_t index[KindCount]; // in Signals
        bool selected[KindCount];
        double value[KindCount]; // last one, not rounded
    };

    void take(Neuron &neuron, unsigned kinds);

    Signals &signals_;
    const hx_anncore *core_;
    std::vector<Neuron> neurons_;
    std::uint64_t fire_[HX_ANNCORE_FIRE_WORDS] = {};
    bool fired_ = false, fresh_ = true;
};

} // namespace hx

#endif
