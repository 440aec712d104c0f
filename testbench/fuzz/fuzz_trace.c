// Fuzz target: any file as a wave. What opens can be listed and read, behind the guard.
// SPDX-License-Identifier: Apache-2.0
//
// An input whose first byte is odd is damage to a small true wave: four bytes each, a place and
// what is written there (low byte of the third) or cut off behind it (third byte 0).
// Damage inside a block may end the child process inside the FST library; the caller must get a
// verdict all the same.
#include "traces/trace.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fstapi.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *user, uint64_t time, uint32_t handle, const char *value)
{
    (void)time;
    (void)handle;
    *(size_t *)user += strlen(value);
}

void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

// The fuzzer's own handlers would take the child's end for a finding, and its alarm for none.
static void end_quietly(void)
{
    static const int SIGNALS[] = {SIGALRM, SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
        signal(SIGNALS[i], SIG_DFL);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(NULL);
}

static hx_status read_all(void *user, int *exit_code, hx_error *error)
{
    hx_trace *trace = NULL;
    size_t total = 0, count = 0;
    end_quietly();
    hx_status status = hx_trace_open(&trace, user, error);
    if (!status) {
        const hx_trace_signal *signals = hx_trace_get_signals(trace, &count);
        for (size_t i = 0; i < count; i++)
            total += strlen(signals[i].name) + strlen(signals[i].range);
        hx_trace_select_all(trace);
        status = hx_trace_read(trace, 0, UINT64_MAX, take, &total);
        if (status)
            hx_error_set(error, status, "%s", hx_status_text(status));
    }
    hx_trace_close(trace);
    *exit_code = 7;
    return status;
}

// A bit, a word, an alias, a text and a number at ten moments.
static void write_small_wave(const char *path)
{
    void *out = fstWriterCreate(path, 1);
    if (!out)
        abort();
    fstWriterSetTimescale(out, -9);
    fstWriterSetScope(out, FST_ST_VCD_MODULE, "top", NULL);
    fstHandle bit = fstWriterCreateVar(out, FST_VT_VCD_WIRE, FST_VD_IMPLICIT, 1, "bit", 0);
    fstHandle word = fstWriterCreateVar(out, FST_VT_SV_LOGIC, FST_VD_INPUT, 8, "word [7:0]", 0);
    fstWriterCreateVar(out, FST_VT_SV_LOGIC, FST_VD_OUTPUT, 8, "same [7:0]", word);
    fstHandle text = fstWriterCreateVar(out, FST_VT_GEN_STRING, FST_VD_IMPLICIT, 0, "text", 0);
    fstHandle level = fstWriterCreateVar(out, FST_VT_VCD_REAL, FST_VD_IMPLICIT, 8, "level", 0);
    fstWriterSetUpscope(out);
    for (unsigned i = 0; i < 10; i++) {
        char bits[9] = "";
        double value = i / 4.0;
        for (unsigned b = 0; b < 8; b++)
            bits[b] = i >> (7 - b) & 1 ? '1' : '0';
        fstWriterEmitTimeChange(out, 10 * i);
        fstWriterEmitValueChange(out, bit, i % 2 ? "1" : "0");
        fstWriterEmitValueChange(out, word, bits);
        fstWriterEmitVariableLengthValueChange(out, text, "run", i % 3);
        fstWriterEmitValueChange(out, level, &value);
    }
    fstWriterClose(out);
}

static uint8_t *read_small_wave(size_t *size)
{
    static uint8_t wave[1 << 14];
    static size_t length;
    if (!length) {
        char path[] = "/tmp/fuzz_trace.XXXXXX";
        int descriptor = mkstemp(path);
        if (descriptor < 0)
            abort();
        close(descriptor);
        write_small_wave(path);
        FILE *file = fopen(path, "rb");
        if (!file)
            abort();
        length = fread(wave, 1, sizeof wave, file);
        fclose(file);
        unlink(path);
        if (length < 100 || length == sizeof wave)
            abort();
    }
    *size = length;
    return wave;
}

static void read_file(const uint8_t *data, size_t size, bool undamaged)
{
    char path[] = "/tmp/fuzz_trace.XXXXXX";
    const hx_trace_limits limits = {.seconds = 2, .memory_bytes = 1u << 28};
    int descriptor = mkstemp(path), exit_code = 0;
    hx_error error = {""};
    if (descriptor < 0 || write(descriptor, data, size) != (ssize_t)size)
        abort();
    close(descriptor);
    hx_status status = hx_trace_guard(read_all, path, path, limits, &exit_code, &error);
    unlink(path);
    if (status ? !error.text[0] : exit_code != 7)
        abort();
    if (undamaged && status)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t bytes[1 << 14];
    size_t length;
    const uint8_t *wave = read_small_wave(&length);
    if (!size || data[0] % 2 == 0) {
        read_file(data, size, false);
        return 0;
    }
    memcpy(bytes, wave, length);
    // At most a few places: more is not a wave any longer.
    for (size_t at = 1; at + 4 <= size && at < 64 && length; at += 4) {
        size_t place = (data[at] | (size_t)data[at + 1] << 8) % length;
        if (data[at + 2])
            bytes[place] = data[at + 3];
        else
            length = place;
    }
    read_file(bytes, length, size < 5);
    return 0;
}
