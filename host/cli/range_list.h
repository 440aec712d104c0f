// Lists of numbers and ranges as options give them, e.g. "0-3,256".
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_RANGE_LIST_H
#define HX_CLI_RANGE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Numbers below `limit` in the order of the list, at most `limit` of them; false if the text is
// no such list.
bool hx_range_list_parse(const char *list, unsigned limit, uint16_t *values, size_t *count);

#endif
