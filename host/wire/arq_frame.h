// Frames of the host link: UDP payload bytes and their fields.
// SPDX-License-Identifier: Apache-2.0
//
// All fields are big endian. A data frame is ACK (4 bytes), SEQ (4), PID (2), LEN (2) and
// LEN words; an ack frame is the ACK alone; a reset frame is 0xabababab to the reset port.
// A frame is made in its exact length. A longer datagram is read by its LEN, because one
// kind of host end pads all its frames.
#ifndef HX_WIRE_ARQ_FRAME_H
#define HX_WIRE_ARQ_FRAME_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HX_ARQ_FRAME_WORDS_MAXIMUM = 180,
    HX_ARQ_FRAME_HEADER_BYTES = 12,
    HX_ARQ_FRAME_BYTES_MAXIMUM = 1452
};

// Packet types.
enum {
    HX_ARQ_PID_WORDS = 0x0010,
    HX_ARQ_PID_FLUSH = 0x8000,
    HX_ARQ_PID_LOOPBACK = 0x8001,
    HX_ARQ_PID_CONFIGURATION = 0x8002
};

typedef enum hx_arq_port { HX_ARQ_PORT_DATA, HX_ARQ_PORT_RESET } hx_arq_port;

typedef enum hx_arq_frame_type {
    HX_ARQ_FRAME_DATA,
    HX_ARQ_FRAME_ACK,
    HX_ARQ_FRAME_RESET
} hx_arq_frame_type;

typedef struct hx_arq_frame {
    hx_arq_frame_type type;
    uint32_t ack;      // data, ack
    uint32_t sequence; // data
    uint16_t pid;      // data
    uint16_t length;   // data: words used, 1..180
    uint64_t words[HX_ARQ_FRAME_WORDS_MAXIMUM];
} hx_arq_frame;

// HX_ERROR_FORMAT: the datagram is no frame of that port.
hx_status hx_arq_frame_decode(hx_arq_frame *frame, hx_arq_port port, const uint8_t *bytes,
                              size_t length, hx_error *error);

// HX_ERROR_ARGUMENT: the number of words is outside 1..180.
hx_status hx_arq_frame_encode(const hx_arq_frame *frame, uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM],
                              size_t *length);

#ifdef __cplusplus
}
#endif

#endif
