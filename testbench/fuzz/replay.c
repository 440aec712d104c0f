// Plain main for the fuzz targets: feeds them random inputs, for the normal test run.
// SPDX-License-Identifier: Apache-2.0
//
// With file names as arguments it replays those files instead.
#include "testbench/host/wire/random_message.h"

#include <stdio.h>
#include <stdlib.h>

#define INPUT_COUNT 5000
#define LENGTH_MAXIMUM 600

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return LLVMFuzzerTestOneInput(bytes, size);
}

int main(int argc, char **argv)
{
    uint64_t state = hx_test_seed("fuzz", 6);
    for (int i = 1; i < argc; i++)
        if (replay_file(argv[i]))
            return EXIT_FAILURE;
    for (int i = 0; argc == 1 && i < INPUT_COUNT; i++) {
        uint8_t bytes[LENGTH_MAXIMUM];
        size_t size = hx_test_random(&state) % (LENGTH_MAXIMUM + 1);
        // Small bytes reach further into the formats than evenly spread ones.
        uint64_t mask = i % 2 ? 0xff : 0x0f;
        for (size_t j = 0; j < size; j++)
            bytes[j] = (uint8_t)(hx_test_random(&state) & mask);
        if (LLVMFuzzerTestOneInput(bytes, size))
            return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
