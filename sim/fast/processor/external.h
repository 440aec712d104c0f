// Accesses of one processor to the memory of the FPGA as words for the link.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/chip/hx_ppu_external.sv.
#ifndef HX_FAST_PROCESSOR_EXTERNAL_H
#define HX_FAST_PROCESSOR_EXTERNAL_H

#include "sim/fast/processor/data_bus.h"
#include "sim/fast/processor/row_port.h"

typedef enum hx_external_state {
    HX_EXTERNAL_REST,
    HX_EXTERNAL_WORD,
    HX_EXTERNAL_CODE,
    HX_EXTERNAL_WRITE_ROW,
    HX_EXTERNAL_READ_ROW
} hx_external_state;

enum { HX_EXTERNAL_READS = 32 };

typedef struct hx_external {
    hx_external_state state;
    bool own;      // the address word of the word that is being written was sent
    bool follows;  // its address is the one behind that of the last data word
    bool reading;  // a row is on its way
    bool unwanted; // and its owner was reset
    bool done;
    bool row_last; // the last access was a row
    uint8_t sent, came;
    // Reads of words on their way: bit n: the n-th is one of code
    uint32_t readers;
    uint8_t reads;
    uint32_t address; // words
    uint32_t enable[HX_ROW_ENABLE_WORDS];
    hx_row out, in;
} hx_external;

typedef struct hx_external_in {
    unsigned half;
    const hx_external_access *access; // NULL: none
    const hx_row_request *row;        // NULL: none
    bool code;                        // instructions are asked for
    uint32_t code_address;
    bool taken;            // the word was
    bool answered, is_row; // data came
    uint32_t data;
} hx_external_in;

void hx_external_reset(hx_external *external);

static inline bool hx_external_sends(const hx_external *external)
{
    return external->state != HX_EXTERNAL_REST;
}

// Instructions that are asked for are taken in this cycle.
static inline bool hx_external_takes_code(const hx_external *external)
{
    return external->state == HX_EXTERNAL_REST && external->reads < HX_EXTERNAL_READS;
}
// The next word that comes is one of code.
static inline bool hx_external_is_code(const hx_external *external)
{
    return external->readers & 1;
}

// The word for the link in this cycle, packed; false: none.
bool hx_external_get_word(const hx_external *external, unsigned half,
                          const hx_external_access *access, uint64_t *word);
// The access ends if the word is taken.
bool hx_external_pops(const hx_external *external, const hx_external_access *access);

// The edge for a row that is being written, if its word is taken and nothing else happens. Returns
// true with the next word if that is ready; else there is more to do in the next cycle.
bool hx_external_take_row_word(hx_external *external, uint64_t *word);

// The edge. Returns true if anything changed.
bool hx_external_step(hx_external *external, const hx_external_in *in);

#endif
