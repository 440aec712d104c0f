// Where code and data of a program go, for programs of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// All goes to the local memory unless marked. What is marked goes to the FPGA's memory, where both
// processors see it. Code there is fetched over the link and kept in a cache; the host
// switches the cache on (bit 3 of the control register) when it starts the program.
#ifndef HX_PPU_MEMORY_H
#define HX_PPU_MEMORY_H

#define HX_FAR_CODE __attribute__((section(".external.text"), noinline))
#define HX_FAR_DATA __attribute__((section(".external.data")))

#endif
