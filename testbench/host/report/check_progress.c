// The progress line: its text, and silence where there is no terminal.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/progress.h"

#include <check.h>
#include <string.h>

static const hx_progress_state state = {.epoch = 2,
                                        .epochs = 9,
                                        .samples = 250,
                                        .per_epoch = 1000,
                                        .loss = 0.51239,
                                        .accuracy = 0.8125,
                                        .validation_accuracy = 0.875,
                                        .chip_seconds = 0.5,
                                        .slowdown = 1234.4};

START_TEST(text_has_all_fields)
{
    char text[320];
    hx_progress_format(text, sizeof text, &state, 420.0, 3725.0);
    ck_assert_str_eq(text, "epoch 2/9  250/1000  loss 0.5124  accuracy 81.2 %  validation 87.5 %  "
                           "chip 0.5 s  slow-down 1234x  420 samples/s  left 1 h 02 min");
    hx_progress_state bare = state;
    bare.validation_accuracy = -1.0;
    bare.chip_seconds = 0.0;
    hx_progress_format(text, sizeof text, &bare, 420.0, -1.0);
    ck_assert_str_eq(text, "epoch 2/9  250/1000  loss 0.5124  accuracy 81.2 %  420 samples/s  "
                           "left --");
    hx_progress_format(text, sizeof text, &bare, 1.0, 61.5);
    ck_assert_ptr_nonnull(strstr(text, "left 1 min 01 s"));
}
END_TEST

START_TEST(without_a_terminal_only_epochs_are_printed)
{
    char text[1024];
    for (int quiet = 0; quiet < 2; quiet++) {
        FILE *stream = tmpfile();
        hx_progress *progress;
        ck_assert_int_eq(hx_progress_create(&progress, stream, quiet), HX_OK);
        hx_progress_update(progress, &state);
        hx_progress_update(progress, &state);
        hx_progress_epoch(progress, &state);
        ck_assert_double_ge(hx_progress_wall_seconds(progress), 0.0);
        hx_progress_destroy(progress);
        rewind(stream);
        size_t length = fread(text, 1, sizeof text - 1, stream);
        text[length] = 0;
        fclose(stream);
        if (quiet) {
            ck_assert_uint_eq(length, 0);
        } else {
            ck_assert_ptr_eq(strchr(text, '\n'), text + length - 1); // one line
            ck_assert_ptr_null(strchr(text, '\r'));
            ck_assert_ptr_null(strchr(text, '\033'));
        }
    }
}
END_TEST

Suite *progress_suite(void);
Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *core = tcase_create("core");
    tcase_add_test(core, text_has_all_fields);
    tcase_add_test(core, without_a_terminal_only_epochs_are_printed);
    suite_add_tcase(suite, core);
    return suite;
}
