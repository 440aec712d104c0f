// The single neuron against CVODE of the SUNDIALS library.
// SPDX-License-Identifier: Apache-2.0
//
// The equations are stated here a second time and integrated by a solver of another kind, a
// multistep method with its own root search, restarted at every discontinuity. Its error, about
// 1e-14 a step and adding up over a run, is what limits the agreement: with looser tolerances
// the differences grow in proportion.
#include "models/single_neuron.h"

#include <check.h>
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

Suite *single_neuron_cvode_suite(void);

enum { V, W, EXC, INH, STATES, MOST_SPIKES = 200 };

typedef struct reference {
    hx_single_neuron_parameters p;
    double current;
    bool held, pulled;
    SUNContext context;
    N_Vector y;
    SUNMatrix matrix;
    SUNLinearSolver solver;
    void *cvode;
    double now, refractory_end;
    double spikes[MOST_SPIKES];
    size_t spike_count;
} reference;

static int get_slopes(realtype t, N_Vector y, N_Vector slopes, void *data)
{
    (void)t;
    const reference *r = data;
    const hx_single_neuron_parameters *p = &r->p;
    const double *s = N_VGetArrayPointer(y);
    double *d = N_VGetArrayPointer(slopes);
    // nS * mV = pA; pA / pF = mV / ms, hence the factors of 1000.
    double sum = -p->leak_conductance * (s[V] - p->leak) / 1000 + s[EXC] - s[INH] - s[W];
    sum += r->current;
    if (p->has_exponential) {
        sum += p->leak_conductance * p->slope * exp((s[V] - p->exponential_at) / p->slope) / 1000;
    }
    if (r->pulled) {
        sum += p->reset_conductance * (p->reset - s[V]) / 1000;
    }
    d[V] = r->held ? 0 : sum / p->capacitance;
    d[W] = p->has_adaptation ? (p->a * (s[V] - p->leak) / 1000 - s[W]) / p->tau_w : 0;
    d[EXC] = -s[EXC] / p->tau_syn_exc;
    d[INH] = -s[INH] / p->tau_syn_inh;
    return 0;
}

static int get_distance(realtype t, N_Vector y, realtype *distance, void *data)
{
    (void)t;
    const reference *r = data;
    bool refractory = r->held || r->pulled;
    *distance = refractory ? -1 : N_VGetArrayPointer(y)[V] - r->p.threshold;
    return 0;
}

static void start(reference *r, const hx_single_neuron_parameters *p)
{
    *r = (reference){.p = *p, .refractory_end = INFINITY};
    ck_assert_int_eq(SUNContext_Create(NULL, &r->context), 0);
    r->y = N_VNew_Serial(STATES, r->context);
    N_VConst(0, r->y);
    N_VGetArrayPointer(r->y)[V] = p->leak;
    N_Vector tolerance = N_VNew_Serial(STATES, r->context);
    N_VConst(1e-14, tolerance);
    N_VGetArrayPointer(tolerance)[V] = 1e-13;
    r->cvode = CVodeCreate(CV_ADAMS, r->context);
    ck_assert_int_eq(CVodeInit(r->cvode, get_slopes, 0, r->y), 0);
    ck_assert_int_eq(CVodeSVtolerances(r->cvode, 1e-14, tolerance), 0);
    ck_assert_int_eq(CVodeSetUserData(r->cvode, r), 0);
    r->matrix = SUNDenseMatrix(STATES, STATES, r->context);
    r->solver = SUNLinSol_Dense(r->y, r->matrix, r->context);
    ck_assert_int_eq(CVodeSetLinearSolver(r->cvode, r->solver, r->matrix), 0);
    ck_assert_int_eq(CVodeRootInit(r->cvode, 1, get_distance), 0);
    ck_assert_int_eq(CVodeSetMaxNumSteps(r->cvode, 10000000), 0);
    N_VDestroy(tolerance);
}

static void finish(reference *r)
{
    CVodeFree(&r->cvode);
    SUNLinSolFree(r->solver);
    SUNMatDestroy(r->matrix);
    N_VDestroy(r->y);
    SUNContext_Free(&r->context);
}

static void fire(reference *r)
{
    double *s = N_VGetArrayPointer(r->y);
    ck_assert_uint_lt(r->spike_count, MOST_SPIKES);
    r->spikes[r->spike_count++] = r->now;
    s[W] += r->p.has_adaptation ? r->p.b : 0;
    if (!r->p.has_reset_conductance) {
        s[V] = r->p.reset;
    }
    if (r->p.refractory > 0) {
        r->held = !r->p.has_reset_conductance;
        r->pulled = !r->held;
        r->refractory_end = r->now + r->p.refractory;
    }
}

static void go_on(reference *r, double time)
{
    while (r->now < time) {
        double stop = fmin(time, r->refractory_end);
        ck_assert_int_eq(CVodeSetStopTime(r->cvode, stop), 0);
        int result = CVode(r->cvode, stop, r->y, &r->now, CV_NORMAL);
        ck_assert_int_ge(result, 0);
        if (result == CV_ROOT_RETURN) {
            fire(r);
        } else if (r->now == r->refractory_end) {
            r->held = r->pulled = false;
            r->refractory_end = INFINITY;
        } else {
            continue;
        }
        ck_assert_int_eq(CVodeReInit(r->cvode, r->now, r->y), 0);
    }
}

static const hx_single_neuron_input inputs[] = {
    {1.25, HX_SINGLE_NEURON_EXCITATORY, 900}, {7.5, HX_SINGLE_NEURON_EXCITATORY, 700},
    {8.25, HX_SINGLE_NEURON_INHIBITORY, 300}, {20, HX_SINGLE_NEURON_CURRENT, 62},
    {31, HX_SINGLE_NEURON_INHIBITORY, 150},   {44.5, HX_SINGLE_NEURON_EXCITATORY, 400},
    {60, HX_SINGLE_NEURON_CURRENT, -10},      {75, HX_SINGLE_NEURON_CURRENT, 80},
};
enum { INPUTS = sizeof inputs / sizeof *inputs };

static void take_input(reference *r, const hx_single_neuron_input *input)
{
    double *s = N_VGetArrayPointer(r->y);
    if (input->kind == HX_SINGLE_NEURON_CURRENT) {
        r->current = input->value;
    } else if (input->kind == HX_SINGLE_NEURON_EXCITATORY) {
        s[EXC] += input->value / r->p.tau_syn_exc;
    } else {
        s[INH] += input->value / r->p.tau_syn_inh;
    }
    ck_assert_int_eq(CVodeReInit(r->cvode, r->now, r->y), 0);
}

// Bits: reset conductance, exponential, adaptation, no refractory time.
static hx_single_neuron_parameters get_parameters(int kind)
{
    hx_single_neuron_parameters p = {.capacitance = 2.3,
                                     .leak_conductance = 230,
                                     .leak = 600,
                                     .threshold = 800,
                                     .reset = 500,
                                     .refractory = kind & 8 ? 0 : 2,
                                     .tau_syn_exc = 5,
                                     .tau_syn_inh = 10,
                                     .has_reset_conductance = kind & 1,
                                     .reset_conductance = 3000,
                                     .has_exponential = kind & 2,
                                     .slope = 20,
                                     .exponential_at = 750,
                                     .has_adaptation = kind & 4,
                                     .tau_w = 60,
                                     .a = 25,
                                     .b = 1.5};
    return p;
}

START_TEST(agrees_with_cvode)
{
    if ((_i & 9) == 9) {
        return; // refused: no time for the reset conductance
    }
    hx_single_neuron_parameters p = get_parameters(_i);
    hx_error error = {""};
    hx_single_neuron *neuron = NULL;
    ck_assert_int_eq(hx_single_neuron_create(&neuron, &p, inputs, INPUTS, &error), HX_OK);
    reference r;
    start(&r, &p);
    double worst_v = 0, worst_w = 0, worst_spike = 0;
    size_t next = 0;
    for (int i = 0; i <= 800; i++) {
        double time = 0.125 * i;
        go_on(&r, time);
        while (next < INPUTS && inputs[next].time <= time) {
            take_input(&r, &inputs[next++]);
        }
        ck_assert_int_eq(hx_single_neuron_advance(neuron, time, &error), HX_OK);
        hx_single_neuron_state state;
        hx_single_neuron_get(neuron, &state);
        const double *s = N_VGetArrayPointer(r.y);
        worst_v = fmax(worst_v, fabs(state.v - s[V]) / fabs(s[V]));
        worst_w = fmax(worst_w, fabs(state.w - s[W]) / (1e-2 + fabs(s[W])));
        ck_assert_double_eq_tol(state.i_exc, s[EXC], 1e-9 * (1e-3 + s[EXC]));
        ck_assert_double_eq_tol(state.i_inh, s[INH], 1e-9 * (1e-3 + s[INH]));
    }
    size_t count;
    const double *spikes = hx_single_neuron_get_spikes(neuron, &count);
    ck_assert_uint_gt(count, 3);
    ck_assert_uint_eq(count, r.spike_count);
    for (size_t i = 0; i < count; i++) {
        worst_spike = fmax(worst_spike, fabs(spikes[i] - r.spikes[i]));
    }
    printf("kind %d: %zu spikes; largest difference: V %.1e, w %.1e (relative), spike %.1e us\n",
           _i, count, worst_v, worst_w, worst_spike);
    ck_assert_double_lt(worst_v, 2e-10);
    ck_assert_double_lt(worst_w, 2e-11);
    ck_assert_double_lt(worst_spike, 5e-10);
    hx_single_neuron_destroy(neuron);
    finish(&r);
}
END_TEST

Suite *single_neuron_cvode_suite(void)
{
    Suite *suite = suite_create("single_neuron_cvode");
    TCase *all = tcase_create("all kinds");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, agrees_with_cvode, 0, 16);
    suite_add_tcase(suite, all);
    return suite;
}
