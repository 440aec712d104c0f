// Fetch stages of the processor's core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/fetch.h"

void hx_fetch_reset(hx_fetch *f)
{
    f->address = 0;
    f->predicted = f->waits = f->decodes = false;
    hx_prediction_reset(&f->prediction);
}

bool hx_fetch_advance(hx_fetch *f, bool taken, uint32_t word)
{
    bool moves = taken || f->waits || f->decodes;
    f->decodes = f->waits;
    f->decoding = f->waiting;
    f->waits = taken;
    if (!taken)
        return moves;
    f->waiting = (hx_fetched){
        .word = word, .address = f->address, .target = f->target, .predicted = f->predicted};
    f->address = f->predicted ? f->target : (f->address + 1) & HX_FETCH_ADDRESS_MASK;
    f->predicted = hx_prediction_look(&f->prediction, f->address, &f->target);
    return true;
}

void hx_fetch_redirect(hx_fetch *f, uint32_t target)
{
    f->address = target & HX_FETCH_ADDRESS_MASK;
    f->predicted = f->waits = f->decodes = false;
}
