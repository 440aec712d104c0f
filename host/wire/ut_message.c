// UT messages: names, ranges, payload layouts.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_message.h"

#include <inttypes.h>
#include <string.h>

#define KIND_COUNT 32
#define SAMPLE_MASK 0x3fffu

static const hx_ut_kind_info kinds[KIND_COUNT] = {
#define TO_INFO(symbol, code, name, form, bits, events)                                            \
    [code] = {#name, HX_UT_FORM_##form, bits, events},
#define FROM_INFO(symbol, code, name, form, bits, events)                                          \
    [16 + code] = {#name, HX_UT_FORM_##form, bits, events},
    HX_UT_TO_FPGA_LIST(TO_INFO) HX_UT_FROM_FPGA_LIST(FROM_INFO)};

unsigned hx_ut_code_count(hx_ut_direction direction)
{
    return direction == HX_UT_TO_FPGA ? HX_UT_TO_SPIKE_PACK_3 + 1 : HX_UT_FROM_SPIKE_PACK_3 - 15;
}

const hx_ut_kind_info *hx_ut_kind_get_info(hx_ut_kind kind)
{
    return (unsigned)kind < KIND_COUNT && kinds[kind].name ? &kinds[kind] : NULL;
}

hx_status hx_ut_kind_find(hx_ut_direction direction, const char *name, unsigned event_count,
                          hx_ut_kind *kind)
{
    unsigned first = direction == HX_UT_TO_FPGA ? 0 : 16;
    for (unsigned k = first; k < first + hx_ut_code_count(direction); k++)
        if (!strcmp(kinds[k].name, name) && kinds[k].event_count == event_count) {
            *kind = (hx_ut_kind)k;
            return HX_OK;
        }
    return HX_ERROR_ARGUMENT;
}

hx_status hx_ut_message_check(const hx_ut_message *message, hx_error *error)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
    if (!info)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "kind %u does not exist",
                            (unsigned)message->kind);
    switch (info->form) {
    case HX_UT_FORM_VALUE:
        if (message->value >> info->payload_bits)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "%s: the value 0x%" PRIx64 " has more than %u bits", info->name,
                                message->value, info->payload_bits);
        return HX_OK;
    case HX_UT_FORM_JTAG:
        if (message->jtag.bit_count < HX_UT_JTAG_BITS_MINIMUM ||
            message->jtag.bit_count > HX_UT_JTAG_BITS_MAXIMUM)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "jtag_data: %u bits are outside %d..%d",
                                message->jtag.bit_count, HX_UT_JTAG_BITS_MINIMUM,
                                HX_UT_JTAG_BITS_MAXIMUM);
        if (message->jtag.payload >> HX_UT_JTAG_BITS_MAXIMUM)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "jtag_data: the payload 0x%" PRIx64 " has more than 33 bits",
                                message->jtag.payload);
        return HX_OK;
    case HX_UT_FORM_OMNIBUS:
        if (message->omnibus.byte_enables > 0xf)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "omnibus_address: the byte enables %u are outside 0..15",
                                message->omnibus.byte_enables);
        return HX_OK;
    case HX_UT_FORM_SAMPLES:
        for (unsigned i = 0; i < info->event_count; i++)
            if (message->events[i].value > SAMPLE_MASK)
                return hx_error_set(error, HX_ERROR_ARGUMENT,
                                    "madc_sample_pack: the sample 0x%x has more than 14 bits",
                                    message->events[i].value);
        return HX_OK;
    default:
        return HX_OK;
    }
}

static uint64_t jtag_payload(const hx_ut_message *message)
{
    return message->jtag.payload | (uint64_t)message->jtag.bit_count << 40 |
           (uint64_t)message->jtag.keep_response << 48;
}

static uint64_t omnibus_payload(const hx_ut_message *message)
{
    return message->omnibus.address | (uint64_t)message->omnibus.byte_enables << 32 |
           (uint64_t)message->omnibus.is_read << 36;
}

static uint64_t event_bits(hx_ut_event event)
{
    return (uint64_t)event.timestamp << 16 | event.value;
}

hx_status hx_ut_message_pack(const hx_ut_message *message, hx_ut_bits *bits)
{
    hx_status status = hx_ut_message_check(message, NULL);
    if (status)
        return status;
    const hx_ut_kind_info *info = &kinds[message->kind];
    uint64_t header = (uint64_t)((unsigned)message->kind & 0xf) << 56, payload = 0;
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        break;
    case HX_UT_FORM_VALUE:
        payload = message->value;
        break;
    case HX_UT_FORM_JTAG:
        payload = jtag_payload(message);
        break;
    case HX_UT_FORM_OMNIBUS:
        payload = omnibus_payload(message);
        break;
    case HX_UT_FORM_LABELS:
        for (unsigned i = 0; i < info->event_count; i++)
            payload = payload << 16 | message->events[i].value;
        break;
    case HX_UT_FORM_SPIKES:
    case HX_UT_FORM_SAMPLES:
        if (info->event_count == 3) {
            // The 80 bits: header, then three times 24, the last event across the border.
            uint64_t last = event_bits(message->events[2]);
            bits->first = header | event_bits(message->events[0]) << 32 |
                          event_bits(message->events[1]) << 8 | last >> 16;
            bits->second = last << 48;
            bits->length = 80;
            return HX_OK;
        }
        for (unsigned i = 0; i < info->event_count; i++)
            payload = payload << 24 | event_bits(message->events[i]);
        break;
    }
    bits->first = header | payload;
    bits->second = 0;
    bits->length = 64;
    return HX_OK;
}

static hx_ut_event event_of_bits(uint64_t bits, uint16_t mask)
{
    return (hx_ut_event){.value = (uint16_t)bits & mask, .timestamp = (uint8_t)(bits >> 16)};
}

static hx_status unpack_jtag(uint64_t word, hx_ut_message *message)
{
    // The zero bits beside the number of bits count as its upper part, so a word in which
    // they are set is out of range; those between it and the payload do not matter.
    uint64_t reserved = word >> 46 & 0x3fb, count = word >> 40 & 0x3f;
    if (reserved || count < HX_UT_JTAG_BITS_MINIMUM || count > HX_UT_JTAG_BITS_MAXIMUM)
        return HX_ERROR_FORMAT;
    message->jtag.payload = word & 0x1ffffffffu;
    message->jtag.bit_count = (uint8_t)count;
    message->jtag.keep_response = word >> 48 & 1;
    return HX_OK;
}

hx_status hx_ut_message_unpack(hx_ut_direction direction, const hx_ut_bits *bits,
                               hx_ut_message *message)
{
    uint64_t word = bits->first;
    message->kind = (hx_ut_kind)((direction == HX_UT_TO_FPGA ? 0u : 16u) + (word >> 56 & 0xf));
    const hx_ut_kind_info *info = &kinds[message->kind];
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        message->value = 0;
        return HX_OK;
    case HX_UT_FORM_VALUE:
        message->value = word & ((UINT64_C(1) << info->payload_bits) - 1);
        return HX_OK;
    case HX_UT_FORM_JTAG:
        return unpack_jtag(word, message);
    case HX_UT_FORM_OMNIBUS:
        message->omnibus.address = (uint32_t)word;
        message->omnibus.byte_enables = word >> 32 & 0xf;
        message->omnibus.is_read = word >> 36 & 1;
        return HX_OK;
    case HX_UT_FORM_LABELS:
        for (unsigned i = 0; i < info->event_count; i++)
            message->events[i] = (hx_ut_event){
                .value = (uint16_t)(word >> 16 * (info->event_count - 1u - i)), .timestamp = 0};
        return HX_OK;
    default:
        break;
    }
    uint16_t mask = info->form == HX_UT_FORM_SAMPLES ? SAMPLE_MASK : 0xffff;
    if (info->event_count == 3) {
        message->events[0] = event_of_bits(word >> 32, mask);
        message->events[1] = event_of_bits(word >> 8, mask);
        message->events[2] = event_of_bits(word << 16 | bits->second >> 48, mask);
    } else {
        for (unsigned i = 0; i < info->event_count; i++)
            message->events[i] = event_of_bits(word >> 24 * (info->event_count - 1u - i), mask);
    }
    return HX_OK;
}

bool hx_ut_message_is_equal(const hx_ut_message *a, const hx_ut_message *b)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(a->kind);
    if (!info || a->kind != b->kind)
        return false;
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        return true;
    case HX_UT_FORM_VALUE:
        return a->value == b->value;
    case HX_UT_FORM_JTAG:
        return a->jtag.payload == b->jtag.payload && a->jtag.bit_count == b->jtag.bit_count &&
               a->jtag.keep_response == b->jtag.keep_response;
    case HX_UT_FORM_OMNIBUS:
        return omnibus_payload(a) == omnibus_payload(b);
    default:
        for (unsigned i = 0; i < info->event_count; i++)
            if (a->events[i].value != b->events[i].value ||
                (info->form != HX_UT_FORM_LABELS &&
                 a->events[i].timestamp != b->events[i].timestamp))
                return false;
        return true;
    }
}

hx_ut_timeout hx_ut_timeout_split(uint64_t value)
{
    return (hx_ut_timeout){.instruction = (uint32_t)value,
                           .trace_stall = value >> 32 & 0x7f,
                           .omnibus_reads_in_flight = value >> 39 & 0x3f};
}

uint64_t hx_ut_timeout_join(hx_ut_timeout timeout)
{
    return timeout.instruction | (uint64_t)(timeout.trace_stall & 0x7f) << 32 |
           (uint64_t)(timeout.omnibus_reads_in_flight & 0x3f) << 39;
}
