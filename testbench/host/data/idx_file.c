// Writes small IDX files for tests.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/data/idx_file.h"

#include <check.h>
#include <zlib.h>

void idx_file_write(const char *path, bool packed, unsigned dimensions, const uint32_t *sizes,
                    const uint8_t *bytes, size_t count)
{
    uint8_t head[4 + 4 * 8] = {0, 0, 8, (uint8_t)dimensions};
    for (unsigned d = 0; d < dimensions; d++)
        for (unsigned k = 0; k < 4; k++)
            head[4 + 4 * d + k] = (uint8_t)(sizes[d] >> (24 - 8 * k));
    gzFile file = gzopen(path, packed ? "wb" : "wbT"); // T: without compression
    ck_assert_ptr_nonnull(file);
    gzwrite(file, head, 4 + 4 * dimensions);
    if (count)
        gzwrite(file, bytes, (unsigned)count);
    ck_assert_int_eq(gzclose(file), Z_OK);
}
