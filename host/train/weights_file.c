// weights.h5 and the checkpoint: one HDF5 layout for both.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/weights_file.h"

#include "host/train/hdf5_io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool write_layer(hid_t file, hx_trainer *trainer, const hx_quantised_weights *quantised,
                        int layer, bool optimiser)
{
    char name[32];
    snprintf(name, sizeof name, "/layers/%d", layer);
    hid_t group = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    size_t rows = quantised->rows[layer], columns = quantised->columns[layer];
    bool good = hx_hdf5_write_matrix(group, "weight", H5T_NATIVE_FLOAT, rows, columns,
                                     hx_trainer_weights(trainer, layer)) &&
                hx_hdf5_write_matrix(group, "quantised", H5T_NATIVE_INT16, rows, columns,
                                     quantised->layer[layer]);
    hid_t set = good ? H5Dopen2(group, "quantised", H5P_DEFAULT) : -1;
    good =
        set >= 0 &&
        hx_hdf5_write_attribute(set, "scale", H5T_NATIVE_DOUBLE, &quantised->range[layer].scale) &&
        hx_hdf5_write_attribute(set, "limit", H5T_NATIVE_INT16, &quantised->range[layer].limit);
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
    good = hx_hdf5_write_matrix(group, "first", H5T_NATIVE_FLOAT, rows, columns, adam->first) &&
           hx_hdf5_write_matrix(group, "second", H5T_NATIVE_FLOAT, rows, columns, adam->second) &&
           hx_hdf5_write_attribute(group, "updates", H5T_NATIVE_UINT64, &adam->updates);
    H5Gclose(group);
    return good;
}

static bool write_progress(hid_t file, const hx_weights_progress *progress)
{
    hid_t group = H5Gcreate2(file, "/progress", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    const hx_chip_session_statistics *chip = &progress->chip;
    bool good =
        hx_hdf5_write_text(group, "settings", progress->settings) &&
        hx_hdf5_write_attribute(group, "next_trial", H5T_NATIVE_UINT64, &chip->next_trial) &&
        hx_hdf5_write_attribute(group, "presentations", H5T_NATIVE_UINT64, &chip->presentations) &&
        hx_hdf5_write_attribute(group, "stray_spikes", H5T_NATIVE_UINT64, &chip->stray_spikes) &&
        hx_hdf5_write_attribute(group, "chip_seconds", H5T_NATIVE_DOUBLE, &chip->chip_seconds) &&
        hx_hdf5_write_matrix(group, "metrics", H5T_NATIVE_DOUBLE, progress->rows,
                             HX_WEIGHTS_METRICS, progress->metrics);
    H5Gclose(group);
    return good;
}

static bool write_file(hid_t file, hx_trainer *trainer, const hx_weights_info *info, bool optimiser)
{
    uint32_t version = HX_WEIGHTS_FORMAT_VERSION, in_loop = info->in_loop;
    uint64_t epoch = hx_trainer_get_epoch(trainer);
    bool good = hx_hdf5_write_attribute(file, "format_version", H5T_NATIVE_UINT32, &version) &&
                hx_hdf5_write_text(file, "task", info->task) &&
                hx_hdf5_write_text(file, "preset", info->preset) &&
                hx_hdf5_write_attribute(file, "epoch", H5T_NATIVE_UINT64, &epoch) &&
                hx_hdf5_write_attribute(file, "seed", H5T_NATIVE_UINT64,
                                        &hx_trainer_get_config(trainer)->seed) &&
                hx_hdf5_write_attribute(file, "chip_seed", H5T_NATIVE_UINT64, &info->chip_seed) &&
                hx_hdf5_write_attribute(file, "in_loop", H5T_NATIVE_UINT32, &in_loop) &&
                hx_hdf5_make_group(file, "/layers") &&
                (!optimiser || hx_hdf5_make_group(file, "/optimiser"));
    hx_quantised_weights quantised = hx_trainer_quantised(trainer);
    for (int layer = 0; layer < HX_LAYER_COUNT && good; layer++)
        if (quantised.columns[layer])
            good = write_layer(file, trainer, &quantised, layer, optimiser);
    if (good && optimiser && info->progress)
        good = write_progress(file, info->progress);
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
    if (!hx_hdf5_read_matrix(file, name, H5T_NATIVE_FLOAT, rows, columns,
                             hx_trainer_weights(trainer, layer)))
        return wrong[layer];
    if (!optimiser)
        return NULL;
    snprintf(name, sizeof name, "/optimiser/%d", layer);
    hid_t group = H5Gopen2(file, name, H5P_DEFAULT);
    if (group < 0)
        return "this is no checkpoint (no /optimiser)";
    bool good =
        hx_hdf5_read_matrix(group, "first", H5T_NATIVE_FLOAT, rows, columns, adam->first) &&
        hx_hdf5_read_matrix(group, "second", H5T_NATIVE_FLOAT, rows, columns, adam->second) &&
        hx_hdf5_read_attribute(group, "updates", H5T_NATIVE_UINT64, &adam->updates);
    H5Gclose(group);
    return good ? NULL : "the optimiser's state is incomplete";
}

static const char *read_file(hid_t file, hx_trainer *trainer, hx_weights_info *info, bool optimiser)
{
    uint32_t version = 0, in_loop = 0;
    if (!hx_hdf5_read_attribute(file, "format_version", H5T_NATIVE_UINT32, &version))
        return "attribute format_version is missing";
    if (version != HX_WEIGHTS_FORMAT_VERSION)
        return "format_version is not 1";
    if (!hx_hdf5_read_text(file, "task", info->task, sizeof info->task) ||
        !hx_hdf5_read_text(file, "preset", info->preset, sizeof info->preset) ||
        !hx_hdf5_read_attribute(file, "epoch", H5T_NATIVE_UINT64, &info->epoch) ||
        !hx_hdf5_read_attribute(file, "seed", H5T_NATIVE_UINT64, &info->seed) ||
        !hx_hdf5_read_attribute(file, "chip_seed", H5T_NATIVE_UINT64, &info->chip_seed) ||
        !hx_hdf5_read_attribute(file, "in_loop", H5T_NATIVE_UINT32, &in_loop))
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

static const char *read_progress(hid_t file, hx_weights_progress *progress, size_t rows)
{
    hid_t group = H5Gopen2(file, "/progress", H5P_DEFAULT);
    if (group < 0)
        return "/progress is missing";
    hx_chip_session_statistics *chip = &progress->chip;
    bool good =
        hx_hdf5_read_text(group, "settings", progress->settings, sizeof progress->settings) &&
        hx_hdf5_read_attribute(group, "next_trial", H5T_NATIVE_UINT64, &chip->next_trial) &&
        hx_hdf5_read_attribute(group, "presentations", H5T_NATIVE_UINT64, &chip->presentations) &&
        hx_hdf5_read_attribute(group, "stray_spikes", H5T_NATIVE_UINT64, &chip->stray_spikes) &&
        hx_hdf5_read_attribute(group, "chip_seconds", H5T_NATIVE_DOUBLE, &chip->chip_seconds) &&
        hx_hdf5_read_matrix(group, "metrics", H5T_NATIVE_DOUBLE, rows, HX_WEIGHTS_METRICS,
                            progress->metrics);
    H5Gclose(group);
    progress->rows = rows;
    return good ? NULL : "/progress is incomplete";
}

hx_status hx_weights_load_progress(const char *path, hx_weights_progress *progress, hx_error *error)
{
    *progress = (hx_weights_progress){0};
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be opened as HDF5", path);
    uint64_t epochs = 0;
    const char *wrong = NULL;
    if (!hx_hdf5_read_attribute(file, "epoch", H5T_NATIVE_UINT64, &epochs) || epochs > 1000000)
        wrong = "attribute epoch is missing or above 1000000";
    if (!wrong) {
        progress->metrics = calloc(epochs * HX_WEIGHTS_METRICS + 1, sizeof(double));
        wrong =
            progress->metrics ? read_progress(file, progress, (size_t)epochs) : "memory ran out";
    }
    H5Fclose(file);
    if (!wrong)
        return HX_OK;
    free(progress->metrics);
    progress->metrics = NULL;
    return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s", path, wrong);
}
