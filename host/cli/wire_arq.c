// `hxcosim wire window|frame`: the retransmission protocol of the host link.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/wire_filters.h"
#include "host/wire/arq_frame.h"
#include "host/wire/arq_window.h"

#include <stdlib.h>
#include <string.h>

static hx_status step_receiver(hx_arq_receiver *receiver, uint32_t sequence_count, json_t *step,
                               json_t *result, hx_error *error)
{
    uint64_t sequence;
    uint32_t next;
    hx_status status = hx_json_get_uint(step, "seq", 0, sequence_count - 1, &sequence, error);
    if (status)
        return status;
    json_t *delivered = json_array();
    bool accepted = hx_arq_receiver_accept(receiver, (uint32_t)sequence);
    int failed = json_object_set_new(result, "seq", json_integer((json_int_t)sequence)) ||
                 json_object_set_new(result, "accepted", json_boolean(accepted)) ||
                 json_object_set_new(result, "delivered", delivered);
    while (!failed && hx_arq_receiver_deliver(receiver, &next))
        failed = json_array_append_new(delivered, json_integer(next));
    failed = failed ||
             json_object_set_new(result, "ack", json_integer(hx_arq_receiver_get_ack(receiver)));
    return failed ? HX_ERROR_MEMORY : HX_OK;
}

static hx_status step_sender(hx_arq_sender *sender, uint32_t sequence_count, json_t *step,
                             json_t *result, hx_error *error)
{
    uint64_t value;
    hx_status status;
    int failed;
    if (json_object_get(step, "send") && json_object_get(step, "ack"))
        return hx_error_set(error, HX_ERROR_FORMAT, "a step is either send or ack, not both");
    if (json_object_get(step, "send")) {
        uint32_t sequence;
        uint64_t sent = 0;
        status = hx_json_get_uint(step, "send", 0, UINT32_MAX, &value, error);
        if (status)
            return status;
        while (sent < value && hx_arq_sender_send(sender, &sequence))
            sent++;
        failed =
            json_object_set_new(result, "send", json_integer((json_int_t)value)) ||
            json_object_set_new(result, "sent", json_integer((json_int_t)sent)) ||
            json_object_set_new(result, "next_seq", json_integer(hx_arq_sender_get_next(sender)));
        return failed ? HX_ERROR_MEMORY : HX_OK;
    }
    status = hx_json_get_uint(step, "ack", 0, sequence_count - 1, &value, error);
    if (status)
        return status;
    uint32_t freed = hx_arq_sender_acknowledge(sender, (uint32_t)value);
    failed =
        json_object_set_new(result, "ack", json_integer((json_int_t)value)) ||
        json_object_set_new(result, "freed", json_integer(freed)) ||
        json_object_set_new(result, "oldest_unacked",
                            json_integer(hx_arq_sender_get_oldest(sender))) ||
        json_object_set_new(result, "in_flight", json_integer(hx_arq_sender_get_in_flight(sender)));
    return failed ? HX_ERROR_MEMORY : HX_OK;
}

hx_status hx_wire_line_window(json_t *input, json_t *output, hx_error *error)
{
    const char *type = NULL;
    uint64_t sequence_count = 0, window = 0;
    json_t *steps = NULL, *results = json_array();
    if (!results || json_object_set_new(output, "steps", results))
        return HX_ERROR_MEMORY;
    hx_status status = hx_json_get_text(input, "type", &type, error);
    if (!status && strcmp(type, "rx_window") && strcmp(type, "tx_window"))
        status = hx_error_set(error, HX_ERROR_FORMAT, "type: '%.40s' is not rx_window or tx_window",
                              type);
    if (!status)
        status = hx_json_get_uint(input, "nrframes", 1, HX_ARQ_SEQUENCE_COUNT_MAXIMUM,
                                  &sequence_count, error);
    if (!status)
        status = hx_json_get_uint(input, "winsize", 1, sequence_count, &window, error);
    if (!status)
        status = hx_json_get_array(input, "steps", &steps, error);
    if (status)
        return status;
    uint32_t count = (uint32_t)sequence_count;
    hx_arq_receiver *receiver = NULL;
    hx_arq_sender *sender = NULL;
    status = strcmp(type, "rx_window") ? hx_arq_sender_create(&sender, count, (uint32_t)window)
                                       : hx_arq_receiver_create(&receiver, count, (uint32_t)window);
    for (size_t i = 0; !status && i < json_array_size(steps); i++) {
        json_t *step = json_array_get(steps, i), *result = json_object();
        if (!result || json_array_append_new(results, result))
            status = HX_ERROR_MEMORY;
        else if (!json_is_object(step))
            status = hx_error_set(error, HX_ERROR_FORMAT, "a step is an object");
        else
            status = receiver ? step_receiver(receiver, count, step, result, error)
                              : step_sender(sender, count, step, result, error);
        if (status)
            hx_json_error_at(error, status, "steps[%zu]", i);
    }
    hx_arq_receiver_destroy(receiver);
    hx_arq_sender_destroy(sender);
    return status;
}

static hx_status read_bytes(json_t *input, uint8_t **bytes, size_t *length, hx_error *error)
{
    static const char digits[] = "0123456789abcdef";
    const char *text;
    hx_status status = hx_json_get_text(input, "bytes", &text, error);
    if (status)
        return status;
    *length = strlen(text) / 2;
    if (strlen(text) % 2 || strspn(text, digits) != strlen(text))
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "bytes: not pairs of lower-case hexadecimal digits");
    *bytes = malloc(*length ? *length : 1);
    if (!*bytes)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < *length; i++)
        (*bytes)[i] = (uint8_t)((strchr(digits, text[2 * i]) - digits) << 4 |
                                (strchr(digits, text[2 * i + 1]) - digits));
    return HX_OK;
}

static json_t *frame_to_json(const hx_arq_frame *frame)
{
    switch (frame->type) {
    case HX_ARQ_FRAME_RESET:
        return json_pack("{s:s}", "type", "reset");
    case HX_ARQ_FRAME_ACK:
        return json_pack("{s:s, s:I}", "type", "ack", "ack", (json_int_t)frame->ack);
    default:
        return json_pack("{s:s, s:I, s:I, s:o, s:i, s:o}", "type", "data", "ack",
                         (json_int_t)frame->ack, "seq", (json_int_t)frame->sequence, "pid",
                         hx_json_hex(frame->pid, 4), "len", (int)frame->length, "words",
                         hx_json_words(frame->words, frame->length));
    }
}

static hx_status decode_frame(json_t *input, json_t *output, hx_error *error)
{
    const char *port = NULL;
    uint8_t *bytes = NULL;
    size_t length = 0;
    hx_status status = hx_json_get_text(input, "udp_port", &port, error);
    if (!status && strcmp(port, "data") && strcmp(port, "reset"))
        status =
            hx_error_set(error, HX_ERROR_FORMAT, "udp_port: '%.40s' is not data or reset", port);
    if (!status)
        status = read_bytes(input, &bytes, &length, error);
    if (status)
        return status;
    hx_arq_frame frame;
    status = hx_arq_frame_decode(
        &frame, strcmp(port, "data") ? HX_ARQ_PORT_RESET : HX_ARQ_PORT_DATA, bytes, length, error);
    free(bytes);
    if (status)
        return hx_json_error_at(error, status, "%s", "bytes");
    return json_object_set_new(output, "frame", frame_to_json(&frame)) ? HX_ERROR_MEMORY : HX_OK;
}

static hx_status read_data_frame(json_t *object, hx_arq_frame *frame, hx_error *error)
{
    uint64_t ack = 0, sequence = 0, pid = 0, length = 0, *words = NULL;
    size_t count = 0;
    hx_status status = hx_json_get_uint(object, "ack", 0, UINT32_MAX, &ack, error);
    if (!status)
        status = hx_json_get_uint(object, "seq", 0, UINT32_MAX, &sequence, error);
    if (!status)
        status = hx_json_get_hex(object, "pid", 16, 4, &pid, error);
    if (!status)
        status = hx_json_get_uint(object, "len", 1, HX_ARQ_FRAME_WORDS_MAXIMUM, &length, error);
    if (!status)
        status = hx_json_get_words(object, "words", &words, &count, error);
    if (!status && count != length)
        status = hx_error_set(error, HX_ERROR_FORMAT, "words: %zu entries, but len is %u", count,
                              (unsigned)length);
    if (!status) {
        frame->ack = (uint32_t)ack;
        frame->sequence = (uint32_t)sequence;
        frame->pid = (uint16_t)pid;
        frame->length = (uint16_t)length;
        memcpy(frame->words, words, count * sizeof *words);
    }
    free(words);
    return status;
}

static hx_status read_frame(json_t *object, hx_arq_frame *frame, hx_error *error)
{
    const char *type = NULL;
    uint64_t ack = 0;
    hx_status status = hx_json_get_text(object, "type", &type, error);
    if (status)
        return status;
    if (!strcmp(type, "reset")) {
        frame->type = HX_ARQ_FRAME_RESET;
        return HX_OK;
    }
    if (!strcmp(type, "ack")) {
        frame->type = HX_ARQ_FRAME_ACK;
        status = hx_json_get_uint(object, "ack", 0, UINT32_MAX, &ack, error);
        frame->ack = (uint32_t)ack;
        return status;
    }
    if (strcmp(type, "data"))
        return hx_error_set(error, HX_ERROR_FORMAT, "type: '%.40s' is not reset, ack or data",
                            type);
    frame->type = HX_ARQ_FRAME_DATA;
    return read_data_frame(object, frame, error);
}

static hx_status encode_frame(json_t *input, json_t *output, hx_error *error)
{
    hx_arq_frame frame;
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    char text[2 * HX_ARQ_FRAME_BYTES_MAXIMUM + 1];
    size_t length;
    json_t *object;
    hx_status status = hx_json_get_object(input, "frame", &object, error);
    if (status)
        return status;
    status = read_frame(object, &frame, error);
    if (status)
        return hx_json_error_at(error, status, "frame");
    status = hx_arq_frame_encode(&frame, bytes, &length);
    if (status)
        return status;
    for (size_t i = 0; i < length; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return json_object_set_new(output, "bytes", json_string(text)) ? HX_ERROR_MEMORY : HX_OK;
}

hx_status hx_wire_line_frame(json_t *input, json_t *output, hx_error *error)
{
    return json_object_get(input, "bytes") ? decode_frame(input, output, error)
                                           : encode_frame(input, output, error);
}
