// The analog core's handle and its way through time.
// SPDX-License-Identifier: Apache-2.0
#include "models/anncore_private.h"
#include "models/neuron_group.h"
#include "models/pulse.h"

#include <stdlib.h>
#include <string.h>

static void draw_spread(hx_anncore *core)
{
    uint64_t seed = core->config.chip_seed;
    double scale = core->config.mismatch;
    for (unsigned use = 0; use < HX_MISMATCH_CADC_OFFSET; ++use) {
        bool additive = use <= HX_MISMATCH_THRESHOLD_POTENTIAL;
        for (unsigned neuron = 0; neuron < HX_ANNCORE_NEURONS; ++neuron) {
            core->spread[use][neuron] =
                additive ? hx_mismatch_offset(seed, scale, (hx_mismatch_use)use, neuron)
                         : hx_mismatch_factor(seed, scale, (hx_mismatch_use)use, neuron);
        }
    }
    for (unsigned half = 0; half < HX_HALVES; ++half) {
        for (unsigned channel = 0; channel < HX_CHANNELS; ++channel) {
            for (unsigned column = 0; column < HX_COLUMNS; ++column) {
                uint32_t place = (half * HX_CHANNELS + channel) * HX_COLUMNS + column;
                core->cadc_offset[half][channel][column] =
                    hx_mismatch_offset(seed, scale, HX_MISMATCH_CADC_OFFSET, place);
                core->cadc_gain[half][channel][column] =
                    hx_mismatch_factor(seed, scale, HX_MISMATCH_CADC_GAIN, place);
            }
        }
        for (unsigned row = 0; row < HX_ROWS; ++row) {
            for (unsigned column = 0; column < HX_COLUMNS; ++column) {
                uint32_t place = (half * HX_ROWS + row) * HX_COLUMNS + column;
                core->synapse_factor[half][row][column] =
                    (float)hx_mismatch_factor(seed, scale, HX_MISMATCH_SYNAPSE, place);
            }
        }
    }
}

hx_status hx_anncore_create(hx_anncore **result, const hx_anncore_config *config)
{
    *result = NULL;
    if (!(config->mismatch >= 0.0 && config->mismatch <= 100.0) ||
        !(config->noise >= 0.0 && config->noise <= 1e6) ||
        !(config->settling_time >= 0.0 && config->settling_time <= 1.0) ||
        !(config->crosstalk >= 0.0 && config->crosstalk <= 100.0)) {
        return HX_ERROR_ARGUMENT;
    }
    size_t size = (sizeof(hx_anncore) + 63) / 64 * 64;
    hx_anncore *core = aligned_alloc(64, size);
    if (core == NULL) {
        return HX_ERROR_MEMORY;
    }
    memset(core, 0, size);
    core->config = *config;
    core->level = hx_simd_best();
    core->neurons.level = core->level;
    hx_joint_clear(&core->neurons.joint);
    core->bypass_cycle = HX_ANNCORE_NEVER;
    draw_spread(core);
    for (unsigned half = 0; half < HX_HALVES; ++half) {
        for (unsigned driver = 0; driver < HX_DRIVERS; ++driver) {
            hx_driver_decode(core, half, driver);
        }
    }
    memset(core->neurons.stale, 0xff, sizeof core->neurons.stale);
    core->neurons.any_stale = true;
    hx_anncore_start_trial(core, 0, 0);
    *result = core;
    return HX_OK;
}

void hx_anncore_destroy(hx_anncore *core)
{
    free(core);
}

void hx_anncore_update_parameters(hx_anncore *core)
{
    hx_neuron_array *neurons = &core->neurons;
    if (!neurons->any_stale) {
        return;
    }
    if (core->cells_stale) {
        hx_capmem_update(core);
    }
    if (core->wiring_stale) {
        hx_wiring_update(core);
    }
    for (unsigned word = 0; word < HX_NEURON_WORDS; ++word) {
        for (uint64_t left = neurons->stale[word]; left != 0; left &= left - 1) {
            unsigned neuron = 64 * word + (unsigned)__builtin_ctzll(left);
            hx_parameters parameters;
            hx_parameters_get(core, neuron, &parameters);
            if (hx_neuron_is_joined(neurons, neuron)) {
                // Of cables they are in the cable; of larger neurons not modelled.
                parameters.nonlinear = false;
                parameters.adaptation_step *= neurons->joint.cable_of[neuron] ? 1.0 : 0.0;
            }
            hx_neuron_set_parameters(neurons, neuron, &parameters);
        }
        neurons->stale[word] = 0;
    }
    neurons->any_stale = false;
}

void hx_anncore_touch_neuron(hx_anncore *core, unsigned neuron)
{
    hx_neuron_mark_stale(&core->neurons, neuron, hx_anncore_offset(core));
    core->wake = 0;
}

void hx_anncore_touch_quadrant(hx_anncore *core, unsigned quadrant)
{
    unsigned first = quadrant / 2 * 256 + quadrant % 2 * 128;
    for (unsigned neuron = first; neuron < first + 128; ++neuron) {
        hx_anncore_touch_neuron(core, neuron);
    }
}

// Draws the noise of the interval that begins at this grid point; false if none begins.
static bool draw_noise(hx_anncore *core)
{
    uint64_t cycle = core->step_start - core->trial_start;
    if (core->config.noise == 0.0 || cycle % HX_PARAMETERS_NOISE_CYCLES != 0) {
        return false;
    }
    hx_random_bytes_512(core->level, core->trial_key, cycle / HX_PARAMETERS_NOISE_CYCLES,
                        HX_RANDOM_USE_MEMBRANE, core->neurons.noise);
    return true;
}

// Grid steps from this grid point until noise is drawn again.
static unsigned get_quiet_steps(const hx_anncore *core)
{
    uint64_t cycle = core->step_start - core->trial_start;
    return (HX_PARAMETERS_NOISE_CYCLES - (unsigned)(cycle % HX_PARAMETERS_NOISE_CYCLES)) /
           HX_ANNCORE_GRID;
}

void hx_anncore_start_trial(hx_anncore *core, uint64_t cycle, uint64_t trial)
{
    hx_anncore_update_parameters(core);
    hx_capmem_rest(core);
    hx_anncore_update_parameters(core);
    hx_cable_update(&core->neurons);
    core->now = cycle;
    core->trial_start = cycle;
    core->step_start = cycle;
    core->trial_key = hx_random_trial_key(core->config.seed, core->config.chip_seed, trial);
    core->fire_valid = false;
    core->bypass_cycle = HX_ANNCORE_NEVER;
    memset(core->bypass, 0, sizeof core->bypass);
    memset(core->cadc_result, 0, sizeof core->cadc_result);
    memset(core->cadc_row, 0, sizeof core->cadc_row);
    hx_correlation_rest(core);
    hx_pulse_rest(core);
    core->neurons.target_index = 0;
    hx_neuron_rest(&core->neurons);
    draw_noise(core);
    hx_neuron_set_noise(&core->neurons);
    core->wake = 0;
}

static void update_predictions(hx_anncore *core)
{
    hx_neuron_array *neurons = &core->neurons;
    hx_anncore_update_parameters(core);
    hx_cable_update(neurons);
    if (!neurons->any_unsure) {
        return;
    }
    // Nothing is left of this step at its end; what has moved is predicted with the next one.
    const bool at_end = hx_anncore_offset(core) == HX_ANNCORE_GRID;
    for (unsigned group = 0; !at_end && group < HX_NEURON_GROUPS; ++group) {
        hx_neuron_predict_group(neurons, group, hx_neuron_set_group(neurons->unsure, group));
    }
    memset(neurons->unsure, 0, sizeof neurons->unsure);
    neurons->any_unsure = false;
}

static uint64_t get_next_fire(const hx_anncore *core)
{
    unsigned offset = hx_neuron_get_next_fire(&core->neurons);
    uint64_t cycle = offset ? core->step_start + offset : HX_ANNCORE_NEVER;
    return cycle < core->bypass_cycle ? cycle : core->bypass_cycle;
}

// Reports the neurons that fire in the cycle just reached.
static void fire(hx_anncore *core)
{
    hx_neuron_array *neurons = &core->neurons;
    memset(core->fire, 0, sizeof core->fire);
    if (core->bypass_cycle == core->now) {
        memcpy(core->fire, core->bypass, sizeof core->fire);
        memset(core->bypass, 0, sizeof core->bypass);
        core->bypass_cycle = HX_ANNCORE_NEVER;
    }
    unsigned offset = hx_anncore_offset(core);
    for (unsigned word = 0; offset != 0 && word < HX_NEURON_WORDS; ++word) {
        for (uint64_t left = neurons->fire_at[offset][word]; left != 0; left &= left - 1) {
            unsigned neuron = 64 * word + (unsigned)__builtin_ctzll(left);
            hx_neuron_set_add(core->fire, neuron);
            hx_neuron_finish_fire(neurons, neuron, offset);
        }
    }
    core->fire_valid = true;
}

static uint64_t advance_slowly(hx_anncore *core, uint64_t until)
{
    if (until <= core->now) {
        return core->now;
    }
    core->fire_valid = false;
    update_predictions(core);
    for (;;) {
        uint64_t step_end = core->step_start + HX_ANNCORE_GRID;
        uint64_t limit = until < step_end ? until : step_end;
        uint64_t next = get_next_fire(core);
        if (next <= limit) {
            core->now = next;
            fire(core);
            core->wake = 0;
            return next;
        }
        core->now = limit;
        if (limit == until) {
            core->wake = next <= step_end ? next : step_end + 1;
            return until;
        }
        core->step_start = step_end;
        hx_neuron_step(&core->neurons, draw_noise(core), get_quiet_steps(core));
        if (core->cells_settle && hx_capmem_refresh(core)) {
            update_predictions(core);
        }
    }
}

uint64_t hx_anncore_advance(hx_anncore *core, uint64_t until_cycle)
{
    if (until_cycle < core->wake && until_cycle > core->now) {
        core->now = until_cycle;
        core->fire_valid = false;
        return until_cycle;
    }
    return advance_slowly(core, until_cycle);
}

const uint64_t *hx_anncore_get_fire(const hx_anncore *core)
{
    return core->fire_valid ? core->fire : NULL;
}

void hx_anncore_set_reset(hx_anncore *core, const uint64_t level[HX_ANNCORE_FIRE_WORDS])
{
    hx_anncore_update_parameters(core);
    for (unsigned word = 0; word < HX_NEURON_WORDS; ++word) {
        uint64_t changed = level[word] ^ core->neurons.reset[word];
        for (uint64_t left = changed; left != 0; left &= left - 1) {
            unsigned neuron = 64 * word + (unsigned)__builtin_ctzll(left);
            hx_neuron_set_reset(&core->neurons, neuron, hx_anncore_offset(core),
                                (level[word] & left & -left) != 0);
            core->wake = 0;
        }
    }
}

void hx_anncore_send_adaptation_pulses(hx_anncore *core,
                                       const uint64_t pulses[HX_ANNCORE_FIRE_WORDS],
                                       const uint8_t scale[2])
{
    hx_anncore_update_parameters(core);
    for (unsigned word = 0; word < HX_NEURON_WORDS; ++word) {
        // A side has two words of each row.
        const double size = (double)(UINT32_C(1) << scale[word / 2 % 2]);
        for (uint64_t left = pulses[word]; left != 0; left &= left - 1) {
            unsigned neuron = 64 * word + (unsigned)__builtin_ctzll(left);
            hx_neuron_add_adaptation(&core->neurons, neuron, hx_anncore_offset(core), size);
            core->wake = 0;
        }
    }
}

double hx_anncore_get_membrane(const hx_anncore *core, unsigned neuron)
{
    return hx_neuron_get_membrane(&core->neurons, neuron, hx_anncore_offset(core));
}

double hx_anncore_get_excitatory_current(const hx_anncore *core, unsigned neuron)
{
    return hx_neuron_get_excitatory(&core->neurons, neuron, hx_anncore_offset(core));
}

double hx_anncore_get_inhibitory_current(const hx_anncore *core, unsigned neuron)
{
    return hx_neuron_get_inhibitory(&core->neurons, neuron, hx_anncore_offset(core));
}

double hx_anncore_get_adaptation(const hx_anncore *core, unsigned neuron)
{
    return hx_neuron_get_adaptation(&core->neurons, neuron, hx_anncore_offset(core));
}
