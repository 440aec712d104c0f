// `hxcosim calibrate`: the same properties for all neurons of a virtual chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibration_file.h"
#include "host/cli/calibrate_report.h"
#include "host/cli/commands.h"
#include "host/cli/options.h"

#include <jansson.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct calibrate_options {
    const char *target, *out, *report;
    bool quiet;
} calibrate_options;

typedef struct progress_line {
    bool quiet, terminal;
    struct timespec start;
} progress_line;

static void show_progress(void *user, unsigned step, unsigned steps, const char *what)
{
    const progress_line *line = user;
    struct timespec now;
    if (line->quiet)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const double seconds = (double)(now.tv_sec - line->start.tv_sec) +
                           1e-9 * (double)(now.tv_nsec - line->start.tv_nsec);
    char left[48] = "";
    if (step > 0)
        snprintf(left, sizeof left, ", about %.0f s left", seconds / step * (steps - step));
    fprintf(stderr, "%s%u/%u %s, %.0f s%s%s", line->terminal ? "\r\033[K" : "", step + 1, steps,
            what, seconds, left, line->terminal ? "" : "\n");
}

static void print_table(const hx_calibration_result *result)
{
    printf("%-26s %-4s %8s %8s %8s %8s %8s %6s %6s\n", "quantity", "unit", "target", "before",
           "spread", "after", "spread", "ratio", "limit");
    for (unsigned q = 0; q < HX_CALIBRATION_QUANTITIES; q++) {
        const hx_calibration_info *info = hx_calibration_get_info(q);
        const hx_calibration_spread before = hx_calibration_get_spread(result->before[q]);
        const hx_calibration_spread after = hx_calibration_get_spread(result->after[q]);
        char limit[16] = "-";
        if (info->ratio_limit > 0)
            snprintf(limit, sizeof limit, "%.2f", info->ratio_limit);
        if (info->spread_limit > 0)
            snprintf(limit, sizeof limit, "%g %s", info->spread_limit, info->unit);
        printf("%-26s %-4s %8.2f %8.2f %8.2f %8.2f %8.2f %6.2f %6s%s\n", info->name, info->unit,
               result->target[q], before.mean, before.deviation, after.mean, after.deviation,
               after.deviation / before.deviation, limit,
               hx_calibration_is_good(result, q) ? "" : "  missed");
    }
}

static json_t *make_json(const hx_calibration_result *result)
{
    json_t *rows = json_array();
    for (unsigned q = 0; q < HX_CALIBRATION_QUANTITIES; q++) {
        const hx_calibration_info *info = hx_calibration_get_info(q);
        const hx_calibration_spread before = hx_calibration_get_spread(result->before[q]);
        const hx_calibration_spread after = hx_calibration_get_spread(result->after[q]);
        json_array_append_new(
            rows, json_pack("{s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:i, s:b}", "quantity", info->name,
                            "unit", info->unit, "target", result->target[q], "before_mean",
                            before.mean, "before_spread", before.deviation, "after_mean",
                            after.mean, "after_spread", after.deviation, "failed",
                            (int)after.failed, "good", (int)hx_calibration_is_good(result, q)));
    }
    return json_pack("{s:f, s:o}", "chip_seconds", result->chip_seconds, "quantities", rows);
}

static void print_result(const hx_calibration_result *result, bool json)
{
    if (!json) {
        print_table(result);
        return;
    }
    json_t *object = make_json(result);
    json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
    putchar('\n');
    json_decref(object);
}

static hx_status calibrate(const calibrate_options *own, const hx_device_config *device,
                           hx_calibration *calibration, hx_calibration_result *result,
                           hx_error *error)
{
    hx_calibration_target target = hx_calibration_target_default();
    hx_chip_settings chip = hx_chip_settings_default();
    hx_probe *probe = NULL;
    progress_line line = {.quiet = own->quiet, .terminal = isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &line.start);
    hx_status status =
        own->target ? hx_calibration_target_load(&target, own->target, error) : HX_OK;
    if (!status)
        status = hx_probe_create(&probe, device, &chip, error);
    if (!status)
        status =
            hx_calibrate(probe, &chip, &target, calibration, result, show_progress, &line, error);
    if (!own->quiet && line.terminal)
        fputs("\r\033[K", stderr);
    hx_probe_destroy(probe);
    calibration->chip_seed = device->chip_seed;
    if (!status)
        status = hx_calibration_save(calibration, own->out, error);
    if (!status && own->report)
        status = hx_calibrate_report_save(result, own->report, error);
    return status;
}

int hx_cli_calibrate(int argc, char **argv)
{
    hx_common_options common;
    calibrate_options own = {0};
    hx_common_options_init(&common);
    enum { OWN = 3 };
    hx_option options[OWN + HX_COMMON_OPTION_COUNT] = {
        {"--target", HX_OPTION_TEXT, &own.target, "FILE",
         "what to aim at, JSON (a LIF neuron with 6 us)", NULL, 0, 0},
        {"--out", HX_OPTION_TEXT, &own.out, "FILE", "the calibration to write, JSON", NULL, 0, 0},
        {"--report", HX_OPTION_TEXT, &own.report, "F.html", "histograms before and after", NULL, 0,
         0},
    };
    hx_common_options_describe(&common, options + OWN);
    const hx_command command = {
        .name = "calibrate",
        .summary = "Searches parameter cells that give all 512 neurons of a virtual chip the same "
                   "properties, through host words alone.",
        .usage = "calibrate --chip-seed N --target FILE --out FILE [OPTIONS]",
        .example = "  hxcosim calibrate --chip-seed 3 --out chip3.json --report chip3.html",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_device_config device;
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    if (!status && !own.out)
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--out: the file to write is missing");
    if (!status)
        status = hx_common_options_apply(&common, &device, &error);
    own.quiet = common.quiet;
    hx_calibration *calibration = malloc(sizeof *calibration);
    hx_calibration_result *result = malloc(sizeof *result);
    if (!status && (!calibration || !result))
        status = hx_error_set(&error, HX_ERROR_MEMORY, "memory ran out");
    bool good = true;
    if (!status)
        status = calibrate(&own, &device, calibration, result, &error);
    if (!status) {
        print_result(result, common.json);
        for (unsigned q = 0; q < HX_CALIBRATION_QUANTITIES; q++)
            good = good && hx_calibration_is_good(result, q);
    }
    free(calibration);
    free(result);
    if (status)
        return hx_command_fail(command.name, status, &error);
    return good ? HX_EXIT_GOOD : HX_EXIT_FAILED;
}
