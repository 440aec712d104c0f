// The executor's channels on the whole set-up: JTAG clock, spikes, time, reset pin.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/time_annotation.h"
#include "host/wire/ut_decoder.h"
#include "testbench/sim/executor_program.h"

#include <check.h>

static word_list list;

// Steps of the test access port, each scaler + 2 FPGA cycles long.
START_TEST(jtag_clock)
{
    static const struct {
        uint64_t word;
        unsigned steps;
    } SHIFTS[] = {{ROW_JTAG_INIT, 6}, {INS(1), 13}, {SHIFT(0, 33, 0), 38}, {SHIFT(1, 3, 0), 8}};
    static const unsigned SCALERS[] = {0, 1, 6, 100, 255};
    hx_connection *device = open_with_link();
    for (size_t s = 0; s < sizeof SHIFTS / sizeof *SHIFTS; s++) {
        uint64_t first = 0;
        for (size_t i = 0; i < sizeof SCALERS / sizeof *SCALERS; i++) {
            const row it = {"jtag",
                            {SCALER(SCALERS[i]), WORD_TICK, SHIFTS[s].word, BARRIER(2), WORD_TICK},
                            {{0}}};
            play_row(device, &it);
            ck_assert_uint_eq(count('T'), 2);
            uint64_t took = find('T', 1)->time - find('T', 0)->time;
            if (i == 0)
                first = took;
            ck_assert_uint_eq(took - first, SHIFTS[s].steps * (SCALERS[i] - SCALERS[0]));
            ck_assert_uint_ge(took, SHIFTS[s].steps * (SCALERS[i] + 2));
        }
    }
    hx_connection_close(device);
}
END_TEST

// Packs of one to three labels through the crossbar and back, recorded and not.
START_TEST(spike_packs)
{
    static const uint16_t LABELS[] = {0x0001, 0x4002, 0x7fff, 0x8003, 0xc004, 0x3fff};
    hx_connection *device = open_with_link();
    for (int recording = 0; recording < 2; recording++) {
        row setup = {"setup", {WORD_TICK}, {{0}}};
        size_t n = 1;
        setup.words[n++] = WORD_WRITE(0x88000005);
        setup.words[n++] = WORD_DATA(recording);
        for (unsigned j = 0; j < 4; j++) { // link input j to link output j: everything
            setup.words[n++] = WORD_WRITE(NODE_0 + 24 + 9 * j + 8);
            setup.words[n++] = WORD_DATA(0);
        }
        setup.words[n++] = BARRIER(1);
        play_row(device, &setup);
        const row it = {
            "packs",
            {WORD_TICK, WORD_WAIT_UNTIL(1000), WORD_SPIKE(LABELS[0]), WORD_WAIT_UNTIL(2000),
             0x0e00000000000000u | (uint64_t)LABELS[1] << 16 | LABELS[2], WORD_WAIT_UNTIL(3000),
             0x0f00000000000000u | (uint64_t)LABELS[3] << 32 | (uint64_t)LABELS[4] << 16 |
                 LABELS[5],
             WORD_WAIT_UNTIL(4000)},
            {{0}}};
        play_row(device, &it);
        hx_ut_decoder *decoder;
        hx_time_annotation host;
        ck_assert_int_eq(hx_ut_decoder_create(&decoder, HX_UT_FROM_FPGA), HX_OK);
        hx_time_annotation_init(&host);
        const word_list *answers = get_answers();
        uint64_t tick = find('T', 0)->time, times[6] = {0};
        unsigned got = 0;
        for (size_t i = 0; i < answers->count; i++) {
            hx_ut_message spikes;
            bool complete;
            ck_assert_int_eq(
                hx_ut_decoder_push(decoder, answers->words[i], &spikes, &complete, NULL), HX_OK);
            if (complete)
                hx_time_annotation_step(&host, &spikes);
            if (!complete || hx_ut_kind_get_info(spikes.kind)->form != HX_UT_FORM_SPIKES)
                continue;
            for (unsigned e = 0; e < hx_ut_kind_get_info(spikes.kind)->event_count; e++) {
                unsigned place = 0;
                while (place < 6 && LABELS[place] != spikes.events[e].value)
                    place++;
                ck_assert_uint_lt(place, 6);
                times[place] =
                    hx_chip_time_in_chip_cycles(host.fpga_time, spikes.events[e].timestamp);
                got++;
            }
        }
        hx_ut_decoder_destroy(decoder);
        ck_assert_uint_eq(got, recording ? 6 : 0);
        for (unsigned i = 0; i < got; i++) {
            // Executed at 1001, 2001, 3001; on the chip after the way over the lanes.
            int64_t sent = 2 * (int64_t)(tick + (i == 0 ? 1001 : i < 3 ? 2001 : 3001));
            ck_assert_int_ge((int64_t)times[i], sent + 20);
            ck_assert_int_le((int64_t)times[i], sent + 60);
        }
        // The first of each pack takes the same time.
        if (recording) {
            ck_assert_uint_eq(times[1] - times[0], 2000);
            ck_assert_uint_eq(times[3] - times[1], 2000);
        }
    }
    hx_connection_close(device);
}
END_TEST

// Chip and FPGA start from the base at the next synchronisation, and not before.
START_TEST(synchronisation_base)
{
    const uint64_t base = 0x3a5deadbeefu;
    hx_connection *device = open_with_link();
    const row write = {
        "base",
        {WORD_TICK, WRITE(0, base & 0xffffffffu), WRITE(1, base >> 32), BARRIER(1), SYSTIME_REPORT},
        {{0}}};
    play_row(device, &write);
    ck_assert_uint_lt(find('S', 1)->time, 1u << 20);
    const row read = {"time", {WORD_TICK, SYSTIME_REPORT}, {{0}}};
    play_row(device, &read);
    ck_assert_uint_ge(find('T', 0)->time, base);
    ck_assert_uint_lt(find('T', 0)->time, base + 100);
    ck_assert_uint_eq(find('S', count('S') - 1)->time, find('T', 0)->time + 1);
    hx_connection_close(device);
}
END_TEST

// Before the first synchronisation stamps only count messages; each program starts from 0.
START_TEST(no_time_before_synchronisation)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    for (int program = 0; program < 2; program++) {
        word_list_add(&list, WORD_TICK);
        word_list_add(&list, WORD_TIMER_SETUP);
        word_list_add(&list, WORD_WAIT_UNTIL(1000));
        word_list_add(&list, WORD_TICK);
        word_list_add(&list, WORD_HALT);
    }
    play_words(device, &list);
    ck_assert_uint_eq(count('T'), 4);
    ck_assert_uint_eq(count('H'), 2);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(find('T', i)->time, i % 2 + 1);
    for (size_t i = 0; i < 2; i++)
        ck_assert_uint_eq(find('H', i)->time, 3);
    hx_connection_close(device);
}
END_TEST

// The reset pin stays until changed; it clears the chip's registers, not those of the FPGA.
START_TEST(reset_pin)
{
    hx_connection *device = open_with_link();
    const row it = {"reset",
                    {WORD_TICK, WRITE(NODE_0, 0x12345), BARRIER(1), 0x0900000000000001u,
                     WORD_WAIT_UNTIL(1000), 0x0900000000000000u, WORD_WAIT_UNTIL(1100), SCALER(0),
                     ROW_JTAG_INIT, INS(5), SHIFT(0, 33, 0x100000000u | NODE_0), INS(7),
                     SHIFT(0, 3, 0), INS(6), SHIFT(1, 32, 0), BARRIER(2), WORD_READ(MEMORY),
                     BARRIER(1)},
                    {{'T', 1, 0}, {'J', 0x10000, ANY}, {'D', 0x77, ANY}}};
    play_row(device, &it);
    compare(&it);
    // While it is held no register of the chip keeps anything.
    const row held = {"held",
                      {WORD_TICK, 0x0900000000000001u, INS(5), SHIFT(0, 33, NODE_0), INS(6),
                       SHIFT(0, 32, 0x12345), INS(7), SHIFT(0, 3, 0), BARRIER(2),
                       0x0900000000000000u, INS(5), SHIFT(0, 33, 0x100000000u | NODE_0), INS(7),
                       SHIFT(0, 3, 0), INS(6), SHIFT(1, 32, 0), BARRIER(2)},
                      {{'T', 1, 0}, {'J', 0x10000, ANY}}};
    for (size_t i = 0; held.words[i]; i++)
        word_list_add(&list, held.words[i]);
    word_list_add(&list, WORD_HALT);
    play_words(device, &list);
    compare(&held);
    hx_connection_close(device);
}
END_TEST

Suite *executor_channels_suite(void);
Suite *executor_channels_suite(void)
{
    Suite *suite = suite_create("executor_channels");
    TCase *channels = tcase_create("channels");
    tcase_set_timeout(channels, 60);
    tcase_add_test(channels, jtag_clock);
    tcase_add_test(channels, spike_packs);
    tcase_add_test(channels, synchronisation_base);
    tcase_add_test(channels, no_time_before_synchronisation);
    tcase_add_test(channels, reset_pin);
    suite_add_tcase(suite, channels);
    return suite;
}
