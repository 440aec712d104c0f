// fxvlax, fxvstax: one vector word by word over a 32-bit bus that takes a word in every cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/vector_serial.h"

void hx_vector_serial_start(hx_vector_serial *s, const hx_vector_op *op, const uint8_t *vector)
{
    s->lingers = false;
    s->state = HX_SERIAL_SETUP;
    s->stores = !op->has_target;
    s->target = op->target;
    s->address = op->scalar & ~3u;
    for (unsigned w = 0; s->stores && w < HX_VECTOR_WORDS; w++)
        s->data[w] = (uint32_t)vector[4 * w] << 24 | (uint32_t)vector[4 * w + 1] << 16 |
                     (uint32_t)vector[4 * w + 2] << 8 | vector[4 * w + 3];
}

static bool transfer(hx_vector_serial *s, bool response, uint32_t data)
{
    bool moves = s->sends || response;
    if (s->sends) {
        s->sends = ++s->sent < HX_VECTOR_WORDS;
        s->address += 4;
    }
    if (!response)
        return moves;
    if (!s->stores)
        s->data[s->answered] = data;
    if (++s->answered == HX_VECTOR_WORDS) {
        s->state = s->stores ? HX_SERIAL_REST : HX_SERIAL_WRITE;
        s->lingers = s->stores;
    }
    return true;
}

bool hx_vector_serial_step(hx_vector_serial *s, bool granted, bool response, uint32_t data)
{
    bool lingers = s->lingers;
    s->lingers = false;
    switch (s->state) {
    case HX_SERIAL_REST:
        return lingers;
    case HX_SERIAL_SETUP:
        s->state = HX_SERIAL_TRANSFER;
        s->sends = true;
        s->sent = s->answered = 0;
        return true;
    case HX_SERIAL_TRANSFER:
        return transfer(s, response, data);
    default:
        if (granted) {
            s->state = HX_SERIAL_REST;
            s->lingers = true;
        }
        return true;
    }
}

void hx_vector_serial_get(const hx_vector_serial *s, uint8_t *vector)
{
    for (unsigned byte = 0; byte < 4 * HX_VECTOR_WORDS; byte++)
        vector[byte] = (uint8_t)(s->data[byte / 4] >> (24 - 8 * (byte % 4)));
}
