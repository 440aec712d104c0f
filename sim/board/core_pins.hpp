// What the chip's pins tell the analog core, and its answers on them.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_BOARD_CORE_PINS_HPP
#define HX_SIM_BOARD_CORE_PINS_HPP

#include "models/anncore.h"

#include <hxcosim/device.h>

class Vhx_chip;

namespace hx
{

// After an edge of the chip: hands its pins to the core, in the order of docs/pins.md.
void drive_core(Vhx_chip &chip, hx_anncore *core, hx_plant plant);

} // namespace hx

#endif
