// Neurons integrated by CVODE.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/oracle.h"

#ifdef HX_HAVE_CVODE

#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#define TOLERANCE 1e-10
#define TOGETHER 1e-9 // us: nothing is integrated over less

enum { V, W, EXC, INH, STATES }; // of a compartment

typedef struct line {
    bool reset, refractory;
    bool waits; // clocked: a crossing waits for the end of its cycle
    double release_at, end_at;
} line;

struct hx_oracle {
    hx_oracle_parameters p;
    SUNContext context;
    N_Vector y;
    SUNMatrix matrix;
    SUNLinearSolver solver;
    void *cvode;
    double now, last_jump;
    line line[HX_ORACLE_COMPARTMENTS];
    hx_oracle_spike *spikes;
    size_t count, capacity;
};

static int get_slopes(realtype t, N_Vector y, N_Vector slopes, void *data)
{
    (void)t;
    const hx_oracle *o = data;
    const double *s = N_VGetArrayPointer(y);
    double *d = N_VGetArrayPointer(slopes);
    // nS * mV = pA; pA / pF = mV / ms, hence the factors of 1000.
    for (unsigned k = 0; k < o->p.compartments; k++, s += STATES, d += STATES) {
        const hx_oracle_compartment *c = &o->p.compartment[k];
        const bool reset = o->line[k].reset;
        double leak = reset && o->p.cycle > 0 ? 0 : c->leak_conductance * (c->leak - s[V]);
        double pull = reset ? c->reset_conductance * (c->reset - s[V]) : 0;
        const bool gated = reset && o->p.pause;
        double sum = (leak + pull) / 1000 - s[W] + (gated ? 0 : s[EXC] - s[INH]);
        if (c->exponential > 0 && !gated)
            sum += fmin(c->exponential * exp((s[V] - c->exponential_at) / c->slope),
                        c->exponential_most);
        if (o->p.compartments > 1) {
            const double other = N_VGetArrayPointer(y)[(1 - k) * STATES + V];
            sum += o->p.coupling * (other - s[V]) / 1000;
        }
        d[V] = reset && o->p.hold ? 0 : sum / c->capacitance;
        d[W] = c->tau_w > 0 ? (c->a * (s[V] - c->adaptation_at) / 1000 - s[W]) / c->tau_w : 0;
        d[EXC] = -s[EXC] / c->tau_exc;
        d[INH] = -s[INH] / c->tau_inh;
    }
    return 0;
}

bool hx_oracle_is_watching(const hx_oracle *o, unsigned k)
{
    return !o->line[k].refractory && isfinite(o->p.compartment[k].threshold);
}

static int get_distances(realtype t, N_Vector y, realtype *distance, void *data)
{
    (void)t;
    const hx_oracle *o = data;
    for (unsigned k = 0; k < o->p.compartments; k++) {
        bool watched = hx_oracle_is_watching(o, k) && !o->line[k].waits;
        double v = N_VGetArrayPointer(y)[k * STATES + V];
        distance[k] = watched ? v - o->p.compartment[k].threshold : -1;
    }
    return 0;
}

// Steady state of two coupled leaks.
static void set_rest(hx_oracle *o)
{
    double *s = N_VGetArrayPointer(o->y);
    const hx_oracle_compartment *a = &o->p.compartment[0], *b = &o->p.compartment[1];
    for (unsigned k = 0; k < o->p.compartments; k++)
        s[k * STATES + V] = o->p.compartment[k].leak;
    if (o->p.compartments > 1) {
        double g = o->p.coupling, ga = a->leak_conductance, gb = b->leak_conductance;
        double sum = ga * gb + g * (ga + gb);
        s[V] = (ga * gb * a->leak + g * (ga * a->leak + gb * b->leak)) / sum;
        s[STATES + V] = (ga * gb * b->leak + g * (ga * a->leak + gb * b->leak)) / sum;
    } else if (a->tau_w > 0 && a->leak_conductance + a->a > 0) {
        s[V] = (a->leak_conductance * a->leak + a->a * a->adaptation_at) /
               (a->leak_conductance + a->a);
        s[W] = a->a * (s[V] - a->adaptation_at) / 1000;
    }
}

bool hx_oracle_is_there(void)
{
    return true;
}

hx_status hx_oracle_create(hx_oracle **oracle, const hx_oracle_parameters *parameters)
{
    hx_oracle *o = calloc(1, sizeof *o);
    *oracle = o;
    if (!o)
        return HX_ERROR_MEMORY;
    o->p = *parameters;
    o->last_jump = -INFINITY;
    bool bad = SUNContext_Create(NULL, &o->context) != 0;
    o->y = bad ? NULL : N_VNew_Serial(STATES * (long)o->p.compartments, o->context);
    o->cvode = o->y ? CVodeCreate(CV_ADAMS, o->context) : NULL;
    bad = !o->cvode;
    if (!bad) {
        N_VConst(0, o->y);
        set_rest(o);
        bad = CVodeInit(o->cvode, get_slopes, 0, o->y) ||
              CVodeSStolerances(o->cvode, TOLERANCE, TOLERANCE) || CVodeSetUserData(o->cvode, o) ||
              CVodeSetMaxNumSteps(o->cvode, 10000000) ||
              CVodeRootInit(o->cvode, (int)o->p.compartments, get_distances) ||
              CVodeSetNoInactiveRootWarn(o->cvode);
        long size = STATES * (long)o->p.compartments;
        o->matrix = SUNDenseMatrix(size, size, o->context);
        o->solver = o->matrix ? SUNLinSol_Dense(o->y, o->matrix, o->context) : NULL;
        bad = bad || !o->solver || CVodeSetLinearSolver(o->cvode, o->solver, o->matrix);
    }
    // Above the threshold from the start: a comparator knows levels.
    for (unsigned k = 0; !bad && o->p.cycle > 0 && k < o->p.compartments; k++)
        if (hx_oracle_get_membrane(o, k) >= o->p.compartment[k].threshold) {
            o->line[k].waits = true;
            o->line[k].release_at = o->p.cycle;
        }
    if (bad) {
        hx_oracle_destroy(o);
        *oracle = NULL;
    }
    return bad ? HX_ERROR_MEMORY : HX_OK;
}

void hx_oracle_destroy(hx_oracle *o)
{
    if (!o)
        return;
    CVodeFree(&o->cvode);
    SUNLinSolFree(o->solver);
    SUNMatDestroy(o->matrix);
    N_VDestroy(o->y);
    SUNContext_Free(&o->context);
    free(o->spikes);
    free(o);
}

static hx_status note_spike(hx_oracle *o, unsigned k)
{
    if (o->count == o->capacity) {
        size_t capacity = o->capacity ? 2 * o->capacity : 64;
        hx_oracle_spike *spikes = realloc(o->spikes, capacity * sizeof *spikes);
        if (!spikes)
            return HX_ERROR_MEMORY;
        o->spikes = spikes;
        o->capacity = capacity;
    }
    N_Vector slopes = N_VClone(o->y);
    get_slopes(o->now, o->y, slopes, o);
    o->spikes[o->count++] = (hx_oracle_spike){
        .time = o->now, .compartment = k, .slope = N_VGetArrayPointer(slopes)[k * STATES + V]};
    N_VDestroy(slopes);
    return HX_OK;
}

static hx_status fire(hx_oracle *o, unsigned k)
{
    hx_status status = note_spike(o, k);
    double *s = N_VGetArrayPointer(o->y) + k * STATES;
    line *l = &o->line[k];
    s[W] += o->p.compartment[k].tau_w > 0 ? o->p.compartment[k].b : 0;
    l->waits = false;
    l->reset = l->refractory = true;
    o->last_jump = o->now;
    if (o->p.cycle > 0) {
        double t = round(o->now / o->p.cycle);
        double end = t + o->p.count * o->p.period - fmod(t, o->p.period);
        l->end_at = end * o->p.cycle;
        l->release_at = (end - o->p.lead * o->p.period) * o->p.cycle;
        return status;
    }
    if (o->p.hold)
        s[V] = o->p.compartment[k].reset;
    l->release_at = l->end_at = o->now + o->p.refractory;
    return status;
}

// Next time at which something is due, at most `time`.
static double get_next(const hx_oracle *o, double time)
{
    for (unsigned k = 0; k < o->p.compartments; k++) {
        const line *l = &o->line[k];
        time = l->reset ? fmin(time, l->release_at) : time;
        time = l->refractory ? fmin(time, l->end_at) : time;
        if (l->waits)
            time = fmin(time, l->release_at);
    }
    return time;
}

// What is due now.
static hx_status act(hx_oracle *o)
{
    hx_status status = HX_OK;
    const double *s = N_VGetArrayPointer(o->y);
    for (unsigned k = 0; k < o->p.compartments && !status; k++) {
        line *l = &o->line[k];
        double threshold = o->p.compartment[k].threshold;
        if (l->reset && o->now >= l->release_at) {
            l->reset = false;
            o->last_jump = o->now;
        }
        if (l->waits && o->now >= l->release_at) {
            // A fire in this cycle, unless the membrane is below again.
            l->waits = false;
            if (s[k * STATES + V] >= threshold)
                status = fire(o, k);
        } else if (l->refractory && o->now >= l->end_at) {
            l->refractory = false;
            bool above = s[k * STATES + V] >= threshold;
            if (above && o->p.cycle > 0) {
                l->waits = true; // the comparator is looked at in the next cycle
                l->release_at = o->now + o->p.cycle;
            } else if (above) {
                status = fire(o, k);
            }
        }
    }
    return status;
}

static hx_status cross(hx_oracle *o)
{
    int roots[HX_ORACLE_COMPARTMENTS];
    CVodeGetRootInfo(o->cvode, roots);
    for (unsigned k = 0; k < o->p.compartments; k++) {
        if (roots[k] <= 0)
            continue;
        if (o->p.cycle == 0)
            return fire(o, k);
        o->line[k].waits = true;
        o->line[k].release_at = ceil(o->now / o->p.cycle - 1e-9) * o->p.cycle;
    }
    return HX_OK;
}

hx_status hx_oracle_advance(hx_oracle *o, double time)
{
    hx_status status = HX_OK;
    while (!status && o->now < time) {
        double stop = get_next(o, time);
        bool crossed = false;
        if (stop > o->now + TOGETHER) {
            // No step beyond: what is integrated is never taken back.
            CVodeSetStopTime(o->cvode, stop);
            int result = CVode(o->cvode, stop, o->y, &o->now, CV_NORMAL);
            if (result < 0)
                return HX_ERROR_LIMIT;
            crossed = result == CV_ROOT_RETURN;
        } else {
            o->now = stop;
        }
        if (crossed)
            status = cross(o);
        bool due = get_next(o, INFINITY) <= o->now;
        if (due && !status)
            status = act(o);
        if (crossed || due)
            CVodeReInit(o->cvode, o->now, o->y);
    }
    return status;
}

hx_status hx_oracle_add_input(hx_oracle *o, unsigned compartment, unsigned sign, double current)
{
    N_VGetArrayPointer(o->y)[compartment * STATES + EXC + sign] += current;
    return CVodeReInit(o->cvode, o->now, o->y) ? HX_ERROR_LIMIT : HX_OK;
}

double hx_oracle_get_membrane(const hx_oracle *o, unsigned compartment)
{
    return N_VGetArrayPointer(o->y)[compartment * STATES + V];
}

const hx_oracle_spike *hx_oracle_get_spikes(const hx_oracle *o, size_t *count)
{
    *count = o->count;
    return o->spikes;
}

double hx_oracle_get_last_jump(const hx_oracle *o)
{
    return o->last_jump;
}

#else

bool hx_oracle_is_there(void)
{
    return false;
}

hx_status hx_oracle_create(hx_oracle **oracle, const hx_oracle_parameters *parameters)
{
    (void)parameters;
    *oracle = NULL;
    return HX_ERROR_STATE;
}

void hx_oracle_destroy(hx_oracle *oracle)
{
    (void)oracle;
}

hx_status hx_oracle_advance(hx_oracle *oracle, double time)
{
    (void)oracle;
    (void)time;
    return HX_ERROR_STATE;
}

hx_status hx_oracle_add_input(hx_oracle *oracle, unsigned compartment, unsigned sign,
                              double current)
{
    (void)oracle;
    (void)compartment;
    (void)sign;
    (void)current;
    return HX_ERROR_STATE;
}

double hx_oracle_get_membrane(const hx_oracle *oracle, unsigned compartment)
{
    (void)oracle;
    (void)compartment;
    return 0;
}

const hx_oracle_spike *hx_oracle_get_spikes(const hx_oracle *oracle, size_t *count)
{
    (void)oracle;
    *count = 0;
    return NULL;
}

double hx_oracle_get_last_jump(const hx_oracle *oracle)
{
    (void)oracle;
    return 0;
}

bool hx_oracle_is_watching(const hx_oracle *oracle, unsigned compartment)
{
    (void)oracle;
    (void)compartment;
    return false;
}

#endif
