// Files of raw words: `0x` and 16 hexadecimal digits a line, `#` comments, blank lines.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_PROGRAM_WORD_FILE_H
#define HX_PROGRAM_WORD_FILE_H

#include <hxcosim/status.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// Reads the whole file; the caller frees `*words`. Errors name file, line and rule. A file
// without a halt instruction is refused: it would never end.
hx_status hx_word_file_read(const char *path, uint64_t **words, size_t *count, hx_error *error);

hx_status hx_word_file_write(FILE *file, const uint64_t *words, size_t count);

#endif
