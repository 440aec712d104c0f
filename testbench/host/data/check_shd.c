// Spike recordings in the SHD layout: what is read, thinned, compressed and refused.
// SPDX-License-Identifier: Apache-2.0
//
// With HXCOSIM_DATA set to the data folder the converted digits are read too.
#include "host/data/shd.h"
#include "host/data/speech.h"

#include "testbench/host/data/shd_file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static hx_shd_event events[] = {{0.0f, 0},   {0.25f, 699}, {0.5f, 350},
                                {0.1f, 630}, {0.1f, 9},    {1.25f, 20}};
static uint32_t labels[] = {4, 0, 19};
static size_t start[] = {0, 3, 3, 6};
static const hx_shd recordings = {3, 3, labels, start, events, NULL};

static void setup(void)
{
    snprintf(path, sizeof path, "/tmp/check_shd_%ld.h5", (long)getpid());
}

static void teardown(void)
{
    unlink(path);
}

START_TEST(recordings_are_read)
{
    hx_shd found;
    shd_file_write(path, &recordings, NULL);
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, NULL), HX_OK);
    ck_assert_uint_eq(found.count, 3);
    ck_assert_mem_eq(found.labels, labels, sizeof labels);
    ck_assert_mem_eq(found.start, start, sizeof start);
    ck_assert_mem_eq(found.events, events, sizeof events);
    hx_shd_release(&found);
    ck_assert_int_eq(hx_shd_load(&found, path, 2, 7, NULL), HX_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(found.total, 3);
    ck_assert_uint_eq(found.labels[0], 19);
    ck_assert_uint_eq(found.start[1], 3);
    ck_assert_mem_eq(found.events, events + 3, 3 * sizeof *events);
    hx_shd_release(&found);
    ck_assert_int_eq(hx_shd_load(&found, path, 3, 0, NULL), HX_OK);
    ck_assert_uint_eq(found.count, 0);
    hx_shd_release(&found);
}
END_TEST

static void assert_refused(const hx_shd *wrong, const char *without, const char *text)
{
    hx_shd found;
    hx_error error = {""};
    shd_file_write(path, wrong, without);
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_null(found.events);
    ck_assert_msg(strstr(error.text, text) != NULL, "%s", error.text);
}

START_TEST(wrong_files_are_refused)
{
    hx_shd found;
    hx_error error = {""};
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, &error), HX_ERROR_IO);
    assert_refused(&recordings, "spikes/times", "spikes/times is missing");
    assert_refused(&recordings, "spikes/units", "spikes/units is missing");
    assert_refused(&recordings, "labels", "labels is missing");
    hx_shd_event wrong[6];
    memcpy(wrong, events, sizeof wrong);
    hx_shd changed = recordings;
    changed.events = wrong;
    wrong[4].unit = 700;
    assert_refused(&changed, NULL, "recording 2, spike 1: unit 700");
    wrong[4] = (hx_shd_event){0.05f, 9};
    assert_refused(&changed, NULL, "recording 2, spike 1: times");
    wrong[4].time_s = -1.0f;
    assert_refused(&changed, NULL, "recording 2, spike 1: times");
    wrong[4].time_s = 350.0f; // milliseconds
    assert_refused(&changed, NULL, "recording 2, spike 1: time 350 is above 60 s");
    uint32_t far[] = {4, 64, 19};
    changed = recordings;
    changed.labels = far;
    assert_refused(&changed, NULL, "recording 1: label 64");
    FILE *file = fopen(path, "w");
    fputs("this is not HDF5", file);
    fclose(file);
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, &error), HX_ERROR_IO);
}
END_TEST

START_TEST(a_speaker_is_moved_to_the_end)
{
    uint32_t speakers[] = {7, 2, 7};
    hx_shd named = recordings, found;
    hx_error error = {""};
    size_t moved;
    named.speakers = speakers;
    shd_file_write(path, &named, NULL);
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, &error), HX_OK);
    ck_assert_mem_eq(found.speakers, speakers, sizeof speakers);
    ck_assert_int_eq(hx_shd_move_speaker(&found, 7, &moved), HX_OK);
    ck_assert_uint_eq(moved, 2);
    ck_assert_uint_eq(found.count, 3);
    const uint32_t order[] = {1, 0, 2};
    for (int i = 0; i < 3; i++) {
        size_t from = order[i], length = start[from + 1] - start[from];
        ck_assert_uint_eq(found.labels[i], labels[from]);
        ck_assert_uint_eq(found.speakers[i], speakers[from]);
        ck_assert_uint_eq(found.start[i + 1] - found.start[i], length);
        ck_assert_mem_eq(found.events + found.start[i], events + start[from],
                         length * sizeof *events);
    }
    ck_assert_int_eq(hx_shd_move_speaker(&found, 5, &moved), HX_OK);
    ck_assert_uint_eq(moved, 0);
    hx_shd_release(&found);
    shd_file_write(path, &recordings, NULL);
    ck_assert_int_eq(hx_shd_load(&found, path, 0, 0, &error), HX_OK);
    ck_assert_ptr_null(found.speakers);
    hx_shd_release(&found);
}
END_TEST

// Each spike of an input is its last of four, so that all can be seen.
static const hx_speech_view all = {.phase = HX_SPEECH_THINNING - 1};

static size_t encode(size_t number, const hx_speech_channels *channels, int shift, double growth,
                     hx_spike *spikes)
{
    hx_speech_view view = all;
    view.shift_units = shift;
    view.growth = growth;
    return hx_speech_encode(&recordings, number, channels, &view, spikes);
}

START_TEST(channels_are_joined_and_time_compressed)
{
    const hx_speech_channels channels = {0, 10};
    hx_spike spikes[3];
    ck_assert_uint_eq(encode(0, &channels, 0, 0, spikes), 3);
    ck_assert_uint_eq(spikes[1].unit, 69);
    ck_assert_uint_eq(spikes[2].unit, 35);
    ck_assert_float_eq(spikes[2].time_us, 50.0f);
    ck_assert_uint_eq(encode(1, &channels, 0, 0, spikes), 0);
    ck_assert_uint_eq(encode(2, &channels, 0, 0, spikes), 2); // 1.25 s is after the trial
    ck_assert_uint_eq(spikes[0].unit + spikes[1].unit, 63);
    ck_assert_uint_eq(encode(2, &channels, 0, -0.25, spikes), 3); // shorter: within it
    ck_assert_float_eq(spikes[2].time_us, 93.75f);
    const hx_speech_channels few = {10, 5}; // units 10..359
    ck_assert_uint_eq(encode(0, &few, 0, 0, spikes), 1);
    ck_assert_uint_eq(spikes[0].unit, 68);
    ck_assert_uint_eq(encode(2, &few, 0, 0, spikes), 0);
    ck_assert_uint_eq(encode(2, &few, -1, 0, spikes), 1); // 9 becomes 10
    ck_assert_uint_eq(spikes[0].unit, 0);
}
END_TEST

// Of 10 spikes of an input the 4th and the 8th are used; another phase takes others.
START_TEST(one_spike_of_four_is_used)
{
    enum { COUNT = 20 };
    static hx_shd_event many[COUNT];
    uint32_t digit[] = {3};
    size_t ends[] = {0, COUNT};
    const hx_shd one = {1, 1, digit, ends, many, NULL};
    const hx_speech_channels channels = {0, 10};
    for (uint32_t i = 0; i < COUNT; i++) // two inputs take turns
        many[i] = (hx_shd_event){0.01f * (float)i, (i % 2) * 10 + i % 3};
    hx_dataset dataset;
    ck_assert_int_eq(hx_speech_create(&dataset, &one, 0, 1, &channels), HX_OK);
    ck_assert_uint_eq(dataset.inputs, 70);
    ck_assert_uint_eq(dataset.classes, 4);
    const hx_sample *sample = &dataset.samples[0];
    ck_assert_uint_eq(sample->spike_count, 4);
    for (uint32_t k = 0; k < 4; k++) { // spikes 6, 7, 14, 15
        ck_assert_uint_eq(sample->spikes[k].unit, k % 2);
        ck_assert_float_eq_tol(sample->spikes[k].time_us, (float)(6 + k % 2 + k / 2 * 8), 1e-4f);
    }
    hx_dataset_release(&dataset);
    hx_spike spikes[COUNT];
    const hx_speech_view view = {.phase = 1, .phase_step = 2}; // input 1 starts at 3
    ck_assert_uint_eq(hx_speech_encode(&one, 0, &channels, &view, spikes), 5);
    const uint32_t units[] = {1, 0, 1, 0, 1};
    for (uint32_t k = 0; k < 5; k++)
        ck_assert_uint_eq(spikes[k].unit, units[k]);
}
END_TEST

START_TEST(silent_channels_are_left_out)
{
    enum { COUNT = 1000 };
    static hx_shd_event many[COUNT];
    size_t ends[] = {0, COUNT};
    const hx_shd one = {1, 1, labels, ends, many, NULL};
    for (uint32_t i = 0; i < COUNT; i++) // 50 of 1000 below unit 300
        many[i] = (hx_shd_event){0.0f, i < 50 ? 100 : 300 + i % 400};
    hx_speech_channels channels = hx_speech_choose_channels(&one);
    ck_assert_uint_eq(channels.first, 300);
    ck_assert_uint_eq(channels.stride, 5); // 300 + 69 * 5 = 645 <= 699 < 300 + 69 * 6
    for (uint32_t i = 0; i < COUNT; i++)
        many[i].unit = 699;
    channels = hx_speech_choose_channels(&one);
    ck_assert_uint_eq(channels.first, 630);
    ck_assert_uint_eq(channels.stride, 1);
}
END_TEST

START_TEST(the_converted_digits_have_their_counts)
{
    const char *data = getenv("HXCOSIM_DATA");
    if (!data) {
        printf("check_shd: skipped, HXCOSIM_DATA is not set\n");
        return;
    }
    char name[512];
    hx_shd found;
    snprintf(name, sizeof name, "%s/fsdd_spikes/fsdd_spikes_mini.h5", data);
    ck_assert_int_eq(hx_shd_load(&found, name, 0, 0, NULL), HX_OK);
    ck_assert_uint_eq(found.count, 40);
    ck_assert_uint_eq(found.start[40], 113034);
    for (uint32_t i = 0; i < 40; i++)
        ck_assert_uint_eq(found.labels[i], i % 10);
    hx_shd_release(&found);
}
END_TEST

Suite *shd_suite(void);
Suite *shd_suite(void)
{
    Suite *suite = suite_create("shd");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_checked_fixture(core, setup, teardown);
    tcase_add_test(core, recordings_are_read);
    tcase_add_test(core, wrong_files_are_refused);
    tcase_add_test(core, a_speaker_is_moved_to_the_end);
    tcase_add_test(core, channels_are_joined_and_time_compressed);
    tcase_add_test(core, one_spike_of_four_is_used);
    tcase_add_test(core, silent_channels_are_left_out);
    tcase_add_test(core, the_converted_digits_have_their_counts);
    suite_add_tcase(suite, core);
    return suite;
}
