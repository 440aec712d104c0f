// Small programs behind a synchronisation, and their answers.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/executor_program.h"

#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"

#include <check.h>

static word_list list, answers;
static message messages[1 << 12];
static size_t message_count;

static char letter_of(const hx_ut_message *it)
{
    switch (it->kind) {
    case HX_UT_FROM_LOOPBACK:
        return it->value == HX_UT_TICK ? 'T' : 'H';
    case HX_UT_FROM_OMNIBUS_DATA:
        return 'D';
    case HX_UT_FROM_JTAG_DATA:
        return 'J';
    case HX_UT_FROM_SYSTIME:
        return 'S';
    case HX_UT_FROM_TIMEOUT_NOTIFICATION:
        return 'O';
    case HX_UT_FROM_SYSDELTA:
        return 0;
    default:
        return 'E';
    }
}

// Decoded answers with the host's time of each; a halt sets the host's time to 0.
static void decode(const word_list *words)
{
    hx_ut_decoder *decoder;
    hx_time_annotation host;
    ck_assert_int_eq(hx_ut_decoder_create(&decoder, HX_UT_FROM_FPGA), HX_OK);
    hx_time_annotation_init(&host);
    message_count = 0;
    for (size_t i = 0; i < words->count; i++) {
        hx_ut_message it;
        bool complete;
        ck_assert_int_eq(hx_ut_decoder_push(decoder, words->words[i], &it, &complete, NULL), HX_OK);
        if (!complete)
            continue;
        hx_time_annotation_step(&host, &it);
        if (letter_of(&it))
            messages[message_count++] = (message){letter_of(&it), it.value, host.fpga_time};
        if (it.kind == HX_UT_FROM_LOOPBACK && it.value == HX_UT_HALT)
            hx_time_annotation_init(&host);
    }
    hx_ut_decoder_destroy(decoder);
}

void play_words(hx_connection *device, const word_list *words)
{
    play(device, words, &answers);
    decode(&answers);
}

void play_row(hx_connection *device, const row *it)
{
    list.count = 0;
    word_list_add(&list, WORD_SYNCHRONISE);
    word_list_add(&list, WORD_BARRIER_SYSTIME);
    word_list_add(&list, WORD_TIMER_SETUP);
    for (size_t i = 0; i < 20 && it->words[i]; i++)
        word_list_add(&list, it->words[i]);
    word_list_add(&list, WORD_HALT);
    play_words(device, &list);
}

const word_list *get_answers(void)
{
    return &answers;
}

const message *find(char kind, size_t number)
{
    for (size_t i = 0; i < message_count; i++)
        if (messages[i].kind == kind && number-- == 0)
            return &messages[i];
    return NULL;
}

size_t count(char kind)
{
    size_t result = 0;
    for (size_t i = 0; i < message_count; i++)
        result += messages[i].kind == kind;
    return result;
}

void compare(const row *it)
{
    static const char KINDS[] = "THDJOE";
    size_t seen[256] = {0};
    const message *tick = find('T', 0);
    ck_assert_msg(tick != NULL, "%s: no tick", it->name);
    for (const answer *wanted = it->answers; wanted->kind; wanted++) {
        size_t number = seen[(unsigned char)wanted->kind]++;
        if (wanted->kind == 'S')
            number = count('S') - 1;
        const message *got = find(wanted->kind, number);
        ck_assert_msg(got != NULL, "%s: no message %c number %zu", it->name, wanted->kind, number);
        int64_t at = (int64_t)(got->time - tick->time);
        uint64_t value = wanted->kind == 'S' ? tick->time + (uint64_t)wanted->at : wanted->value;
        ck_assert_msg((wanted->kind == 'O' ? got->value & 0xffffffffu : got->value) == value,
                      "%s: %c number %zu is 0x%jx, not 0x%jx", it->name, wanted->kind, number,
                      (uintmax_t)got->value, (uintmax_t)value);
        if (wanted->at != ANY)
            ck_assert_msg(wanted->at < ANY ? at >= -2 - wanted->at : at == wanted->at,
                          "%s: %c number %zu happened at %jd, not %d", it->name, wanted->kind,
                          number, (intmax_t)at, wanted->at < ANY ? -2 - wanted->at : wanted->at);
    }
    if (!seen['H'])
        seen['H'] = 1;
    for (const char *kind = KINDS; *kind; kind++)
        ck_assert_msg(count(*kind) == seen[(unsigned char)*kind], "%s: %zu messages %c", it->name,
                      count(*kind), *kind);
}

hx_connection *open_with_link(void)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    list.count = 0;
    word_list_add_link_up(&list);
    word_list_add_write(&list, MEMORY, 0x77);
    word_list_add(&list, WORD_BARRIER_OMNIBUS);
    word_list_add(&list, WORD_HALT);
    play(device, &list, &answers);
    return device;
}
