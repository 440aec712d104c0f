// Bugs planted on purpose between the models, for exercises with waves (docs/find-a-bug.md).
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_PLANT_HPP
#define HX_SIM_PLANT_HPP

#include <hxcosim/device.h>

#include <cstdint>

namespace hx
{

// The label that the synapses of a PADI bus see.
inline unsigned planted_label(hx_plant plant, unsigned bus, unsigned label)
{
    return plant == HX_PLANT_STUCK_LABEL && bus == 1 ? label & ~4u : label;
}

// Whether the chip hears that this neuron fires.
inline bool planted_fire(hx_plant plant, unsigned neuron)
{
    return plant != HX_PLANT_DEAF_NEURON || neuron != 5;
}

} // namespace hx

#endif
