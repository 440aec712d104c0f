// `hxcosim neuron`: one ideal neuron, integrated with high accuracy.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/neuron_file.h"
#include "host/cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// The last row may miss `until_us` by the rounding of decimal fractions.
static size_t count_rows(const hx_neuron_file *file)
{
    return (size_t)(file->until_us / file->every_us * (1.0 + 1e-12) + 1e-12) + 1;
}

static hx_status print_rows(hx_single_neuron *neuron, const hx_neuron_file *file, hx_error *error)
{
    size_t count = count_rows(file);
    puts("t_us,v_mV,w_nA,i_exc_nA,i_inh_nA");
    for (size_t i = 0; i < count; i++) {
        double time = (double)i * file->every_us;
        hx_single_neuron_state state;
        hx_status status = hx_single_neuron_advance(neuron, time, error);
        if (status) {
            return status;
        }
        hx_single_neuron_get(neuron, &state);
        printf("%.9g,%.9g,%.9g,%.9g,%.9g\n", time, state.v, state.w, state.i_exc, state.i_inh);
    }
    return hx_single_neuron_advance(
        neuron, fmax(file->until_us, (double)(count - 1) * file->every_us), error);
}

static void print_spikes(FILE *out, const hx_single_neuron *neuron)
{
    size_t count;
    const double *times = hx_single_neuron_get_spikes(neuron, &count);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%.9f\n", times[i]);
    }
}

static hx_status integrate(const char *params, const char *spikes, hx_error *error)
{
    hx_neuron_file file;
    hx_single_neuron *neuron = NULL;
    hx_status status = hx_neuron_file_read(params, &file, error);
    if (status) {
        return status;
    }
    status =
        hx_single_neuron_create(&neuron, &file.parameters, file.inputs, file.input_count, error);
    FILE *out = NULL;
    if (!status && spikes) {
        out = fopen(spikes, "w");
        if (!out) {
            status = hx_error_set(error, HX_ERROR_IO, "--spikes: cannot write '%s': %s", spikes,
                                  strerror(errno));
        }
    }
    if (!status) {
        status = print_rows(neuron, &file, error);
    }
    if (!status && out) {
        print_spikes(out, neuron);
    }
    bool lost = fflush(stdout) != 0;
    lost = (out && fclose(out)) || lost;
    if (lost && !status) {
        status = hx_error_set(error, HX_ERROR_IO, "cannot write the results: %s", strerror(errno));
    }
    hx_single_neuron_destroy(neuron);
    hx_neuron_file_clear(&file);
    return status;
}

int hx_cli_neuron(int argc, char **argv)
{
    const char *params = NULL;
    const char *spikes = NULL;
    const hx_option options[] = {
        {.name = "--params",
         .kind = HX_OPTION_TEXT,
         .target = &params,
         .value = "FILE",
         .help = "neuron, input and times to print (JSON, docs/neuron.md)"},
        {.name = "--spikes",
         .kind = HX_OPTION_TEXT,
         .target = &spikes,
         .value = "FILE",
         .help = "writes the times of the spikes, in us, one a line"},
    };
    const hx_command command = {
        .name = "neuron",
        .summary = "Integrates one ideal neuron (adaptive exponential, no mismatch, no noise) and\n"
                   "prints time, membrane, adaptation and synaptic currents as CSV.",
        .usage = "neuron --params FILE [--spikes FILE]",
        .example = "  hxcosim neuron --params docs/examples/neuron.json --spikes spikes.txt",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    if (!status && !params) {
        status = hx_error_set(&error, HX_ERROR_ARGUMENT, "--params must name a file");
    }
    if (!status) {
        status = integrate(params, spikes, &error);
    }
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}
