// What `hxcosim run` reads and prints.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/run_io.h"

#include "host/cli/json_lines.h"
#include "host/cli/ut_json.h"
#include "host/program/word_file.h"
#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"
#include "host/wire/ut_encoder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static hx_status add_line(hx_ut_encoder *encoder, const char *line, const char *path,
                          unsigned long number, bool *halt, hx_error *error)
{
    json_error_t fault;
    json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, &fault);
    if (!object)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s:%lu: %s", path, number, fault.text);
    hx_ut_message message;
    hx_status status = hx_ut_message_from_json(HX_UT_TO_FPGA, object, &message, error);
    json_decref(object);
    if (status)
        return hx_json_error_at(error, status, "%s:%lu", path, number);
    *halt |= message.kind == HX_UT_TO_LOOPBACK && message.value == HX_UT_HALT;
    return hx_ut_encoder_push(encoder, &message);
}

static hx_status add_lines(hx_ut_encoder *encoder, FILE *file, const char *path, hx_error *error)
{
    char *line = NULL;
    size_t size = 0;
    bool halt = false;
    hx_status status = HX_OK;
    for (unsigned long number = 1; !status && getline(&line, &size, file) >= 0; number++)
        if (line[strspn(line, " \t\r\n")])
            status = add_line(encoder, line, path, number, &halt, error);
    if (!status && ferror(file))
        status = hx_error_set(error, HX_ERROR_IO, "%s: cannot read: %s", path, strerror(errno));
    if (!status && !halt)
        status = hx_error_set(error, HX_ERROR_FORMAT,
                              "%s: there is no halt (loopback of value 0), the program would not "
                              "end",
                              path);
    free(line);
    return status;
}

hx_status hx_run_read_messages(const char *path, uint64_t **words, size_t *count, hx_error *error)
{
    *words = NULL;
    FILE *file = fopen(path, "r");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
    hx_ut_encoder *encoder = NULL;
    hx_status status = hx_ut_encoder_create(&encoder, HX_UT_TO_FPGA);
    if (!status)
        status = add_lines(encoder, file, path, error);
    if (!status) {
        const uint64_t *made;
        hx_ut_encoder_get_words(encoder, &made, count);
        *words = malloc((*count + 1) * sizeof **words);
        if (*words)
            memcpy(*words, made, *count * sizeof **words);
        else
            status = HX_ERROR_MEMORY;
    }
    hx_ut_encoder_destroy(encoder);
    fclose(file);
    return status;
}

struct hx_run_printer {
    FILE *out;
    hx_ut_decoder *decoder; // NULL: words only
    hx_time_annotation time;
};

hx_status hx_run_printer_create(hx_run_printer **printer, FILE *out, bool messages)
{
    *printer = calloc(1, sizeof **printer);
    if (!*printer)
        return HX_ERROR_MEMORY;
    (*printer)->out = out;
    hx_time_annotation_init(&(*printer)->time);
    return messages ? hx_ut_decoder_create(&(*printer)->decoder, HX_UT_FROM_FPGA) : HX_OK;
}

void hx_run_printer_destroy(hx_run_printer *printer)
{
    if (!printer)
        return;
    hx_ut_decoder_destroy(printer->decoder);
    free(printer);
}

static hx_status print_message(hx_run_printer *printer, const hx_ut_message *message)
{
    hx_time_annotation_step(&printer->time, message);
    json_t *object = hx_ut_message_to_json(message);
    json_t *events = json_object_get(object, "spikes");
    if (!events)
        events = json_object_get(object, "samples");
    json_object_set_new(object, "fpga_time", hx_json_hex(printer->time.fpga_time, 0));
    for (size_t i = 0; i < json_array_size(events); i++)
        json_object_set_new(json_array_get(events, i), "chip_time",
                            hx_json_hex(hx_chip_time_in_fpga_cycles(printer->time.fpga_time,
                                                                    message->events[i].timestamp),
                                        0));
    int failed = !object || json_dumpf(object, printer->out, JSON_COMPACT) ||
                 fputc('\n', printer->out) == EOF;
    json_decref(object);
    // The host counts time from 0 in each program.
    if (message->kind == HX_UT_FROM_LOOPBACK && message->value == HX_UT_HALT)
        hx_time_annotation_init(&printer->time);
    return failed ? HX_ERROR_IO : HX_OK;
}

hx_status hx_run_printer_take(hx_run_printer *printer, const uint64_t *words, size_t count,
                              hx_error *error)
{
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < count; i++) {
        status = hx_word_file_write(printer->out, &words[i], 1);
        if (status)
            return hx_error_set(error, status, "cannot write the response: %s", strerror(errno));
        hx_ut_message message;
        bool complete = false;
        if (printer->decoder)
            status = hx_ut_decoder_push(printer->decoder, words[i], &message, &complete, error);
        if (!status && complete && print_message(printer, &message))
            status =
                hx_error_set(error, HX_ERROR_IO, "cannot write the response: %s", strerror(errno));
    }
    return status;
}
