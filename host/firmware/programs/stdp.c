// Weight update from correlation measurements: w += rate * (causal - acausal), row by row.
// SPDX-License-Identifier: Apache-2.0
//
// Correlation is 8 bit, the difference of halves 7 bit and sign; `stdp.rate` is a signed fraction
// of 128. Weights stay in 0..63. The sensors of a row are reset behind its update. Returns the
// number of rows.
#include "hx_ppu/array.h"
#include "hx_ppu/special.h"
#include "hx_ppu/vector.h"

volatile struct {
    uint32_t first, count; // rows
    int32_t rate;          // -128..127
} stdp __attribute__((section(".data.stdp"))) = {.count = 256, .rate = 32};

enum { WEIGHT_MAXIMUM = 63 };
enum { ZERO = 16, MAXIMUM, RATE, RESET, CAUSAL, ACAUSAL, WEIGHT, EXCESS }; // vector registers

// The measured vectors are in CAUSAL and ACAUSAL.
static void update(uint32_t weight_row)
{
    HX_FXV_LOAD(fxvinx, WEIGHT, weight_row);
    HX_FXV_SHIFT(fxvshb, CAUSAL, CAUSAL, -1);
    HX_FXV_SHIFT(fxvshb, ACAUSAL, ACAUSAL, -1);
    HX_FXV(fxvsubbfs, CAUSAL, CAUSAL, ACAUSAL);
    HX_FXV(fxvmulbfs, CAUSAL, CAUSAL, RATE);
    HX_FXV(fxvaddbfs, WEIGHT, WEIGHT, CAUSAL);
    HX_FXV(fxvcmpb, 0, WEIGHT, 0);
    HX_FXV_IF(LT, fxvsel, WEIGHT, WEIGHT, ZERO);
    HX_FXV(fxvsubbfs, EXCESS, WEIGHT, MAXIMUM);
    HX_FXV(fxvcmpb, 0, EXCESS, 0);
    HX_FXV_IF(GT, fxvsel, WEIGHT, WEIGHT, MAXIMUM);
    HX_FXV_STORE(fxvoutx, WEIGHT, weight_row);
}

int main(void)
{
    HX_FXV_SPLAT(fxvsplatb, ZERO, 0);
    HX_FXV_SPLAT(fxvsplatb, MAXIMUM, WEIGHT_MAXIMUM);
    HX_FXV_SPLAT(fxvsplatb, RATE, stdp.rate);
    HX_FXV_SPLAT(fxvsplatb, RESET, 3); // causal and acausal sensor
    for (uint32_t row = stdp.first; row < stdp.first + stdp.count; row++) {
        // The first read converts for all four.
        HX_FXV_LOAD(fxvinx, CAUSAL, HX_ROW(CADC_CAUSAL, row, 0));
        HX_FXV_LOAD(fxvinx, ACAUSAL, HX_ROW_BUFFERED(CADC_ACAUSAL, row, 0));
        update(HX_ROW(WEIGHT, row, 0));
        HX_FXV_LOAD(fxvinx, CAUSAL, HX_ROW_BUFFERED(CADC_CAUSAL, row, 1));
        HX_FXV_LOAD(fxvinx, ACAUSAL, HX_ROW_BUFFERED(CADC_ACAUSAL, row, 1));
        update(HX_ROW(WEIGHT, row, 1));
        HX_FXV_STORE(fxvoutx, RESET, HX_ROW(CADC_CAUSAL, row, 0));
        HX_FXV_STORE(fxvoutx, RESET, HX_ROW(CADC_CAUSAL, row, 1));
    }
    hx_sync();
    return (int)stdp.count;
}
