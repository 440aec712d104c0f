// PNG pictures of the plots.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_REPORT_PNG_H
#define HX_REPORT_PNG_H

#include <hxcosim/status.h>

#include <stddef.h>

// Draws an SVG document of ours in its light colours. `scale`: pixels of the picture for each px
// of the document, 0.1..10. Errors: HX_ERROR_FORMAT (not an SVG), HX_ERROR_LIMIT (a picture of more
// than 16,000 pixels a side), HX_ERROR_IO; they name the path.
hx_status hx_png_save(const char *svg, size_t length, double scale, const char *path,
                      hx_error *error);

#endif
