// Output folders.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_FOLDER_H
#define HX_CLI_FOLDER_H

#include <hxcosim/status.h>

// Creates the folder and its parents. `option` names the flag in the error.
hx_status hx_folder_make(const char *path, const char *option, hx_error *error);

#endif
