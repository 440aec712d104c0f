// Writes small files in the layout of the Spiking Heidelberg Digits for tests.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_SHD_FILE_H
#define HX_TEST_SHD_FILE_H

#include "host/data/shd.h"

// Times as 32-bit floats, units and labels as uint16. `recordings` may break the rules.
// `without`: name of a data set to leave out, or NULL.
void shd_file_write(const char *path, const hx_shd *recordings, const char *without);

#endif
