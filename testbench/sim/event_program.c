// Programs whose answers are events.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/event_program.h"

#include "host/wire/ut_decoder.h"

#include <check.h>

void event_program_begin(event_program *p)
{
    p->list.count = 0;
}

void event_program_write(event_program *p, uint32_t address, uint32_t value)
{
    word_list_add_write(&p->list, address, value);
}

void event_program_read(event_program *p, uint32_t address)
{
    word_list_add(&p->list, WORD_READ(address));
}

void event_program_settle(event_program *p)
{
    word_list_add(&p->list, WORD_BARRIER_OMNIBUS);
    word_list_add(&p->list, WORD_TIMER_SETUP);
}

void event_program_wait_until(event_program *p, uint32_t cycle)
{
    word_list_add(&p->list, WORD_WAIT_UNTIL(cycle));
}

void event_program_spike(event_program *p, uint16_t label)
{
    word_list_add(&p->list, WORD_SPIKE(label));
}

static void sort_message(event_program *p, const hx_ut_message *message)
{
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message->kind);
    bool is_sample = message->kind == HX_UT_FROM_MADC_SAMPLE_PACK_1 ||
                     message->kind == HX_UT_FROM_MADC_SAMPLE_PACK_2 ||
                     message->kind == HX_UT_FROM_MADC_SAMPLE_PACK_3;
    if (message->kind == HX_UT_FROM_OMNIBUS_DATA) {
        ck_assert_uint_lt(p->data_count, sizeof p->data / sizeof *p->data);
        p->data[p->data_count++] = (uint32_t)message->value;
    }
    for (unsigned i = 0; i < info->event_count; ++i) {
        ck_assert_uint_lt(p->event_count, sizeof p->events / sizeof *p->events);
        p->events[p->event_count++] = (seen_event){.is_sample = is_sample,
                                                   .timestamp = message->events[i].timestamp,
                                                   .label = message->events[i].value};
    }
}

void event_program_play(event_program *p, hx_connection *device)
{
    hx_ut_decoder *decoder;
    word_list_add(&p->list, WORD_BARRIER_OMNIBUS);
    word_list_add(&p->list, WORD_HALT);
    play(device, &p->list, &p->answers);
    p->event_count = 0;
    p->data_count = 0;
    ck_assert_int_eq(hx_ut_decoder_create(&decoder, HX_UT_FROM_FPGA), HX_OK);
    for (size_t i = 0; i < p->answers.count; ++i) {
        hx_ut_message message;
        hx_error error;
        bool complete;
        ck_assert_int_eq(
            hx_ut_decoder_push(decoder, p->answers.words[i], &message, &complete, &error), HX_OK);
        if (complete)
            sort_message(p, &message);
    }
    hx_ut_decoder_destroy(decoder);
}

size_t event_program_count(const event_program *p, bool samples)
{
    size_t count = 0;
    for (size_t i = 0; i < p->event_count; ++i)
        count += p->events[i].is_sample == samples;
    return count;
}
