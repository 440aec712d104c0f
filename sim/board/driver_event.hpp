// An event of a PADI bus as it reaches the synapse drivers.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_DRIVER_EVENT_HPP
#define HX_SIM_DRIVER_EVENT_HPP

#include <hxcosim/device.h>

#include "Vhx_chip.h"

namespace hx
{

struct DriverEvent {
    unsigned row_select; // 5 bits
    unsigned label;      // 6 bits
};

// The chip's pins name the event; HX_PLANT_ROW_SELECT crosses two of the five row select wires.
inline DriverEvent driver_event(const Vhx_chip &chip, unsigned bus, hx_plant plant)
{
    unsigned row = static_cast<unsigned>(chip.padi_row_select_o >> (5 * bus)) & 0x1f;
    if (plant == HX_PLANT_ROW_SELECT)
        row = (row & 0x19) | (row & 0x2) << 1 | (row & 0x4) >> 1;
    return {row, static_cast<unsigned>(chip.padi_label_o >> (6 * bus)) & 0x3f};
}

} // namespace hx

#endif
