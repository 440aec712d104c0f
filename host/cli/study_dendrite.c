// Study: plateaus in response to clustered inputs.
// SPDX-License-Identifier: Apache-2.0
//
// A soma and four dendrites that make plateaus of 20 us. The same number of inputs, one each
// 0.25 us, goes to one dendrite (clustered) or to all four in turn (spread).
#include "host/cli/study_dendrite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DENDRITES = 4, MOST = 16, SHOWN = 8, EVERY = 25 };

const char *const hx_study_dendrite_remark =
    "Nominal chip without mismatch and noise: the analog core and the digital backend of its "
    "neurons, clocked. Potentials in steps of the CADC (4.2 mV). The published work prints no "
    "figures for these experiments; it shows what must happen.";

hx_status hx_study_plot_membrane(hx_study_results *results, const char *name, unsigned colour,
                                 const hx_dendrite_result *result, unsigned compartment)
{
    size_t count = result->cycles / EVERY;
    double *x = calloc(2 * count + 1, sizeof *x), *y = x ? x + count : NULL;
    if (!x)
        return HX_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)(i * EVERY) * 4e-3;
        y[i] = result->membrane[compartment][i * EVERY];
    }
    hx_status status = hx_plot_add_line(results->plot, name, colour, x, y, count);
    free(x);
    return status;
}

static hx_status run_inputs(unsigned count, bool spread, hx_dendrite_result *result,
                            hx_error *error)
{
    hx_dendrite_input inputs[MOST];
    for (unsigned i = 0; i < count; i++)
        inputs[i] = (hx_dendrite_input){.time = 10 + 0.25 * i,
                                        .compartment = spread ? 1 + i % DENDRITES : 1};
    return hx_dendrite_run(HX_DENDRITE_PLATEAU, inputs, count, 70, result, error);
}

static unsigned count_plateaus(const hx_dendrite_result *result)
{
    unsigned sum = 0;
    for (unsigned d = 1; d <= DENDRITES; d++)
        sum += result->spikes[d];
    return sum;
}

static void compare(unsigned clustered, unsigned spread, double length, hx_study_results *results)
{
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "inputs for a plateau, clustered and spread");
    if (spread > MOST)
        snprintf(c->ours, sizeof c->ours, "%u clustered, none with %d spread", clustered, MOST);
    else
        snprintf(c->ours, sizeof c->ours, "%u clustered, %u spread", clustered, spread);
    c->paper = "plateau when clustered, none when spread";
    c->mark = "R";
    c->source = HX_DENDRITE_SOURCE;
    c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "plateau length");
    snprintf(c->ours, sizeof c->ours, "%.2f us", length);
    c->paper = "20 us set; own gate 5 %";
    c->mark = "V (settings)";
    c->source = "calix: examples/plateau_potential.py";
}

static hx_status run(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"inputs",
                                          "clustered_plateaus",
                                          "spread_plateaus",
                                          "clustered_soma_spikes",
                                          "spread_soma_spikes",
                                          "plateau_us"};
    (void)study;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    results->remark = hx_study_dendrite_remark;
    const hx_circuit *circuit = hx_dendrite_get_circuit(HX_DENDRITE_PLATEAU, 1);
    unsigned first[2] = {MOST + 1, MOST + 1};
    double length = 0;
    hx_status status = hx_plot_create(&results->plot, "Eight inputs, clustered and spread",
                                      "time [us]", "membrane [CADC steps]");
    for (unsigned count = 1; !status && count <= MOST; count++) {
        double row[6] = {count, 0, 0, 0, 0, 0};
        for (unsigned spread = 0; !status && spread < 2; spread++) {
            static const char *const names[2][2] = {{"dendrite, clustered", "soma, clustered"},
                                                    {"dendrite, spread", "soma, spread"}};
            hx_dendrite_result result;
            status = run_inputs(count, spread, &result, error);
            if (status)
                break;
            unsigned plateaus = count_plateaus(&result);
            row[1 + spread] = plateaus;
            row[3 + spread] = result.spikes[0];
            if (plateaus && count < first[spread])
                first[spread] = count;
            if (!spread)
                row[5] = hx_dendrite_measure_plateau(&result, circuit, 1);
            if (count == SHOWN)
                for (unsigned c = 0; !status && c < 2; c++)
                    status = hx_study_plot_membrane(results, names[spread][c], 2 * spread + c,
                                                    &result, 1 - c);
            hx_dendrite_release(&result);
        }
        length = fmax(length, row[5]);
        if (!status)
            status = *settings->stop ? HX_INTERRUPTED : hx_study_add_row(results, row);
    }
    if (!status)
        compare(first[0], first[1], length, results);
    return status;
}

const hx_study hx_study_dendrite_plateau = {
    .name = "dendrite-plateau",
    .summary = "Plateau potentials in response to clustered inputs, none to spread ones.",
    .duration = "a second",
    .run = run,
};
