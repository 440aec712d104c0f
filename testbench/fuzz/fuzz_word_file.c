// Fuzz target: any file as a word file; what is accepted must survive writing and reading.
// SPDX-License-Identifier: Apache-2.0
//
// Half of the inputs are drawn from the characters of the format, to get past the prefix.
#include "host/program/word_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char alphabet[] = "0x0a00 \n#f\t";

static void read_file(const char *text, size_t size)
{
    char path[] = "/tmp/fuzz_word_file.XXXXXX";
    int descriptor = mkstemp(path);
    if (descriptor < 0 || write(descriptor, text, size) != (ssize_t)size)
        abort();
    close(descriptor);
    uint64_t *words, *again;
    size_t count, count_again;
    hx_error error;
    if (!hx_word_file_read(path, &words, &count, &error)) {
        FILE *file = fopen(path, "w");
        if (!file || hx_word_file_write(file, words, count) || fclose(file) ||
            hx_word_file_read(path, &again, &count_again, &error) || count_again != count ||
            memcmp(words, again, count * sizeof *words))
            abort();
        free(words);
        free(again);
    }
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(2 * size + 64);
    if (!text)
        abort();
    read_file((const char *)data, size);
    // Lines of the right form with one byte of damage each.
    size_t length = 0;
    for (size_t i = 0; i < size && length + 24 < 2 * size; i++) {
        int line = sprintf(text + length, "0x0a%014x\n", data[i] & 1u);
        if (data[i] & 0x80)
            text[length + data[i] % (size_t)line] = alphabet[i % (sizeof alphabet - 1)];
        length += (size_t)line;
    }
    read_file(text, length);
    free(text);
    return 0;
}
