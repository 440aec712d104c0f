// weights.h5 and the checkpoint: one HDF5 layout for both.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/weights_file.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// HDF5 calls return a negative number on failure; one flag collects them, so that the
// layout below reads like its description.
static hid_t file_type(hid_t memory)
{
    if (memory == H5T_NATIVE_FLOAT)
        return H5T_IEEE_F32LE;
    if (memory == H5T_NATIVE_DOUBLE)
        return H5T_IEEE_F64LE;
    if (memory == H5T_NATIVE_INT16)
        return H5T_STD_I16LE;
    return memory == H5T_NATIVE_UINT32 ? H5T_STD_U32LE : H5T_STD_U64LE;
}

static bool write_attribute(hid_t place, const char *name, hid_t type, const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(place, name, file_type(type), space, H5P_DEFAULT, H5P_DEFAULT);
    bool good = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return good;
}

static bool write_text(hid_t place, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, strlen(text) + 1);
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(place, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool good = attribute >= 0 && H5Awrite(attribute, type, text) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
    return good;
}

static bool write_matrix(hid_t place, const char *name, hid_t type, size_t rows, size_t columns,
                         const void *values)
{
    hsize_t shape[2] = {rows, columns};
    hid_t space = H5Screate_simple(2, shape, NULL);
    hid_t set =
        H5Dcreate2(place, name, file_type(type), space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    bool good = set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (set >= 0)
        H5Dclose(set);
    H5Sclose(space);
    return good;
}

static bool write_layer(hid_t file, hx_trainer *trainer, const hx_quantised_weights *quantised,
                        int layer, bool optimiser)
{
    char name[32];
    snprintf(name, sizeof name, "/layers/%d", layer);
    hid_t group = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    size_t rows = quantised->rows[layer], columns = quantised->columns[layer];
    bool good =
        write_matrix(group, "weight", H5T_NATIVE_FLOAT, rows, columns,
                     hx_trainer_weights(trainer, layer)) &&
        write_matrix(group, "quantised", H5T_NATIVE_INT16, rows, columns, quantised->layer[layer]);
    hid_t set = good ? H5Dopen2(group, "quantised", H5P_DEFAULT) : -1;
    good = set >= 0 &&
           write_attribute(set, "scale", H5T_NATIVE_DOUBLE, &quantised->range[layer].scale) &&
           write_attribute(set, "limit", H5T_NATIVE_INT16, &quantised->range[layer].limit);
    if (set >= 0)
        H5Dclose(set);
    H5Gclose(group);
    if (!good || !optimiser)
        return good;
    snprintf(name, sizeof name, "/optimiser/%d", layer);
    group = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    const hx_adam *adam = hx_trainer_adam(trainer, layer);
    good = write_matrix(group, "first", H5T_NATIVE_FLOAT, rows, columns, adam->first) &&
           write_matrix(group, "second", H5T_NATIVE_FLOAT, rows, columns, adam->second) &&
           write_attribute(group, "updates", H5T_NATIVE_UINT64, &adam->updates);
    H5Gclose(group);
    return good;
}

static bool make_group(hid_t file, const char *name)
{
    hid_t group = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    return group >= 0 && H5Gclose(group) >= 0;
}

static bool write_file(hid_t file, hx_trainer *trainer, const hx_weights_info *info, bool optimiser)
{
    uint32_t version = HX_WEIGHTS_FORMAT_VERSION, in_loop = info->in_loop;
    uint64_t epoch = hx_trainer_get_epoch(trainer);
    bool good =
        write_attribute(file, "format_version", H5T_NATIVE_UINT32, &version) &&
        write_text(file, "task", info->task) && write_text(file, "preset", info->preset) &&
        write_attribute(file, "epoch", H5T_NATIVE_UINT64, &epoch) &&
        write_attribute(file, "seed", H5T_NATIVE_UINT64, &hx_trainer_get_config(trainer)->seed) &&
        write_attribute(file, "chip_seed", H5T_NATIVE_UINT64, &info->chip_seed) &&
        write_attribute(file, "in_loop", H5T_NATIVE_UINT32, &in_loop) &&
        make_group(file, "/layers") && (!optimiser || make_group(file, "/optimiser"));
    hx_quantised_weights quantised = hx_trainer_quantised(trainer);
    for (int layer = 0; layer < HX_LAYER_COUNT && good; layer++)
        if (quantised.columns[layer])
            good = write_layer(file, trainer, &quantised, layer, optimiser);
    return good;
}

hx_status hx_weights_save(const char *path, hx_trainer *trainer, const hx_weights_info *info,
                          bool optimiser, hx_error *error)
{
    size_t length = strlen(path) + 32;
    char *beside = malloc(length);
    if (!beside)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    snprintf(beside, length, "%s.%ld.part", path, (long)getpid());
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); // failures are reported by our one line
    hid_t file = H5Fcreate(beside, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    bool good = file >= 0 && write_file(file, trainer, info, optimiser);
    if (file >= 0 && H5Fclose(file) < 0)
        good = false;
    if (good && rename(beside, path) != 0)
        good = false;
    if (!good)
        unlink(beside);
    free(beside);
    return good ? HX_OK : hx_error_set(error, HX_ERROR_IO, "%s: cannot be written", path);
}

static bool read_attribute(hid_t place, const char *name, hid_t type, void *value)
{
    hid_t attribute = H5Aopen(place, name, H5P_DEFAULT);
    if (attribute < 0)
        return false;
    // Scalars only: a longer attribute would write past `value`.
    hid_t space = H5Aget_space(attribute);
    bool good = space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, type, value) >= 0;
    if (space >= 0)
        H5Sclose(space);
    H5Aclose(attribute);
    return good;
}

static bool read_text(hid_t place, const char *name, char *text, size_t size)
{
    hid_t attribute = H5Aopen(place, name, H5P_DEFAULT);
    if (attribute < 0)
        return false;
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    hid_t space = H5Aget_space(attribute);
    bool good = space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, type, text) >= 0;
    text[size - 1] = 0;
    if (space >= 0)
        H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return good;
}

static bool read_matrix(hid_t file, const char *name, size_t rows, size_t columns, float *values)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    if (set < 0)
        return false;
    hid_t space = H5Dget_space(set);
    hsize_t shape[2] = {0, 0};
    bool good = space >= 0 && H5Sget_simple_extent_ndims(space) == 2 &&
                H5Sget_simple_extent_dims(space, shape, NULL) == 2 && shape[0] == rows &&
                shape[1] == columns &&
                H5Dread(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (space >= 0)
        H5Sclose(space);
    H5Dclose(set);
    return good;
}

static const char *read_layer(hid_t file, hx_trainer *trainer, int layer, bool optimiser)
{
    static const char *const wrong[HX_LAYER_COUNT] = {
        "/layers/0/weight is missing or has another shape",
        "/layers/1/weight is missing or has another shape",
        "/layers/2/weight is missing or has another shape"};
    const hx_network *network = &hx_trainer_get_config(trainer)->network;
    size_t rows = hx_network_rows(network, layer), columns = hx_network_columns(network, layer);
    hx_adam *adam = hx_trainer_adam(trainer, layer);
    char name[48];
    snprintf(name, sizeof name, "/layers/%d/weight", layer);
    if (!read_matrix(file, name, rows, columns, hx_trainer_weights(trainer, layer)))
        return wrong[layer];
    if (!optimiser)
        return NULL;
    snprintf(name, sizeof name, "/optimiser/%d", layer);
    hid_t group = H5Gopen2(file, name, H5P_DEFAULT);
    if (group < 0)
        return "this is no checkpoint (no /optimiser)";
    bool good = read_matrix(group, "first", rows, columns, adam->first) &&
                read_matrix(group, "second", rows, columns, adam->second) &&
                read_attribute(group, "updates", H5T_NATIVE_UINT64, &adam->updates);
    H5Gclose(group);
    return good ? NULL : "the optimiser's state is incomplete";
}

static const char *read_file(hid_t file, hx_trainer *trainer, hx_weights_info *info, bool optimiser)
{
    uint32_t version = 0, in_loop = 0;
    if (!read_attribute(file, "format_version", H5T_NATIVE_UINT32, &version))
        return "attribute format_version is missing";
    if (version != HX_WEIGHTS_FORMAT_VERSION)
        return "format_version is not 1";
    if (!read_text(file, "task", info->task, sizeof info->task) ||
        !read_text(file, "preset", info->preset, sizeof info->preset) ||
        !read_attribute(file, "epoch", H5T_NATIVE_UINT64, &info->epoch) ||
        !read_attribute(file, "seed", H5T_NATIVE_UINT64, &info->seed) ||
        !read_attribute(file, "chip_seed", H5T_NATIVE_UINT64, &info->chip_seed) ||
        !read_attribute(file, "in_loop", H5T_NATIVE_UINT32, &in_loop))
        return "one of task, preset, epoch, seed, chip_seed, in_loop is missing";
    info->in_loop = in_loop != 0;
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++) {
        if (!hx_network_weight_count(&hx_trainer_get_config(trainer)->network, layer))
            continue;
        const char *wrong = read_layer(file, trainer, layer, optimiser);
        if (wrong)
            return wrong;
    }
    return NULL;
}

hx_status hx_weights_load(const char *path, hx_trainer *trainer, hx_weights_info *info,
                          bool optimiser, hx_error *error)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be opened as HDF5", path);
    hx_weights_info found = {0};
    const char *wrong = read_file(file, trainer, &found, optimiser);
    H5Fclose(file);
    if (wrong)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s", path, wrong);
    if (optimiser)
        hx_trainer_set_epoch(trainer, (size_t)found.epoch);
    if (info)
        *info = found;
    return HX_OK;
}
