// The report of a calibration: table and histograms before and after.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/calibrate_report.h"

#include "host/report/html.h"

#include <math.h>
#include <stdio.h>

#define BINS 40

static hx_status add_histogram(hx_plot *plot, const char *name, unsigned colour,
                               const hx_measurement values, double low, double high)
{
    double x[2 * BINS + 2], y[2 * BINS + 2], count[BINS] = {0};
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        const double place = (values[n] - low) / (high - low) * BINS;
        if (place >= 0 && place <= BINS)
            count[place < BINS ? (unsigned)place : BINS - 1]++;
    }
    size_t points = 0;
    x[points] = low;
    y[points++] = 0;
    for (unsigned bin = 0; bin < BINS; bin++)
        for (unsigned edge = 0; edge < 2; edge++) {
            x[points] = low + (high - low) * (bin + edge) / BINS;
            y[points++] = count[bin];
        }
    x[points] = high;
    y[points++] = 0;
    return hx_plot_add_line(plot, name, colour, x, y, points);
}

static hx_status add_plot(hx_html *html, const hx_calibration_result *result, unsigned quantity)
{
    const hx_calibration_info *info = hx_calibration_get_info(quantity);
    double low = INFINITY, high = -INFINITY;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        low = fmin(low, fmin(result->before[quantity][n], result->after[quantity][n]));
        high = fmax(high, fmax(result->before[quantity][n], result->after[quantity][n]));
    }
    if (!(low < high))
        return HX_OK;
    char title[64];
    snprintf(title, sizeof title, "%s [%s]", info->name, info->unit);
    hx_plot *plot = NULL;
    hx_status status = hx_plot_create(&plot, info->name, title, "neurons");
    if (!status)
        status = add_histogram(plot, "before", 0, result->before[quantity], low, high);
    if (!status)
        status = add_histogram(plot, "after", 1, result->after[quantity], low, high);
    if (!status) {
        hx_plot_set_size(plot, 460, 300);
        hx_html_plot(html, plot);
    }
    hx_plot_destroy(plot);
    return status;
}

#define COLUMNS 8
static void add_table(hx_html *html, const hx_calibration_result *result)
{
    static const char *const head[COLUMNS] = {
        "quantity",      "unit",       "target",       "mean before",
        "spread before", "mean after", "spread after", "spread ratio (limit)"};
    char text[HX_CALIBRATION_QUANTITIES][6][32];
    const char *cells[HX_CALIBRATION_QUANTITIES * COLUMNS];
    for (unsigned q = 0; q < HX_CALIBRATION_QUANTITIES; q++) {
        const hx_calibration_info *info = hx_calibration_get_info(q);
        const hx_calibration_spread before = hx_calibration_get_spread(result->before[q]);
        const hx_calibration_spread after = hx_calibration_get_spread(result->after[q]);
        const double values[5] = {result->target[q], before.mean, before.deviation, after.mean,
                                  after.deviation};
        cells[q * COLUMNS] = info->name;
        cells[q * COLUMNS + 1] = info->unit;
        for (unsigned i = 0; i < 5; i++) {
            snprintf(text[q][i], sizeof text[q][i], "%.2f", values[i]);
            cells[q * COLUMNS + 2 + i] = text[q][i];
        }
        const double ratio = after.deviation / before.deviation;
        if (info->ratio_limit > 0)
            snprintf(text[q][5], sizeof text[q][5], "%.2f (%.2f)", ratio, info->ratio_limit);
        else
            snprintf(text[q][5], sizeof text[q][5], "%.2f", ratio);
        cells[q * COLUMNS + 7] = text[q][5];
    }
    hx_html_table(html, head, cells, COLUMNS, HX_CALIBRATION_QUANTITIES);
}

hx_status hx_calibrate_report_save(const hx_calibration_result *result, const char *path,
                                   hx_error *error)
{
    hx_html *html = NULL;
    hx_status status =
        hx_html_create(&html, "Calibration", "512 neurons, measured through host words");
    if (status)
        return hx_error_set(error, status, "%s: %s", path, hx_status_text(status));
    hx_html_paragraph(html, "Before: one setting for all neurons. After: measured once more, with "
                            "new noise, after the search. Limits are those of the public tests of "
                            "the real chip's calibration.");
    add_table(html, result);
    for (unsigned q = 0; !status && q < HX_CALIBRATION_QUANTITIES; q++)
        status = add_plot(html, result, q);
    if (!status)
        status = hx_html_save(html, path, error);
    hx_html_destroy(html);
    return status;
}
