// Which slave of the chip's Omnibus an address belongs to.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_CHIP_ADDRESS_H
#define HX_FAST_CHIP_ADDRESS_H

#include "sim/fast/chip/digital.h"

// Registers also take what is undefined.
hx_digital_slave hx_address_decode(uint32_t address);

#endif
