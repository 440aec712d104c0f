// Small pieces of HDF5 files: attributes, texts, matrices.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/hdf5_io.h"

#include <string.h>

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

bool hx_hdf5_write_attribute(hid_t place, const char *name, hid_t type, const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(place, name, file_type(type), space, H5P_DEFAULT, H5P_DEFAULT);
    bool good = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return good;
}

bool hx_hdf5_write_text(hid_t place, const char *name, const char *text)
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

bool hx_hdf5_write_matrix(hid_t place, const char *name, hid_t type, size_t rows, size_t columns,
                          const void *values)
{
    hsize_t shape[2] = {rows, columns};
    hid_t space = H5Screate_simple(2, shape, NULL), properties = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(properties, false); // same weights, same bytes
    hid_t set =
        H5Dcreate2(place, name, file_type(type), space, H5P_DEFAULT, properties, H5P_DEFAULT);
    H5Pclose(properties);
    bool good = set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (set >= 0)
        H5Dclose(set);
    H5Sclose(space);
    return good;
}

bool hx_hdf5_make_group(hid_t file, const char *name)
{
    hid_t group = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    return group >= 0 && H5Gclose(group) >= 0;
}

bool hx_hdf5_read_attribute(hid_t place, const char *name, hid_t type, void *value)
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

bool hx_hdf5_read_text(hid_t place, const char *name, char *text, size_t size)
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

bool hx_hdf5_read_matrix(hid_t file, const char *name, hid_t type, size_t rows, size_t columns,
                         void *values)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    if (set < 0)
        return false;
    hid_t space = H5Dget_space(set);
    hsize_t shape[2] = {0, 0};
    bool good = space >= 0 && H5Sget_simple_extent_ndims(space) == 2 &&
                H5Sget_simple_extent_dims(space, shape, NULL) == 2 && shape[0] == rows &&
                shape[1] == columns &&
                H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (space >= 0)
        H5Sclose(space);
    H5Dclose(set);
    return good;
}
