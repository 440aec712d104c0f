// Sizes and draws of the fixed spread.
// SPDX-License-Identifier: Apache-2.0
//
// Public calibration tests bound the spread only in relative terms; the sizes are chosen so
// that calibration has work to do (docs/fidelity.md).
#include "models/mismatch.h"
#include "models/elementary.h"
#include "models/random.h"

// Standard deviations: additive ones in volt or CADC steps, factors of their logarithm.
static const double SIGMA[HX_MISMATCH_COUNT] = {
    [HX_MISMATCH_LEAK_POTENTIAL] = 0.015,
    [HX_MISMATCH_RESET_POTENTIAL] = 0.015,
    [HX_MISMATCH_THRESHOLD_POTENTIAL] = 0.015,
    [HX_MISMATCH_LEAK_CONDUCTANCE] = 0.15,
    [HX_MISMATCH_RESET_CONDUCTANCE] = 0.15,
    [HX_MISMATCH_EXCITATORY_TIME] = 0.15,
    [HX_MISMATCH_INHIBITORY_TIME] = 0.15,
    [HX_MISMATCH_EXCITATORY_GAIN] = 0.20,
    [HX_MISMATCH_INHIBITORY_GAIN] = 0.20,
    [HX_MISMATCH_CAPACITANCE] = 0.03,
    [HX_MISMATCH_CADC_OFFSET] = 8.0,
    [HX_MISMATCH_CADC_GAIN] = 0.02,
    [HX_MISMATCH_SYNAPSE] = 0.06,
    [HX_MISMATCH_CORRELATION_TIME] = 0.20,
    [HX_MISMATCH_CORRELATION_AMPLITUDE] = 0.20,
    [HX_MISMATCH_OFFSET_CURRENT] = 0.10,
    [HX_MISMATCH_EXPONENTIAL_CURRENT] = 0.20,
    [HX_MISMATCH_EXPONENTIAL_POTENTIAL] = 0.015,
    [HX_MISMATCH_ADAPTATION_TIME] = 0.15,
    [HX_MISMATCH_ADAPTATION_A] = 0.20,
    [HX_MISMATCH_ADAPTATION_B] = 0.20,
    [HX_MISMATCH_ADAPTATION_POTENTIAL] = 0.015,
    [HX_MISMATCH_ICC_CONDUCTANCE] = 0.20,
    [HX_MISMATCH_DRIVER_OFFSET] = 0.06,
};

double hx_mismatch_offset(uint64_t chip_seed, double scale, hx_mismatch_use use, uint32_t place)
{
    if (scale == 0.0) {
        return 0.0;
    }
    return scale * SIGMA[use] *
           hx_random_normal(chip_seed, HX_RANDOM_USE_MISMATCH + (uint64_t)use, place, 0);
}

double hx_mismatch_factor(uint64_t chip_seed, double scale, hx_mismatch_use use, uint32_t place)
{
    return hx_elementary_exp(hx_mismatch_offset(chip_seed, scale, use, place));
}
