// Finds the few cells of a sparse row that are not 0.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_SCAN_H
#define HX_TRAIN_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The first place from `from` on with a value other than 0; `count` if there is none. Most
// neurons are silent in a step, so eight are looked at together.
static inline size_t hx_scan_next(const uint8_t *cells, size_t count, size_t from)
{
    uint64_t eight;
    while (from + sizeof eight <= count) {
        memcpy(&eight, cells + from, sizeof eight);
        if (eight)
            break;
        from += sizeof eight;
    }
    while (from < count && !cells[from])
        from++;
    return from;
}

#endif
