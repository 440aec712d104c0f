// Words of the FPGA that are only stored: memories, routing tables, settings without effect.
// SPDX-License-Identifier: Apache-2.0
//
// Power-on state: 0, or the default of the tables. Kept in pages, of which only those that were
// written take memory. An address of anything else reads 0 and ignores writes.
#ifndef HX_FAST_EXECUTOR_STORAGE_H
#define HX_FAST_EXECUTOR_STORAGE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

typedef struct hx_storage hx_storage;

hx_status hx_storage_create(hx_storage **storage);
void hx_storage_destroy(hx_storage *storage); // accepts NULL

// Whether an address is in the memory of the chip's processors.
bool hx_storage_is_ppu_memory(uint32_t address);

uint32_t hx_storage_read(const hx_storage *storage, uint32_t address);
hx_status hx_storage_write(hx_storage *storage, uint32_t address, unsigned byte_enables,
                           uint32_t data);

#endif
