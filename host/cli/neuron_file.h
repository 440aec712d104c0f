// Parameter file of `hxcosim neuron`.
// SPDX-License-Identifier: Apache-2.0
//
// A JSON object with `neuron`, `input` and `record` (docs/neuron.md). Every key has one
// meaning, unknown ones are refused, and errors name the key with its path.
#ifndef HX_CLI_NEURON_FILE_H
#define HX_CLI_NEURON_FILE_H

#include "models/single_neuron.h"

#include <hxcosim/status.h>

typedef struct hx_neuron_file {
    hx_single_neuron_parameters parameters;
    hx_single_neuron_input *inputs;
    size_t input_count;
    double until_us, every_us;
} hx_neuron_file;

hx_status hx_neuron_file_read(const char *path, hx_neuron_file *file, hx_error *error);
void hx_neuron_file_clear(hx_neuron_file *file);

#endif
