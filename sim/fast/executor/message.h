// Messages for the host on their way through the FPGA.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_EXECUTOR_MESSAGE_H
#define HX_FAST_EXECUTOR_MESSAGE_H

#include "host/wire/ut_message.h"

// Of the from-FPGA list; the marker is not sent: it pushes everything before it out to the host
// and is reported when that is done.
enum { HX_MESSAGE_FLUSH_MARKER = 0xf };

typedef struct hx_fast_message {
    uint64_t low; // the payload, right-aligned: 72 bits
    uint8_t high;
    uint8_t code; // from-FPGA list
} hx_fast_message;

static inline hx_fast_message hx_fast_message_make(hx_ut_kind kind, uint64_t payload)
{
    return (hx_fast_message){.low = payload, .code = (uint8_t)(kind - HX_UT_FROM_JTAG_DATA)};
}

#endif
