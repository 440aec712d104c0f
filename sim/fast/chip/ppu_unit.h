// One plasticity processor of the chip with its memory, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// The one part of the fast tier that is not a C model: a processor waits for the bus, the link and
// conversions at any place of its pipeline, so its RTL is run. It costs nothing while it rests: in
// reset, or asleep without a timer.
#ifndef HX_FAST_CHIP_PPU_UNIT_H
#define HX_FAST_CHIP_PPU_UNIT_H

#include "sim/fast/chip/ppu_port.h"

#include <hxcosim/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_ppu_unit hx_ppu_unit;

// After power-on reset. `half`: 0 top, 1 bottom.
hx_status hx_ppu_unit_create(hx_ppu_unit **unit, unsigned half);
void hx_ppu_unit_destroy(hx_ppu_unit *unit); // accepts NULL

// The clock edge; `port`: what the unit shows after it. Returns the read data of the access.
uint32_t hx_ppu_unit_step(hx_ppu_unit *unit, const hx_ppu_port_in *in, hx_ppu_port *port);

// Nothing happens without inputs. An access to the blocks of others is no input then.
bool hx_ppu_unit_rests(const hx_ppu_unit *unit);
bool hx_ppu_unit_has_address(const hx_ppu_unit *unit, uint32_t address);

#ifdef __cplusplus
}
#endif

#endif
