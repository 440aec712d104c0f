// Writes small IDX files for tests.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_IDX_FILE_H
#define HX_TEST_IDX_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A header with these sizes, then the bytes, whatever their number; `packed`: gzip.
void idx_file_write(const char *path, bool packed, unsigned dimensions, const uint32_t *sizes,
                    const uint8_t *bytes, size_t count);

#endif
