// UT messages as JSON objects.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ut_json.h"

#include "host/cli/json_lines.h"

#include <string.h>

typedef struct value_style {
    const char *key;
    bool is_hex;
} value_style;

// How the one value of a message is written.
static value_style style_of(hx_ut_kind kind)
{
    switch (kind) {
    case HX_UT_TO_JTAG_INS:
    case HX_UT_TO_OMNIBUS_DATA:
    case HX_UT_FROM_OMNIBUS_DATA:
    case HX_UT_FROM_HIGHSPEED_LINK_NOTIFICATION:
    case HX_UT_FROM_SYSTIME:
        return (value_style){"value", true};
    case HX_UT_FROM_JTAG_DATA:
        return (value_style){"payload", true};
    case HX_UT_FROM_TIMEOUT_NOTIFICATION:
        return (value_style){"raw", true};
    case HX_UT_TO_BARRIER:
        return (value_style){"mask", false};
    default:
        return (value_style){"value", false};
    }
}

static hx_status read_kind(hx_ut_direction direction, json_t *object, hx_ut_kind *kind,
                           hx_error *error)
{
    const char *name;
    hx_status status = hx_json_get_text(object, "kind", &name, error);
    if (status)
        return status;
    // Packs are three kinds under one name.
    if (!hx_ut_kind_find(direction, name, 0, kind))
        return HX_OK;
    if (hx_ut_kind_find(direction, name, 1, kind))
        return hx_error_set(error, HX_ERROR_FORMAT, "kind: '%.60s' is no instruction %s the FPGA",
                            name, direction == HX_UT_TO_FPGA ? "to" : "from");
    uint64_t count;
    status = hx_json_get_uint(object, "count", 1, HX_UT_EVENTS_MAXIMUM, &count, error);
    return status ? status : hx_ut_kind_find(direction, name, (unsigned)count, kind);
}

// The parts of a timeout only repeat what `raw` says, so they may be left out.
static hx_status check_timeout(json_t *object, uint64_t raw, hx_error *error)
{
    hx_ut_timeout parts = hx_ut_timeout_split(raw);
    const struct {
        const char *key;
        uint64_t value;
    } checks[] = {{"instruction", parts.instruction},
                  {"trace_stall", parts.trace_stall},
                  {"omnibus_reads_in_flight", parts.omnibus_reads_in_flight}};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (!json_object_get(object, checks[i].key))
            continue;
        uint64_t value;
        hx_status status = hx_json_get_uint(object, checks[i].key, 0, UINT32_MAX, &value, error);
        if (status)
            return status;
        if (value != checks[i].value)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: differs from this part of raw",
                                checks[i].key);
    }
    return HX_OK;
}

static hx_status read_value(json_t *object, const hx_ut_kind_info *info, hx_ut_message *message,
                            hx_error *error)
{
    value_style style = style_of(message->kind);
    hx_status status =
        style.is_hex
            ? hx_json_get_hex(object, style.key, info->payload_bits, 0, &message->value, error)
            : hx_json_get_uint(object, style.key, 0, (UINT64_C(1) << info->payload_bits) - 1,
                               &message->value, error);
    if (!status && message->kind == HX_UT_FROM_TIMEOUT_NOTIFICATION)
        status = check_timeout(object, message->value, error);
    return status;
}

static hx_status read_jtag(json_t *object, hx_ut_message *message, hx_error *error)
{
    uint64_t bit_count = 0;
    hx_status status =
        hx_json_get_bool(object, "keep_response", &message->jtag.keep_response, error);
    if (!status)
        status = hx_json_get_uint(object, "num_bits", HX_UT_JTAG_BITS_MINIMUM,
                                  HX_UT_JTAG_BITS_MAXIMUM, &bit_count, error);
    if (!status)
        status = hx_json_get_hex(object, "payload", HX_UT_JTAG_BITS_MAXIMUM, 0,
                                 &message->jtag.payload, error);
    message->jtag.bit_count = (uint8_t)bit_count;
    return status;
}

static hx_status read_omnibus(json_t *object, hx_ut_message *message, hx_error *error)
{
    uint64_t enables = 0, address = 0;
    hx_status status = hx_json_get_bool(object, "is_read", &message->omnibus.is_read, error);
    if (!status)
        status = hx_json_get_uint(object, "byte_enables", 0, 15, &enables, error);
    if (!status)
        status = hx_json_get_hex(object, "address", 32, 0, &address, error);
    message->omnibus.byte_enables = (uint8_t)enables;
    message->omnibus.address = (uint32_t)address;
    return status;
}

static hx_status read_event(json_t *item, hx_ut_form form, hx_ut_event *event, hx_error *error)
{
    uint64_t value = 0, timestamp = 0;
    hx_status status;
    if (form == HX_UT_FORM_LABELS) {
        status = hx_json_read_hex(item, 16, 0, &value, error);
        if (status)
            hx_json_error_at(error, status, "%s", "label");
    } else if (!json_is_object(item)) {
        status = hx_error_set(error, HX_ERROR_FORMAT, "an object is wanted");
    } else {
        status = form == HX_UT_FORM_SPIKES ? hx_json_get_hex(item, "label", 16, 0, &value, error)
                                           : hx_json_get_hex(item, "value", 14, 0, &value, error);
        if (!status)
            status = hx_json_get_uint(item, "timestamp", 0, 255, &timestamp, error);
    }
    *event = (hx_ut_event){.value = (uint16_t)value, .timestamp = (uint8_t)timestamp};
    return status;
}

static const char *events_key(hx_ut_form form)
{
    return form == HX_UT_FORM_LABELS ? "labels" : form == HX_UT_FORM_SPIKES ? "spikes" : "samples";
}

static hx_status read_events(json_t *object, const hx_ut_kind_info *info, hx_ut_message *message,
                             hx_error *error)
{
    const char *key = events_key(info->form);
    json_t *list;
    hx_status status = hx_json_get_array(object, key, &list, error);
    if (status)
        return status;
    if (json_array_size(list) != info->event_count)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: %zu entries, but count is %u", key,
                            json_array_size(list), info->event_count);
    for (unsigned i = 0; i < info->event_count; i++) {
        status = read_event(json_array_get(list, i), info->form, &message->events[i], error);
        if (status)
            return hx_json_error_at(error, status, "%s[%u]", key, i);
    }
    return HX_OK;
}

hx_status hx_ut_message_from_json(hx_ut_direction direction, json_t *object, hx_ut_message *message,
                                  hx_error *error)
{
    if (!json_is_object(object))
        return hx_error_set(error, HX_ERROR_FORMAT, "a message is an object");
    memset(message, 0, sizeof *message);
    hx_status status = read_kind(direction, object, &message->kind, error);
    if (status)
        return status;
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        return HX_OK;
    case HX_UT_FORM_VALUE:
        return read_value(object, info, message, error);
    case HX_UT_FORM_JTAG:
        return read_jtag(object, message, error);
    case HX_UT_FORM_OMNIBUS:
        return read_omnibus(object, message, error);
    default:
        return read_events(object, info, message, error);
    }
}

static int write_value(json_t *object, const hx_ut_message *message)
{
    value_style style = style_of(message->kind);
    int failed = json_object_set_new(object, style.key,
                                     style.is_hex ? hx_json_hex(message->value, 0)
                                                  : json_integer((json_int_t)message->value));
    if (message->kind != HX_UT_FROM_TIMEOUT_NOTIFICATION)
        return failed;
    hx_ut_timeout parts = hx_ut_timeout_split(message->value);
    return failed || json_object_set_new(object, "instruction", json_integer(parts.instruction)) ||
           json_object_set_new(object, "trace_stall", json_integer(parts.trace_stall)) ||
           json_object_set_new(object, "omnibus_reads_in_flight",
                               json_integer(parts.omnibus_reads_in_flight));
}

static json_t *event_to_json(hx_ut_event event, hx_ut_form form)
{
    json_t *value = hx_json_hex(event.value, 0);
    if (form == HX_UT_FORM_LABELS)
        return value;
    return json_pack("{s:o, s:i}", form == HX_UT_FORM_SPIKES ? "label" : "value", value,
                     "timestamp", (int)event.timestamp);
}

static int write_events(json_t *object, const hx_ut_kind_info *info, const hx_ut_message *message)
{
    json_t *list = json_array();
    int failed = json_object_set_new(object, "count", json_integer(info->event_count)) ||
                 json_object_set_new(object, events_key(info->form), list);
    for (unsigned i = 0; !failed && i < info->event_count; i++)
        failed = json_array_append_new(list, event_to_json(message->events[i], info->form));
    return failed;
}

json_t *hx_ut_message_to_json(const hx_ut_message *message)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
    json_t *object = json_object();
    if (!info || !object)
        return NULL;
    int failed = json_object_set_new(object, "kind", json_string(info->name));
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        break;
    case HX_UT_FORM_VALUE:
        failed = failed || write_value(object, message);
        break;
    case HX_UT_FORM_JTAG:
        failed = failed ||
                 json_object_set_new(object, "keep_response",
                                     json_boolean(message->jtag.keep_response)) ||
                 json_object_set_new(object, "num_bits", json_integer(message->jtag.bit_count)) ||
                 json_object_set_new(object, "payload", hx_json_hex(message->jtag.payload, 0));
        break;
    case HX_UT_FORM_OMNIBUS:
        failed = failed ||
                 json_object_set_new(object, "is_read", json_boolean(message->omnibus.is_read)) ||
                 json_object_set_new(object, "byte_enables",
                                     json_integer(message->omnibus.byte_enables)) ||
                 json_object_set_new(object, "address", hx_json_hex(message->omnibus.address, 0));
        break;
    default:
        failed = failed || write_events(object, info, message);
    }
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}
