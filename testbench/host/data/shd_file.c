// Writes small files in the layout of the Spiking Heidelberg Digits for tests.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/data/shd_file.h"

#include <check.h>
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

static void write_set(hid_t file, const char *name, hid_t stored, hid_t memory, size_t count,
                      const void *values)
{
    hsize_t length = count;
    hid_t space = H5Screate_simple(1, &length, NULL);
    hid_t set = H5Dcreate2(file, name, stored, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    ck_assert_int_ge(H5Dwrite(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0);
    H5Dclose(set);
    H5Sclose(space);
}

static void write_lists(hid_t file, const char *name, hid_t stored, hid_t memory, size_t count,
                        const hvl_t *lists)
{
    hid_t stored_list = H5Tvlen_create(stored), memory_list = H5Tvlen_create(memory);
    write_set(file, name, stored_list, memory_list, count, lists);
    H5Tclose(stored_list);
    H5Tclose(memory_list);
}

void shd_file_write(const char *path, const hx_shd *recordings, const char *without)
{
    size_t count = recordings->count, total = recordings->start[count];
    hvl_t *times = calloc(count, sizeof *times), *units = calloc(count, sizeof *units);
    float *t = calloc(total + 1, sizeof *t);
    uint32_t *u = calloc(total + 1, sizeof *u);
    for (size_t i = 0; i < total; i++) {
        t[i] = recordings->events[i].time_s;
        u[i] = recordings->events[i].unit;
    }
    for (size_t i = 0; i < count; i++) {
        size_t start = recordings->start[i], length = recordings->start[i + 1] - start;
        times[i] = (hvl_t){length, t + start};
        units[i] = (hvl_t){length, u + start};
    }
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, "/spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    if (!without || strcmp(without, "spikes/times"))
        write_lists(file, "spikes/times", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, count, times);
    if (!without || strcmp(without, "spikes/units"))
        write_lists(file, "spikes/units", H5T_STD_U16LE, H5T_NATIVE_UINT32, count, units);
    if (!without || strcmp(without, "labels"))
        write_set(file, "labels", H5T_STD_U16LE, H5T_NATIVE_UINT32, count, recordings->labels);
    if (recordings->speakers) {
        H5Gclose(H5Gcreate2(file, "/extra", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        write_set(file, "extra/speaker", H5T_STD_U16LE, H5T_NATIVE_UINT32, count,
                  recordings->speakers);
    }
    H5Fclose(file);
    free(times);
    free(units);
    free(t);
    free(u);
}
