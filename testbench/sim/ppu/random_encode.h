// Instruction words for random programs.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RANDOM_ENCODE_H
#define HX_TEST_RANDOM_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

// Where an arithmetic instruction has its result: RT, RA or a condition field.
enum { HX_SHAPE_TO_RT, HX_SHAPE_TO_RA, HX_SHAPE_TO_CR };

uint32_t hx_encode_immediate(unsigned primary, unsigned rt, unsigned ra, uint32_t immediate);
uint32_t hx_encode_spr(unsigned extended, unsigned rt, unsigned number);
// Opcode bits of an arithmetic or logical instruction, the shape in place of RA; the other
// registers, immediates and the record bit are left 0.
uint32_t hx_random_arithmetic(uint64_t *state);
// A word that is no instruction of the processor.
uint32_t hx_random_unknown(uint64_t *state);
// A vector instruction without its registers; `memory`: a load or store of the serial bus.
uint32_t hx_random_vector(uint64_t *state, bool memory);

#endif
