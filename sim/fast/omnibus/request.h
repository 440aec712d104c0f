// Omnibus requests and responses in one word each, as they wait in queues.
// SPDX-License-Identifier: Apache-2.0
//
// A request inside of the model is an hx_access (sim/fast/event/access.h) with `valid` set; a
// response is the data, and bit 32 for the answer of a write, whose data are 0.
#ifndef HX_FAST_OMNIBUS_REQUEST_H
#define HX_FAST_OMNIBUS_REQUEST_H

#include "sim/fast/event/access.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_OMNIBUS_WRITTEN (UINT64_C(1) << 32) // the response of a write
#define HX_OMNIBUS_ADDRESS_BITS 26
// Where addresses go that the chip does not decode.
#define HX_OMNIBUS_UNUSED_ADDRESS 0x1000000u

static inline uint64_t hx_omnibus_pack(const hx_access *request)
{
    return (uint64_t)request->write << 62 | (uint64_t)request->address << 36 |
           (uint64_t)request->byte_enables << 32 | request->data;
}

static inline hx_access hx_omnibus_unpack(uint64_t packed)
{
    return (hx_access){.valid = true,
                       .write = packed >> 62 & 1,
                       .address = packed >> 36 & 0x3ffffff,
                       .byte_enables = packed >> 32 & 0xf,
                       .data = (uint32_t)packed};
}

static inline uint64_t hx_omnibus_answer(bool write, uint32_t data)
{
    return write ? HX_OMNIBUS_WRITTEN : data;
}

// An address of 32 bits on the chip's bus of 26.
static inline uint32_t hx_omnibus_narrow(uint32_t address)
{
    return address >> HX_OMNIBUS_ADDRESS_BITS ? HX_OMNIBUS_UNUSED_ADDRESS : address;
}

#ifdef __cplusplus
}
#endif

#endif
