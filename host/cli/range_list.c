// Lists of numbers and ranges as options give them.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/range_list.h"

#include <stdlib.h>

static bool parse_number(const char **at, unsigned limit, unsigned long *number)
{
    if (**at < '0' || **at > '9')
        return false;
    char *end;
    *number = strtoul(*at, &end, 10);
    *at = end;
    return *number < limit;
}

bool hx_range_list_parse(const char *list, unsigned limit, uint16_t *values, size_t *count)
{
    *count = 0;
    for (;;) {
        unsigned long first, last;
        if (!parse_number(&list, limit, &first))
            return false;
        last = first;
        if (*list == '-') {
            list++;
            if (!parse_number(&list, limit, &last) || last < first)
                return false;
        }
        if (*count + (last - first + 1) > limit)
            return false;
        for (unsigned long n = first; n <= last; n++)
            values[(*count)++] = (uint16_t)n;
        if (!*list)
            return true;
        if (*list++ != ',')
            return false;
    }
}
