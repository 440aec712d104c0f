// Properties of all 512 neurons, measured with a probe.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/measure.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_US 4.0  // between two conversions of all channels
#define SETTLE_US 80.0 // more than ten time constants
#define STATIC_SAMPLES 8
#define STATIC_REPEATS 4
#define DECAY_SAMPLES 16
#define DECAY_REPEATS 16
#define BURST 4  // events, as fast as the bus takes them
#define SHIFTS 4 // starts of the burst between two conversions
#define RESPONSE_SAMPLES 12
#define RESPONSE_SAMPLE_US 6.0
// The executor sends an event late while it is still busy with the reads of a conversion.
#define READS_US 3.2
#define RESPONSE_REPEATS 8
#define WATCH_US 200.0

// The mean of readings that should not change.
static hx_status measure_static(hx_probe *probe, bool stay_in_reset, hx_measurement level,
                                hx_error *error)
{
    hx_probe_reading *reading = malloc(sizeof *reading);
    if (!reading)
        return hx_error_set(error, HX_ERROR_MEMORY, "calibration: memory ran out");
    hx_probe_experiment e = {.stay_in_reset = stay_in_reset, .sample_count = STATIC_SAMPLES};
    for (unsigned s = 0; s < STATIC_SAMPLES; s++)
        e.samples_us[s] = SETTLE_US + SAMPLE_US * s;
    e.until_us = SETTLE_US + SAMPLE_US * STATIC_SAMPLES;
    hx_status status = hx_probe_run(probe, &e, STATIC_REPEATS, reading, error);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        level[n] = 0;
        for (unsigned s = 0; s < STATIC_SAMPLES; s++)
            level[n] += reading->voltage[s][n] / STATIC_SAMPLES;
    }
    free(reading);
    return status;
}

hx_status hx_measure_baseline(hx_probe *probe, hx_measurement level, hx_error *error)
{
    hx_status status = hx_probe_connect_membranes(probe, false, error);
    if (!status)
        status = measure_static(probe, true, level, error);
    return status ? status : hx_probe_connect_membranes(probe, true, error);
}

hx_status hx_measure_rest(hx_probe *probe, hx_measurement level, hx_error *error)
{
    return measure_static(probe, false, level, error);
}

hx_status hx_measure_reset(hx_probe *probe, hx_measurement level, hx_error *error)
{
    return measure_static(probe, true, level, error);
}

// --- fits -----------------------------------------------------------------------------------

// A curve a * shape(t) + c through points: the squares that are left for the best a and c, or
// with c fixed at 0.
typedef struct points {
    const double *time, *value;
    size_t count;
    double membrane; // of the response
    bool free_level;
} points;

typedef double shape_fn(double time, double tau, double membrane);

static double decay(double time, double tau, double membrane)
{
    (void)membrane;
    return exp(-time / tau);
}

// Response of a membrane to a current that decays with tau, height 1.
static double response(double time, double tau, double membrane)
{
    if (time <= 0)
        return 0;
    double ratio = tau / membrane;
    if (fabs(ratio - 1) < 1e-3)
        return time / membrane * exp(1 - time / membrane);
    double peak_time = log(ratio) * tau * membrane / (tau - membrane);
    double peak = exp(-peak_time / tau) - exp(-peak_time / membrane);
    return (exp(-time / tau) - exp(-time / membrane)) / peak;
}

static double residual(const points *p, shape_fn *shape, double tau, double *amplitude)
{
    double n = (double)p->count, sf = 0, sv = 0, sff = 0, sfv = 0, svv = 0;
    for (size_t i = 0; i < p->count; i++) {
        double f = shape(p->time[i], tau, p->membrane), v = p->value[i];
        sf += f;
        sv += v;
        sff += f * f;
        sfv += f * v;
        svv += v * v;
    }
    if (p->free_level) {
        sff -= sf * sf / n;
        sfv -= sf * sv / n;
        svv -= sv * sv / n;
    }
    *amplitude = sfv / sff;
    return svv - sfv * sfv / sff;
}

// Golden section on a logarithmic scale.
static double fit(const points *p, shape_fn *shape, double *amplitude)
{
    const double ratio = 0.6180339887498949;
    double low = log(0.5), high = log(100.0);
    double a = high - ratio * (high - low), b = low + ratio * (high - low);
    double at_a = residual(p, shape, exp(a), amplitude);
    double at_b = residual(p, shape, exp(b), amplitude);
    while (high - low > 1e-4) {
        if (at_a < at_b) {
            high = b;
            b = a;
            at_b = at_a;
            at_a = residual(p, shape, exp(a = high - ratio * (high - low)), amplitude);
        } else {
            low = a;
            a = b;
            at_a = at_b;
            at_b = residual(p, shape, exp(b = low + ratio * (high - low)), amplitude);
        }
    }
    double tau = exp((low + high) / 2);
    residual(p, shape, tau, amplitude);
    return tau;
}

// --- time constants ---------------------------------------------------------------------------

hx_status hx_measure_membrane_time(hx_probe *probe, hx_measurement time_us, hx_error *error)
{
    hx_probe_reading *reading = malloc(sizeof *reading);
    if (!reading)
        return hx_error_set(error, HX_ERROR_MEMORY, "calibration: memory ran out");
    hx_probe_experiment e = {.sample_count = DECAY_SAMPLES};
    for (unsigned s = 0; s < DECAY_SAMPLES; s++)
        e.samples_us[s] = 1 + SAMPLE_US * s;
    e.until_us = 1 + SAMPLE_US * DECAY_SAMPLES;
    hx_status status = hx_probe_run(probe, &e, DECAY_REPEATS, reading, error);
    for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++) {
        double value[DECAY_SAMPLES], height;
        for (unsigned s = 0; s < DECAY_SAMPLES; s++)
            value[s] = reading->voltage[s][n];
        const points p = {e.samples_us, value, DECAY_SAMPLES, 0, true};
        time_us[n] = fit(&p, decay, &height);
        if (!(fabs(height) > 10))
            time_us[n] = NAN;
    }
    free(reading);
    return status;
}

// Readings after the burst, all shifts in one row; the resting level is taken off.
typedef struct response_record {
    double time[SHIFTS * RESPONSE_SAMPLES];
    double value[HX_NEURON_COUNT][SHIFTS * RESPONSE_SAMPLES];
} response_record;

static hx_status record_response(hx_probe *probe, bool inhibitory, response_record *record,
                                 hx_probe_reading *reading, hx_error *error)
{
    for (unsigned shift = 0; shift < SHIFTS; shift++) {
        // The first conversions show the rest.
        hx_probe_experiment e = {.sample_count = 2 + RESPONSE_SAMPLES, .event_count = BURST};
        const double start = SETTLE_US + RESPONSE_SAMPLE_US + READS_US +
                             (RESPONSE_SAMPLE_US - READS_US) * shift / SHIFTS;
        for (unsigned s = 0; s < e.sample_count; s++)
            e.samples_us[s] = SETTLE_US + RESPONSE_SAMPLE_US * s;
        for (unsigned i = 0; i < BURST; i++)
            e.events[i] = (hx_probe_event){start, inhibitory};
        e.until_us = e.samples_us[e.sample_count - 1] + RESPONSE_SAMPLE_US;
        hx_status status = hx_probe_run(probe, &e, RESPONSE_REPEATS, reading, error);
        if (status)
            return status;
        for (unsigned s = 0; s < RESPONSE_SAMPLES; s++) {
            const unsigned place = shift * RESPONSE_SAMPLES + s;
            record->time[place] = e.samples_us[2 + s] - start;
            for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
                record->value[n][place] = reading->voltage[2 + s][n] -
                                          (reading->voltage[0][n] + reading->voltage[1][n]) / 2;
        }
    }
    return HX_OK;
}

// The way of an event to the synapse and that of a read to its conversion differ by a constant
// that no document tells: the one with which the curves fit best.
static double find_delay(const response_record *record, const hx_measurement membrane_us)
{
    double best = INFINITY, best_delay = 0;
    for (double delay = -1; delay <= 1.001; delay += 0.1) {
        double sum = 0, time[SHIFTS * RESPONSE_SAMPLES], height;
        for (unsigned i = 0; i < SHIFTS * RESPONSE_SAMPLES; i++)
            time[i] = record->time[i] + delay;
        for (unsigned n = 0; n < HX_NEURON_COUNT; n += 8) {
            const points p = {time, record->value[n], SHIFTS * RESPONSE_SAMPLES, membrane_us[n],
                              false};
            if (!isnan(membrane_us[n]))
                sum += residual(&p, response, fit(&p, response, &height), &height);
        }
        if (sum < best) {
            best = sum;
            best_delay = delay;
        }
    }
    return best_delay;
}

hx_status hx_measure_synapse(hx_probe *probe, bool inhibitory, const hx_measurement membrane_us,
                             hx_measurement time_us, hx_measurement height, hx_error *error)
{
    hx_probe_reading *reading = malloc(sizeof *reading);
    response_record *record = malloc(sizeof *record);
    hx_status status = reading && record ? HX_OK : HX_ERROR_MEMORY;
    if (status)
        hx_error_set(error, status, "calibration: memory ran out");
    if (!status)
        status = record_response(probe, inhibitory, record, reading, error);
    if (!status) {
        const double delay = find_delay(record, membrane_us);
        for (unsigned i = 0; i < SHIFTS * RESPONSE_SAMPLES; i++)
            record->time[i] += delay;
    }
    for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++) {
        const points p = {record->time, record->value[n], SHIFTS * RESPONSE_SAMPLES, membrane_us[n],
                          false};
        time_us[n] = height[n] = NAN;
        if (isnan(membrane_us[n]))
            continue;
        double amplitude, tau = fit(&p, response, &amplitude);
        if (inhibitory)
            amplitude = -amplitude;
        if (amplitude > BURST) {
            time_us[n] = tau;
            height[n] = amplitude / BURST;
        }
    }
    free(record);
    free(reading);
    return status;
}

hx_status hx_measure_fires(hx_probe *probe, bool fires[HX_NEURON_COUNT], hx_error *error)
{
    hx_probe_reading *reading = malloc(sizeof *reading);
    if (!reading)
        return hx_error_set(error, HX_ERROR_MEMORY, "calibration: memory ran out");
    const hx_probe_experiment e = {.until_us = SETTLE_US + WATCH_US};
    hx_status status = hx_probe_run(probe, &e, 1, reading, error);
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++)
        fires[n] = reading->spikes[n] > 0;
    free(reading);
    return status;
}
