// metrics.jsonl and result.json of a training run.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/metrics.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIGITS JSON_REAL_PRECISION(9)

struct hx_metrics {
    FILE *file;
};

// JSON has no infinity and no not-a-number.
static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *text(const char *value)
{
    return value ? json_string(value) : json_null();
}

hx_status hx_metrics_open(hx_metrics **metrics, const char *path, bool append, hx_error *error)
{
    *metrics = NULL;
    FILE *file = fopen(path, append ? "a" : "w");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
    hx_metrics *made = malloc(sizeof *made);
    if (!made) {
        fclose(file);
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    }
    made->file = file;
    *metrics = made;
    return HX_OK;
}

hx_status hx_metrics_write(hx_metrics *metrics, const hx_metrics_line *line)
{
    json_t *object = json_object();
    json_object_set_new(object, "epoch", json_integer((json_int_t)line->epoch));
    json_object_set_new(object, "train_loss", number(line->train_loss));
    json_object_set_new(object, "train_accuracy", number(line->train_accuracy));
    json_object_set_new(object, "validation_accuracy", number(line->validation_accuracy));
    json_object_set_new(object, "hidden_spikes", number(line->hidden_spikes));
    json_object_set_new(object, "chip_seconds", number(line->chip_seconds));
    json_object_set_new(object, "wall_seconds", number(line->wall_seconds));
    bool good = object && json_dumpf(object, metrics->file, JSON_COMPACT | DIGITS) == 0 &&
                fputc('\n', metrics->file) != EOF && fflush(metrics->file) == 0;
    json_decref(object);
    return good ? HX_OK : HX_ERROR_IO;
}

void hx_metrics_close(hx_metrics *metrics)
{
    if (!metrics)
        return;
    fclose(metrics->file);
    free(metrics);
}

hx_status hx_result_write(const char *path, const hx_result *result, hx_error *error)
{
    json_t *object = json_object();
    json_object_set_new(object, "task", text(result->task));
    json_object_set_new(object, "preset", text(result->preset));
    json_object_set_new(object, "in_loop", json_boolean(result->in_loop));
    json_object_set_new(object, "tier", text(result->tier));
    json_object_set_new(object, "seed", json_integer((json_int_t)result->seed));
    json_object_set_new(object, "chip_seed", json_integer((json_int_t)result->chip_seed));
    json_object_set_new(object, "epochs", json_integer((json_int_t)result->epochs));
    json_object_set_new(object, "workers", json_integer((json_int_t)result->workers));
    json_object_set_new(object, "test_accuracy", number(result->test_accuracy));
    json_object_set_new(object, "validation_accuracy", number(result->validation_accuracy));
    json_object_set_new(object, "hidden_spikes", number(result->hidden_spikes));
    json_object_set_new(object, "chip_seconds", number(result->chip_seconds));
    json_object_set_new(object, "wall_seconds", number(result->wall_seconds));
    json_object_set_new(object, "version", text(result->version));
    size_t length = strlen(path) + 32;
    char *beside = malloc(length);
    bool good = object && beside;
    if (good) {
        snprintf(beside, length, "%s.%ld.part", path, (long)getpid());
        good = json_dump_file(object, beside, JSON_INDENT(2) | DIGITS) == 0 &&
               rename(beside, path) == 0;
        if (!good)
            unlink(beside);
    }
    free(beside);
    json_decref(object);
    return good ? HX_OK : hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
}
