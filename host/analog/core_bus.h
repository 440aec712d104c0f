// The analog core's memories by their addresses on the chip's bus.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_HOST_ANALOG_CORE_BUS_H
#define HX_HOST_ANALOG_CORE_BUS_H

#include "models/anncore.h"

// Block and word offset of a bus address; false if it is none of the core's.
bool hx_core_bus_find(uint32_t address, hx_anncore_block *block, uint32_t *offset);

// Write of a whole word, as an hx_chip_write_fn: `core` is an hx_anncore. Addresses of others are
// ignored. Always HX_OK.
hx_status hx_core_bus_write(void *core, uint32_t address, uint32_t value);

// 0 at addresses of others.
uint32_t hx_core_bus_read(const hx_anncore *core, uint32_t address);

#endif
