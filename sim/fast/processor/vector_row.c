// fxvinx, fxvoutx: one vector in one access of the parallel bus.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/vector_row.h"

#include <assert.h>
#include <string.h>

// Byte 0 of a vector is at the top of the last word of a row.
static void to_row(const uint8_t *vector, hx_row *row)
{
    for (unsigned w = 0; w < HX_ROW_WORDS; w++) {
        const uint8_t *byte = &vector[4 * (HX_ROW_WORDS - 1 - w)];
        row->word[w] =
            (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
    }
}

void hx_vector_row_get(const hx_vector_row *r, uint8_t *vector)
{
    const hx_row *row = &r->access[r->first].response;
    for (unsigned byte = 0; byte < 4 * HX_ROW_WORDS; byte++)
        vector[byte] = (uint8_t)(row->word[HX_ROW_WORDS - 1 - byte / 4] >> (24 - 8 * (byte % 4)));
}

static void start_access(hx_vector_row *r, const hx_vector_row_start *start)
{
    unsigned place = (r->first + r->outstanding) % HX_VECTOR_ROW_DEPTH;
    r->access[place].has_target = start->op->has_target;
    r->access[place].target = start->op->target;
    r->valid = true;
    r->write = !start->op->has_target;
    r->address = start->op->scalar;
    memcpy(r->enable, start->enable, sizeof r->enable);
    if (r->write)
        to_row(start->vector, &r->data);
}

bool hx_vector_row_step(hx_vector_row *r, const hx_vector_row_start *start, bool granted,
                        bool accept, const hx_row *response)
{
    if (!start && !hx_vector_row_is_busy(r))
        return false;
    bool leaves = hx_vector_row_leaves(r, granted), accepted = r->valid && accept;
    bool moves = start || leaves || accepted || response || r->second || r->lingers;
    if (accepted)
        r->valid = false;
    bool second = r->second ? !leaves : r->answered || response;
    moves |= second != r->second;
    if (response) {
        assert(r->answered < r->outstanding);
        unsigned place = (r->first + r->answered++) % HX_VECTOR_ROW_DEPTH;
        if (r->access[place].has_target)
            r->access[place].response = *response;
    }
    if (start)
        start_access(r, start);
    r->outstanding += start != NULL;
    if (leaves) {
        r->first = (r->first + 1) % HX_VECTOR_ROW_DEPTH;
        r->outstanding--;
        r->answered--;
    }
    r->second = second;
    r->lingers = leaves;
    return moves;
}
