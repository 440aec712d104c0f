// Status codes and error texts.
// SPDX-License-Identifier: Apache-2.0
#include <hxcosim/status.h>

#include <stdarg.h>
#include <stdio.h>

const char *hx_status_text(hx_status status)
{
    switch (status) {
#define HX_STATUS_CASE(name, value, text)                                                          \
    case HX_##name:                                                                                \
        return text;
        HX_STATUS_LIST(HX_STATUS_CASE)
#undef HX_STATUS_CASE
    }
    return "unknown status";
}

hx_status hx_error_set(hx_error *error, hx_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
    }
    return status;
}
