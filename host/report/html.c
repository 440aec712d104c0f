// A self-contained HTML report: headings, paragraphs, tables, plots.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char page_style[] =
    ":root{color-scheme:light dark}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;font-size:16px}\n"
    "main{max-width:1320px;margin:0 auto;padding:28px 24px 60px}\n"
    "h1{font-size:28px;margin:0 0 2px}h2{font-size:20px;margin:36px 0 10px;"
    "border-bottom:1px solid var(--grid);padding-bottom:4px}\n"
    "p{max-width:48em}.sub{color:var(--soft);margin:0 0 20px}\n"
    ".figures{display:flex;flex-wrap:wrap;gap:12px;margin:18px 0}\n"
    ".figures div{border:1px solid var(--grid);border-radius:8px;padding:10px 18px}\n"
    ".figures b{display:block;font-size:24px;font-variant-numeric:tabular-nums}\n"
    ".figures span{color:var(--soft);font-size:14px}\n"
    "table{border-collapse:collapse;margin:12px 0;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:4px 14px;border-bottom:1px solid var(--grid);text-align:left}\n"
    "th{color:var(--soft);font-weight:600}.num{text-align:right}\n"
    ".plots{display:flex;flex-wrap:wrap;gap:16px}.plots>svg{max-width:100%;height:auto}\n";

struct hx_html {
    hx_text text;
    bool plots; // a row of plots is open
};

static void close_plots(hx_html *html)
{
    if (html->plots)
        hx_text_add(&html->text, "</div>\n");
    html->plots = false;
}

static void add_tag(hx_html *html, const char *open, const char *plain, const char *close)
{
    hx_text_add(&html->text, "%s", open);
    hx_text_add_escaped(&html->text, plain);
    hx_text_add(&html->text, "%s", close);
}

hx_status hx_html_create(hx_html **html, const char *title, const char *subtitle)
{
    hx_html *made = calloc(1, sizeof *made);
    *html = made;
    if (!made)
        return HX_ERROR_MEMORY;
    hx_text_add(&made->text, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                             "lang=\"en\"><head><meta charset=\"utf-8\"/>"
                             "<meta name=\"viewport\" content=\"width=device-width\"/>");
    add_tag(made, "<title>", title, "</title>\n");
    hx_text_add(&made->text, "<style>\n");
    // In CSS inside XML a child selector's > must be escaped, inside HTML it must not: a
    // CDATA section hidden in comments serves both.
    hx_text_add(&made->text, "/*<![CDATA[*/\n%s%s/*]]>*/</style></head>\n", hx_plot_style,
                page_style);
    hx_text_add(&made->text, "<body class=\"hx\"><main>\n");
    add_tag(made, "<h1>", title, "</h1>\n");
    add_tag(made, "<p class=\"sub\">", subtitle, "</p>\n");
    return HX_OK;
}

void hx_html_destroy(hx_html *html)
{
    if (!html)
        return;
    hx_text_release(&html->text);
    free(html);
}

void hx_html_heading(hx_html *html, const char *heading)
{
    close_plots(html);
    add_tag(html, "<h2>", heading, "</h2>\n");
}

void hx_html_paragraph(hx_html *html, const char *paragraph)
{
    close_plots(html);
    add_tag(html, "<p>", paragraph, "</p>\n");
}

void hx_html_figures(hx_html *html, const char *const *values, const char *const *captions,
                     size_t count)
{
    close_plots(html);
    hx_text_add(&html->text, "<div class=\"figures\">");
    for (size_t i = 0; i < count; i++) {
        add_tag(html, "<div><b>", values[i], "</b>");
        add_tag(html, "<span>", captions[i], "</span></div>");
    }
    hx_text_add(&html->text, "</div>\n");
}

static bool is_number(const char *cell)
{
    return *cell && strchr("0123456789+-.", *cell);
}

void hx_html_table(hx_html *html, const char *const *head, const char *const *cells, size_t columns,
                   size_t rows)
{
    close_plots(html);
    hx_text_add(&html->text, "<table>\n");
    // Row 0 is the head.
    for (size_t row = head ? 0 : 1; row <= rows; row++) {
        hx_text_add(&html->text, "<tr>");
        for (size_t column = 0; column < columns; column++) {
            bool right = rows > 0 && is_number(cells[column]);
            hx_text_add(&html->text, "<%s%s>", row ? "td" : "th", right ? " class=\"num\"" : "");
            hx_text_add_escaped(&html->text,
                                row ? cells[(row - 1) * columns + column] : head[column]);
            hx_text_add(&html->text, "</%s>", row ? "td" : "th");
        }
        hx_text_add(&html->text, "</tr>\n");
    }
    hx_text_add(&html->text, "</table>\n");
}

void hx_html_plot(hx_html *html, const hx_plot *plot)
{
    if (!html->plots)
        hx_text_add(&html->text, "<div class=\"plots\">\n");
    html->plots = true;
    hx_plot_render(plot, &html->text);
}

hx_status hx_html_save(hx_html *html, const char *path, hx_error *error)
{
    close_plots(html);
    size_t length = strlen(path) + 32;
    char *beside = malloc(length);
    if (!beside || html->text.failed) {
        free(beside);
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    }
    snprintf(beside, length, "%s.%ld.part", path, (long)getpid());
    FILE *file = fopen(beside, "w");
    bool good = file && fwrite(html->text.data, 1, html->text.length, file) == html->text.length &&
                fputs("</main></body></html>\n", file) >= 0;
    if (file && fclose(file) != 0)
        good = false;
    if (good && rename(beside, path) != 0)
        good = false;
    if (!good)
        unlink(beside);
    free(beside);
    return good ? HX_OK : hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
}
