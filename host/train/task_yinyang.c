// Yin-Yang: 5-120-3, no data files.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/yinyang.h"
#include "host/train/task.h"

static const char *const class_names[HX_YINYANG_CLASSES] = {"yin", "yang", "dot"};

static hx_status load(hx_task_data *data, const char *directory, const hx_task_preset *sizes,
                      hx_error *error)
{
    (void)directory;
    hx_status status = hx_yinyang_create(&data->train, HX_YINYANG_TRAIN_SEED, sizes->train);
    if (!status)
        status =
            hx_yinyang_create(&data->validation, HX_YINYANG_VALIDATION_SEED, sizes->validation);
    if (!status)
        status = hx_yinyang_create(&data->test, HX_YINYANG_TEST_SEED, sizes->test);
    return status ? hx_error_set(error, status, "yinyang: %s", hx_status_text(status)) : HX_OK;
}

static hx_trainer_config configure(const hx_task_data *data)
{
    (void)data;
    return hx_trainer_config_default();
}

const hx_task hx_task_yinyang = {
    .name = "yinyang",
    .summary = "points in three areas of a disc; needs no data",
    .pace = {.group = 1},
    .loop = {3, 0, 2e-3, 0.6},
    .class_name = class_names,
    .preset_count = 2,
    // `quick` stays below 60,000 presentations, the decision map included.
    .presets = {{"quick", 9, 20, 5000, 300, 1000}, {"full", 60, 20, 5000, 1000, 1000}},
    .load = load,
    .configure = configure,
};
