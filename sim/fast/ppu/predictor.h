// Branch predictor of the plasticity processor: 16 entries, fully associative.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_FAST_PPU_PREDICTOR_H
#define HX_FAST_PPU_PREDICTOR_H

#include <stdbool.h>
#include <stdint.h>

enum { HX_PPU_PREDICTOR_ENTRIES = 16, HX_PPU_PREDICTOR_PENDING = 4 };

typedef struct hx_ppu_prediction_update {
    uint64_t cycle; // in which the branch resolves
    uint32_t address, target;
    bool taken;
} hx_ppu_prediction_update;

typedef struct hx_ppu_predictor {
    struct {
        uint32_t address, target;
        uint8_t counter;
        bool valid;
    } entries[HX_PPU_PREDICTOR_ENTRIES];
    uint64_t allocated_at; // cycle in which a free entry was last taken
    unsigned allocated;    // and its entry
    hx_ppu_prediction_update pending[HX_PPU_PREDICTOR_PENDING];
    unsigned pending_count;
} hx_ppu_predictor;

void hx_ppu_predictor_reset(hx_ppu_predictor *predictor);
// Prediction seen by a lookup in `cycle`; true: taken, to *target.
bool hx_ppu_predictor_lookup(hx_ppu_predictor *predictor, uint64_t cycle, uint32_t address,
                             uint32_t *target);
// A branch resolves in `cycle`; lookups see it from the next cycle on.
void hx_ppu_predictor_update(hx_ppu_predictor *predictor, uint64_t cycle, uint32_t address,
                             bool taken, uint32_t target);

#endif
