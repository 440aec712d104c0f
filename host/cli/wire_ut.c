// `hxcosim wire encode|decode|annotate`: words, messages and times.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ut_json.h"
#include "host/cli/wire_filters.h"
#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE_RESULT_MASK 0x3ffu
#define SAMPLE_CHANNEL_BIT 10

static hx_status read_direction(json_t *input, hx_ut_direction *direction, hx_error *error)
{
    const char *name;
    hx_status status = hx_json_get_text(input, "dir", &name, error);
    if (status)
        return status;
    if (strcmp(name, "to_fpga") && strcmp(name, "from_fpga"))
        return hx_error_set(error, HX_ERROR_FORMAT, "dir: '%.40s' is not to_fpga or from_fpga",
                            name);
    *direction = strcmp(name, "to_fpga") ? HX_UT_FROM_FPGA : HX_UT_TO_FPGA;
    return HX_OK;
}

// Marks the messages that are followed by a flush; the caller frees `*marks`.
static hx_status read_flushes(json_t *input, size_t message_count, bool **marks, hx_error *error)
{
    *marks = calloc(message_count + 1, sizeof **marks);
    if (!*marks)
        return HX_ERROR_MEMORY;
    json_t *list;
    if (!json_object_get(input, "flush_after"))
        return HX_OK;
    hx_status status = hx_json_get_array(input, "flush_after", &list, error);
    for (size_t i = 0; !status && i < json_array_size(list); i++) {
        uint64_t index;
        if (!message_count)
            return hx_error_set(error, HX_ERROR_FORMAT, "flush_after[0]: there is no message");
        status = hx_json_read_uint(json_array_get(list, i), 0, message_count - 1, &index, error);
        if (status)
            hx_json_error_at(error, status, "flush_after[%zu]", i);
        else
            (*marks)[index] = true;
    }
    return status;
}

static hx_status encode_messages(hx_ut_encoder *encoder, hx_ut_direction direction,
                                 json_t *messages, const bool *flushes, hx_error *error)
{
    for (size_t i = 0; i < json_array_size(messages); i++) {
        hx_ut_message message;
        hx_status status =
            hx_ut_message_from_json(direction, json_array_get(messages, i), &message, error);
        if (status)
            return hx_json_error_at(error, status, "messages[%zu]", i);
        status = hx_ut_encoder_push(encoder, &message);
        if (!status && flushes[i])
            status = hx_ut_encoder_flush(encoder);
        if (status)
            return status;
    }
    return HX_OK;
}

hx_status hx_wire_line_encode(json_t *input, json_t *output, hx_error *error)
{
    hx_ut_direction direction = HX_UT_TO_FPGA;
    json_t *messages = NULL;
    hx_ut_encoder *encoder = NULL;
    bool *flushes = NULL;
    hx_status status = read_direction(input, &direction, error);
    if (!status)
        status = hx_json_get_array(input, "messages", &messages, error);
    if (!status)
        status = read_flushes(input, json_array_size(messages), &flushes, error);
    if (!status)
        status = hx_ut_encoder_create(&encoder, direction);
    if (!status)
        status = encode_messages(encoder, direction, messages, flushes, error);
    if (!status) {
        const uint64_t *words;
        size_t count;
        hx_ut_encoder_get_words(encoder, &words, &count);
        if (json_object_set_new(output, "words", hx_json_words(words, count)))
            status = HX_ERROR_MEMORY;
    }
    hx_ut_encoder_destroy(encoder);
    free(flushes);
    return status;
}

static hx_status decode_words(hx_ut_decoder *decoder, const uint64_t *words, size_t count,
                              json_t *messages, hx_error *error)
{
    for (size_t i = 0; i < count; i++) {
        hx_ut_message message;
        bool complete;
        hx_status status = hx_ut_decoder_push(decoder, words[i], &message, &complete, error);
        if (status)
            return status;
        if (complete && json_array_append_new(messages, hx_ut_message_to_json(&message)))
            return HX_ERROR_MEMORY;
    }
    return hx_ut_decoder_finish(decoder, error);
}

hx_status hx_wire_line_decode(json_t *input, json_t *output, hx_error *error)
{
    hx_ut_direction direction = HX_UT_TO_FPGA;
    uint64_t *words = NULL;
    size_t count = 0;
    hx_ut_decoder *decoder = NULL;
    json_t *messages = json_array();
    if (!messages || json_object_set_new(output, "messages", messages))
        return HX_ERROR_MEMORY;
    hx_status status = read_direction(input, &direction, error);
    if (!status)
        status = hx_json_get_words(input, "words", &words, &count, error);
    if (!status)
        status = hx_ut_decoder_create(&decoder, direction);
    if (!status)
        status = decode_words(decoder, words, count, messages, error);
    hx_ut_decoder_destroy(decoder);
    free(words);
    return status;
}

// A step names a single event, or is any message from the FPGA.
static hx_status read_step(json_t *step, hx_ut_message *message, hx_error *error)
{
    const char *kind = json_string_value(json_object_get(step, "kind"));
    bool is_spike = kind && !strcmp(kind, "spike"),
         is_sample = kind && !strcmp(kind, "madc_sample");
    if (!is_spike && !is_sample)
        return hx_ut_message_from_json(HX_UT_FROM_FPGA, step, message, error);
    uint64_t value = 0, timestamp = 0;
    hx_status status = is_spike ? hx_json_get_hex(step, "label", 16, 0, &value, error)
                                : hx_json_get_hex(step, "raw", 14, 0, &value, error);
    if (!status)
        status = hx_json_get_uint(step, "timestamp", 0, 255, &timestamp, error);
    memset(message, 0, sizeof *message);
    message->kind = is_spike ? HX_UT_FROM_SPIKE_PACK_1 : HX_UT_FROM_MADC_SAMPLE_PACK_1;
    message->events[0] = (hx_ut_event){.value = (uint16_t)value, .timestamp = (uint8_t)timestamp};
    return status;
}

static int set_chip_time(json_t *object, uint64_t fpga_time, uint8_t timestamp)
{
    return json_object_set_new(object, "chip_time",
                               hx_json_hex(hx_chip_time_in_fpga_cycles(fpga_time, timestamp), 0));
}

// Adds the times to `step`, a copy of the input without earlier results.
static int write_times(json_t *step, const hx_ut_message *message, uint64_t fpga_time)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
    if (message->kind == HX_UT_FROM_SYSTIME || message->kind == HX_UT_FROM_SYSDELTA)
        return 0;
    int failed = json_object_set_new(step, "fpga_time", hx_json_hex(fpga_time, 0));
    if (failed || !info->event_count)
        return failed;
    json_t *list = json_object_get(
        step, info->form == HX_UT_FORM_SPIKES ? "spikes" : "samples"); // absent: a single event
    if (strcmp(json_string_value(json_object_get(step, "kind")), info->name))
        list = NULL;
    for (unsigned i = 0; list && !failed && i < info->event_count; i++)
        failed = set_chip_time(json_array_get(list, i), fpga_time, message->events[i].timestamp);
    if (list)
        return failed;
    if (info->form == HX_UT_FORM_SAMPLES) {
        unsigned raw = message->events[0].value;
        failed = json_object_set_new(step, "value", json_integer(raw & SAMPLE_RESULT_MASK)) ||
                 json_object_set_new(step, "channel", json_integer(raw >> SAMPLE_CHANNEL_BIT & 1));
    }
    return failed || set_chip_time(step, fpga_time, message->events[0].timestamp);
}

hx_status hx_wire_line_annotate(json_t *input, json_t *output, hx_error *error)
{
    json_t *steps, *results = json_array();
    if (!results || json_object_set_new(output, "steps", results))
        return HX_ERROR_MEMORY;
    hx_status status = hx_json_get_array(input, "steps", &steps, error);
    if (status)
        return status;
    hx_time_annotation time;
    hx_time_annotation_init(&time);
    for (size_t i = 0; i < json_array_size(steps); i++) {
        hx_ut_message message;
        json_t *step = json_deep_copy(json_array_get(steps, i));
        if (!step || json_array_append_new(results, step))
            return HX_ERROR_MEMORY;
        if (json_is_object(step)) {
            json_object_del(step, "fpga_time");
            json_object_del(step, "chip_time");
        }
        status = read_step(step, &message, error);
        if (status)
            return hx_json_error_at(error, status, "steps[%zu]", i);
        hx_time_annotation_step(&time, &message);
        if (write_times(step, &message, time.fpga_time))
            return HX_ERROR_MEMORY;
    }
    return HX_OK;
}
