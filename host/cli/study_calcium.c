// Studies: calcium-like spikes of a distal compartment.
// SPDX-License-Identifier: Apache-2.0
//
// A sodium-like spike of the soma travels back through the conductance; with an input to the
// distal compartment at the right time it becomes a calcium-like spike there, a plateau of 30 us,
// and the soma fires again.
#include "host/cli/study_dendrite.h"

#include <math.h>
#include <stdio.h>

enum { SOMA_INPUTS = 7, DISTAL_INPUTS = 4, MOST_DELAY = 30 };

#define START 40.0

// Soma inputs from START on, distal ones `delay` us later.
static hx_status run_pair(bool soma, bool distal, double delay, hx_dendrite_result *result,
                          hx_error *error)
{
    hx_dendrite_input inputs[SOMA_INPUTS + DISTAL_INPUTS];
    size_t count = 0;
    for (int early = 1; early >= 0; early--) {
        // Sorted by time.
        bool soma_now = soma && (delay < 0 ? !early : early);
        bool distal_now = distal && (delay < 0 ? early : !early);
        for (unsigned i = 0; soma_now && i < SOMA_INPUTS; i++)
            inputs[count++] = (hx_dendrite_input){START, 0};
        for (unsigned i = 0; distal_now && i < DISTAL_INPUTS; i++)
            inputs[count++] = (hx_dendrite_input){START + delay, 1};
    }
    return hx_dendrite_run(HX_DENDRITE_CALCIUM, inputs, count, START + 100, result, error);
}

static double get_peak(const hx_dendrite_result *result, unsigned compartment)
{
    double peak = -INFINITY;
    for (size_t i = 0; i < result->cycles; i++)
        peak = fmax(peak, result->membrane[compartment][i]);
    return peak;
}

static void compare_spikes(const double spikes[4], const double soma[4], hx_study_results *results)
{
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "calcium-like spikes: soma input, distal input, both");
    snprintf(c->ours, sizeof c->ours, "%.0f, %.0f, %.0f", spikes[1], spikes[2], spikes[3]);
    c->paper = "only with both";
    c->mark = "R";
    c->source = HX_DENDRITE_SOURCE;
    c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "soma spikes: soma input, distal input, both");
    snprintf(c->ours, sizeof c->ours, "%.0f, %.0f, %.0f", soma[1], soma[2], soma[3]);
    c->paper = "a burst with both";
    c->mark = "R";
    c->source = HX_DENDRITE_SOURCE;
}

static hx_status run_calcium(const hx_study_settings *settings, const hx_study *study,
                             hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"soma_input",     "distal_input", "soma_spikes",
                                          "calcium_spikes", "soma_peak",    "distal_peak"};
    static const char *const names[2][2] = {{"soma, without distal input", "distal, without"},
                                            {"soma, with distal input", "distal, with"}};
    (void)settings;
    (void)study;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    results->remark = hx_study_dendrite_remark;
    double calcium[4], soma[4];
    hx_status status = hx_plot_create(&results->plot, "A soma spike with and without distal input",
                                      "time [us]", "membrane [CADC steps]");
    for (unsigned i = 0; !status && i < 4; i++) {
        hx_dendrite_result result;
        status = run_pair(i & 1, i >> 1, 2, &result, error);
        if (status)
            break;
        soma[i] = result.spikes[0];
        calcium[i] = result.spikes[1];
        const double row[] = {
            i & 1, i >> 1, soma[i], calcium[i], get_peak(&result, 0), get_peak(&result, 1)};
        status = hx_study_add_row(results, row);
        for (unsigned c = 0; !status && (i & 1) && c < 2; c++)
            status =
                hx_study_plot_membrane(results, names[i >> 1][c], 2 * (i >> 1) + c, &result, c);
        hx_dendrite_release(&result);
    }
    if (!status)
        compare_spikes(calcium, soma, results);
    return status;
}

static void compare_window(double first, double last, hx_study_results *results)
{
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "delays of the distal input with a calcium-like spike");
    snprintf(c->ours, sizeof c->ours, "%.0f to %.0f us", first, last);
    c->paper = "a window around coincidence";
    c->mark = "R";
    c->source = HX_DENDRITE_SOURCE;
}

static hx_status run_coincidence(const hx_study_settings *settings, const hx_study *study,
                                 hx_study_results *results, hx_error *error)
{
    enum { COUNT = 2 * MOST_DELAY + 1 };
    static const char *const columns[] = {"delay_us", "calcium_spikes", "soma_spikes",
                                          "distal_peak"};
    double x[COUNT], soma[COUNT], calcium[COUNT], first = INFINITY, last = -INFINITY;
    (void)study;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    results->remark = hx_study_dendrite_remark;
    hx_status status = HX_OK;
    for (int i = 0; !status && i < COUNT; i++) {
        hx_dendrite_result result;
        x[i] = i - MOST_DELAY;
        status = run_pair(true, true, x[i], &result, error);
        if (status)
            break;
        soma[i] = result.spikes[0];
        calcium[i] = result.spikes[1];
        if (calcium[i] > 0) {
            first = fmin(first, x[i]);
            last = fmax(last, x[i]);
        }
        const double row[] = {x[i], calcium[i], soma[i], get_peak(&result, 1)};
        status = *settings->stop ? HX_INTERRUPTED : hx_study_add_row(results, row);
        hx_dendrite_release(&result);
    }
    if (!status)
        status = hx_plot_create(&results->plot, "Coincidence window",
                                "distal input after soma input [us]", "spikes");
    if (!status)
        status = hx_plot_add_line(results->plot, "soma", 0, x, soma, COUNT);
    if (!status)
        status = hx_plot_add_line(results->plot, "distal (calcium-like)", 1, x, calcium, COUNT);
    if (!status)
        compare_window(first, last, results);
    return status;
}

const hx_study hx_study_dendrite_calcium = {
    .name = "dendrite-calcium",
    .summary = "A back-propagating sodium-like spike and distal input give a calcium-like spike.",
    .duration = "a second",
    .run = run_calcium,
};

const hx_study hx_study_dendrite_coincidence = {
    .name = "dendrite-coincidence",
    .summary = "Calcium-like spikes against the delay between soma input and distal input.",
    .duration = "a few seconds",
    .run = run_coincidence,
};
