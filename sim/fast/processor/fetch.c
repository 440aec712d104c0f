// Fetch stages of the processor's core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/fetch.h"

#include "sim/fast/processor/memory.h"

#define ADDRESS_MASK 0x3fffffffu

void hx_fetch_reset(hx_fetch *f)
{
    f->address = 0;
    f->predicted = f->waits = f->decodes = false;
    hx_prediction_reset(&f->prediction);
}

void hx_fetch_advance(hx_fetch *f, const uint32_t *memory)
{
    f->decodes = f->waits;
    f->decoding = f->waiting;
    f->waits = true;
    f->waiting = (hx_fetched){.word = memory[f->address % HX_PROCESSOR_WORDS],
                              .address = f->address,
                              .target = f->target,
                              .predicted = f->predicted};
    f->address = f->predicted ? f->target : (f->address + 1) & ADDRESS_MASK;
    f->predicted = hx_prediction_look(&f->prediction, f->address, &f->target);
}

void hx_fetch_redirect(hx_fetch *f, uint32_t target)
{
    f->address = target & ADDRESS_MASK;
    f->predicted = f->waits = f->decodes = false;
}
