// The scalar instructions of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_SCALAR_TABLE_H
#define HX_FAST_PPU_SCALAR_TABLE_H

#include <stdint.h>

// Operands in the order of assembler text; they also tell which registers are read and written.
typedef enum hx_ppu_form {
    HX_PPU_FORM_NONE,
    HX_PPU_FORM_RT_RA_SI, // signed immediate
    HX_PPU_FORM_RA_RS_UI, // unsigned immediate
    HX_PPU_FORM_RT_RA_RB,
    HX_PPU_FORM_RT_RA,
    HX_PPU_FORM_RA_RS_RB,
    HX_PPU_FORM_RA_RS,
    HX_PPU_FORM_RA_RS_SH,
    HX_PPU_FORM_ROTATE,    // RA, RS, shift, mask begin, mask end
    HX_PPU_FORM_ROTATE_RB, // RA, RS, RB, mask begin, mask end
    HX_PPU_FORM_CMP_SI,    // CR field, 0, RA, immediate
    HX_PPU_FORM_CMP_UI,
    HX_PPU_FORM_CMP_RB,
    HX_PPU_FORM_MEMORY,    // RT, displacement(RA)
    HX_PPU_FORM_MULTIPLE,  // RT..r31
    HX_PPU_FORM_INDEXED,   // RT, RA, RB
    HX_PPU_FORM_BRANCH,    // target
    HX_PPU_FORM_BRANCH_IF, // condition, CR bit, target
    HX_PPU_FORM_BRANCH_LR, // condition, CR bit, hint
    HX_PPU_FORM_BRANCH_CTR,
    HX_PPU_FORM_CR_BITS,   // three CR bits
    HX_PPU_FORM_CR_FIELDS, // two CR fields
    HX_PPU_FORM_CR_RS,     // mask, RS
    HX_PPU_FORM_RT_CR,     // RT; a mask with the one-field form
    HX_PPU_FORM_RT,        // from the MSR
    HX_PPU_FORM_RS,        // to the MSR
    HX_PPU_FORM_RT_SPR,
    HX_PPU_FORM_SPR_RS,
    HX_PPU_FORM_TO_RA_RB, // trap condition
    HX_PPU_FORM_TO_RA_SI,
    HX_PPU_FORM_SYNC // kind; all kinds act alike
} hx_ppu_form;

enum {
    HX_PPU_RC = 1,      // bit 31 of the word asks for CR0
    HX_PPU_RECORD = 2,  // always sets CR0
    HX_PPU_OE = 4,      // bit 21 asks for the overflow
    HX_PPU_CARRY = 8,   // writes the XER
    HX_PPU_BASE = 16,   // RA 0 means the value 0
    HX_PPU_INSERT = 32, // RA is also a source
    HX_PPU_UPDATE = 64, // RA takes the address
    HX_PPU_LINK = 128   // bit 31 asks for the link register; bit 30 means an absolute target
};

typedef struct hx_ppu_scalar_info {
    const char *name;
    uint8_t primary;
    uint16_t xo;
    uint8_t form, unit, flags; // hx_ppu_form, hx_ppu_unit
} hx_ppu_scalar_info;

// NULL: no such instruction; primary opcode 4 is the vector unit's.
const hx_ppu_scalar_info *hx_ppu_scalar_find(uint32_t word);

#endif
