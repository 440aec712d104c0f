// Progress of a training run on stderr.
// SPDX-License-Identifier: Apache-2.0
#include "host/report/progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct hx_progress {
    FILE *stream;
    bool quiet, terminal;
    double start, drawn;
    size_t first_sample; // count at the first call: a resumed run starts late
    bool counted;
};

static double wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

hx_status hx_progress_create(hx_progress **progress, FILE *stream, bool quiet)
{
    hx_progress *made = calloc(1, sizeof *made);
    *progress = made;
    if (!made)
        return HX_ERROR_MEMORY;
    made->stream = stream;
    made->quiet = quiet;
    made->terminal = isatty(fileno(stream)) == 1;
    made->start = wall();
    return HX_OK;
}

void hx_progress_destroy(hx_progress *progress)
{
    if (progress && progress->terminal && progress->drawn > 0.0)
        fputs("\r\033[K", progress->stream);
    free(progress);
}

double hx_progress_wall_seconds(const hx_progress *progress)
{
    return wall() - progress->start;
}

static void format_time(char *text, size_t size, double seconds)
{
    if (seconds < 0.0)
        snprintf(text, size, "--");
    else if (seconds < 60.0)
        snprintf(text, size, "%.0f s", seconds);
    else if (seconds < 3600.0)
        snprintf(text, size, "%d min %02d s", (int)seconds / 60, (int)seconds % 60);
    else
        snprintf(text, size, "%.0f h %02d min", (double)((long)seconds / 3600),
                 (int)((long)seconds / 60 % 60));
}

void hx_progress_format(char *text, size_t size, const hx_progress_state *state, double rate,
                        double remaining)
{
    char left[32], checked[32] = "", chip[64] = "";
    format_time(left, sizeof left, remaining);
    if (state->validation_accuracy >= 0.0)
        snprintf(checked, sizeof checked, "  validation %.1f %%",
                 100.0 * state->validation_accuracy);
    if (state->chip_seconds > 0.0)
        snprintf(chip, sizeof chip, "  chip %.3g s  slow-down %.0fx", state->chip_seconds,
                 state->slowdown);
    snprintf(text, size,
             "epoch %zu/%zu  %zu/%zu  loss %.4f  accuracy %.1f %%%s%s  %.0f samples/s  left %s",
             state->epoch, state->epochs, state->samples, state->per_epoch, state->loss,
             100.0 * state->accuracy, checked, chip, rate, left);
}

static void print(hx_progress *progress, const hx_progress_state *state, const char *head,
                  const char *tail)
{
    char text[320];
    size_t done = (state->epoch - 1) * state->per_epoch + state->samples;
    size_t total = state->epochs * state->per_epoch;
    double rate = 0.0, remaining = -1.0, passed = hx_progress_wall_seconds(progress);
    if (done > progress->first_sample && passed > 0.0) {
        rate = (double)(done - progress->first_sample) / passed;
        remaining = done < total ? (double)(total - done) / rate : 0.0;
    }
    hx_progress_format(text, sizeof text, state, rate, remaining);
    fprintf(progress->stream, "%s%s%s", head, text, tail);
    fflush(progress->stream);
}

static void count_first(hx_progress *progress, const hx_progress_state *state)
{
    if (!progress->counted)
        progress->first_sample = (state->epoch - 1) * state->per_epoch;
    progress->counted = true;
}

void hx_progress_update(hx_progress *progress, const hx_progress_state *state)
{
    count_first(progress, state);
    double now = wall();
    if (progress->quiet || !progress->terminal || now - progress->drawn < 0.1)
        return;
    progress->drawn = now;
    print(progress, state, "\r\033[K", "");
}

void hx_progress_epoch(hx_progress *progress, const hx_progress_state *state)
{
    count_first(progress, state);
    if (!progress->quiet)
        print(progress, state, progress->terminal ? "\r\033[K" : "", "\n");
}
