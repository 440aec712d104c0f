// Small pieces of HDF5 files: attributes, texts, matrices.
// SPDX-License-Identifier: Apache-2.0
//
// All return false on failure and leave the message to the caller. Numbers are stored little
// endian; `type` is the native type in memory.
#ifndef HX_TRAIN_HDF5_IO_H
#define HX_TRAIN_HDF5_IO_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

bool hx_hdf5_make_group(hid_t file, const char *name);

bool hx_hdf5_write_attribute(hid_t place, const char *name, hid_t type, const void *value);
bool hx_hdf5_write_text(hid_t place, const char *name, const char *text);
bool hx_hdf5_write_matrix(hid_t place, const char *name, hid_t type, size_t rows, size_t columns,
                          const void *values);

// A scalar attribute.
bool hx_hdf5_read_attribute(hid_t place, const char *name, hid_t type, void *value);
// A text that does not fit is cut.
bool hx_hdf5_read_text(hid_t place, const char *name, char *text, size_t size);
// False also if the shape is another one.
bool hx_hdf5_read_matrix(hid_t file, const char *name, hid_t type, size_t rows, size_t columns,
                         void *values);

#endif
