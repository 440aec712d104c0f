// Finds the parameter cells that give every neuron of a chip the same properties.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL_MAXIMUM 1022
#define STEPS_PER_CELL 0.417 // CADC steps a cell, where the search begins
#define ROUNDS 4
#define DECAY_DISTANCE 250 // cells between reset and leak when a decay is measured
#define THRESHOLD_OFF 1022
#define STEP_COUNT 9

typedef struct calibrator {
    hx_probe *probe;
    const hx_calibration_target *target;
    hx_calibration *calibration;
    hx_calibration_result *result;
    hx_calibration_progress *progress;
    void *user;
    unsigned step;
    hx_error *error;
} calibrator;

static void begin(calibrator *c, const char *what)
{
    if (c->progress)
        c->progress(c->user, c->step, STEP_COUNT, what);
    c->step++;
}

static uint32_t to_cell(double value)
{
    return value < 1 ? 1 : value > CELL_MAXIMUM ? CELL_MAXIMUM : (uint32_t)lround(value);
}

static hx_status write_neurons(calibrator *c)
{
    return hx_probe_write_neurons(c->probe, c->calibration->neurons, c->error);
}

static void set_spiking(calibrator *c, bool spiking)
{
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        c->calibration->neurons[n].spiking = spiking;
}

// --- a search over one cell of every neuron ----------------------------------------------------

typedef uint32_t *cell_fn(hx_chip_neuron_parameters *neuron);

#define CELL(name)                                                                                 \
    static uint32_t *name(hx_chip_neuron_parameters *neuron)                                       \
    {                                                                                              \
        return &neuron->name;                                                                      \
    }
CELL(v_leak)
CELL(v_reset)
CELL(i_bias_leak)
CELL(i_bias_synin_exc_tau)
CELL(i_bias_synin_inh_tau)
CELL(i_bias_synin_exc_gm)
CELL(i_bias_synin_inh_gm)

// The cell that came closest so far.
typedef struct closest {
    double distance[HX_NEURON_COUNT];
    uint32_t cell[HX_NEURON_COUNT];
} closest;

static void start_search(closest *best)
{
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        best->distance[n] = INFINITY;
}

// How a measured value answers to its cell.
typedef enum response_kind {
    RESPONSE_STEPS,
    RESPONSE_INVERSE,
    RESPONSE_PROPORTIONAL
} response_kind;

// Takes a measurement in and moves every cell towards the target.
static void move_cells(calibrator *c, cell_fn *cell, response_kind kind,
                       const hx_measurement measured, double target, closest *best)
{
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        uint32_t *at = cell(&c->calibration->neurons[n]);
        if (isnan(measured[n]))
            continue;
        double distance = fabs(measured[n] - target);
        if (distance < best->distance[n]) {
            best->distance[n] = distance;
            best->cell[n] = *at;
        }
        if (kind == RESPONSE_STEPS)
            *at = to_cell(*at + (target - measured[n]) / STEPS_PER_CELL);
        else if (kind == RESPONSE_INVERSE)
            *at = to_cell(*at * measured[n] / target);
        else
            *at = to_cell(*at * target / measured[n]);
    }
}

static void take_closest(calibrator *c, cell_fn *cell, const closest *best)
{
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        if (isfinite(best->distance[n]))
            *cell(&c->calibration->neurons[n]) = best->cell[n];
}

// A search whose measurement needs nothing but itself.
static hx_status search(calibrator *c, cell_fn *cell, response_kind kind, double target,
                        hx_status (*measure)(hx_probe *, hx_measurement, hx_error *),
                        hx_measurement first)
{
    closest best;
    hx_measurement measured;
    start_search(&best);
    hx_status status = HX_OK;
    for (unsigned round = 0; !status && round < ROUNDS; round++) {
        status = write_neurons(c);
        if (!status)
            status = measure(c->probe, measured, c->error);
        if (!status && round == 0 && first)
            memcpy(first, measured, sizeof measured);
        if (!status)
            move_cells(c, cell, kind, measured, target, &best);
    }
    if (!status)
        take_closest(c, cell, &best);
    return status;
}

// --- the steps ----------------------------------------------------------------------------------

static hx_status trim_cadc(calibrator *c)
{
    begin(c, "CADC offsets");
    double *before = c->result->before[HX_CALIBRATION_CADC];
    hx_status status = hx_measure_baseline(c->probe, before, c->error);
    if (status)
        return status;
    const double mean = hx_calibration_get_spread(before).mean;
    c->result->target[HX_CALIBRATION_CADC] = mean;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        const double trim = fmin(fmax(mean - before[n], -128), 127);
        c->calibration->cadc_offsets[n] = (int)lround(trim);
    }
    return hx_probe_write_offsets(c->probe, c->calibration->cadc_offsets, c->error);
}

// Reset and leak stand apart, so that there is a decay; the reset cells are put back.
static hx_status calibrate_membrane_time(calibrator *c)
{
    begin(c, "membrane time constants");
    uint32_t kept[HX_NEURON_COUNT];
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        hx_chip_neuron_parameters *neuron = &c->calibration->neurons[n];
        kept[n] = neuron->v_reset;
        neuron->v_reset = to_cell(neuron->v_leak + DECAY_DISTANCE);
    }
    hx_status status = search(c, i_bias_leak, RESPONSE_INVERSE, c->target->tau_mem_us,
                              hx_measure_membrane_time, c->result->before[HX_CALIBRATION_TAU_MEM]);
    if (!status)
        status = write_neurons(c);
    if (!status)
        status =
            hx_measure_membrane_time(c->probe, c->result->after[HX_CALIBRATION_TAU_MEM], c->error);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        c->calibration->neurons[n].v_reset = kept[n];
    return status;
}

// Time constant and height of one sign together: one measurement gives both.
static hx_status calibrate_synapse(calibrator *c, bool inhibitory)
{
    begin(c, inhibitory ? "inhibitory synapses" : "excitatory synapses");
    cell_fn *time_cell = inhibitory ? i_bias_synin_inh_tau : i_bias_synin_exc_tau;
    cell_fn *height_cell = inhibitory ? i_bias_synin_inh_gm : i_bias_synin_exc_gm;
    const unsigned shift = inhibitory ? 1 : 0;
    double *first_time = c->result->before[HX_CALIBRATION_TAU_SYN_EXC + shift];
    double *first_height = c->result->before[HX_CALIBRATION_HEIGHT_EXC + shift];
    const double time_target = inhibitory ? c->target->tau_syn_inh_us : c->target->tau_syn_exc_us;
    double height_target = inhibitory ? c->target->height_inh : c->target->height_exc;
    const double *membrane = c->result->after[HX_CALIBRATION_TAU_MEM];
    closest best_time, best_height;
    hx_measurement time, height;
    start_search(&best_time);
    start_search(&best_height);
    hx_status status = HX_OK;
    for (unsigned round = 0; !status && round < ROUNDS; round++) {
        status = write_neurons(c);
        if (!status)
            status = hx_measure_synapse(c->probe, inhibitory, membrane, time, height, c->error);
        if (status)
            break;
        if (round == 0) {
            memcpy(first_time, time, sizeof time);
            memcpy(first_height, height, sizeof height);
            if (height_target == 0)
                height_target = hx_calibration_get_spread(height).mean;
        }
        move_cells(c, time_cell, RESPONSE_INVERSE, time, time_target, &best_time);
        // The height depends on the time constant too: it counts once that one is found.
        if (round >= 1)
            move_cells(c, height_cell, RESPONSE_PROPORTIONAL, height, height_target, &best_height);
    }
    if (status)
        return status;
    take_closest(c, time_cell, &best_time);
    take_closest(c, height_cell, &best_height);
    c->result->target[HX_CALIBRATION_HEIGHT_EXC + shift] = height_target;
    status = write_neurons(c);
    return status
               ? status
               : hx_measure_synapse(c->probe, inhibitory, membrane,
                                    c->result->after[HX_CALIBRATION_TAU_SYN_EXC + shift],
                                    c->result->after[HX_CALIBRATION_HEIGHT_EXC + shift], c->error);
}

// The reading at which each neuron starts to fire, from its threshold cell and where its membrane
// must rest to reach it: bisection over the cells of the leak potential.
static hx_status find_firing_level(calibrator *c, hx_measurement level)
{
    uint32_t low[HX_NEURON_COUNT], high[HX_NEURON_COUNT], kept[HX_NEURON_COUNT];
    bool fires[HX_NEURON_COUNT];
    hx_status status = HX_OK;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        kept[n] = c->calibration->neurons[n].v_leak;
        low[n] = 0;
        high[n] = CELL_MAXIMUM + 1;
    }
    set_spiking(c, true);
    for (unsigned bit = 0; !status && bit < 10; bit++) {
        for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
            c->calibration->neurons[n].v_leak = (low[n] + high[n]) / 2;
        status = write_neurons(c);
        if (!status)
            status = hx_measure_fires(c->probe, fires, c->error);
        for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++)
            *(fires[n] ? &high[n] : &low[n]) = c->calibration->neurons[n].v_leak;
    }
    // What the CADC shows at that leak potential, with the comparator off.
    set_spiking(c, false);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        c->calibration->neurons[n].v_leak = high[n] > CELL_MAXIMUM ? CELL_MAXIMUM : high[n];
    if (!status)
        status = write_neurons(c);
    if (!status)
        status = hx_measure_rest(c->probe, level, c->error);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        c->calibration->neurons[n].v_leak = kept[n];
        if (high[n] > CELL_MAXIMUM)
            level[n] = NAN;
    }
    return status;
}

// The highest threshold cell with which a neuron that rests at the target level fires.
static hx_status calibrate_threshold(calibrator *c)
{
    begin(c, "thresholds");
    uint32_t low[HX_NEURON_COUNT], high[HX_NEURON_COUNT], kept[HX_NEURON_COUNT];
    bool fires[HX_NEURON_COUNT];
    hx_status status = find_firing_level(c, c->result->before[HX_CALIBRATION_THRESHOLD]);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        kept[n] = c->calibration->neurons[n].v_leak;
        low[n] = 0;
        high[n] = THRESHOLD_OFF + 1;
    }
    if (!status)
        status = search(c, v_leak, RESPONSE_STEPS, c->target->threshold, hx_measure_rest, NULL);
    set_spiking(c, true);
    for (unsigned bit = 0; !status && bit < 10; bit++) {
        for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
            c->calibration->neurons[n].v_threshold = (low[n] + high[n]) / 2;
        status = write_neurons(c);
        if (!status)
            status = hx_measure_fires(c->probe, fires, c->error);
        for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++)
            *(fires[n] ? &low[n] : &high[n]) = c->calibration->neurons[n].v_threshold;
    }
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        c->calibration->neurons[n].v_leak = kept[n];
        c->calibration->neurons[n].v_threshold = to_cell(low[n]);
    }
    set_spiking(c, false);
    if (!status) {
        begin(c, "thresholds once more");
        status = find_firing_level(c, c->result->after[HX_CALIBRATION_THRESHOLD]);
    }
    return status;
}

static hx_status verify_levels(calibrator *c)
{
    begin(c, "levels once more");
    hx_status status = write_neurons(c);
    if (!status)
        status = hx_measure_baseline(c->probe, c->result->after[HX_CALIBRATION_CADC], c->error);
    if (!status)
        status = hx_measure_rest(c->probe, c->result->after[HX_CALIBRATION_LEAK], c->error);
    if (!status)
        status = hx_measure_reset(c->probe, c->result->after[HX_CALIBRATION_RESET], c->error);
    return status;
}

static void set_refractory_time(calibrator *c)
{
    hx_calibration *k = c->calibration;
    // The fast clock if its counter is long enough.
    const double fast = c->target->refractory_us * 250 / (2 << k->chip.clock_scale_fast);
    const double slow = c->target->refractory_us * 250 / (2 << k->chip.clock_scale_slow);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        k->neurons[n].fast_clock = fast <= 255;
        k->neurons[n].refractory_time = (uint32_t)lround(fast <= 255 ? fast : slow);
    }
}

static void set_targets(calibrator *c)
{
    double *t = c->result->target;
    t[HX_CALIBRATION_LEAK] = c->target->leak;
    t[HX_CALIBRATION_RESET] = c->target->reset;
    t[HX_CALIBRATION_THRESHOLD] = c->target->threshold;
    t[HX_CALIBRATION_TAU_MEM] = c->target->tau_mem_us;
    t[HX_CALIBRATION_TAU_SYN_EXC] = c->target->tau_syn_exc_us;
    t[HX_CALIBRATION_TAU_SYN_INH] = c->target->tau_syn_inh_us;
}

// Where all neurons start: what a nominal chip needs.
static void set_start(calibrator *c)
{
    hx_chip_neuron_parameters start = hx_chip_neuron_parameters_default();
    start.spiking = false;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        c->calibration->neurons[n] = start;
    set_refractory_time(c);
    set_targets(c);
}

hx_status hx_calibrate(hx_probe *probe, const hx_chip_settings *chip,
                       const hx_calibration_target *target, hx_calibration *calibration,
                       hx_calibration_result *result, hx_calibration_progress *progress, void *user,
                       hx_error *error)
{
    memset(calibration, 0, sizeof *calibration);
    memset(result, 0, sizeof *result);
    calibration->chip = *chip;
    calibration->target = *target;
    calibrator c = {probe, target, calibration, result, progress, user, 0, error};
    hx_status status = hx_calibration_target_check(target, error);
    if (status)
        return status;
    set_start(&c);
    status = trim_cadc(&c);
    if (!status) {
        begin(&c, "leak potentials");
        status = search(&c, v_leak, RESPONSE_STEPS, target->leak, hx_measure_rest,
                        result->before[HX_CALIBRATION_LEAK]);
    }
    if (!status) {
        begin(&c, "reset potentials");
        status = search(&c, v_reset, RESPONSE_STEPS, target->reset, hx_measure_reset,
                        result->before[HX_CALIBRATION_RESET]);
    }
    if (!status)
        status = calibrate_membrane_time(&c);
    if (!status)
        status = calibrate_synapse(&c, false);
    if (!status)
        status = calibrate_synapse(&c, true);
    if (!status)
        status = calibrate_threshold(&c);
    if (!status)
        status = verify_levels(&c);
    set_spiking(&c, true);
    result->chip_seconds = hx_probe_get_chip_seconds(probe);
    return status;
}
