// `hxcosim bench`: the speed of the parts.
// SPDX-License-Identifier: Apache-2.0
//
// Wall time on the machine at hand. Compare figures of one run with each other, or two runs
// as a ratio; single absolute figures of a shared machine say little.
#include "host/cli/bench_compare.h"
#include "host/cli/bench_rows.h"
#include "host/cli/commands.h"
#include "host/cli/options.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#define CHIP_CYCLES_PER_SECOND 250e6

static const struct {
    const char *name, *unit;
    hx_bench_fn measure;
    bool chip_cycles;
} rows[] = {
    {"rtl_idle", "chip cycles/s", hx_bench_rtl_idle, true},
    {"rtl_spikes", "chip cycles/s", hx_bench_rtl_spikes, true},
    {"rtl_sampling", "chip cycles/s", hx_bench_rtl_sampling, true},
    {"fast_idle", "chip cycles/s", hx_bench_fast_idle, true},
    {"fast_spikes", "chip cycles/s", hx_bench_fast_spikes, true},
    {"fast_sampling", "chip cycles/s", hx_bench_fast_sampling, true},
    {"rtl_saturated", "chip cycles/s", hx_bench_rtl_saturated, true},
    {"ppu_asleep", "of the speed in reset", hx_bench_ppu_asleep, false},
    {"ppu_timed_sleep", "of the speed in reset", hx_bench_ppu_timed_sleep, false},
    {"two_workers", "speed-up factor", hx_bench_two_workers, false},
    {"rtl_memory", "MiB", hx_bench_rtl_memory, false},
    {"fast_memory", "MiB", hx_bench_fast_memory, false},
    {"ppu_scalar", "cycles/s", hx_bench_ppu_scalar, false},
    {"ppu_vector", "cycles/s", hx_bench_ppu_vector, false},
    {"lif_steps", "neuron chip cycles/s", hx_bench_lif_steps, false},
    {"adex_steps", "neuron chip cycles/s", hx_bench_adex_steps, false},
    {"synapse_events", "events/s", hx_bench_synapse_events, false},
    {"train_forward", "samples/s", hx_bench_train_forward, false},
    {"train_forward_backward", "samples/s", hx_bench_train_forward_backward, false},
    {"trace_selected", "slow-down factor", hx_bench_trace_selected, false},
    {"trace_all", "slow-down factor", hx_bench_trace_all, false},
    {"trace_cycle", "us/chip cycle, event path", hx_bench_trace_cycle, false},
    {"trace_change", "ns/change, event path", hx_bench_trace_change, false},
    {"trace_bytes", "bytes/simulated us, everything", hx_bench_trace_bytes, false},
    {"wire_words", "words/s", hx_bench_wire_words, false},
    {"wire_rtl_cycle", "words/FPGA cycle", hx_bench_wire_rtl_cycle, false},
    {"wire_rtl_words", "words/s", hx_bench_wire_rtl_words, false},
    {"serve_words", "words/s", hx_bench_serve_words, false},
};
#define ROW_COUNT (sizeof rows / sizeof *rows)

static bool listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (!strncmp(at, name, length) && (at[length] == ',' || !at[length]))
            return true;
    return false;
}

static hx_status check_list(const char *list, hx_error *error)
{
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        size_t length = strcspn(at, ","), i = 0;
        while (i < ROW_COUNT &&
               !(strlen(rows[i].name) == length && !strncmp(rows[i].name, at, length)))
            i++;
        if (i == ROW_COUNT)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "--only: there is no row '%.*s'",
                                (int)length, at);
    }
    return HX_OK;
}

static json_t *describe_host(void)
{
    struct utsname name;
    char model[256] = "unknown", line[512];
    FILE *info = fopen("/proc/cpuinfo", "r");
    while (info && fgets(line, sizeof line, info))
        if (sscanf(line, "model name : %255[^\n]", model) == 1)
            break;
    if (info)
        fclose(info);
    if (uname(&name))
        return json_pack("{s:s}", "processor", model);
    return json_pack("{s:s, s:s, s:s, s:s}", "processor", model, "machine", name.machine, "system",
                     name.release, "version", HX_VERSION);
}

static hx_status measure_all(const char *only, double seconds, bool json, json_t *list,
                             hx_error *error)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        double value = 0;
        if (only && !listed(only, rows[i].name))
            continue;
        hx_status status = rows[i].measure(seconds, &value, error);
        if (status)
            return status;
        double slowdown = rows[i].chip_cycles ? CHIP_CYCLES_PER_SECOND / value : 0;
        if (!json) {
            printf("%-24s %12.4g  %s", rows[i].name, value, rows[i].unit);
            if (rows[i].chip_cycles)
                printf("  (slow-down %.0f)", slowdown);
            printf("\n");
            fflush(stdout);
        }
        json_t *entry = json_pack("{s:s, s:f, s:s}", "name", rows[i].name, "value", value, "unit",
                                  rows[i].unit);
        json_object_set_new(entry, "slowdown",
                            rows[i].chip_cycles ? json_real(slowdown) : json_null());
        json_array_append_new(list, entry);
    }
    return HX_OK;
}

int hx_cli_bench(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "ppu"))
        return hx_cli_bench_ppu(argc - 1, argv + 1);
    bool json = false;
    const char *only = NULL, *compare = NULL, *other = NULL;
    size_t others = 0;
    double seconds = 2;
    const hx_option options[] = {
        {"--json", HX_OPTION_FLAG, &json, NULL, "print one JSON object", NULL, 0, 0},
        {"--only", HX_OPTION_TEXT, &only, "ROW,...", "measure only these rows", NULL, 0, 0},
        {"--compare", HX_OPTION_TEXT, &compare, "A.json B.json",
         "measure nothing, compare two results of --json", NULL, 0, 0},
        {"--seconds", HX_OPTION_REAL, &seconds, "S", "time for each row (2)", NULL, 0.01, 3600},
    };
    const hx_command command = {
        .name = "bench",
        .summary = "Measures the speed of the parts on this machine.",
        .usage = "bench [OPTIONS]",
        .example = "  hxcosim bench --only rtl_idle,lif_steps --seconds 5\n"
                   "  hxcosim bench --compare before.json after.json",
        .positional_maximum = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_status status = hx_command_parse(&command, argc, argv, &other, &others, &error);
    if (!status && (compare != NULL) != (others == 1))
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--compare takes two files");
    if (!status && compare) {
        status = hx_bench_compare(compare, other, &error);
        return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
    }
    if (!status)
        status = check_list(only, &error);
    if (status)
        return hx_command_fail(command.name, status, &error);
    json_t *list = json_array();
    status = measure_all(only, seconds, json, list, &error);
    if (!status && json) {
        json_t *all = json_pack("{s:o, s:O}", "host", describe_host(), "rows", list);
        json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
        printf("\n");
        json_decref(all);
    }
    json_decref(list);
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}
