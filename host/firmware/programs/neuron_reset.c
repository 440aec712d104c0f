// Resets all 256 neurons of this half, or those of the mask.
// SPDX-License-Identifier: Apache-2.0
//
// `neuron_reset.mask` holds a byte for each column, the 128 even columns first: above 0 = reset.
#include "hx_ppu/array.h"
#include "hx_ppu/special.h"
#include "hx_ppu/vector.h"

volatile struct {
    uint32_t use_mask; // 0: all neurons
    int8_t mask[2][HX_FXV_BYTES];
} neuron_reset __attribute__((section(".data.neuron_reset"), aligned(4))) = {0};

int main(void)
{
    for (unsigned parity = 0; parity < 2; parity++) {
        uint32_t row = HX_ROW(NEURON_RESET, HX_NEURON_RESET_ROW, parity);
        HX_FXV_SPLAT(fxvsplatb, 0, 0);
        if (!neuron_reset.use_mask) {
            HX_FXV_STORE(fxvoutx, 0, row);
            continue;
        }
        // The condition becomes the byte enables of the write.
        HX_FXV_LOAD(fxvlax, 1, neuron_reset.mask[parity]);
        HX_FXV(fxvcmpb, 0, 1, 0);
        HX_FXV_STORE_IF(GT, fxvoutx, 0, row);
    }
    hx_sync();
    return 0;
}
