// Lengths of the drivers' current pulses.
// SPDX-License-Identifier: Apache-2.0
#include "models/pulse.h"

#include "models/anncore_private.h"

#include <hx_map.h>

#define TICK_CYCLES 64
#define CODES 16.0 // of utilization and recovery
#define STATE_CELL 400.0
#define RAMP_CELL 600.0
#define HAGEN_CELL 820.0
#define EXTENSION_STEP 0.25
#define OFFSET_STEP (1.0 / 64.0)
#define DAC_OFFSET_STEP (1.0 / 8.0)
#define LARGEST_ACTIVATION 31

// Even drivers have the cells of the half's western quadrant, odd ones those of the eastern.
static double get_cell(const hx_anncore *core, unsigned half, unsigned index, unsigned row)
{
    return core->cell_value[2 * half + index % 2][128][row];
}

static double get_recover(const hx_anncore *core, unsigned half, unsigned index)
{
    return get_cell(core, half, index,
                    core->driver[half][index].target ? HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_1
                                                     : HX_MAP_CAPMEM_ROW_128_STP_V_RECOVER_0);
}

static double get_power(double base, uint64_t exponent)
{
    double result = 1.0;
    for (; exponent != 0; exponent >>= 1) {
        result = exponent & 1 ? result * base : result;
        base = base * base;
        base = base < 1e-150 ? 0.0 : base;
    }
    return result;
}

double hx_pulse_get_state(const hx_anncore *core, unsigned half, unsigned index)
{
    const hx_driver *driver = &core->driver[half][index];
    hx_map_common_stp_config clock;
    hx_map_common_stp_config_decode(&core->padi_config[half][1], &clock);
    double v = core->pulse_state[half][index];
    if (!driver->recover || !clock.enable_recovery_clock) {
        return v;
    }
    // Ticks of a clock that runs from the start of the trial.
    uint64_t period = (uint64_t)TICK_CYCLES << clock.recovery_clock_speed;
    uint64_t ticks = (core->now - core->trial_start) / period -
                     (core->pulse_time[half][index] - core->trial_start) / period;
    double recover = get_recover(core, half, index);
    return recover + (v - recover) * get_power(1.0 - (driver->recovery + 1) / CODES, ticks);
}

static double send_plastic(hx_anncore *core, unsigned half, unsigned index, double trim)
{
    const hx_driver *driver = &core->driver[half][index];
    double v = hx_pulse_get_state(core, half, index);
    double charge = get_cell(core, half, index,
                             driver->target ? HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_1
                                            : HX_MAP_CAPMEM_ROW_128_STP_V_CHARGE_0);
    double ramp = get_cell(core, half, index, HX_MAP_CAPMEM_ROW_128_STP_I_RAMP);
    core->pulse_state[half][index] = v + (charge - v) * driver->utilization / CODES;
    core->pulse_time[half][index] = core->now;
    return v / STATE_CELL * RAMP_CELL / (ramp < 1.0 ? 1.0 : ramp) + trim;
}

static double send_hagen(const hx_anncore *core, unsigned half, unsigned index, unsigned label,
                         double trim)
{
    unsigned activation = label & LARGEST_ACTIVATION;
    double dac =
        core->cell_value[2 * half + 1][128][half ? HX_MAP_CAPMEM_ROW_128_Q3_HAGEN_IBIAS_DAC_BOTTOM
                                                 : HX_MAP_CAPMEM_ROW_128_Q1_HAGEN_IBIAS_DAC_TOP];
    double steps = activation - core->driver[half][index].dac_offset * DAC_OFFSET_STEP;
    return activation == 0 ? 0.0 : dac / HAGEN_CELL * steps / LARGEST_ACTIVATION + trim;
}

double hx_pulse_send(hx_anncore *core, unsigned half, unsigned index, unsigned label)
{
    const hx_driver *driver = &core->driver[half][index];
    double length = 1.0;
    if (driver->plastic) {
        double trim = driver->offset * OFFSET_STEP +
                      hx_mismatch_offset(core->config.chip_seed, core->config.mismatch,
                                         HX_MISMATCH_DRIVER_OFFSET, HX_DRIVERS * half + index);
        length = driver->hagen ? send_hagen(core, half, index, label, trim)
                               : send_plastic(core, half, index, trim);
        if (!(length > 0.0)) {
            return 0.0;
        }
    }
    hx_map_common_padi_bus_config bus;
    hx_map_common_padi_bus_config_decode(&core->padi_config[half][0], &bus);
    const uint32_t extension[4] = {bus.dacen_pulse_extension_0, bus.dacen_pulse_extension_1,
                                   bus.dacen_pulse_extension_2, bus.dacen_pulse_extension_3};
    length += extension[index % 4] * EXTENSION_STEP;
    return length < HX_PULSE_LONGEST ? length : HX_PULSE_LONGEST;
}

void hx_pulse_rest(hx_anncore *core)
{
    for (unsigned half = 0; half < HX_HALVES; ++half) {
        for (unsigned index = 0; index < HX_DRIVERS; ++index) {
            core->pulse_state[half][index] = get_recover(core, half, index);
            core->pulse_time[half][index] = core->now;
        }
    }
}

void hx_anncore_set_padi(hx_anncore *core, unsigned half, uint32_t config, uint32_t stp)
{
    core->padi_config[half][0] = config;
    if (core->padi_config[half][1] == stp) {
        return;
    }
    // What happened under the old clock stays.
    for (unsigned index = 0; index < HX_DRIVERS; ++index) {
        core->pulse_state[half][index] = hx_pulse_get_state(core, half, index);
        core->pulse_time[half][index] = core->now;
    }
    core->padi_config[half][1] = stp;
}
