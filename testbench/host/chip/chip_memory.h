// What a sequence of bus writes leaves in the chip, with decoders of its own.
// SPDX-License-Identifier: Apache-2.0
//
// Written from the configuration map, not from the generated header, so that both are compared.
#ifndef HX_TESTBENCH_HOST_CHIP_CHIP_MEMORY_H
#define HX_TESTBENCH_HOST_CHIP_CHIP_MEMORY_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

typedef struct chip_memory chip_memory;

chip_memory *chip_memory_create(void);
void chip_memory_destroy(chip_memory *memory);

// An hx_chip_write_fn; fails with HX_ERROR_CLOSED once `chip_memory_fail_after` writes are done.
hx_status chip_memory_write(void *memory, uint32_t address, uint32_t value);
void chip_memory_fail_after(chip_memory *memory, unsigned long writes);

unsigned long chip_memory_get_writes(const chip_memory *memory);
uint32_t chip_memory_read(const chip_memory *memory, uint32_t address); // 0 if never written
bool chip_memory_has(const chip_memory *memory, uint32_t address);

// Signed synaptic weight each neuron (256*row + column) receives from one event, and the event
// as it arrives at the four outputs to the FPGA (16-bit label, -1 none).
typedef struct chip_effect {
    int weight[512];
    int recorded[4];
    unsigned padi_buses; // bit b: bus b of 8 carried the event
} chip_effect;

void chip_memory_send_input(const chip_memory *memory, uint16_t label, chip_effect *effect);
void chip_memory_fire_neuron(const chip_memory *memory, unsigned neuron, chip_effect *effect);

#endif
