// Branch predictor of the processor's core, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/processor/prediction.h"

#include <string.h>

#define NO_ADDRESS UINT32_MAX // addresses have 30 bits
enum { STRONGLY_TAKEN = 3, WEAKLY_TAKEN = 2 };

void hx_prediction_reset(hx_prediction *p)
{
    memset(p->tag, 0xff, sizeof p->tag);
    memset(p->hint, 0, sizeof p->hint);
    p->free = 0;
    p->full = p->settled = false;
}

static unsigned find(const hx_prediction *p, uint32_t address)
{
    unsigned entry = 0;
    while (entry < HX_PREDICTION_ENTRIES && p->tag[entry] != address)
        entry++;
    return entry;
}

bool hx_prediction_look(const hx_prediction *p, uint32_t address, uint32_t *target)
{
    if (!p->hint[address % HX_PREDICTION_HINTS])
        return false;
    unsigned entry = find(p, address);
    if (entry == HX_PREDICTION_ENTRIES)
        return false;
    *target = p->target[entry];
    return p->counter[entry] >= WEAKLY_TAKEN;
}

void hx_prediction_settle(hx_prediction *p)
{
    unsigned lowest = find(p, NO_ADDRESS);
    p->full = lowest == HX_PREDICTION_ENTRIES;
    p->free = p->full ? 0 : (uint8_t)lowest;
    p->settled = true;
}

void hx_prediction_update(hx_prediction *p, uint64_t cycle, uint32_t address, bool taken,
                          uint32_t target)
{
    unsigned place = find(p, address);
    uint8_t counter;
    if (place == HX_PREDICTION_ENTRIES) {
        place = p->full ? cycle % HX_PREDICTION_ENTRIES : p->free;
        counter = taken ? STRONGLY_TAKEN : WEAKLY_TAKEN;
    } else {
        counter = p->counter[place];
        if (taken)
            counter += counter < STRONGLY_TAKEN;
        else
            counter -= counter > 0;
    }
    if (!p->settled)
        hx_prediction_settle(p);
    p->tag[place] = address;
    p->target[place] = target;
    p->counter[place] = counter;
    p->hint[address % HX_PREDICTION_HINTS] = 1;
    p->settled = false;
}
