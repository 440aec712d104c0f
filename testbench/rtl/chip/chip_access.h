// Random accesses of the chip's Omnibus.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_CHIP_ACCESS_H
#define HX_TEST_CHIP_ACCESS_H

#include "testbench/rtl/event/random_traffic.h"

// Any register block; settings are drawn so that something happens. `traffic`: state of the draws
// for the event fabric.
hx_access chip_access_draw(uint64_t *state, random_traffic *traffic);

// The accesses after which all neurons spike and events pass, by number.
#define CHIP_ACCESS_SET_UP_COUNT (2 + 4 * 512 + 76)
hx_access chip_access_set_up(unsigned number);

#endif
