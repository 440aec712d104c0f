// Joined circuits of the analog core against a small integrator.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

Suite *anncore_joint_suite(void);

enum { MOST = 4, CYCLES = 5000 };

// Ways to join circuits: the circuits and their word 5 of the configuration.
typedef struct wiring {
    const char *name;
    unsigned count;
    unsigned neuron[MOST], switches[MOST];
} wiring;

static const wiring WIRINGS[] = {
    {"one", 1, {5}, {0x10}},
    {"column, switch of the top circuit", 2, {5, 261}, {0x02, 0x00}},
    {"column, switch of the bottom circuit", 2, {5, 261}, {0x00, 0x02}},
    {"neighbours", 2, {127, 128}, {0x08, 0x00}},
    {"neighbours across two groups", 2, {31, 32}, {0x08, 0x00}},
    {"four", 4, {6, 7, 262, 263}, {0x08, 0x02, 0x08, 0x00}},
    {"soma line", 3, {10, 11, 12}, {0x11, 0x11, 0x10}},
    {"ends of the soma line", 2, {10, 12}, {0x11, 0x10}}, // circuit 11 only passes the line on
};
enum { WIRING_COUNT = sizeof WIRINGS / sizeof *WIRINGS };

static void write_switches(hx_anncore *core, unsigned neuron, unsigned switches)
{
    unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 8 * (neuron % 128) + 7,
                    switches);
}

// Independent statement of the equations, integrated with RK4 in long double.
typedef struct reference {
    unsigned count;
    long double c, g[MOST][2], e[MOST][2], tau[MOST][2];
    long double v, current[MOST][2];
    int reset[MOST];
} reference;

static long double get_slope(const reference *r, long double v, const long double decay[MOST][2])
{
    long double sum = 0;
    for (unsigned i = 0; i < r->count; ++i) {
        int reset = r->reset[i];
        sum += r->g[i][reset] * (r->e[i][reset] - v);
        sum += r->current[i][0] * decay[i][0] - r->current[i][1] * decay[i][1];
    }
    return sum / r->c;
}

static void integrate_part(reference *r)
{
    const long double h = 1e-9L;
    long double now[MOST][2], half[MOST][2], full[MOST][2];
    for (unsigned i = 0; i < r->count; ++i) {
        for (int sign = 0; sign < 2; ++sign) {
            now[i][sign] = 1;
            half[i][sign] = expl(-h / 2 / r->tau[i][sign]);
            full[i][sign] = expl(-h / r->tau[i][sign]);
        }
    }
    long double a = get_slope(r, r->v, now);
    long double b = get_slope(r, r->v + h / 2 * a, half);
    long double c = get_slope(r, r->v + h / 2 * b, half);
    long double d = get_slope(r, r->v + h * c, full);
    r->v += h / 6 * (a + 2 * b + 2 * c + d);
    for (unsigned i = 0; i < r->count; ++i) {
        r->current[i][0] *= full[i][0];
        r->current[i][1] *= full[i][1];
    }
}

static void integrate_cycle(reference *r)
{
    for (int part = 0; part < 4; ++part) {
        integrate_part(r);
    }
}

// Circuits with different parameters; only the first one has a comparator.
static void configure(hx_anncore *core, const wiring *w, reference *r, setup_random *random,
                      unsigned *threshold, unsigned *gm)
{
    const long double volt = 1.8L / 1022;
    *r = (reference){.count = w->count};
    setup_write_common(core);
    *threshold = 420;
    for (unsigned i = 0; i < w->count; ++i) {
        setup_neuron s = setup_neuron_default();
        s.leak = 280 + (unsigned)setup_draw(random, 60);
        s.leak_bias = 100 + (unsigned)setup_draw(random, 400);
        s.reset_bias = 500 + (unsigned)setup_draw(random, 500);
        s.exc_tau = 300 + (unsigned)setup_draw(random, 700);
        s.inh_tau = 300 + (unsigned)setup_draw(random, 700);
        s.size = 20 + (unsigned)setup_draw(random, 44);
        s.threshold = *threshold;
        s.word4 = i == 0 ? 0x3c : 0x30;
        setup_write_neuron(core, w->neuron[i], &s);
        *gm = s.exc_gm;
        r->c += 2.3e-12L * s.size / 63;
        r->g[i][0] = s.leak_bias * 1e-9L;
        r->g[i][1] = s.reset_bias * 0.563e-9L * 8;
        r->e[i][0] = s.leak * volt;
        r->e[i][1] = s.reset * volt;
        r->tau[i][0] = 3000e-6L / s.exc_tau;
        r->tau[i][1] = 3000e-6L / s.inh_tau;
        unsigned half = w->neuron[i] / 256;
        setup_write_driver(core, half, 0, 1, 2);
        setup_write_synapse(core, half, 0, w->neuron[i] % 256, 20, i);
        setup_write_synapse(core, half, 1, w->neuron[i] % 256, 12, 32 + i);
        write_switches(core, w->neuron[i], w->switches[i]);
    }
    if (w->count == 2 && w->neuron[1] == 12) {
        write_switches(core, 11, 0x01);
    }
    long double sum = 0, conductance = 0;
    for (unsigned i = 0; i < w->count; ++i) {
        sum += r->g[i][0] * r->e[i][0];
        conductance += r->g[i][0];
    }
    r->v = sum / conductance;
}

static void set_level(uint64_t *level, unsigned neuron, int high)
{
    level[neuron / 64] &= ~(UINT64_C(1) << neuron % 64);
    level[neuron / 64] |= (uint64_t)high << neuron % 64;
}

START_TEST(agrees_with_integrator)
{
    const wiring *w = &WIRINGS[_i / 3];
    int shared_reset = _i % 3; // resets of: the first circuit, all, any in turn
    setup_random random = setup_seed(300 + (uint64_t)_i);
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    reference r;
    unsigned threshold, gm;
    configure(core, w, &r, &random, &threshold, &gm);
    hx_anncore_start_trial(core, 0, 0);
    uint64_t level[8] = {0}, reset_at = HX_ANNCORE_NEVER, release_at = HX_ANNCORE_NEVER;
    uint64_t crossing = HX_ANNCORE_NEVER;
    const long double volt = 1.8L / 1022;
    double worst = 0;
    int spikes = 0;
    for (uint64_t cycle = 0; cycle < CYCLES; ++cycle) {
        if (cycle > 0) {
            ck_assert_uint_eq(hx_anncore_advance(core, cycle), cycle);
            integrate_cycle(&r);
        }
        if (crossing == HX_ANNCORE_NEVER && release_at == HX_ANNCORE_NEVER &&
            r.v >= threshold * volt) {
            crossing = cycle;
        }
        const uint64_t *fire = hx_anncore_get_fire(core);
        // After a release above the threshold it fires in every cycle; the first one counts.
        if (fire && (reset_at == HX_ANNCORE_NEVER || reset_at < cycle)) {
            uint64_t expected[8] = {0};
            set_level(expected, w->neuron[0], 1);
            ck_assert_mem_eq(fire, expected, sizeof expected);
            // The reference may see the crossing a cycle later, by rounding.
            ck_assert_uint_le(crossing == HX_ANNCORE_NEVER ? cycle : crossing, cycle);
            ck_assert_uint_ge(crossing == HX_ANNCORE_NEVER ? cycle : crossing + 1, cycle);
            reset_at = cycle + 3;
            ++spikes;
        }
        if (cycle == reset_at || cycle == release_at) {
            int high = cycle == reset_at;
            for (unsigned i = 0; i < w->count; ++i) {
                bool takes_part = shared_reset == 1 || i == 0 ||
                                  (shared_reset == 2 && setup_draw(&random, 2) == 0);
                r.reset[i] = high && takes_part;
                set_level(level, w->neuron[i], r.reset[i]);
            }
            hx_anncore_set_reset(core, level);
            release_at = high ? cycle + 20 + setup_draw(&random, 300) : HX_ANNCORE_NEVER;
            crossing = HX_ANNCORE_NEVER;
        }
        if (setup_draw(&random, 30) == 0) {
            unsigned i = (unsigned)setup_draw(&random, w->count);
            unsigned inh = setup_draw(&random, 5) == 0;
            r.current[i][inh] += (inh ? 12 : 20) / 63.0L * 73e-9L * gm / 500;
            hx_anncore_send_padi_event(core, w->neuron[i] / 256 * 4, 0, 32 * inh + i);
        }
        for (unsigned i = 0; i < w->count; ++i) {
            double difference = fabs(hx_anncore_get_membrane(core, w->neuron[i]) - (double)r.v);
            worst = difference > worst ? difference : worst;
        }
    }
    printf("%s: %d spikes, largest difference %.1e V\n", w->name, spikes, worst);
    ck_assert_int_gt(spikes, 1);
    ck_assert_double_lt(worst, 1e-12);
    hx_anncore_destroy(core);
}
END_TEST

// Joined and taken apart while it runs: charge is kept, and both circuits go their ways again.
START_TEST(joining_keeps_charge)
{
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_neuron s = setup_neuron_default();
    s.word4 = 0x30;
    s.leak_bias = 0; // hardly any leak
    s.leak = 300;
    s.size = 60;
    setup_write_neuron(core, 5, &s);
    s.leak = 400;
    s.size = 20;
    setup_write_neuron(core, 261, &s);
    hx_anncore_start_trial(core, 0, 0);
    hx_anncore_advance(core, 100);
    const double volt = 1.8 / 1022;
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 5), 300 * volt, 1e-12);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 261), 400 * volt, 1e-12);
    write_switches(core, 5, 0x12);
    hx_anncore_advance(core, 101);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 5), 325 * volt, 1e-7);
    ck_assert_double_eq(hx_anncore_get_membrane(core, 261), hx_anncore_get_membrane(core, 5));
    write_switches(core, 5, 0x10);
    hx_anncore_advance(core, 102);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 5), 325 * volt, 1e-7);
    ck_assert_double_eq_tol(hx_anncore_get_membrane(core, 261), 325 * volt, 1e-7);
    hx_anncore_advance(core, 100000); // both drift back to their own leak
    ck_assert_double_lt(hx_anncore_get_membrane(core, 5), 324.9 * volt);
    ck_assert_double_gt(hx_anncore_get_membrane(core, 261), 325.1 * volt);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_joint_suite(void)
{
    Suite *suite = suite_create("models/anncore joint");
    TCase *core = tcase_create("Joined circuits");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, agrees_with_integrator, 0, 3 * WIRING_COUNT);
    tcase_add_test(core, joining_keeps_charge);
    suite_add_tcase(suite, core);
    return suite;
}
