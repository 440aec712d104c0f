// metrics.jsonl and result.json: keys, values, flushing.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/metrics.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[32];

static void setup(void)
{
    strcpy(path, "/tmp/check_metrics_XXXXXX");
    close(mkstemp(path));
}

static void teardown(void)
{
    unlink(path);
}

static double real(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    ck_assert_msg(json_is_number(value), "%s is missing", key);
    return json_number_value(value);
}

START_TEST(lines_are_written_at_once_and_appended)
{
    hx_metrics *metrics;
    hx_metrics_line line = {1, 0.75, 0.5, 0.25, 12.5, 1.5, 30.0};
    ck_assert_int_eq(hx_metrics_open(&metrics, path, false, NULL), HX_OK);
    ck_assert_int_eq(hx_metrics_write(metrics, &line), HX_OK);
    FILE *file = fopen(path, "r"); // while the writer is still open
    json_t *object = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL);
    ck_assert_ptr_nonnull(object);
    ck_assert_uint_eq(json_object_size(object), 7);
    ck_assert(json_is_integer(json_object_get(object, "epoch")));
    ck_assert_double_eq(real(object, "epoch"), 1);
    ck_assert_double_eq(real(object, "train_loss"), 0.75);
    ck_assert_double_eq(real(object, "train_accuracy"), 0.5);
    ck_assert_double_eq(real(object, "validation_accuracy"), 0.25);
    ck_assert_double_eq(real(object, "hidden_spikes"), 12.5);
    ck_assert_double_eq(real(object, "chip_seconds"), 1.5);
    ck_assert_double_eq(real(object, "wall_seconds"), 30.0);
    json_decref(object);
    fclose(file);
    hx_metrics_close(metrics);
    ck_assert_int_eq(hx_metrics_open(&metrics, path, true, NULL), HX_OK);
    line.epoch = 2;
    line.train_loss = NAN;
    ck_assert_int_eq(hx_metrics_write(metrics, &line), HX_OK);
    hx_metrics_close(metrics);
    char text[512];
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    object = json_loads(text, 0, NULL);
    ck_assert(json_is_null(json_object_get(object, "train_loss")));
    ck_assert_double_eq(real(object, "epoch"), 2);
    ck_assert_ptr_null(fgets(text, sizeof text, file));
    json_decref(object);
    fclose(file);
}
END_TEST

START_TEST(result_has_exactly_its_keys)
{
    static const char *const keys[] = {
        "task",          "preset",       "in_loop",      "tier",          "seed",
        "chip_seed",     "epochs",       "workers",      "test_accuracy", "validation_accuracy",
        "hidden_spikes", "chip_seconds", "wall_seconds", "version"};
    hx_result result = {.task = "yin\"yang",
                        .preset = "default",
                        .tier = "fast",
                        .version = "0.1.0",
                        .in_loop = true,
                        .seed = 3,
                        .chip_seed = 4,
                        .epochs = 9,
                        .workers = 2,
                        .test_accuracy = 0.951,
                        .validation_accuracy = 0.96,
                        .hidden_spikes = 30.25,
                        .chip_seconds = 2.5,
                        .wall_seconds = 100.0};
    hx_error error;
    ck_assert_int_eq(hx_result_write(path, &result, NULL), HX_OK);
    json_t *object = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(object);
    ck_assert_uint_eq(json_object_size(object), sizeof keys / sizeof *keys);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        ck_assert_msg(json_object_get(object, keys[i]) != NULL, "%s is missing", keys[i]);
    ck_assert_str_eq(json_string_value(json_object_get(object, "task")), "yin\"yang");
    ck_assert(json_is_true(json_object_get(object, "in_loop")));
    ck_assert_double_eq(real(object, "test_accuracy"), 0.951);
    ck_assert_double_eq(real(object, "workers"), 2);
    json_decref(object);
    ck_assert_int_eq(hx_result_write("/nowhere/result.json", &result, &error), HX_ERROR_IO);
}
END_TEST

Suite *metrics_suite(void);
Suite *metrics_suite(void)
{
    Suite *suite = suite_create("metrics");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, setup, teardown);
    tcase_add_test(core, lines_are_written_at_once_and_appended);
    tcase_add_test(core, result_has_exactly_its_keys);
    suite_add_tcase(suite, core);
    return suite;
}
