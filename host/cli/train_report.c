// The page a training run leaves behind.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/train_report.h"

#include "host/report/html.h"

#include <stdio.h>
#include <stdlib.h>

static hx_status add_curve(hx_html *html, const hx_train_report *report, bool loss)
{
    hx_plot *plot;
    size_t count = report->metrics_count;
    double *x = calloc(3 * count + 1, sizeof *x), *a = x ? x + count : NULL,
           *b = x ? a + count : NULL;
    hx_status status = x ? hx_plot_create(&plot, loss ? "Loss" : "Accuracy", "epoch",
                                          loss ? "cross entropy" : "accuracy [%]")
                         : HX_ERROR_MEMORY;
    if (status) {
        free(x);
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        const hx_metrics_line *line = &report->metrics[i];
        x[i] = (double)line->epoch;
        a[i] = loss ? line->train_loss : 100 * line->train_accuracy;
        b[i] = 100 * line->validation_accuracy;
    }
    hx_plot_set_size(plot, 460, 320);
    status = hx_plot_add_line(plot, "training", 0, x, a, count);
    if (!status && !loss)
        status = hx_plot_add_line(plot, "validation", 1, x, b, count);
    if (!status)
        hx_html_plot(html, plot);
    hx_plot_destroy(plot);
    free(x);
    return status;
}

static hx_status add_map(hx_html *html, const hx_train_report *report)
{
    hx_plot *plot;
    hx_status status = hx_plot_create(&plot, "Decisions over the Yin-Yang plane", "x", "y");
    if (status)
        return status;
    const hx_plot_frame frame = {0, 1, 0, 1};
    hx_plot_set_size(plot, 560, 420);
    status = hx_plot_add_class_map(plot, frame, HX_REPORT_MAP, HX_REPORT_MAP, report->map);
    for (unsigned c = 0; !status && c <= report->network->outputs; c++)
        status = hx_plot_add_legend(
            plot, c < report->network->outputs ? report->class_names[c] : "outside", c);
    if (!status)
        hx_html_plot(html, plot);
    hx_plot_destroy(plot);
    return status;
}

static hx_status add_raster(hx_html *html, const hx_train_report *report,
                            const hx_train_example *example)
{
    const hx_network *network = report->network;
    size_t steps = network->steps, hidden = network->hidden;
    size_t capacity = example->sample.spike_count + example->hidden_spike_count + 1;
    if (!example->hidden_spikes)
        capacity += steps * hidden * 4;
    double *x = calloc(2 * capacity, sizeof *x), *y = x ? x + capacity : NULL;
    hx_plot *plot;
    char title[96];
    snprintf(title, sizeof title, "Spikes, sample of class %s, decided %s",
             report->class_names[example->sample.label],
             example->prediction < report->network->outputs
                 ? report->class_names[example->prediction]
                 : "nothing");
    hx_status status =
        x ? hx_plot_create(&plot, title, "time [us]", "input below 0, hidden neuron above")
          : HX_ERROR_MEMORY;
    if (status) {
        free(x);
        return status;
    }
    hx_plot_set_size(plot, 460, 320);
    hx_plot_set_x_range(plot, 0, (double)steps * network->step_us);
    size_t count = 0;
    for (size_t i = 0; i < example->sample.spike_count; i++) {
        x[count] = example->sample.spikes[i].time_us;
        y[count++] = -2.0 * (example->sample.spikes[i].unit + 1.0);
    }
    status = hx_plot_add_raster(plot, "input", 1, x, y, count);
    count = 0;
    for (size_t i = 0; i < example->hidden_spike_count; i++) {
        x[count] = example->hidden_spikes[i].time_us;
        y[count++] = example->hidden_spikes[i].unit;
    }
    for (size_t n = 0; !example->hidden_spikes && n < steps; n++)
        for (size_t h = 0; h < hidden; h++)
            if (example->observation.hidden_spikes[n * hidden + h] && count < capacity) {
                x[count] = (double)n * network->step_us;
                y[count++] = (double)h;
            }
    if (!status)
        status = hx_plot_add_raster(plot, "hidden", 0, x, y, count);
    if (!status)
        hx_html_plot(html, plot);
    hx_plot_destroy(plot);
    free(x);
    return status;
}

static hx_status add_membranes(hx_html *html, const hx_train_report *report,
                               const hx_train_example *example)
{
    const hx_network *network = report->network;
    size_t steps = network->steps;
    double *x = calloc(2 * steps, sizeof *x), *y = x ? x + steps : NULL;
    hx_plot *plot;
    hx_status status =
        x ? hx_plot_create(&plot, "Readout membranes", "time [us]", "voltage [threshold - leak]")
          : HX_ERROR_MEMORY;
    if (status) {
        free(x);
        return status;
    }
    hx_plot_set_size(plot, 460, 320);
    for (size_t o = 0; !status && o < network->outputs; o++) {
        for (size_t n = 0; n < steps; n++) {
            x[n] = (double)n * network->step_us;
            y[n] = (double)example->observation.output_voltage[n * network->outputs + o];
        }
        status = hx_plot_add_line(plot, report->class_names[o], (unsigned)o, x, y, steps);
    }
    if (!status)
        hx_html_plot(html, plot);
    hx_plot_destroy(plot);
    free(x);
    return status;
}

// The four neurons with most spikes in the sample.
static hx_status add_hidden_membranes(hx_html *html, const hx_train_report *report,
                                      const hx_train_example *example)
{
    enum { SHOWN = 4 };
    const hx_network *network = report->network;
    size_t steps = network->steps, hidden = network->hidden;
    double *x = calloc(2 * steps, sizeof *x), *y = x ? x + steps : NULL;
    bool *used = calloc(hidden, sizeof *used);
    hx_plot *plot;
    hx_status status = x && used ? hx_plot_create(&plot, "Hidden membranes", "time [us]",
                                                  "voltage [threshold - leak]")
                                 : HX_ERROR_MEMORY;
    if (status) {
        free(x);
        free(used);
        return status;
    }
    hx_plot_set_size(plot, 460, 320);
    for (unsigned line = 0; !status && line < SHOWN && line < hidden; line++) {
        size_t best = 0;
        int most = -1;
        for (size_t h = 0; h < hidden; h++) {
            int spikes = 0;
            for (size_t n = 0; n < steps; n++)
                spikes += example->observation.hidden_spikes[n * hidden + h];
            if (!used[h] && spikes > most) {
                most = spikes;
                best = h;
            }
        }
        used[best] = true;
        for (size_t n = 0; n < steps; n++) {
            x[n] = (double)n * network->step_us;
            y[n] = (double)example->observation.hidden_voltage[n * hidden + best];
        }
        char name[32];
        snprintf(name, sizeof name, "neuron %zu", best);
        status = hx_plot_add_line(plot, name, line, x, y, steps);
    }
    if (!status)
        hx_html_plot(html, plot);
    hx_plot_destroy(plot);
    free(x);
    free(used);
    return status;
}

static void add_summary(hx_html *html, const hx_train_report *report)
{
    const hx_result *result = report->result;
    char accuracy[32], spikes[32], chip[32], slow[32];
    snprintf(accuracy, sizeof accuracy, "%.1f %%", 100 * result->test_accuracy);
    snprintf(spikes, sizeof spikes, "%.1f", result->hidden_spikes);
    snprintf(chip, sizeof chip, "%.2f s", result->chip_seconds);
    snprintf(slow, sizeof slow, "%.0f",
             result->chip_seconds > 0 ? result->wall_seconds / result->chip_seconds : 0.0);
    const char *values[] = {accuracy, spikes, chip, slow};
    const char *captions[] = {"test accuracy", "hidden spikes a sample", "time on the chip",
                              "slow-down against the chip"};
    hx_html_figures(html, values, captions, 4);
    char cells[8][48];
    snprintf(cells[0], 48, "%s", result->in_loop ? "in the loop" : "software, carried over");
    snprintf(cells[1], 48, "%s", result->tier);
    snprintf(cells[2], 48, "%llu", (unsigned long long)result->seed);
    snprintf(cells[3], 48, "%llu", (unsigned long long)result->chip_seed);
    snprintf(cells[4], 48, "%zu", result->epochs);
    snprintf(cells[5], 48, "%zu", result->workers);
    snprintf(cells[6], 48, "%.1f %%", 100 * result->validation_accuracy);
    snprintf(cells[7], 48, "%.0f s", result->wall_seconds);
    const char *table[] = {"training",
                           cells[0],
                           "tier",
                           cells[1],
                           "seed",
                           cells[2],
                           "chip seed",
                           cells[3],
                           "epochs",
                           cells[4],
                           "workers",
                           cells[5],
                           "last validation accuracy",
                           cells[6],
                           "wall time",
                           cells[7]};
    hx_html_table(html, NULL, table, 2, 8);
}

hx_status hx_train_report_save(const hx_train_report *report, const char *path, hx_error *error)
{
    hx_html *html;
    char title[96];
    snprintf(title, sizeof title, "Training %s", report->result->task);
    hx_status status = hx_html_create(&html, title, "hxcosim " HX_VERSION);
    if (status)
        return status;
    if (report->remark)
        hx_html_paragraph(html, report->remark);
    add_summary(html, report);
    hx_html_heading(html, "Learning");
    status = add_curve(html, report, true);
    if (!status)
        status = add_curve(html, report, false);
    if (!status && report->has_map) {
        hx_html_heading(html, "What it decides");
        status = add_map(html, report);
    }
    if (!status && report->example_count)
        hx_html_heading(html, "Three samples");
    for (size_t i = 0; !status && i < report->example_count; i++) {
        status = add_raster(html, report, &report->examples[i]);
        if (!status)
            status = add_hidden_membranes(html, report, &report->examples[i]);
        if (!status)
            status = add_membranes(html, report, &report->examples[i]);
    }
    if (!status)
        status = hx_html_save(html, path, error);
    hx_html_destroy(html);
    return status;
}
