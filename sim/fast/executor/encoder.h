// Messages for the host, cycle by cycle: time messages added where needed, then packed.
// SPDX-License-Identifier: Apache-2.0
//
// When which time message goes first: rtl/fpga/hx_ut_encoder.sv. One message a cycle leaves.
#ifndef HX_FAST_EXECUTOR_ENCODER_H
#define HX_FAST_EXECUTOR_ENCODER_H

#include "sim/fast/executor/bit_packer.h"
#include "sim/fast/executor/message.h"

#define HX_ENCODER_SOURCES 4
#define HX_ENCODER_DEPTH 64

typedef struct hx_encoder {
    struct {
        hx_fast_message message;
        uint64_t when;
        bool timed;
    } queue[HX_ENCODER_DEPTH];
    uint32_t read, write; // free running
    uint64_t host;        // the time that the host has counted to
    uint32_t quiet;       // cycles without a message while a remainder waits
    bool marker;
    bool marker_done;     // everything before a flush marker has left
    hx_bit_packer packer; // pins: valid, word
} hx_encoder;

void hx_encoder_reset(hx_encoder *encoder);

// Messages may come in a cycle with room, or in the one after.
static inline bool hx_encoder_has_room(const hx_encoder *encoder)
{
    return encoder->write - encoder->read <= HX_ENCODER_DEPTH - 2 * HX_ENCODER_SOURCES;
}

// Whether the next edge changes anything but the count of quiet cycles.
static inline bool hx_encoder_is_active(const hx_encoder *e)
{
    return e->write != e->read || e->packer.flushing || e->packer.units >= 4 || e->packer.valid ||
           e->marker || e->marker_done;
}

// One cycle; `count` messages that happen at `time`, in order.
void hx_encoder_step(hx_encoder *encoder, uint64_t time, bool timed,
                     const hx_fast_message *messages, unsigned count);

// Cycles from now in which nothing leaves without new messages; UINT64_MAX: never.
uint64_t hx_encoder_get_rest(const hx_encoder *encoder);
void hx_encoder_skip(hx_encoder *encoder, uint64_t cycles);

#endif
