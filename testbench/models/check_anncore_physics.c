// Closed form of the neurons against a small integrator.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

Suite *anncore_physics_suite(void);

enum { NEURON = 5, DRIVERS = 4, CYCLES = 6000 };

// Independent statement of the equations, integrated with RK4 in long double.
typedef struct reference {
    long double v, exc, inh;
    long double c, g[2], e[2], tau_exc, tau_inh, threshold;
    int reset;
} reference;

static long double slope(const reference *r, long double v, long double exc, long double inh)
{
    return (r->g[r->reset] * (r->e[r->reset] - v) + exc - inh) / r->c;
}

static void integrate_cycle(reference *r)
{
    enum { PARTS = 4 };
    long double h = 4e-9L / PARTS;
    for (int part = 0; part < PARTS; ++part) {
        long double v[4], x[4], y[4];
        long double step[3] = {h / 2, h / 2, h};
        long double cv = r->v, cx = r->exc, cy = r->inh;
        for (int i = 0; i < 4; ++i) {
            v[i] = slope(r, cv, cx, cy);
            x[i] = -cx / r->tau_exc;
            y[i] = -cy / r->tau_inh;
            if (i < 3) {
                cv = r->v + step[i] * v[i];
                cx = r->exc + step[i] * x[i];
                cy = r->inh + step[i] * y[i];
            }
        }
        r->v += h / 6 * (v[0] + 2 * v[1] + 2 * v[2] + v[3]);
        r->exc += h / 6 * (x[0] + 2 * x[1] + 2 * x[2] + x[3]);
        r->inh += h / 6 * (y[0] + 2 * y[1] + 2 * y[2] + y[3]);
    }
}

static setup_neuron draw_neuron(setup_random *random, int experiment)
{
    setup_neuron s = setup_neuron_default();
    s.leak = 200 + (unsigned)setup_draw(random, 300);
    s.reset = 200 + (unsigned)setup_draw(random, 200);
    s.threshold = s.leak + 5 + (unsigned)setup_draw(random, 80);
    s.leak_bias = 50 + (unsigned)setup_draw(random, 900);
    s.reset_bias = 300 + (unsigned)setup_draw(random, 700);
    s.exc_tau = 200 + (unsigned)setup_draw(random, 800);
    s.inh_tau = 200 + (unsigned)setup_draw(random, 800);
    s.exc_gm = (unsigned)setup_draw(random, 800);
    s.inh_gm = (unsigned)setup_draw(random, 800);
    s.size = 20 + (unsigned)setup_draw(random, 44);
    // Leak and reset multiplier or divider, small capacitance, high resistance.
    s.word0 = (unsigned)setup_draw(random, 64) & 0x36;
    s.word2 = (unsigned)setup_draw(random, 16) << 4;
    if (experiment % 4 == 0) {
        // Time constants as equal as cells can make them: 383.333 nS cannot be written, but
        // 3000/345 us and 2.3 pF/264.5 nS are near, and 1/tau differ by less than 1 in 500.
        s.word0 = 0;
        s.word2 = 0;
        s.size = 63;
        s.exc_tau = 345;
        s.inh_tau = 345;
        s.leak_bias = 264;
    }
    return s;
}

static reference make_reference(const setup_neuron *s)
{
    static const long double FACTOR[4] = {1, 1.0L / 8, 8, 1};
    reference r = {0};
    r.c = 2.3e-12L * s->size / 63;
    r.g[0] = s->leak_bias * 1e-9L * FACTOR[(s->word0 >> 4) & 3];
    r.g[1] = s->reset_bias * 0.563e-9L * FACTOR[(s->word0 >> 1) & 3];
    r.e[0] = s->leak * 1.8L / 1022;
    r.e[1] = s->reset * 1.8L / 1022;
    r.threshold = s->threshold * 1.8L / 1022;
    r.tau_exc = 3000e-6L / s->exc_tau * (s->word2 & 0x20 ? 0.1L : 1) * (s->word2 & 0x80 ? 10 : 1);
    r.tau_inh = 3000e-6L / s->inh_tau * (s->word2 & 0x10 ? 0.1L : 1) * (s->word2 & 0x40 ? 10 : 1);
    r.v = r.e[0];
    return r;
}

START_TEST(agrees_with_integrator)
{
    setup_random random = setup_seed(100 + (uint64_t)_i);
    setup_neuron s = draw_neuron(&random, _i);
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_write_neuron(core, NEURON, &s);
    unsigned weight[2 * DRIVERS];
    for (unsigned driver = 0; driver < DRIVERS; ++driver) {
        setup_write_driver(core, 0, driver, 1, 2);
        for (unsigned top = 0; top < 2; ++top) {
            weight[2 * driver + top] = 1 + (unsigned)setup_draw(&random, 10);
            setup_write_synapse(core, 0, 2 * driver + top, NEURON, weight[2 * driver + top],
                                driver + 32 * top);
        }
    }
    hx_anncore_start_trial(core, 0, 0);
    reference r = make_reference(&s);

    uint64_t level[8] = {0};
    uint64_t reset_at = HX_ANNCORE_NEVER;
    uint64_t release_at = 0;
    bool armed = r.v < r.threshold;
    bool waiting = false; // for the release of the reset
    uint64_t core_spike = 0;
    uint64_t reference_spike = 0;
    int spikes = 0;
    double worst = 0.0;
    for (uint64_t cycle = 0; cycle < CYCLES; ++cycle) {
        if (cycle > 0) {
            uint64_t reached = hx_anncore_advance(core, cycle);
            ck_assert_uint_eq(reached, cycle);
            integrate_cycle(&r);
        }
        double error = fabs(hx_anncore_get_membrane(core, NEURON) - (double)r.v);
        worst = error > worst ? error : worst;
        if (armed && !r.reset && r.v >= r.threshold) {
            reference_spike = cycle;
            armed = false;
            waiting = true;
        } else if (!armed && !waiting && !r.reset) {
            armed = r.v < r.threshold;
        }
        // After a release above the threshold it fires in every cycle; the first one counts.
        if (hx_anncore_get_fire(core) && reset_at == HX_ANNCORE_NEVER) {
            ck_assert_uint_eq(hx_anncore_get_fire(core)[0], UINT64_C(1) << NEURON);
            core_spike = cycle;
            reset_at = cycle + 3;
            ++spikes;
        }
        if (cycle == reset_at) {
            // By now both have seen the spike.
            ck_assert_uint_le(core_spike, reference_spike + 1);
            ck_assert_uint_le(reference_spike, core_spike + 1);
            r.reset = 1;
            level[0] = UINT64_C(1) << NEURON;
            hx_anncore_set_reset(core, level);
            reset_at = HX_ANNCORE_NEVER;
            release_at = cycle + 20 + setup_draw(&random, 500);
        }
        if (cycle == release_at && r.reset) {
            r.reset = 0;
            level[0] = 0;
            hx_anncore_set_reset(core, level);
            armed = true;
            waiting = false;
        }
        if (setup_draw(&random, 15) == 0) {
            unsigned driver = (unsigned)setup_draw(&random, DRIVERS);
            unsigned top = (unsigned)setup_draw(&random, 8) == 0;
            long double unit = weight[2 * driver + top] / 63.0L * 73e-9L / 500;
            r.exc += top ? 0 : unit * s.exc_gm;
            r.inh += top ? unit * s.inh_gm : 0;
            hx_anncore_send_padi_event(core, driver % 4, driver / 4, driver + 32 * top);
        }
        ck_assert_double_eq_tol(hx_anncore_get_excitatory_current(core, NEURON), (double)r.exc,
                                1e-9 * (double)r.exc + 1e-20);
        ck_assert_double_eq_tol(hx_anncore_get_inhibitory_current(core, NEURON), (double)r.inh,
                                1e-9 * (double)r.inh + 1e-20);
    }
    printf("experiment %d: %d spikes, largest error %.2e V\n", _i, spikes, worst);
    ck_assert_double_lt(worst, 1e-5);
    hx_anncore_destroy(core);
}
END_TEST

// A neuron driven by its leak alone: the crossing is known in closed form.
START_TEST(leak_driven_spike_cycle)
{
    setup_neuron s = setup_neuron_default();
    s.leak = 600;
    s.reset = 200;
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_write_neuron(core, NEURON, &s);
    uint64_t level[8] = {UINT64_C(1) << NEURON};
    hx_anncore_set_reset(core, level);
    hx_anncore_start_trial(core, 0, 0);
    ck_assert_double_eq(hx_anncore_get_membrane(core, NEURON), 200 * (1.8 / 1022));
    ck_assert_uint_eq(hx_anncore_advance(core, 1000), 1000);
    level[0] = 0;
    hx_anncore_set_reset(core, level);
    double tau = 2.3e-12 / 383e-9;
    uint64_t expected = 1000 + (uint64_t)ceil(tau / 4e-9 * log(400.0 / 100.0));
    ck_assert_uint_eq(hx_anncore_advance(core, 10000), expected);
    ck_assert_uint_eq(hx_anncore_get_fire(core)[0], UINT64_C(1) << NEURON);
    // The comparator stays high until the reset, and is silent then.
    for (uint64_t cycle = expected + 1; cycle < expected + 40; ++cycle) {
        ck_assert_uint_eq(hx_anncore_advance(core, 10000), cycle);
        ck_assert_uint_eq(hx_anncore_get_fire(core)[0], UINT64_C(1) << NEURON);
    }
    level[0] = UINT64_C(1) << NEURON;
    hx_anncore_set_reset(core, level);
    ck_assert_uint_eq(hx_anncore_advance(core, 10500), 10500);
    ck_assert_ptr_null(hx_anncore_get_fire(core));
    level[0] = 0;
    hx_anncore_set_reset(core, level);
    ck_assert_uint_lt(hx_anncore_advance(core, 20000), 13000);
    hx_anncore_destroy(core);
}
END_TEST

// Released above its threshold, a neuron fires in every cycle until it is below, and then as any
// other; with events during the fall (loop 1: none that matter, 2: one in every few cycles) as
// without (0).
START_TEST(released_above_threshold)
{
    setup_neuron s = setup_neuron_default();
    s.reset = 600;
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_write_neuron(core, NEURON, &s);
    setup_write_driver(core, 0, 0, 1, 2);
    setup_write_synapse(core, 0, 0, NEURON, 63, 1);
    setup_write_synapse(core, 0, 1, NEURON, 1, 2);
    uint64_t level[8] = {UINT64_C(1) << NEURON};
    hx_anncore_set_reset(core, level);
    hx_anncore_start_trial(core, 0, 0);
    hx_anncore_advance(core, 5);
    level[0] = 0;
    hx_anncore_set_reset(core, level);
    // 300 cell steps above the leak fall to 200 after ln(3/2) time constants of 6 us.
    uint64_t fall = 5 + (uint64_t)(2.3e-12 / 383e-9 / 4e-9 * log(1.5));
    uint64_t last = 0;
    for (uint64_t cycle = 6; cycle < fall + 40; ++cycle) {
        ck_assert_uint_eq(hx_anncore_advance(core, cycle), cycle);
        bool above = hx_anncore_get_membrane(core, NEURON) >= 500 * (1.8 / 1022);
        ck_assert_int_eq(hx_anncore_get_fire(core) != NULL, above);
        last = above ? cycle : last;
        if (cycle % 7 == 6 && (_i == 2 || (_i == 1 && cycle > fall + 8))) {
            hx_anncore_send_padi_event(core, 0, 0, 2);
        }
    }
    ck_assert_uint_le(last, fall);
    ck_assert_uint_ge(last, _i == 2 ? fall - 300 : fall);
    uint64_t start = fall + 100;
    ck_assert_uint_eq(hx_anncore_advance(core, start), start);
    ck_assert_double_lt(hx_anncore_get_membrane(core, NEURON), 500 * (1.8 / 1022));
    for (int event = 0; event < 10; ++event) {
        hx_anncore_send_padi_event(core, 0, 0, 1);
    }
    ck_assert_uint_lt(hx_anncore_advance(core, start + 1000), start + 1000);
    ck_assert_double_ge(hx_anncore_get_membrane(core, NEURON), 500 * (1.8 / 1022));
    hx_anncore_destroy(core);
}
END_TEST

// Pushed below by inhibition and pulled up again by the leak, with nothing else happening.
START_TEST(returns_by_itself)
{
    setup_neuron s = setup_neuron_default();
    s.leak = 600;
    s.reset = 620;
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    setup_write_neuron(core, NEURON, &s);
    setup_write_driver(core, 0, 0, 2, 0);
    setup_write_synapse(core, 0, 0, NEURON, 63, 1);
    uint64_t level[8] = {UINT64_C(1) << NEURON};
    hx_anncore_set_reset(core, level);
    hx_anncore_start_trial(core, 0, 0);
    hx_anncore_advance(core, 100);
    level[0] = 0;
    hx_anncore_set_reset(core, level);
    for (int event = 0; event < 6; ++event) {
        hx_anncore_send_padi_event(core, 0, 0, 1);
    }
    double lowest = 1.8;
    uint64_t cycle = 100;
    // At first it fires in every cycle, being above.
    while (cycle < 100000 && !(hx_anncore_get_fire(core) && lowest < 500 * (1.8 / 1022))) {
        cycle = hx_anncore_advance(core, cycle + 1);
        double membrane = hx_anncore_get_membrane(core, NEURON);
        lowest = membrane < lowest ? membrane : lowest;
    }
    ck_assert_double_lt(lowest, 490 * (1.8 / 1022));
    ck_assert_uint_lt(cycle, 100000);
    ck_assert_double_ge(hx_anncore_get_membrane(core, NEURON), 500 * (1.8 / 1022));
    hx_anncore_destroy(core);
}
END_TEST

// Below for a few cycles inside one grid step, then an event there: the arming is not lost.
START_TEST(short_dip_inside_step)
{
    for (uint64_t shift = 0; shift < 16; ++shift) {
        setup_neuron s = setup_neuron_default();
        s.reset = 600;
        s.size = 20;
        hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
        setup_write_common(core);
        setup_write_neuron(core, NEURON, &s);
        setup_write_driver(core, 0, 0, 1, 0);
        setup_write_synapse(core, 0, 0, NEURON, 63, 1);
        uint64_t level[8] = {UINT64_C(1) << NEURON};
        hx_anncore_set_reset(core, level);
        hx_anncore_start_trial(core, 0, 0);
        hx_anncore_advance(core, 100 + shift);
        level[0] = 0;
        hx_anncore_set_reset(core, level);
        uint64_t cycle = 100 + shift;
        double threshold = 500 * (1.8 / 1022);
        while (hx_anncore_get_membrane(core, NEURON) >= threshold) {
            ck_assert_uint_eq(hx_anncore_advance(core, cycle + 1), cycle + 1);
            ++cycle;
        }
        for (int event = 0; event < 60; ++event) {
            hx_anncore_send_padi_event(core, 0, 0, 1);
        }
        uint64_t reached = hx_anncore_advance(core, cycle + 20);
        ck_assert_uint_le(reached, cycle + 3);
        ck_assert_ptr_nonnull(hx_anncore_get_fire(core));
        hx_anncore_destroy(core);
    }
}
END_TEST

Suite *anncore_physics_suite(void)
{
    Suite *suite = suite_create("models/anncore physics");
    TCase *core = tcase_create("Integrator");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, agrees_with_integrator, 0, 24);
    tcase_add_test(core, leak_driven_spike_cycle);
    tcase_add_loop_test(core, released_above_threshold, 0, 3);
    tcase_add_test(core, returns_by_itself);
    tcase_add_test(core, short_dip_inside_step);
    suite_add_tcase(suite, core);
    return suite;
}
