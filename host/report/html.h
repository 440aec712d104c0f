// A self-contained HTML report: headings, paragraphs, tables, plots.
// SPDX-License-Identifier: Apache-2.0
//
// One file, nothing loaded from elsewhere, light and dark by the reader's setting. All
// given texts are escaped. Well-formed XML too, so that tools can check it.
#ifndef HX_REPORT_HTML_H
#define HX_REPORT_HTML_H

#include "host/report/svg.h"

typedef struct hx_html hx_html;

hx_status hx_html_create(hx_html **html, const char *title, const char *subtitle);
void hx_html_destroy(hx_html *html);

void hx_html_heading(hx_html *html, const char *heading);
void hx_html_paragraph(hx_html *html, const char *paragraph);
// A row of large figures with a caption each, such as "96.1 %" and "test accuracy".
void hx_html_figures(hx_html *html, const char *const *values, const char *const *captions,
                     size_t count);
// `cells` row by row; `head` (may be NULL) one text a column. Columns whose first cell
// begins with a digit, a sign or a point are set right.
void hx_html_table(hx_html *html, const char *const *head, const char *const *cells, size_t columns,
                   size_t rows);
// Plots that follow each other stand side by side if there is room.
void hx_html_plot(hx_html *html, const hx_plot *plot);

// Writes beside the place and renames.
hx_status hx_html_save(hx_html *html, const char *path, hx_error *error);

#endif
