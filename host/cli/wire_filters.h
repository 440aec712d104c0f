// The line functions of `hxcosim wire`.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_WIRE_FILTERS_H
#define HX_CLI_WIRE_FILTERS_H

#include "host/cli/json_lines.h"

hx_status hx_wire_line_encode(json_t *input, json_t *output, hx_error *error);
hx_status hx_wire_line_decode(json_t *input, json_t *output, hx_error *error);
hx_status hx_wire_line_annotate(json_t *input, json_t *output, hx_error *error);
hx_status hx_wire_line_window(json_t *input, json_t *output, hx_error *error);
hx_status hx_wire_line_frame(json_t *input, json_t *output, hx_error *error);

#endif
