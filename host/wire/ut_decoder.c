// UT decoder: 64-bit words into messages.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_decoder.h"

#include <inttypes.h>
#include <stdlib.h>

typedef enum fault { FAULT_NONE, FAULT_HEADER, FAULT_JTAG } fault;

struct hx_ut_decoder {
    uint64_t buffer; // left-aligned bits of an unfinished message, the rest is 0
    uint64_t word_count;
    uint64_t fault_word; // index of the word that holds the faulty header
    unsigned buffered;   // 0..64
    unsigned code_count;
    unsigned fault_code;
    fault fault;
    hx_ut_direction direction;
};

hx_status hx_ut_decoder_create(hx_ut_decoder **decoder, hx_ut_direction direction)
{
    hx_ut_decoder *created = calloc(1, sizeof *created);
    if (!created)
        return HX_ERROR_MEMORY;
    created->direction = direction;
    created->code_count = hx_ut_code_count(direction);
    *decoder = created;
    return HX_OK;
}

void hx_ut_decoder_destroy(hx_ut_decoder *decoder)
{
    free(decoder);
}

static void set_fault(hx_ut_decoder *decoder, fault kind, uint64_t first)
{
    decoder->fault = kind;
    decoder->fault_code = (unsigned)(first >> 56);
    decoder->fault_word = decoder->word_count - 1;
}

static hx_status report_fault(const hx_ut_decoder *decoder, hx_error *error)
{
    if (decoder->fault == FAULT_JTAG)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "word %" PRIu64 ": jtag data with a number of bits outside %d..%d",
                            decoder->fault_word, HX_UT_JTAG_BITS_MINIMUM, HX_UT_JTAG_BITS_MAXIMUM);
    return hx_error_set(error, HX_ERROR_FORMAT,
                        "word %" PRIu64 ": header 0x%02x is no instruction %s the FPGA",
                        decoder->fault_word, decoder->fault_code,
                        decoder->direction == HX_UT_TO_FPGA ? "to" : "from");
}

static bool is_long(const hx_ut_decoder *decoder, unsigned code)
{
    return decoder->direction == HX_UT_FROM_FPGA &&
           (code + 16 == HX_UT_FROM_SPIKE_PACK_3 || code + 16 == HX_UT_FROM_MADC_SAMPLE_PACK_3);
}

hx_status hx_ut_decoder_push(hx_ut_decoder *decoder, uint64_t word, hx_ut_message *message,
                             bool *complete, hx_error *error)
{
    *complete = false;
    if (decoder->fault)
        return report_fault(decoder, error);
    decoder->word_count++;
    unsigned buffered = decoder->buffered;
    if (buffered == 0 && word >> 63)
        return HX_OK;

    // Up to 128 bits, left-aligned in first and second.
    uint64_t first = word, second = 0;
    if (buffered == 64) {
        first = decoder->buffer;
        second = word;
    } else if (buffered) {
        first = decoder->buffer | word >> buffered;
        second = word << (64 - buffered);
    }
    unsigned available = buffered + 64, code = (unsigned)(first >> 56);
    if (code >= decoder->code_count) { // only from an empty buffer: a remainder was looked at
        set_fault(decoder, FAULT_HEADER, first);
        return report_fault(decoder, error);
    }
    unsigned length = is_long(decoder, code) ? 80 : 64;
    if (available < length) {
        decoder->buffer = first;
        decoder->buffered = available;
        return HX_OK;
    }
    hx_ut_bits bits = {.first = first, .second = second, .length = length};
    if (hx_ut_message_unpack(decoder->direction, &bits, message)) {
        set_fault(decoder, FAULT_JTAG, first);
        return report_fault(decoder, error);
    }
    *complete = true;
    uint64_t rest = second << (length - 64);
    unsigned rest_bits = available - length;
    if (rest_bits == 0 || rest >> 63) {
        rest = 0;
        rest_bits = 0;
    } else if (rest >> 56 >= decoder->code_count) {
        set_fault(decoder, FAULT_HEADER, rest);
    }
    decoder->buffer = rest;
    decoder->buffered = rest_bits;
    return HX_OK;
}

hx_status hx_ut_decoder_finish(const hx_ut_decoder *decoder, hx_error *error)
{
    if (decoder->fault)
        return report_fault(decoder, error);
    if (decoder->buffered)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "word %" PRIu64 ": the stream ends inside a message",
                            decoder->word_count - 1);
    return HX_OK;
}

void hx_ut_decoder_reset(hx_ut_decoder *decoder)
{
    decoder->buffer = 0;
    decoder->buffered = 0;
    decoder->word_count = 0;
    decoder->fault = FAULT_NONE;
}
