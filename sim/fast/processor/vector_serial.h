// fxvlax, fxvstax: one vector word by word over a 32-bit bus that takes a word in every cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_vector_serial.sv.
#ifndef HX_FAST_PROCESSOR_VECTOR_SERIAL_H
#define HX_FAST_PROCESSOR_VECTOR_SERIAL_H

#include "sim/fast/processor/vector_op.h"

enum { HX_VECTOR_WORDS = 32 };

typedef enum hx_serial_state {
    HX_SERIAL_REST,
    HX_SERIAL_SETUP,
    HX_SERIAL_TRANSFER,
    HX_SERIAL_WRITE
} hx_serial_state;

typedef struct hx_vector_serial {
    hx_serial_state state;
    bool lingers; // first cycle of rest
    bool stores, sends;
    uint8_t sent, answered, target;
    uint32_t address;               // bytes
    uint32_t data[HX_VECTOR_WORDS]; // first word at the lowest address
} hx_vector_serial;

static inline void hx_vector_serial_reset(hx_vector_serial *serial)
{
    serial->state = HX_SERIAL_REST;
    serial->lingers = serial->sends = false;
}

static inline bool hx_vector_serial_is_busy(const hx_vector_serial *serial)
{
    return serial->state != HX_SERIAL_REST || serial->lingers;
}

// `vector`: source of a store.
void hx_vector_serial_start(hx_vector_serial *serial, const hx_vector_op *op,
                            const uint8_t *vector);
// The edge of a cycle without start. Returns true if anything changed.
bool hx_vector_serial_step(hx_vector_serial *serial, bool granted, bool response, uint32_t data);
// What was loaded.
void hx_vector_serial_get(const hx_vector_serial *serial, uint8_t *vector);

#endif
