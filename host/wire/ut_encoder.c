// UT encoder: messages into 64-bit words.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_encoder.h"

#include <stdlib.h>

#define FIRST_CAPACITY 256

struct hx_ut_encoder {
    uint64_t *words;
    size_t count, capacity;
    uint64_t pending; // left-aligned, bits beyond pending_bits are 0
    unsigned pending_bits;
    hx_ut_direction direction;
};

hx_status hx_ut_encoder_create(hx_ut_encoder **encoder, hx_ut_direction direction)
{
    hx_ut_encoder *created = calloc(1, sizeof *created);
    if (!created)
        return HX_ERROR_MEMORY;
    created->direction = direction;
    *encoder = created;
    return HX_OK;
}

void hx_ut_encoder_destroy(hx_ut_encoder *encoder)
{
    if (!encoder)
        return;
    free(encoder->words);
    free(encoder);
}

// A message yields at most two words.
static hx_status make_room(hx_ut_encoder *encoder)
{
    if (encoder->count + 2 <= encoder->capacity)
        return HX_OK;
    size_t capacity = encoder->capacity ? 2 * encoder->capacity : FIRST_CAPACITY;
    uint64_t *words = realloc(encoder->words, capacity * sizeof *words);
    if (!words)
        return HX_ERROR_MEMORY;
    encoder->words = words;
    encoder->capacity = capacity;
    return HX_OK;
}

hx_status hx_ut_encoder_push(hx_ut_encoder *encoder, const hx_ut_message *message)
{
    hx_ut_bits bits;
    if ((unsigned)message->kind >> 4 != (unsigned)encoder->direction)
        return HX_ERROR_ARGUMENT;
    hx_status status = hx_ut_message_pack(message, &bits);
    if (!status)
        status = make_room(encoder);
    if (status)
        return status;
    if (encoder->pending_bits == 0) {
        encoder->words[encoder->count++] = bits.first;
        encoder->pending = bits.second;
        encoder->pending_bits = bits.length - 64;
        return HX_OK;
    }
    unsigned shift = encoder->pending_bits;
    encoder->words[encoder->count++] = encoder->pending | bits.first >> shift;
    encoder->pending = bits.first << (64 - shift) | bits.second >> shift;
    encoder->pending_bits = shift + bits.length - 64;
    if (encoder->pending_bits == 64) { // 48 bits and an 80-bit message: two whole words
        encoder->words[encoder->count++] = encoder->pending;
        encoder->pending = 0;
        encoder->pending_bits = 0;
    }
    return HX_OK;
}

hx_status hx_ut_encoder_flush(hx_ut_encoder *encoder)
{
    if (!encoder->pending_bits)
        return HX_OK;
    hx_status status = make_room(encoder);
    if (status)
        return status;
    uint64_t comma = UINT64_C(1) << (63 - encoder->pending_bits);
    encoder->words[encoder->count++] = encoder->pending | comma;
    encoder->pending = 0;
    encoder->pending_bits = 0;
    return HX_OK;
}

unsigned hx_ut_encoder_get_pending_bits(const hx_ut_encoder *encoder)
{
    return encoder->pending_bits;
}

void hx_ut_encoder_get_words(const hx_ut_encoder *encoder, const uint64_t **words, size_t *count)
{
    *words = encoder->words;
    *count = encoder->count;
}

void hx_ut_encoder_clear_words(hx_ut_encoder *encoder)
{
    encoder->count = 0;
}

void hx_ut_encoder_reset(hx_ut_encoder *encoder)
{
    encoder->count = 0;
    encoder->pending = 0;
    encoder->pending_bits = 0;
}
