// Options that say what goes into a wave file and when.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/trace_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/cli/range_list.h"

#define CHIP_ADDRESS_MAXIMUM 0x3ffffff // 26-bit Omnibus word address

void hx_trace_options_describe(hx_trace_options *trace, hx_option *options)
{
    const hx_option entries[HX_TRACE_OPTION_COUNT] = {
        {"--trace", HX_OPTION_TEXT, &trace->path, "F.fst", "write a wave file", NULL, 0, 0},
        {"--trace-scope", HX_OPTION_TEXT, &trace->scope_list, "GLOB,...",
         "record these signals and scopes (all)", NULL, 0, 0},
        {"--trace-neurons", HX_OPTION_TEXT, &trace->neuron_list, "LIST",
         "neurons with analog waves, e.g. 0-3,256 (0)", NULL, 0, 0},
        {"--trace-from", HX_OPTION_REAL, &trace->from_us, "US",
         "record from this simulated time on (0)", NULL, 0, 1e12},
        {"--trace-to", HX_OPTION_REAL, &trace->to_us, "US",
         "record up to this simulated time (the end)", NULL, HX_CHIP_CYCLE_NS / 1000.0, 1e12},
        {"--trace-on", HX_OPTION_TEXT, &trace->event, "EVENT",
         "record from spike:NEURON, bus:ADDRESS, pc:ADDRESS, error or timeout on", NULL, 0, 0},
        {"--trace-last", HX_OPTION_REAL, &trace->last_us, "US",
         "keep only the time before the end, or before --trace-on", NULL, 1, 1e9},
    };
    memcpy(options, entries, sizeof entries);
}

static hx_status parse_neurons(hx_trace_options *trace, const char *list, hx_error *error)
{
    if (!hx_range_list_parse(list, HX_NEURON_COUNT, trace->neurons, &trace->neuron_count))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace-neurons: '%s' is not a list of neurons 0..%d such as 0-3,256",
                            list, HX_NEURON_COUNT - 1);
    return HX_OK;
}

static hx_status parse_scopes(hx_trace_options *trace, hx_error *error)
{
    size_t length = strlen(trace->scope_list);
    if (length >= sizeof trace->scope_text)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--trace-scope: longer than %zu characters",
                            sizeof trace->scope_text - 1);
    memcpy(trace->scope_text, trace->scope_list, length + 1);
    trace->scope_count = 0;
    for (char *at = trace->scope_text; at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma++ = 0;
        if (!*at || trace->scope_count == HX_TRACE_SCOPE_MAXIMUM)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "--trace-scope: '%s' is not a list of 1..%d globs",
                                trace->scope_list, HX_TRACE_SCOPE_MAXIMUM);
        trace->scopes[trace->scope_count++] = at;
        at = comma;
    }
    return HX_OK;
}

static bool parse_number(const char *text, int base, unsigned long maximum, uint32_t *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long number = strtoul(text, &end, base);
    *value = (uint32_t)number;
    return *text >= '0' && *text <= '9' && !*end && !errno && number <= maximum;
}

static hx_status parse_event(const char *text, hx_trace_trigger *trigger, hx_error *error)
{
    bool good = true;
    if (!strncmp(text, "spike:", 6)) {
        trigger->event = HX_TRACE_ON_SPIKE;
        good = parse_number(text + 6, 10, HX_NEURON_COUNT - 1, &trigger->value);
    } else if (!strncmp(text, "bus:", 4)) {
        trigger->event = HX_TRACE_ON_BUS;
        good = parse_number(text + 4, 0, CHIP_ADDRESS_MAXIMUM, &trigger->value);
    } else if (!strncmp(text, "pc:", 3)) {
        trigger->event = HX_TRACE_ON_PC;
        good = parse_number(text + 3, 0, UINT32_MAX, &trigger->value);
    } else if (!strcmp(text, "error")) {
        trigger->event = HX_TRACE_ON_ERROR;
    } else if (!strcmp(text, "timeout")) {
        trigger->event = HX_TRACE_ON_TIMEOUT;
    } else {
        good = false;
    }
    return good ? HX_OK
                : hx_error_set(error, HX_ERROR_ARGUMENT,
                               "--trace-on: '%s' is none of spike:0..%d, bus:0..0x%x, "
                               "pc:ADDRESS, error, timeout",
                               text, HX_NEURON_COUNT - 1, CHIP_ADDRESS_MAXIMUM);
}

hx_status hx_trace_options_apply(hx_trace_options *trace, hx_trace_config *config, hx_error *error)
{
    config->path = trace->path;
    config->from_us = trace->from_us;
    config->to_us = trace->to_us;
    config->last_us = trace->last_us;
    if (trace->to_us > 0 && trace->to_us <= trace->from_us)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace-to: %g us is not after --trace-from %g", trace->to_us,
                            trace->from_us);
    if (!trace->path && (trace->from_us > 0 || trace->to_us > 0 || trace->scope_list ||
                         trace->event || trace->last_us > 0))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "the --trace options need --trace with the file to write");
    hx_status status = parse_neurons(trace, trace->neuron_list ? trace->neuron_list : "0", error);
    if (!status && trace->scope_list)
        status = parse_scopes(trace, error);
    if (!status && trace->event)
        status = parse_event(trace->event, &config->trigger, error);
    config->neurons = trace->neurons;
    config->neuron_count = trace->neuron_count;
    config->scopes = trace->scopes;
    config->scope_count = trace->scope_count;
    return status;
}
