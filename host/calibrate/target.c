// Targets, limits and statistics of a calibration.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibrate.h"

#include <math.h>
#include <stddef.h>

// Ratios and the CADC's limit: tests of the public calibration (chip architecture, section C.6).
static const hx_calibration_info infos[HX_CALIBRATION_QUANTITIES] = {
    [HX_CALIBRATION_CADC] = {"CADC level", "LSB", 0, 3},
    [HX_CALIBRATION_LEAK] = {"leak potential", "LSB", 0.30, 0},
    [HX_CALIBRATION_RESET] = {"reset potential", "LSB", 0.20, 0},
    [HX_CALIBRATION_THRESHOLD] = {"threshold", "LSB", 0.35, 0},
    [HX_CALIBRATION_TAU_MEM] = {"membrane time constant", "us", 0.45, 0},
    [HX_CALIBRATION_TAU_SYN_EXC] = {"excitatory time constant", "us", 0.20, 0},
    [HX_CALIBRATION_TAU_SYN_INH] = {"inhibitory time constant", "us", 0.20, 0},
    [HX_CALIBRATION_HEIGHT_EXC] = {"excitatory response", "LSB", 0, 0},
    [HX_CALIBRATION_HEIGHT_INH] = {"inhibitory response", "LSB", 0, 0},
};

const hx_calibration_info *hx_calibration_get_info(hx_calibration_quantity quantity)
{
    return &infos[quantity];
}

hx_calibration_target hx_calibration_target_default(void)
{
    return (hx_calibration_target){.leak = 80,
                                   .reset = 80,
                                   .threshold = 125,
                                   .tau_mem_us = 6,
                                   .tau_syn_exc_us = 6,
                                   .tau_syn_inh_us = 6,
                                   .refractory_us = 2};
}

hx_status hx_calibration_target_check(const hx_calibration_target *t, hx_error *error)
{
    // The CADC clips at 0 and 255; the time constants are what the cells can set.
    const struct {
        const char *name;
        double value, low, high;
    } ranges[] = {
        {"leak_lsb", t->leak, 30, 200},
        {"reset_lsb", t->reset, 30, 200},
        {"threshold_lsb", t->threshold, 30, 200},
        {"tau_mem_us", t->tau_mem_us, 3, 15},
        {"tau_syn_exc_us", t->tau_syn_exc_us, 4, 15},
        {"tau_syn_inh_us", t->tau_syn_inh_us, 4, 15},
        {"height_exc_lsb", t->height_exc, 0, 30},
        {"height_inh_lsb", t->height_inh, 0, 30},
        {"refractory_us", t->refractory_us, 0.3, 500},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (!(ranges[i].value >= ranges[i].low && ranges[i].value <= ranges[i].high))
            return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: %g is not in %g..%g", ranges[i].name,
                                ranges[i].value, ranges[i].low, ranges[i].high);
    return HX_OK;
}

hx_calibration_spread hx_calibration_get_spread(const hx_measurement values)
{
    hx_calibration_spread spread = {0, 0, 0};
    double sum = 0, squares = 0;
    unsigned count = 0;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        if (isnan(values[n])) {
            spread.failed++;
            continue;
        }
        sum += values[n];
        count++;
    }
    spread.mean = count ? sum / count : NAN;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        if (!isnan(values[n]))
            squares += (values[n] - spread.mean) * (values[n] - spread.mean);
    spread.deviation = count > 1 ? sqrt(squares / (count - 1)) : NAN;
    return spread;
}

bool hx_calibration_is_good(const hx_calibration_result *result, hx_calibration_quantity quantity)
{
    const hx_calibration_info *info = &infos[quantity];
    const hx_calibration_spread before = hx_calibration_get_spread(result->before[quantity]);
    const hx_calibration_spread after = hx_calibration_get_spread(result->after[quantity]);
    if (info->ratio_limit > 0 && !(after.deviation < info->ratio_limit * before.deviation))
        return false;
    if (info->spread_limit > 0 && !(after.deviation < info->spread_limit))
        return false;
    return after.failed == 0;
}
