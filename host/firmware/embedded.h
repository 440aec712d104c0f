// Programs of the plasticity processor that hxcosim carries inside, as ELF files.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FIRMWARE_EMBEDDED_H
#define HX_FIRMWARE_EMBEDDED_H

#include <stddef.h>
#include <stdint.h>

// programs/sampler.c; size 0: built without the cross compiler.
extern const uint8_t hx_firmware_sampler[];
extern const size_t hx_firmware_sampler_size;

#endif
