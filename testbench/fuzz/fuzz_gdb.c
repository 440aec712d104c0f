// Fuzz target: any bytes from a debugger; answers must be well formed.
// SPDX-License-Identifier: Apache-2.0
//
// Half of the inputs are cut into packets with good checksums, letters of commands in front.
#include "host/gdb/session.h"
#include "testbench/host/gdb/fake_core.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char commands[] = "?gGpPmMcsvZzHTDkqQX";
static const char letters[] = "0123456789abcdef,:;=-\003$#";

static void check(void *user, const char *bytes, size_t size)
{
    size_t *total = user;
    *total += size;
    for (size_t i = 0; i < size; i++)
        if (!bytes[i] || (unsigned char)bytes[i] > 126)
            abort();
}

static void play(const char *bytes, size_t size)
{
    fake_core fakes[2] = {{.end = 4000}, {.end = 2000}};
    const hx_gdb_core cores[2] = {fake_core_make(&fakes[0]), fake_core_make(&fakes[1])};
    size_t total = 0;
    hx_gdb_session *session = hx_gdb_session_create(cores, 2, check, &total);
    if (!session)
        abort();
    for (size_t i = 0; i < size; i += 16) {
        hx_gdb_session_take(session, bytes + i, size - i < 16 ? size - i : 16);
        hx_gdb_session_run(session, 3);
    }
    hx_gdb_session_destroy(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(2 * size + 64);
    if (!text)
        abort();
    if (size)
        play((const char *)data, size);
    size_t length = 0;
    for (size_t i = 0; i < size;) {
        size_t packet = 1 + data[i] % 24;
        uint8_t sum = 0;
        text[length++] = '$';
        for (size_t j = 0; j < packet && i < size && length < 2 * size; j++, i++) {
            char letter = j ? letters[data[i] % (sizeof letters - 3)]
                            : commands[data[i] % (sizeof commands - 1)];
            sum = (uint8_t)(sum + (uint8_t)letter);
            text[length++] = letter;
        }
        text[length++] = '#';
        text[length++] = "0123456789abcdef"[sum >> 4];
        text[length++] = "0123456789abcdef"[sum & 15];
        if (length + 40 > 2 * size)
            break;
        if (data[i % size] & 1)
            text[length++] = 3;
    }
    play(text, length);
    free(text);
    return 0;
}
