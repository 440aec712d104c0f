// Spike recordings in the layout of the Spiking Heidelberg Digits (HDF5).
// SPDX-License-Identifier: Apache-2.0
#include "host/data/shd.h"

#include <hdf5.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// A one-dimensional data set: its length.
static hx_status open_column(hid_t file, const char *path, const char *name, bool variable,
                             hid_t *set, size_t *length, hx_error *error)
{
    *set = H5Dopen2(file, name, H5P_DEFAULT);
    if (*set < 0)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: data set %s is missing", path, name);
    hid_t space = H5Dget_space(*set), type = H5Dget_type(*set);
    hsize_t size = 0;
    bool good = H5Sget_simple_extent_ndims(space) == 1 &&
                H5Sget_simple_extent_dims(space, &size, NULL) == 1 &&
                (H5Tget_class(type) == H5T_VLEN) == variable;
    H5Sclose(space);
    H5Tclose(type);
    *length = (size_t)size;
    if (good)
        return HX_OK;
    return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s must be one-dimensional%s", path, name,
                        variable ? ", of variable-length lists" : "");
}

typedef struct part {
    hid_t file_space, memory_space;
} part;

static part select_part(hid_t set, size_t first, size_t count)
{
    hsize_t start = first, length = count;
    part made = {H5Dget_space(set), H5Screate_simple(1, &length, NULL)};
    H5Sselect_hyperslab(made.file_space, H5S_SELECT_SET, &start, NULL, &length, NULL);
    return made;
}

static void close_part(part *selected)
{
    H5Sclose(selected->file_space);
    H5Sclose(selected->memory_space);
}

static bool read_lists(hid_t set, hid_t element, size_t first, size_t count, hvl_t *lists)
{
    part selected = select_part(set, first, count);
    hid_t type = H5Tvlen_create(element);
    bool good =
        H5Dread(set, type, selected.memory_space, selected.file_space, H5P_DEFAULT, lists) >= 0;
    H5Tclose(type);
    close_part(&selected);
    return good;
}

static void free_lists(hid_t element, size_t count, hvl_t *lists)
{
    hsize_t length = count;
    hid_t type = H5Tvlen_create(element), space = H5Screate_simple(1, &length, NULL);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, lists);
    H5Sclose(space);
    H5Tclose(type);
}

static hx_status check_recording(const char *path, size_t number, const hvl_t *times,
                                 const hvl_t *units, hx_error *error)
{
    if (times->len != units->len)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: recording %zu: %zu times, %zu units", path,
                            number, times->len, units->len);
    const float *t = times->p;
    const uint32_t *u = units->p;
    for (size_t i = 0; i < times->len; i++) {
        if (u[i] >= HX_SHD_UNITS)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: recording %zu, spike %zu: unit %u is not 0..%u", path, number,
                                i, u[i], HX_SHD_UNITS - 1);
        if (!(t[i] >= 0.0f) || !isfinite(t[i]) || (i > 0 && t[i] < t[i - 1]))
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: recording %zu, spike %zu: times must not be negative nor "
                                "descend",
                                path, number, i);
        if (t[i] > (float)HX_SHD_MAX_TIME_S)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: recording %zu, spike %zu: time %g is above %d s", path, number,
                                i, (double)t[i], HX_SHD_MAX_TIME_S);
    }
    return HX_OK;
}

// Joins the lists of all recordings.
static hx_status join(hx_shd *made, const char *path, size_t first, const hvl_t *times,
                      const hvl_t *units, hx_error *error)
{
    size_t spikes = 0;
    for (size_t i = 0; i < made->count; i++) {
        hx_status status = check_recording(path, first + i, &times[i], &units[i], error);
        if (status)
            return status;
        if (made->labels[i] >= HX_SHD_MAX_CLASSES)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: recording %zu: label %u is not 0..%d",
                                path, first + i, made->labels[i], HX_SHD_MAX_CLASSES - 1);
        spikes += times[i].len;
    }
    made->events = calloc(spikes + 1, sizeof *made->events);
    if (!made->events)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    spikes = 0;
    for (size_t i = 0; i < made->count; i++) {
        const float *t = times[i].p;
        const uint32_t *u = units[i].p;
        for (size_t k = 0; k < times[i].len; k++)
            made->events[spikes++] = (hx_shd_event){t[k], u[k]};
        made->start[i + 1] = spikes;
    }
    return HX_OK;
}

typedef struct columns {
    hid_t times, units, labels;
    hid_t speakers; // negative: missing
} columns;

static bool read_numbers(hid_t set, size_t first, size_t count, uint32_t *numbers)
{
    part selected = select_part(set, first, count);
    bool good = H5Dread(set, H5T_NATIVE_UINT32, selected.memory_space, selected.file_space,
                        H5P_DEFAULT, numbers) >= 0;
    close_part(&selected);
    return good;
}

static hx_status read_columns(hx_shd *made, const columns *c, const char *path, size_t first,
                              hx_error *error)
{
    made->labels = calloc(made->count + 1, sizeof *made->labels);
    made->start = calloc(made->count + 1, sizeof *made->start);
    hvl_t *lists = calloc(2 * made->count + 1, sizeof *lists);
    if (!made->labels || !made->start || !lists) {
        free(lists);
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    }
    hx_status status = HX_OK;
    if (made->count) {
        bool good = read_numbers(c->labels, first, made->count, made->labels);
        if (c->speakers >= 0) {
            made->speakers = calloc(made->count, sizeof *made->speakers);
            good = good && made->speakers &&
                   read_numbers(c->speakers, first, made->count, made->speakers);
        }
        good = good && read_lists(c->times, H5T_NATIVE_FLOAT, first, made->count, lists) &&
               read_lists(c->units, H5T_NATIVE_UINT32, first, made->count, lists + made->count);
        status = good ? join(made, path, first, lists, lists + made->count, error)
                      : hx_error_set(error, HX_ERROR_FORMAT,
                                     "%s: spikes or labels cannot be read as numbers", path);
        free_lists(H5T_NATIVE_FLOAT, made->count, lists);
        free_lists(H5T_NATIVE_UINT32, made->count, lists + made->count);
    }
    free(lists);
    return status;
}

static hx_status load(hid_t file, hx_shd *made, const char *path, size_t first, size_t limit,
                      hx_error *error)
{
    columns c = {-1, -1, -1, -1};
    size_t lengths[4] = {0};
    hx_status status = open_column(file, path, "spikes/times", true, &c.times, &lengths[0], error);
    if (!status)
        status = open_column(file, path, "spikes/units", true, &c.units, &lengths[1], error);
    if (!status)
        status = open_column(file, path, "labels", false, &c.labels, &lengths[2], error);
    bool named = !status && H5Lexists(file, "extra", H5P_DEFAULT) > 0 &&
                 H5Lexists(file, "extra/speaker", H5P_DEFAULT) > 0;
    if (named)
        status = open_column(file, path, "extra/speaker", false, &c.speakers, &lengths[3], error);
    if (!status && named && lengths[3] != lengths[0])
        status =
            hx_error_set(error, HX_ERROR_FORMAT, "%s: %zu entries of spikes/times, %zu speakers",
                         path, lengths[0], lengths[3]);
    if (!status && (lengths[0] != lengths[1] || lengths[0] != lengths[2]))
        status = hx_error_set(error, HX_ERROR_FORMAT,
                              "%s: %zu entries of spikes/times, %zu of spikes/units, %zu labels",
                              path, lengths[0], lengths[1], lengths[2]);
    if (!status) {
        size_t start = first < lengths[0] ? first : lengths[0];
        made->total = lengths[0];
        made->count = lengths[0] - start;
        if (limit && made->count > limit)
            made->count = limit;
        status = read_columns(made, &c, path, start, error);
    }
    const hid_t sets[] = {c.times, c.units, c.labels, c.speakers};
    for (int i = 0; i < 4; i++)
        if (sets[i] >= 0)
            H5Dclose(sets[i]);
    return status;
}

hx_status hx_shd_load(hx_shd *recordings, const char *path, size_t first, size_t limit,
                      hx_error *error)
{
    *recordings = (hx_shd){0};
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); // failures are reported by our one line
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be opened as HDF5", path);
    hx_status status = load(file, recordings, path, first, limit, error);
    H5Fclose(file);
    if (status)
        hx_shd_release(recordings);
    return status;
}

// Copies those recordings whose speaker is, or is not, the given one behind what is there.
static void append(hx_shd *to, const hx_shd *from, uint32_t speaker, bool wanted)
{
    for (size_t i = 0; i < from->count; i++) {
        if ((from->speakers[i] == speaker) != wanted)
            continue;
        size_t spikes = from->start[i + 1] - from->start[i], at = to->start[to->count];
        memcpy(to->events + at, from->events + from->start[i], spikes * sizeof *to->events);
        to->labels[to->count] = from->labels[i];
        to->speakers[to->count] = from->speakers[i];
        to->start[++to->count] = at + spikes;
    }
}

hx_status hx_shd_move_speaker(hx_shd *recordings, uint32_t speaker, size_t *moved)
{
    const size_t count = recordings->count, spikes = recordings->start[count];
    hx_shd sorted = {.total = recordings->total,
                     .labels = calloc(count + 1, sizeof(uint32_t)),
                     .speakers = calloc(count + 1, sizeof(uint32_t)),
                     .start = calloc(count + 1, sizeof(size_t)),
                     .events = calloc(spikes + 1, sizeof(hx_shd_event))};
    if (!sorted.labels || !sorted.speakers || !sorted.start || !sorted.events) {
        hx_shd_release(&sorted);
        return HX_ERROR_MEMORY;
    }
    append(&sorted, recordings, speaker, false);
    *moved = count - sorted.count;
    append(&sorted, recordings, speaker, true);
    hx_shd_release(recordings);
    *recordings = sorted;
    return HX_OK;
}

void hx_shd_release(hx_shd *recordings)
{
    free(recordings->labels);
    free(recordings->speakers);
    free(recordings->start);
    free(recordings->events);
    *recordings = (hx_shd){0};
}
