// Studies: the neurons against CVODE, and their error against the step.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/accuracy.h"
#include "host/cli/study_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 12 };

static const char rules[] =
    "own gates: 0.5 mV; max(4 ns, AdEx 20 ns; 0.02 mV / slope)"; // of the table

static void compare(hx_accuracy_kind kind, const hx_accuracy *a, hx_study_results *results)
{
    hx_study_comparison *c = hx_study_add_comparison(results);
    snprintf(c->what, sizeof c->what, "%s: %u experiments, %u spikes, %u not counted",
             hx_accuracy_names[kind], a->experiments, a->spikes, a->not_counted);
    snprintf(c->ours, sizeof c->ours, "%.1e mV, %.1e ns, %u violations", a->membrane, a->spike,
             a->violations);
    c->paper = rules;
    c->mark = "own";
    c->source = "CVODE, tolerances 1e-10";
}

// A point an experiment: the largest difference so far would hide the usual one.
static hx_status measure(const hx_study_settings *settings, hx_accuracy_kind kind, double *x,
                         double *y, hx_accuracy *total, hx_error *error)
{
    hx_status status = HX_OK;
    for (unsigned i = 0; !status && i < settings->points; i++) {
        hx_accuracy one = {0};
        status = *settings->stop ? HX_INTERRUPTED
                                 : hx_accuracy_measure(kind, settings->device.seed, i, &one, error);
        x[i] = i;
        y[i] = log10(fmax(one.membrane, 1e-12));
        total->experiments += one.experiments;
        total->spikes += one.spikes;
        total->not_counted += one.not_counted;
        total->violations += one.violations;
        total->membrane = fmax(total->membrane, one.membrane);
        total->spike = fmax(total->spike, one.spike);
        total->share = fmax(total->share, one.share);
    }
    return status;
}

static hx_status run_accuracy(const hx_study_settings *settings, const hx_study *study,
                              hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"kind",        "experiments", "spikes",    "not_counted",
                                          "membrane_mV", "spike_ns",    "violations"};
    (void)study;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    results->remark =
        "Random experiments of 100 us with 60 inputs. Kinds: 0 neuron, LIF; 1 neuron, AdEx; "
        "2 chip, LIF; 3 chip, AdEx; 4 chip, two compartments. The membrane is compared outside one "
        "cycle around spikes and ends of resets. On the chip the oracle is the clocked system. "
        "Spikes whose peak is within 0.02 mV of the threshold are not counted.";
    size_t points = (size_t)settings->points;
    double *x = calloc(2 * points, sizeof *x), *y = x ? x + points : NULL;
    hx_status status = x ? HX_OK : HX_ERROR_MEMORY;
    if (!status)
        status = hx_plot_create(&results->plot, "Largest difference of each experiment",
                                "experiment", "log10 of mV");
    unsigned violations = 0;
    for (int k = 0; !status && k < HX_ACCURACY_KINDS; k++) {
        hx_accuracy total = {0};
        status = measure(settings, (hx_accuracy_kind)k, x, y, &total, error);
        if (!status)
            status = hx_plot_add_points(results->plot, hx_accuracy_names[k], (unsigned)k, 2.5, x, y,
                                        points);
        const double row[] = {
            k,           total.experiments, total.spikes, total.not_counted, total.membrane,
            total.spike, total.violations};
        if (!status)
            status = hx_study_add_row(results, row);
        if (!status)
            compare((hx_accuracy_kind)k, &total, results);
        violations += total.violations;
    }
    free(x);
    if (!status && violations)
        status = hx_error_set(error, HX_ERROR_CHECK, "%u experiments break the rules", violations);
    return status;
}

static hx_status run_convergence(const hx_study_settings *settings, const hx_study *study,
                                 hx_study_results *results, hx_error *error)
{
    static const char *const columns[] = {"step_us", "neuron_mV", "chip_calm_mV", "chip_fast_mV"};
    static const char *const names[HX_ACCURACY_RULES] = {"neuron", "chip, calm", "chip, fast"};
    double x[STEPS], y[HX_ACCURACY_RULES][STEPS], at_step = 0;
    (void)settings;
    (void)study;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        results->columns[i] = columns[i];
    results->remark =
        "A neuron with exponential term and adaptation after one input, below its upswing, at "
        "16.384 us. neuron: the ideal neuron with steps of at most that length; its order is so "
        "high that what is left is the oracle's tolerance. chip, calm: the rule of the analog core "
        "where nothing moves fast, with steps of 0.064 us there; chip, fast: its rule elsewhere, "
        "with 0.004 us. Parameters that need no rule are in closed form and have no step.";
    hx_status status = HX_OK;
    for (int i = 0; !status && i < STEPS; i++) {
        double step = 1e-3 * (1 << i), error_of[HX_ACCURACY_RULES] = {0};
        for (int rule = 0; !status && rule < HX_ACCURACY_RULES; rule++) {
            status = hx_accuracy_converge((hx_accuracy_rule)rule, step, &error_of[rule], error);
            y[rule][i] = log10(fmax(error_of[rule], 1e-13));
        }
        x[i] = log10(step);
        at_step = i == 6 ? error_of[HX_ACCURACY_CALM] : at_step;
        const double row[] = {step, error_of[0], error_of[1], error_of[2]};
        if (!status)
            status = hx_study_add_row(results, row);
    }
    if (!status)
        status = hx_plot_create(&results->plot, "Error against step", "log10 of step [us]",
                                "log10 of error [mV]");
    for (unsigned rule = 0; !status && rule < HX_ACCURACY_RULES; rule++) {
        status = hx_plot_add_line(results->plot, NULL, rule, x, y[rule], STEPS);
        if (!status)
            status = hx_plot_add_points(results->plot, names[rule], rule, 3, x, y[rule], STEPS);
    }
    hx_study_comparison *c = status ? NULL : hx_study_add_comparison(results);
    if (c) {
        snprintf(c->what, sizeof c->what, "error of the chip's rule at its step of 0.064 us");
        snprintf(c->ours, sizeof c->ours, "%.1e mV", at_step);
        c->paper = "own gate 0.5 mV";
        c->mark = "own";
        c->source = "CVODE, tolerances 1e-10";
    }
    return status;
}

const hx_study hx_study_accuracy = {
    .name = "accuracy",
    .summary = "The ideal neuron and the chip's neurons against CVODE on random experiments.",
    .duration = "half a minute",
    .points = 100,
    .run = run_accuracy,
};

const hx_study hx_study_convergence = {
    .name = "convergence",
    .summary = "Error of the neurons' rules against their step.",
    .duration = "a second",
    .run = run_convergence,
};
