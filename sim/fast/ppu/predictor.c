// Branch predictor of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// Two-bit counters; a new entry starts strongly taken or, after a branch that was not taken,
// weakly taken, so such a branch is predicted taken once.
#include "sim/fast/ppu/predictor.h"

#include <string.h>

void hx_ppu_predictor_reset(hx_ppu_predictor *predictor)
{
    memset(predictor, 0, sizeof *predictor);
    predictor->allocated_at = UINT64_MAX;
}

static int find(const hx_ppu_predictor *predictor, uint32_t address)
{
    for (int i = 0; i < HX_PPU_PREDICTOR_ENTRIES; i++)
        if (predictor->entries[i].valid && predictor->entries[i].address == address)
            return i;
    return -1;
}

static unsigned choose(const hx_ppu_predictor *predictor, uint64_t cycle)
{
    // The index of the free entry is registered: an allocation in the cycle right after
    // one that took a free entry still sees the old index.
    if (predictor->allocated_at + 1 == cycle)
        return predictor->allocated;
    for (unsigned i = 0; i < HX_PPU_PREDICTOR_ENTRIES; i++)
        if (!predictor->entries[i].valid)
            return i;
    // The victim pointer moves by one entry every cycle from reset.
    return (unsigned)(cycle % HX_PPU_PREDICTOR_ENTRIES);
}

static void apply(hx_ppu_predictor *predictor, const hx_ppu_prediction_update *update)
{
    int hit = find(predictor, update->address);
    if (hit >= 0) {
        uint8_t *counter = &predictor->entries[hit].counter;
        if (update->taken)
            *counter = (uint8_t)(*counter + (*counter < 3));
        else
            *counter = (uint8_t)(*counter - (*counter > 0));
        // A branch that was not taken overwrites its target too: the next time it is taken it
        // is predicted to the wrong place.
        predictor->entries[hit].target = update->target;
        return;
    }
    unsigned index = choose(predictor, update->cycle);
    if (!predictor->entries[index].valid) {
        predictor->allocated = index;
        predictor->allocated_at = update->cycle;
    }
    predictor->entries[index].valid = true;
    predictor->entries[index].address = update->address;
    predictor->entries[index].target = update->target;
    predictor->entries[index].counter = update->taken ? 3 : 2;
}

static void settle(hx_ppu_predictor *predictor, uint64_t cycle)
{
    unsigned done = 0;
    while (done < predictor->pending_count && predictor->pending[done].cycle < cycle)
        apply(predictor, &predictor->pending[done++]);
    if (!done)
        return;
    predictor->pending_count -= done;
    memmove(predictor->pending, predictor->pending + done,
            predictor->pending_count * sizeof *predictor->pending);
}

bool hx_ppu_predictor_lookup(hx_ppu_predictor *predictor, uint64_t cycle, uint32_t address,
                             uint32_t *target)
{
    settle(predictor, cycle);
    int hit = find(predictor, address);
    if (hit < 0 || predictor->entries[hit].counter < 2)
        return false;
    *target = predictor->entries[hit].target;
    return true;
}

void hx_ppu_predictor_update(hx_ppu_predictor *predictor, uint64_t cycle, uint32_t address,
                             bool taken, uint32_t target)
{
    settle(predictor, cycle);
    hx_ppu_prediction_update update = {cycle, address, target, taken};
    if (predictor->pending_count == HX_PPU_PREDICTOR_PENDING)
        settle(predictor, UINT64_MAX);
    predictor->pending[predictor->pending_count++] = update;
}
