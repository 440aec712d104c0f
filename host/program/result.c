// Playback programs: reading what comes back.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/program.h"
#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"

#include <stdlib.h>

typedef struct list {
    void *data;
    size_t count, capacity;
} list;

struct hx_program_result {
    hx_ut_decoder *decoder;
    hx_time_annotation time;
    list reads, spikes, ticks;
    uint64_t halt_time;
    bool done;
};

hx_status hx_program_result_create(hx_program_result **result)
{
    *result = NULL;
    hx_program_result *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    hx_status status = hx_ut_decoder_create(&made->decoder, HX_UT_FROM_FPGA);
    if (status) {
        free(made);
        return status;
    }
    hx_time_annotation_init(&made->time);
    *result = made;
    return HX_OK;
}

void hx_program_result_destroy(hx_program_result *result)
{
    if (!result)
        return;
    hx_ut_decoder_destroy(result->decoder);
    free(result->reads.data);
    free(result->spikes.data);
    free(result->ticks.data);
    free(result);
}

void hx_program_result_clear(hx_program_result *result)
{
    hx_time_annotation_init(&result->time);
    result->reads.count = result->spikes.count = result->ticks.count = 0;
    result->halt_time = 0;
    result->done = false;
}

// Room for one more element of `size` bytes; NULL without memory.
static void *extend(list *l, size_t size)
{
    if (l->count == l->capacity) {
        size_t capacity = l->capacity ? 2 * l->capacity : 256;
        void *larger = realloc(l->data, capacity * size);
        if (!larger)
            return NULL;
        l->data = larger;
        l->capacity = capacity;
    }
    return (char *)l->data + size * l->count++;
}

static hx_status take_spikes(hx_program_result *result, const hx_ut_message *message,
                             unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        hx_program_spike *spike = extend(&result->spikes, sizeof *spike);
        if (!spike)
            return HX_ERROR_MEMORY;
        spike->label = message->events[i].value;
        spike->chip_time =
            hx_chip_time_in_chip_cycles(result->time.fpga_time, message->events[i].timestamp);
    }
    return HX_OK;
}

static hx_status take_message(hx_program_result *result, const hx_ut_message *message,
                              hx_error *error)
{
    hx_time_annotation_step(&result->time, message);
    switch (message->kind) {
    case HX_UT_FROM_OMNIBUS_DATA: {
        uint32_t *value = extend(&result->reads, sizeof *value);
        if (!value)
            return HX_ERROR_MEMORY;
        *value = (uint32_t)message->value;
        return HX_OK;
    }
    case HX_UT_FROM_SPIKE_PACK_1:
    case HX_UT_FROM_SPIKE_PACK_2:
    case HX_UT_FROM_SPIKE_PACK_3:
        return take_spikes(result, message, hx_ut_kind_get_info(message->kind)->event_count);
    case HX_UT_FROM_LOOPBACK:
        if (message->value == HX_UT_TICK) {
            uint64_t *time = extend(&result->ticks, sizeof *time);
            if (!time)
                return HX_ERROR_MEMORY;
            *time = result->time.fpga_time;
        } else {
            result->halt_time = result->time.fpga_time;
            result->done = true;
        }
        return HX_OK;
    case HX_UT_FROM_TIMEOUT_NOTIFICATION:
        return hx_error_set(error, HX_ERROR_LIMIT, "instruction %u of the program timed out",
                            hx_ut_timeout_split(message->value).instruction);
    case HX_UT_FROM_SYSTIME:
    case HX_UT_FROM_SYSDELTA:
        return HX_OK; // counted by the annotation
    default:
        return hx_error_set(error, HX_ERROR_CHECK,
                            "a message '%s' came back that the program did not ask for",
                            hx_ut_kind_get_info(message->kind)->name);
    }
}

hx_status hx_program_result_feed(hx_program_result *result, const uint64_t *words, size_t count,
                                 size_t *used, hx_error *error)
{
    hx_status status = HX_OK;
    *used = 0;
    while (!status && !result->done && *used < count) {
        hx_ut_message message;
        bool complete;
        status = hx_ut_decoder_push(result->decoder, words[(*used)++], &message, &complete, error);
        if (!status && complete)
            status = take_message(result, &message, error);
    }
    return status;
}

bool hx_program_result_is_done(const hx_program_result *result)
{
    return result->done;
}

void hx_program_result_get_reads(const hx_program_result *result, const uint32_t **values,
                                 size_t *count)
{
    *values = result->reads.data;
    *count = result->reads.count;
}

void hx_program_result_get_spikes(const hx_program_result *result, const hx_program_spike **spikes,
                                  size_t *count)
{
    *spikes = result->spikes.data;
    *count = result->spikes.count;
}

void hx_program_result_get_ticks(const hx_program_result *result, const uint64_t **times,
                                 size_t *count)
{
    *times = result->ticks.data;
    *count = result->ticks.count;
}

uint64_t hx_program_result_get_halt_time(const hx_program_result *result)
{
    return result->halt_time;
}
