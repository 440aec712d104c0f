// IDX files: arrays of bytes behind a header of big-endian sizes, plain or gzip.
// SPDX-License-Identifier: Apache-2.0
#include "host/data/idx.h"

#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

#define TYPE_BYTE 8
#define ITEM_MAXIMUM 0x1000000u
#define CHUNK 0x1000000u // zlib counts in unsigned int

static bool read_bytes(gzFile file, uint8_t *bytes, size_t count)
{
    while (count) {
        unsigned wanted = count < CHUNK ? (unsigned)count : CHUNK;
        int got = gzread(file, bytes, wanted);
        if (got < 1)
            return false;
        bytes += got;
        count -= (size_t)got;
    }
    return true;
}

static bool skip_bytes(gzFile file, size_t count)
{
    uint8_t dropped[4096];
    while (count) {
        size_t part = count < sizeof dropped ? count : sizeof dropped;
        if (!read_bytes(file, dropped, part))
            return false;
        count -= part;
    }
    return true;
}

static hx_status read_header(gzFile file, const char *path, hx_idx *idx, unsigned dimensions,
                             size_t *item, hx_error *error)
{
    uint8_t head[4];
    if (!read_bytes(file, head, 4))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: shorter than an IDX header", path);
    if (head[0] || head[1] || head[2] != TYPE_BYTE)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "%s: byte 0: 0x%02x%02x%02x is not the start of an IDX file of bytes "
                            "(0x000008)",
                            path, head[0], head[1], head[2]);
    if (head[3] != dimensions)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: byte 3: %u dimensions, expected %u", path,
                            head[3], dimensions);
    idx->dimensions = dimensions;
    *item = 1;
    for (unsigned d = 0; d < dimensions; d++) {
        uint8_t size[4];
        if (!read_bytes(file, size, 4))
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: shorter than an IDX header", path);
        idx->size[d] =
            (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
        if (d > 0)
            *item *= idx->size[d];
        if (*item < 1 || *item > ITEM_MAXIMUM)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: byte %u: an item has 1..%u elements, not %zu", path, 4 + 4 * d,
                                ITEM_MAXIMUM, *item);
    }
    idx->total = idx->size[0];
    return HX_OK;
}

static hx_status read_items(gzFile file, const char *path, hx_idx *idx, size_t item, size_t first,
                            size_t limit, hx_error *error)
{
    size_t start = first < idx->total ? first : idx->total, count = idx->total - start;
    if (limit && count > limit)
        count = limit;
    if (!skip_bytes(file, start * item))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: ends before item %zu of %zu", path, start,
                            idx->total);
    idx->size[0] = count;
    idx->values = malloc(count * item + 1);
    if (!idx->values)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s: memory ran out", path);
    for (size_t i = 0; i < count; i++)
        if (!read_bytes(file, idx->values + i * item, item))
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: ends in item %zu of %zu", path,
                                start + i, idx->total);
    uint8_t more;
    if (start + count == idx->total && gzread(file, &more, 1) > 0)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: bytes after the last of %zu items", path,
                            idx->total);
    // The check sum of a gzip file is looked at when its end is reached.
    int code;
    gzerror(file, &code);
    if (code != Z_OK && code != Z_STREAM_END)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: the gzip data is damaged", path);
    return HX_OK;
}

hx_status hx_idx_load(hx_idx *idx, const char *path, unsigned dimensions, size_t first,
                      size_t limit, hx_error *error)
{
    *idx = (hx_idx){0};
    gzFile file = gzopen(path, "rb");
    if (!file)
        return hx_error_set(error, HX_ERROR_IO, "%s: cannot be opened", path);
    size_t item = 0;
    hx_status status = read_header(file, path, idx, dimensions, &item, error);
    if (!status)
        status = read_items(file, path, idx, item, first, limit, error);
    gzclose(file);
    if (status)
        hx_idx_release(idx);
    return status;
}

void hx_idx_release(hx_idx *idx)
{
    free(idx->values);
    *idx = (hx_idx){0};
}
