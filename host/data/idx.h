// IDX files: arrays of bytes behind a header of big-endian sizes, plain or gzip.
// SPDX-License-Identifier: Apache-2.0
//
// Layout: 0x00 0x00, element type (0x08: byte, the only one read here), number of dimensions,
// then one 32-bit size for each dimension, then the elements, last dimension fastest. Source:
// the format description published with MNIST.
#ifndef HX_DATA_IDX_H
#define HX_DATA_IDX_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>

#define HX_IDX_MAX_DIMENSIONS 4

typedef struct hx_idx {
    unsigned dimensions;
    size_t size[HX_IDX_MAX_DIMENSIONS]; // size[0]: items that were read
    size_t total;                       // items in the file
    uint8_t *values;
} hx_idx;

// Reads items first..first+limit-1 (limit 0: all to the end), fewer if the file ends before.
// Errors name the file and the rule: not an IDX file of bytes, another number of dimensions,
// an item that is cut off, bytes after the last item (if that was read).
hx_status hx_idx_load(hx_idx *idx, const char *path, unsigned dimensions, size_t first,
                      size_t limit, hx_error *error);
void hx_idx_release(hx_idx *idx);

#endif
