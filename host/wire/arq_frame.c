// Frames of the host link: UDP payload bytes and their fields.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_frame.h"

#define RESET_PATTERN 0xababababu

static uint64_t get_bytes(const uint8_t *bytes, unsigned count)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static void put_bytes(uint8_t *bytes, unsigned count, uint64_t value)
{
    for (unsigned i = 0; i < count; i++)
        bytes[i] = (uint8_t)(value >> 8 * (count - 1 - i));
}

hx_status hx_arq_frame_decode(hx_arq_frame *frame, hx_arq_port port, const uint8_t *bytes,
                              size_t length, hx_error *error)
{
    if (length < 4)
        return hx_error_set(error, HX_ERROR_FORMAT, "a frame of %zu bytes is shorter than 4",
                            length);
    uint32_t head = (uint32_t)get_bytes(bytes, 4);
    if (port == HX_ARQ_PORT_RESET) {
        if (head != RESET_PATTERN)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "0x%08x on the reset port is not the reset pattern 0xabababab",
                                head);
        *frame = (hx_arq_frame){.type = HX_ARQ_FRAME_RESET};
        return HX_OK;
    }
    if (length == 4) {
        *frame = (hx_arq_frame){.type = HX_ARQ_FRAME_ACK, .ack = head};
        return HX_OK;
    }
    if (length < HX_ARQ_FRAME_HEADER_BYTES)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "a frame of %zu bytes is neither an ack (4) nor a data frame (20 or "
                            "more)",
                            length);
    unsigned words = (unsigned)get_bytes(bytes + 10, 2);
    if (words < 1 || words > HX_ARQ_FRAME_WORDS_MAXIMUM)
        return hx_error_set(error, HX_ERROR_FORMAT, "the length of %u words is outside 1..%d",
                            words, HX_ARQ_FRAME_WORDS_MAXIMUM);
    if (length < HX_ARQ_FRAME_HEADER_BYTES + 8 * (size_t)words)
        return hx_error_set(error, HX_ERROR_FORMAT, "%u words do not fit into %zu bytes", words,
                            length);
    frame->type = HX_ARQ_FRAME_DATA;
    frame->ack = head;
    frame->sequence = (uint32_t)get_bytes(bytes + 4, 4);
    frame->pid = (uint16_t)get_bytes(bytes + 8, 2);
    frame->length = (uint16_t)words;
    for (unsigned i = 0; i < words; i++)
        frame->words[i] = get_bytes(bytes + HX_ARQ_FRAME_HEADER_BYTES + 8 * i, 8);
    return HX_OK;
}

hx_status hx_arq_frame_encode(const hx_arq_frame *frame, uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM],
                              size_t *length)
{
    *length = 4;
    switch (frame->type) {
    case HX_ARQ_FRAME_RESET:
        put_bytes(bytes, 4, RESET_PATTERN);
        return HX_OK;
    case HX_ARQ_FRAME_ACK:
        put_bytes(bytes, 4, frame->ack);
        return HX_OK;
    case HX_ARQ_FRAME_DATA:
        break;
    default:
        return HX_ERROR_ARGUMENT;
    }
    if (frame->length < 1 || frame->length > HX_ARQ_FRAME_WORDS_MAXIMUM)
        return HX_ERROR_ARGUMENT;
    put_bytes(bytes, 4, frame->ack);
    put_bytes(bytes + 4, 4, frame->sequence);
    put_bytes(bytes + 8, 2, frame->pid);
    put_bytes(bytes + 10, 2, frame->length);
    for (unsigned i = 0; i < frame->length; i++)
        put_bytes(bytes + HX_ARQ_FRAME_HEADER_BYTES + 8 * i, 8, frame->words[i]);
    *length = HX_ARQ_FRAME_HEADER_BYTES + 8 * (size_t)frame->length;
    return HX_OK;
}
