// A training task: its data, its network, its settings.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/task.h"

#include <stdlib.h>
#include <string.h>

#define CLASS_SAMPLES 20 // a class, on average

static const hx_task *const tasks[] = {&hx_task_yinyang, &hx_task_mnist, &hx_task_speech};

const hx_task *hx_task_find(const char *name)
{
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (!strcmp(tasks[i]->name, name))
            return tasks[i];
    return NULL;
}

const hx_task_preset *hx_task_find_preset(const hx_task *task, const char *name)
{
    for (size_t i = 0; i < task->preset_count; i++)
        if (!strcmp(task->presets[i].name, name))
            return &task->presets[i];
    return NULL;
}

// A class that is never seen cannot be learnt. Small sets may lack one by chance.
static hx_status check_classes(const hx_dataset *train, hx_error *error)
{
    if (train->count < (size_t)CLASS_SAMPLES * train->classes)
        return HX_OK;
    for (uint32_t class = 0; class < train->classes; class ++) {
        size_t i = 0;
        while (i < train->count && train->samples[i].label != class)
            i++;
        if (i == train->count)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "class %u has no sample among the %zu training samples", class,
                                train->count);
    }
    return HX_OK;
}

hx_status hx_task_load(const hx_task *task, hx_task_data *data, const char *directory,
                       const hx_task_preset *sizes, hx_error *error)
{
    *data = (hx_task_data){0};
    if (!directory)
        directory = getenv("HXCOSIM_DATA");
    if (task->needs_data && !directory)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "task '%s' needs data: --data DIR or the variable HXCOSIM_DATA",
                            task->name);
    hx_status status = task->load(data, directory, sizes, error);
    if (!status)
        status = check_classes(&data->train, error);
    if (status)
        hx_task_release(data);
    return status;
}

void hx_task_release(hx_task_data *data)
{
    hx_dataset_release(&data->train);
    hx_dataset_release(&data->validation);
    hx_dataset_release(&data->test);
    if (data->release_source)
        data->release_source(data->source);
    *data = (hx_task_data){0};
}
