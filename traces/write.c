// Writes small wave files (FST).
// SPDX-License-Identifier: Apache-2.0
#include "traces/write.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fstapi.h>

enum { SIGNALS = 128 };

struct hx_wave {
    void *file;
    struct {
        fstHandle handle;
        unsigned width; // 0: text
        bool is_known;
        uint32_t value;
        char *text;
    } signals[SIGNALS];
    uint32_t count;
    char *path;
};

hx_status hx_wave_create(hx_wave **result, const char *path, hx_error *error)
{
    *result = NULL;
    hx_wave *wave = calloc(1, sizeof *wave);
    if (!wave)
        return HX_ERROR_MEMORY;
    wave->path = strdup(path);
    wave->file = fstWriterCreate(path, 1);
    if (!wave->file || !wave->path) {
        free(wave->path);
        free(wave);
        return hx_error_set(error, HX_ERROR_IO, "%.200s: cannot be written", path);
    }
    fstWriterSetTimescaleFromString(wave->file, "1ns");
    fstWriterSetPackType(wave->file, FST_WR_PT_LZ4);
    *result = wave;
    return HX_OK;
}

hx_status hx_wave_destroy(hx_wave *wave)
{
    if (!wave)
        return HX_OK;
    fstWriterClose(wave->file);
    for (uint32_t i = 0; i < wave->count; i++)
        free(wave->signals[i].text);
    // The library tells nothing of a full disk; a file it gave up has no first byte.
    FILE *file = fopen(wave->path, "rb");
    bool good = file && fgetc(file) != EOF;
    if (file)
        fclose(file);
    free(wave->path);
    free(wave);
    return good ? HX_OK : HX_ERROR_IO;
}

void hx_wave_open_scope(hx_wave *wave, const char *name)
{
    fstWriterSetScope(wave->file, FST_ST_VCD_MODULE, name, NULL);
}

void hx_wave_close_scope(hx_wave *wave)
{
    fstWriterSetUpscope(wave->file);
}

static hx_wave_signal add(hx_wave *wave, const char *name, unsigned width)
{
    if (wave->count == SIGNALS)
        abort(); // a mistake in the program
    char full[128];
    snprintf(full, sizeof full, width > 1 ? "%s [%u:0]" : "%s", name, width - 1);
    wave->signals[wave->count].width = width;
    wave->signals[wave->count].handle = fstWriterCreateVar(
        wave->file, width ? FST_VT_VCD_WIRE : FST_VT_GEN_STRING, FST_VD_IMPLICIT, width, full, 0);
    return wave->count++;
}

hx_wave_signal hx_wave_add_bits(hx_wave *wave, const char *name, unsigned width)
{
    return add(wave, name, width);
}

hx_wave_signal hx_wave_add_text(hx_wave *wave, const char *name)
{
    return add(wave, name, 0);
}

void hx_wave_set_time(hx_wave *wave, uint64_t ns)
{
    fstWriterEmitTimeChange(wave->file, ns);
}

void hx_wave_set_bits(hx_wave *wave, hx_wave_signal signal, uint32_t value)
{
    if (wave->signals[signal].is_known && wave->signals[signal].value == value)
        return;
    wave->signals[signal].is_known = true;
    wave->signals[signal].value = value;
    char bits[33];
    unsigned width = wave->signals[signal].width;
    for (unsigned i = 0; i < width; i++)
        bits[i] = (char)('0' + (value >> (width - 1 - i) & 1));
    fstWriterEmitValueChange(wave->file, wave->signals[signal].handle, bits);
}

void hx_wave_set_text(hx_wave *wave, hx_wave_signal signal, const char *text)
{
    char *old = wave->signals[signal].text;
    if (old && !strcmp(old, text))
        return;
    free(old);
    wave->signals[signal].text = strdup(text);
    fstWriterEmitVariableLengthValueChange(wave->file, wave->signals[signal].handle, text,
                                           (uint32_t)strlen(text));
}
