// Plain main for the fuzz targets: feeds them random inputs, for the normal test run.
// SPDX-License-Identifier: Apache-2.0
//
// With file names as arguments it feeds those instead: as they are, line by line, and both with
// random damage.
#include "testbench/host/wire/random_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_MAXIMUM 600
#define FILE_MAXIMUM (1 << 20)
#define DAMAGED_COUNT 60

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void feed(const uint8_t *bytes, size_t size)
{
    // A copy of the exact size, so that a read beyond the end is seen.
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

// A few bytes changed, removed or doubled.
static void feed_damaged(const uint8_t *bytes, size_t size, uint64_t *state)
{
    uint8_t *copy = malloc(size + 64);
    if (!copy || !size)
        abort();
    memcpy(copy, bytes, size);
    for (uint64_t count = 1 + hx_test_random(state) % 4; count && size; count--) {
        size_t at = hx_test_random(state) % size, length = 1 + hx_test_random(state) % 8;
        length = length < size - at ? length : size - at;
        switch (hx_test_random(state) % 4) {
        case 0:
            copy[at] ^= (uint8_t)(1u << hx_test_random(state) % 8);
            break;
        case 1:
            copy[at] = copy[hx_test_random(state) % size];
            break;
        case 2:
            memmove(copy + at, copy + at + length, size - at - length);
            size -= length;
            break;
        default:
            memmove(copy + at + length, copy + at, size - at);
            size += length;
        }
    }
    feed(copy, size);
    free(copy);
}

static int replay_file(const char *path, uint64_t *state)
{
    static uint8_t bytes[FILE_MAXIMUM];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    feed(bytes, size);
    for (size_t at = 0, end; at < size; at = end + 1) {
        const uint8_t *newline = memchr(bytes + at, '\n', size - at);
        end = newline ? (size_t)(newline - bytes) : size;
        feed(bytes + at, end - at);
        for (int i = 0; i < DAMAGED_COUNT && end > at; i++)
            feed_damaged(bytes + at, end - at, state);
    }
    return 0;
}

int main(int argc, char **argv)
{
    uint64_t state = hx_test_seed("fuzz", 6);
    for (int i = 1; i < argc; i++)
        if (replay_file(argv[i], &state))
            return EXIT_FAILURE;
    for (int i = 0; argc == 1 && i < HX_FUZZ_INPUTS; i++) {
        uint8_t bytes[LENGTH_MAXIMUM];
        size_t size = hx_test_random(&state) % (LENGTH_MAXIMUM + 1);
        // Small bytes reach further into the formats than evenly spread ones.
        uint64_t mask = i % 2 ? 0xff : 0x0f;
        for (size_t j = 0; j < size; j++)
            bytes[j] = (uint8_t)(hx_test_random(&state) & mask);
        feed(bytes, size);
    }
    return EXIT_SUCCESS;
}
