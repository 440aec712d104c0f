// Writes small wave files (FST) of bits and texts, 1 ns steps.
// SPDX-License-Identifier: Apache-2.0
//
// Declare all signals before the first moment. Values are written on change; before the first
// value a signal is unknown. Moments must not go back.
#ifndef HX_TRACES_WRITE_H
#define HX_TRACES_WRITE_H

#include <hxcosim/status.h>

#include <stdint.h>

typedef struct hx_wave hx_wave;
typedef uint32_t hx_wave_signal;

hx_status hx_wave_create(hx_wave **wave, const char *path, hx_error *error);
// Completes the file. HX_ERROR_IO: it could not be written.
hx_status hx_wave_destroy(hx_wave *wave);

void hx_wave_open_scope(hx_wave *wave, const char *name);
void hx_wave_close_scope(hx_wave *wave);
hx_wave_signal hx_wave_add_bits(hx_wave *wave, const char *name, unsigned width); // 1..32
hx_wave_signal hx_wave_add_text(hx_wave *wave, const char *name);

void hx_wave_set_time(hx_wave *wave, uint64_t ns);
void hx_wave_set_bits(hx_wave *wave, hx_wave_signal signal, uint32_t value);
void hx_wave_set_text(hx_wave *wave, hx_wave_signal signal, const char *text);

#endif
