// The files a study leaves: CSV, SVG, one page.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibration_file.h"
#include "host/cli/folder.h"
#include "host/cli/study_run.h"
#include "host/report/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static hx_status write_csv(const char *path, const hx_study_results *results, hx_error *error)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
    size_t columns = 0;
    for (; columns < HX_STUDY_MAX_COLUMNS && results->columns[columns]; columns++)
        fprintf(file, "%s%s", columns ? "," : "", results->columns[columns]);
    fputc('\n', file);
    for (size_t i = 0; i < results->rows * columns; i++)
        fprintf(file, "%.9g%c", results->cells[i], (i + 1) % columns ? ',' : '\n');
    bool good = !ferror(file);
    good = fclose(file) == 0 && good;
    return good ? HX_OK : hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
}

static void add_comparisons(hx_html *html, const hx_study_results *results)
{
    static const char *const head[] = {"figure", "here", "published", "mark", "source"};
    const char *cells[5 * HX_STUDY_MAX_COMPARISONS];
    for (size_t i = 0; i < results->comparison_count; i++) {
        const hx_study_comparison *c = &results->comparisons[i];
        const char *row[] = {c->what, c->ours, c->paper, c->mark, c->source};
        memcpy(cells + 5 * i, row, sizeof row);
    }
    hx_html_table(html, head, cells, 5, results->comparison_count);
    hx_html_paragraph(
        html, "Marks: S stated in a document this project builds on; V read in "
              "primary material; 2 read in a survey; R recalled, not read again; own: a gate of "
              "this project.");
}

static hx_status add_rows(hx_html *html, const hx_study_results *results)
{
    enum { WIDTH = 24 };
    size_t columns = 0;
    while (columns < HX_STUDY_MAX_COLUMNS && results->columns[columns])
        columns++;
    size_t count = results->rows * columns;
    char(*texts)[WIDTH] = calloc(count + 1, sizeof *texts);
    const char **cells = calloc(count + 1, sizeof *cells);
    for (size_t i = 0; texts && cells && i < count; i++) {
        snprintf(texts[i], WIDTH, "%.6g", results->cells[i]);
        cells[i] = texts[i];
    }
    if (texts && cells)
        hx_html_table(html, results->columns, cells, columns, results->rows);
    hx_status status = texts && cells ? HX_OK : HX_ERROR_MEMORY;
    free(texts);
    free(cells);
    return status;
}

static hx_status write_page(const char *path, const hx_study *study,
                            const hx_study_results *results, bool interrupted, hx_error *error)
{
    hx_html *html;
    char title[96];
    snprintf(title, sizeof title, "Study %s", study->name);
    hx_status status = hx_html_create(&html, title, "hxcosim " HX_VERSION);
    if (status)
        return status;
    hx_html_paragraph(html, study->summary);
    if (interrupted)
        hx_html_paragraph(html, "Interrupted: only the finished parts are shown.");
    if (results->remark)
        hx_html_paragraph(html, results->remark);
    if (results->comparison_count) {
        hx_html_heading(html, "Beside published figures");
        add_comparisons(html, results);
    }
    if (results->plot)
        hx_html_plot(html, results->plot);
    hx_html_heading(html, "All rows");
    status = add_rows(html, results);
    if (!status)
        status = hx_html_save(html, path, error);
    hx_html_destroy(html);
    return status;
}

static hx_status write_files(const hx_study *study, const char *folder,
                             const hx_study_results *results, bool interrupted, hx_error *error)
{
    char path[4096 + 64];
    snprintf(path, sizeof path, "%s/%s.csv", folder, study->name);
    hx_status status = write_csv(path, results, error);
    snprintf(path, sizeof path, "%s/%s.svg", folder, study->name);
    if (!status && results->plot)
        status = hx_plot_save(results->plot, path, error);
    snprintf(path, sizeof path, "%s/report.html", folder);
    return status ? status : write_page(path, study, results, interrupted, error);
}

static hx_status load_calibration(hx_study_settings *settings, hx_calibration **calibration,
                                  hx_error *error)
{
    const char *path = settings->calibration_file;
    if (!path)
        return HX_OK;
    if (settings->chips > 1)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--calibration: it is that of one chip, the study has %llu (--chips 1)",
                            (unsigned long long)settings->chips);
    *calibration = malloc(sizeof **calibration);
    if (!*calibration)
        return HX_ERROR_MEMORY;
    hx_status status = hx_calibration_load(*calibration, path, error);
    if (!status && (*calibration)->chip_seed != settings->device.chip_seed)
        status = hx_error_set(error, HX_ERROR_ARGUMENT,
                              "--calibration: %s is for --chip-seed %llu, this is chip %llu", path,
                              (unsigned long long)(*calibration)->chip_seed,
                              (unsigned long long)settings->device.chip_seed);
    settings->calibration = *calibration;
    return status;
}

hx_status hx_study_execute(const hx_study *study, const hx_study_settings *settings,
                           hx_error *error)
{
    char folder[4096];
    if (settings->out)
        snprintf(folder, sizeof folder, "%s", settings->out);
    else
        snprintf(folder, sizeof folder, "out/study-%s", study->name);
    hx_study_results results = {.rows = 0};
    hx_study_settings given = *settings;
    if (!given.chips)
        given.chips = study->chips;
    if (!given.points)
        given.points = study->points;
    hx_calibration *calibration = NULL;
    hx_status status = load_calibration(&given, &calibration, error);
    if (!status)
        status = hx_folder_make(folder, "--out", error);
    if (!status)
        status = study->run(&given, study, &results, error);
    bool interrupted = status == HX_INTERRUPTED;
    bool failed = status == HX_ERROR_CHECK;
    if (!status || interrupted || failed)
        status = write_files(study, folder, &results, interrupted, error);
    for (size_t i = 0; !status && !settings->quiet && i < results.comparison_count; i++) {
        const hx_study_comparison *c = &results.comparisons[i];
        printf("%s: %s (published: %s, mark %s, %s)\n", c->what, c->ours, c->paper, c->mark,
               c->source);
    }
    if (!status && !settings->quiet)
        printf("report: %s/report.html\n", folder);
    hx_plot_destroy(results.plot);
    free(results.cells);
    free(calibration);
    return !status && failed ? HX_ERROR_CHECK : status;
}
