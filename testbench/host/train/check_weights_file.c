// weights.h5 and checkpoint: round trip, resumed training, refused files.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/weights_file.h"

#include "host/data/yinyang.h"
#include "host/train/software.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static char path[128];

static void setup(void)
{
    strcpy(folder, "/tmp/check_weights_XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/weights.h5", folder);
}

static void teardown(void)
{
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0); // nothing else is left behind
}

static const hx_weights_info info = {
    .task = "yinyang", .preset = "default", .chip_seed = 17, .in_loop = true};

START_TEST(resumed_training_has_the_same_bits)
{
    hx_trainer_config config = hx_trainer_config_default();
    hx_dataset train;
    hx_trainer *whole, *first, *second;
    hx_software *software;
    hx_weights_info found;
    ck_assert_int_eq(hx_yinyang_create(&train, 42, 200), HX_OK);
    ck_assert_int_eq(hx_software_create(&software, &config.network), HX_OK);
    ck_assert_int_eq(hx_trainer_create(&whole, &config, NULL), HX_OK);
    ck_assert_int_eq(hx_trainer_create(&first, &config, NULL), HX_OK);
    ck_assert_int_eq(hx_trainer_create(&second, &config, NULL), HX_OK);
    ck_assert_int_eq(
        hx_trainer_run(whole, 4, &train, NULL, hx_software_present, software, NULL, NULL), HX_OK);
    ck_assert_int_eq(
        hx_trainer_run(first, 2, &train, NULL, hx_software_present, software, NULL, NULL), HX_OK);
    ck_assert_int_eq(hx_weights_save(path, first, &info, true, NULL), HX_OK);
    ck_assert_int_eq(hx_weights_load(path, second, &found, true, NULL), HX_OK);
    ck_assert_uint_eq(found.epoch, 2);
    ck_assert_uint_eq(found.seed, config.seed);
    ck_assert_uint_eq(found.chip_seed, 17);
    ck_assert_str_eq(found.task, "yinyang");
    ck_assert_str_eq(found.preset, "default");
    ck_assert(found.in_loop);
    ck_assert_uint_eq(hx_trainer_get_epoch(second), 2);
    ck_assert_int_eq(
        hx_trainer_run(second, 4, &train, NULL, hx_software_present, software, NULL, NULL), HX_OK);
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        ck_assert_mem_eq(hx_trainer_weights(whole, layer), hx_trainer_weights(second, layer),
                         hx_network_weight_count(&config.network, layer) * sizeof(float));
    hx_trainer_destroy(whole);
    hx_trainer_destroy(first);
    hx_trainer_destroy(second);
    hx_software_destroy(software);
    hx_dataset_release(&train);
}
END_TEST

START_TEST(wrong_files_are_refused)
{
    hx_trainer_config config = hx_trainer_config_default();
    hx_trainer *trainer, *wider;
    hx_error error;
    ck_assert_int_eq(hx_trainer_create(&trainer, &config, NULL), HX_OK);
    config.network.hidden++;
    ck_assert_int_eq(hx_trainer_create(&wider, &config, NULL), HX_OK);
    ck_assert_int_eq(hx_weights_load(path, trainer, NULL, false, &error), HX_ERROR_IO);
    ck_assert_int_eq(hx_weights_save(path, trainer, &info, false, NULL), HX_OK);
    ck_assert_int_eq(hx_weights_load(path, trainer, NULL, false, &error), HX_OK);
    ck_assert_int_eq(hx_weights_load(path, trainer, NULL, true, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "checkpoint"));
    ck_assert_int_eq(hx_weights_load(path, wider, NULL, false, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "/layers/0/weight"));
    FILE *file = fopen(path, "w");
    fputs("this is not HDF5", file);
    fclose(file);
    ck_assert_int_eq(hx_weights_load(path, trainer, NULL, false, &error), HX_ERROR_IO);
    ck_assert_int_eq(hx_weights_save("/nowhere/weights.h5", trainer, &info, false, &error),
                     HX_ERROR_IO);
    hx_trainer_destroy(trainer);
    hx_trainer_destroy(wider);
}
END_TEST

Suite *weights_file_suite(void);
Suite *weights_file_suite(void)
{
    Suite *suite = suite_create("weights_file");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_checked_fixture(core, setup, teardown);
    tcase_add_test(core, resumed_training_has_the_same_bits);
    tcase_add_test(core, wrong_files_are_refused);
    suite_add_tcase(suite, core);
    return suite;
}
