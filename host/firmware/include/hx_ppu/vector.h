// The vector unit for programs in C: 32 registers of 64 halfwords or 128 bytes.
// SPDX-License-Identifier: Apache-2.0
//
// The compiler does not know the vector registers, so the program picks them: register numbers
// are constants 0..31 and keep their values from one macro to the next and across functions.
// Names, extended opcodes and operand forms are those of the model's table; use the macro of the
// instruction's form:
//
//   HX_FXV(fxvaddhm, 3, 1, 2)          RT, RA, RB
//   HX_FXV_IF(GT, fxvaddhm, 3, 1, 2)   the same where the last compare found greater than 0
//   HX_FXV(fxvaddachm, 3, 1, 0)        RT, RA: third register is not used
//   HX_FXV(fxvmultachm, 0, 1, 2)       RA, RB (accumulator): first register is not used
//   HX_FXV(fxvcmph, 0, 1, 0)           RA
//   HX_FXV_SHIFT(fxvshh, 3, 1, -4)     RT, RA, amount -16..15, positive = left
//   HX_FXV_SPLAT(fxvsplath, 3, value)  RT, number
//   HX_FXV_LOAD(fxvlax, 3, address)    RT, address; also fxvinx
//   HX_FXV_STORE(fxvstax, 3, address)  register, address; also fxvoutx
//   HX_FXV_PACK(fxvpckbu, 3, 1, 2, n)  RT, RA, RB, number of unused bits
//
// The three memory doors are not ordered among each other: see hx_sync.
#ifndef HX_PPU_VECTOR_H
#define HX_PPU_VECTOR_H

#include <stdint.h>

#define HX_FXV_HALFWORDS 64u
#define HX_FXV_BYTES 128u

enum {
#define HX_PPU_VECTOR(xo, name, ...) HX_FXV_XO_##name = xo,
#include "sim/fast/ppu/vector_instructions.def"
#undef HX_PPU_VECTOR
};

enum { HX_FXV_ALWAYS, HX_FXV_GT, HX_FXV_LT, HX_FXV_EQ };

#define HX_FXV_WORD(name, rt, ra, rb, c)                                                           \
    (0x10000000u | ((rt)&31u) << 21 | ((ra)&31u) << 16 | ((rb)&31u) << 11 |                        \
     (unsigned)HX_FXV_XO_##name << 2 | ((c)&3u))
#define HX_FXV_CODE(word) __asm__ volatile(".long %c0" : : "n"(word) : "memory")

#define HX_FXV(name, rt, ra, rb) HX_FXV_CODE(HX_FXV_WORD(name, rt, ra, rb, 0))
#define HX_FXV_IF(condition, name, rt, ra, rb)                                                     \
    HX_FXV_CODE(HX_FXV_WORD(name, rt, ra, rb, HX_FXV_##condition))
#define HX_FXV_SHIFT(name, rt, ra, amount) HX_FXV(name, rt, ra, (unsigned)(amount))
#define HX_FXV_PACK(name, rt, ra, rb, bits) HX_FXV_CODE(HX_FXV_WORD(name, rt, ra, rb, bits))

// The assembler puts the number of the scalar register that the compiler picked into the word.
#define HX_FXV_SPLAT(name, rt, value)                                                              \
    __asm__ volatile(".long %c0 + (%1 << 16)"                                                      \
                     :                                                                             \
                     : "n"(HX_FXV_WORD(name, rt, 0, 0, 0)), "r"((uint32_t)(value))                 \
                     : "memory")
#define HX_FXV_ADDRESSED(name, rt, address, condition)                                             \
    __asm__ volatile(".long %c0 + (%1 << 11)"                                                      \
                     :                                                                             \
                     : "n"(HX_FXV_WORD(name, rt, 0, 0, condition)), "r"((uint32_t)(address))       \
                     : "memory")
#define HX_FXV_LOAD(name, rt, address) HX_FXV_ADDRESSED(name, rt, address, 0)
#define HX_FXV_STORE(name, rt, address) HX_FXV_ADDRESSED(name, rt, address, 0)
#define HX_FXV_STORE_IF(condition, name, rt, address)                                              \
    HX_FXV_ADDRESSED(name, rt, address, HX_FXV_##condition)

#endif
