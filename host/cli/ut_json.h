// UT messages as JSON objects.
// SPDX-License-Identifier: Apache-2.0
//
// `kind` is the name of the instruction; packs also carry `count`. Addresses, labels and raw
// values are hexadecimal strings, counts and small values are numbers.
#ifndef HX_CLI_UT_JSON_H
#define HX_CLI_UT_JSON_H

#include "host/wire/ut_message.h"

#include <jansson.h>

// HX_ERROR_FORMAT: a field is missing, of the wrong type or out of range.
hx_status hx_ut_message_from_json(hx_ut_direction direction, json_t *object, hx_ut_message *message,
                                  hx_error *error);

// New reference; NULL without memory.
json_t *hx_ut_message_to_json(const hx_ut_message *message);

#endif
