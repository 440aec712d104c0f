// Output folders.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

hx_status hx_folder_make(const char *path, const char *option, hx_error *error)
{
    char part[4096];
    int length = snprintf(part, sizeof part, "%s", path);
    if (length < 1 || (size_t)length >= sizeof part)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: the name of the folder is too long",
                            option);
    for (char *at = part + 1;; at++) {
        char end = *at;
        if (end != '/' && end != 0)
            continue;
        *at = 0;
        if (mkdir(part, 0777) && errno != EEXIST)
            return hx_error_set(error, HX_ERROR_IO, "%s: cannot make folder '%s': %s", option, part,
                                strerror(errno));
        *at = end;
        if (!end)
            return HX_OK;
    }
}
