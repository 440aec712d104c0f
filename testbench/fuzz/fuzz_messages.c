// Fuzz target: any file as the messages of `hxcosim run`, any words as its answers.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/run_io.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_messages(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/fuzz_messages.XXXXXX";
    int descriptor = mkstemp(path);
    if (descriptor < 0 || write(descriptor, data, size) != (ssize_t)size)
        abort();
    close(descriptor);
    uint64_t *words = NULL;
    size_t count = 0;
    hx_error error = {""};
    if (hx_run_read_messages(path, &words, &count, &error)) {
        if (!error.text[0])
            abort();
    } else {
        // A program of instructions, the last of which is a halt.
        bool halt = false;
        for (size_t i = 0; i < count; i++) {
            if (words[i] >> 60)
                abort();
            halt |= words[i] == UINT64_C(0x0a00000000000000);
        }
        if (!halt)
            abort();
        free(words);
    }
    unlink(path);
}

static void print_answers(const uint8_t *data, size_t size)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    hx_run_printer *printer;
    hx_error error = {""};
    if (!out || hx_run_printer_create(&printer, out, true))
        abort();
    hx_status status = HX_OK;
    for (size_t at = 0; at + 8 <= size && !status; at += 8) {
        uint64_t word;
        memcpy(&word, data + at, 8);
        status = hx_run_printer_take(printer, &word, 1, &error);
    }
    hx_run_printer_destroy(printer);
    fclose(out);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_messages(data, size);
    print_answers(data, size);
    return 0;
}
