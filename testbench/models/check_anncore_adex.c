// Exponential term, adaptation and conductance-based inputs of the analog core against a small
// integrator, and against the single neuron.
// SPDX-License-Identifier: Apache-2.0
#include "models/single_neuron.h"
#include "testbench/models/anncore_setup.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>
#include <stdio.h>

Suite *anncore_adex_suite(void);

enum { NEURON = 5, CYCLES = 6000 };

typedef struct adex_setup {
    setup_neuron base;
    unsigned word1, word3, word5;
    unsigned exp_at, exp_bias, adapt_at, adapt_tau, adapt_a, adapt_b, offset;
    unsigned coba[2], reversal[2];
} adex_setup;

static void write_adex(hx_anncore *core, unsigned neuron, const adex_setup *s)
{
    setup_write_neuron(core, neuron, &s->base);
    const unsigned cells[][2] = {{HX_MAP_CAPMEM_ROW_V_EXP, s->exp_at},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_EXP, s->exp_bias},
                                 {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, s->adapt_at},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, s->adapt_tau},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, s->adapt_a},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, s->adapt_b},
                                 {HX_MAP_CAPMEM_ROW_I_MEM_OFFSET, s->offset},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_COBA, s->coba[0]},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_COBA, s->coba[1]},
                                 {HX_MAP_CAPMEM_ROW_E_SYNIN_EXC_REV, s->reversal[0]},
                                 {HX_MAP_CAPMEM_ROW_E_SYNIN_INH_REV, s->reversal[1]}};
    unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    for (unsigned i = 0; i < sizeof cells / sizeof *cells; ++i) {
        setup_write_cell(core, quadrant, neuron % 128, cells[i][0], cells[i][1]);
    }
    uint32_t place = quadrant * 0x8000 + 8 * (neuron % 128) + 2;
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 1, 0x10 | s->word1);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 3, s->base.size << 2 | s->word3);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 5, 0x10 | s->word5);
}

// Independent statement of the equations, integrated with RK4 in long double.
typedef struct reference {
    long double y[4]; // V, w, excitatory and inhibitory current
    long double c, g[2], e[2], tau[2], gm[2], coba[2], reversal[2];
    long double offset, exp_current, exp_at, a, b, tau_w, adapt_at;
    int reset, pause;
} reference;

static void get_slopes(const reference *r, const long double *y, long double *d)
{
    int gated = r->reset && r->pause;
    long double current = r->offset - y[1];
    if (!gated) {
        long double exponential = r->exp_current * expl((y[0] - r->exp_at) / 20e-3L);
        current += exponential < 2e-6L ? exponential : 2e-6L;
        current += y[2] * (r->gm[0] + r->coba[0] * (r->reversal[0] - y[0]));
        current -= y[3] * (r->gm[1] + r->coba[1] * (y[0] - r->reversal[1]));
    }
    d[0] = (r->g[r->reset] * (r->e[r->reset] - y[0]) + current) / r->c;
    d[1] = (r->a * (y[0] - r->adapt_at) - y[1]) / r->tau_w;
    d[2] = -y[2] / r->tau[0];
    d[3] = -y[3] / r->tau[1];
}

static void integrate_cycle(reference *r)
{
    enum { PARTS = 16 };
    const long double h = 4e-9L / PARTS;
    const long double ahead[4] = {0, h / 2, h / 2, h};
    const long double weight[4] = {h / 6, h / 3, h / 3, h / 6};
    for (int part = 0; part < PARTS; ++part) {
        long double sum[4] = {0}, d[4] = {0};
        for (int stage = 0; stage < 4; ++stage) {
            long double y[4];
            for (int i = 0; i < 4; ++i) {
                y[i] = r->y[i] + ahead[stage] * d[i];
            }
            get_slopes(r, y, d);
            for (int i = 0; i < 4; ++i) {
                sum[i] += weight[stage] * d[i];
            }
        }
        for (int i = 0; i < 4; ++i) {
            r->y[i] += sum[i];
        }
    }
}

// Kinds: bit 0 exponential, 1 adaptation, 2 and 3 COBA, 4 pause.
static adex_setup draw_setup(setup_random *random, int kind)
{
    adex_setup s = {.base = setup_neuron_default()};
    s.base.leak = 250 + (unsigned)setup_draw(random, 100);
    s.base.threshold = s.base.leak + 90;
    s.base.leak_bias = 100 + (unsigned)setup_draw(random, 500);
    s.base.exc_gm = 200 + (unsigned)setup_draw(random, 500);
    s.base.inh_gm = (unsigned)setup_draw(random, 300);
    s.base.size = 30 + (unsigned)setup_draw(random, 34);
    s.base.word2 = (unsigned)(kind & 1) << 3 | (unsigned)(kind & 2) << 1;
    s.base.word2 |= kind & 2 ? (unsigned)setup_draw(random, 4) : 0;
    s.word1 = (unsigned)(kind >> 2 & 1) << 2 | (unsigned)(kind >> 3 & 1) << 1;
    s.word3 = (unsigned)setup_draw(random, 2);
    s.base.word4 |= (unsigned)setup_draw(random, 2);
    s.word5 = (unsigned)(kind >> 4) << 7;
    s.exp_at = s.base.leak + 60;
    s.exp_bias = 200 + (unsigned)setup_draw(random, 800);
    s.adapt_at = s.base.leak;
    s.adapt_tau = 300 + (unsigned)setup_draw(random, 700);
    s.adapt_a = (unsigned)setup_draw(random, 100);
    s.adapt_b = (unsigned)setup_draw(random, 1000);
    s.offset = (unsigned)setup_draw(random, 10);
    for (int sign = 0; sign < 2; ++sign) {
        s.coba[sign] = (unsigned)setup_draw(random, 600);
        s.reversal[sign] = sign ? s.base.leak - 100 : s.base.leak + 200;
    }
    return s;
}

static reference make_reference(const adex_setup *s)
{
    const long double volt = 1.8L / 1022;
    const setup_neuron *n = &s->base;
    reference r = {0};
    r.c = 2.3e-12L * n->size / 63;
    r.g[0] = n->leak_bias * 1e-9L;
    r.g[1] = n->reset_bias * 0.563e-9L * 8;
    r.e[0] = n->leak * volt;
    r.e[1] = n->reset * volt;
    r.tau[0] = 3000e-6L / n->exc_tau;
    r.tau[1] = 3000e-6L / n->inh_tau;
    r.offset = s->word3 ? s->offset * 1e-9L * (n->word4 & 1 ? -1 : 1) : 0;
    r.exp_current = n->word2 & 8 ? s->exp_bias * 1e-11L : 0;
    r.exp_at = s->exp_at * volt;
    r.tau_w = 30e-3L / s->adapt_tau;
    r.adapt_at = s->adapt_at * volt;
    if (n->word2 & 4) {
        r.a = s->adapt_a * 1e-9L * (n->word2 & 2 ? -1 : 1);
        r.b = s->adapt_b * 20e-12L * (n->word2 & 1 ? -1 : 1);
    }
    const unsigned gm[2] = {n->exc_gm, n->inh_gm};
    for (int sign = 0; sign < 2; ++sign) {
        bool on = s->word1 & (sign ? 2 : 4);
        r.gm[sign] = gm[sign] / 500.0L;
        r.coba[sign] = on ? s->coba[sign] / 500.0L / 0.5L : 0;
        r.reversal[sign] = s->reversal[sign] * volt;
    }
    r.pause = s->word5 != 0;
    r.y[0] = (r.g[0] * r.e[0] + r.offset) / r.g[0];
    if (n->word2 & 4) {
        r.y[0] = (r.g[0] * r.y[0] + r.a * r.adapt_at) / (r.g[0] + r.a);
        r.y[1] = r.a * (r.y[0] - r.adapt_at);
    }
    return r;
}

static hx_anncore *make_core(const adex_setup *s, unsigned *weight)
{
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    setup_write_common(core);
    write_adex(core, NEURON, s);
    setup_write_driver(core, 0, 0, 1, 2);
    for (unsigned top = 0; top < 2; ++top) {
        setup_write_synapse(core, 0, top, NEURON, weight[top], 32 * top);
    }
    hx_anncore_start_trial(core, 0, 0);
    return core;
}

static double get_difference(const hx_anncore *core, const reference *r)
{
    return fabs(hx_anncore_get_membrane(core, NEURON) - (double)r->y[0]);
}

START_TEST(agrees_with_integrator)
{
    setup_random random = setup_seed(900 + (uint64_t)_i);
    adex_setup s = draw_setup(&random, _i);
    // Weak enough that the reset wins over the exponential term even without the pause switch:
    // else the membrane rests on an unstable point, from where any error grows without bound.
    unsigned weight[2] = {8 + (unsigned)setup_draw(&random, 16), (unsigned)setup_draw(&random, 12)};
    hx_anncore *core = make_core(&s, weight);
    reference r = make_reference(&s);
    const long double threshold = s.base.threshold * 1.8L / 1022;
    uint64_t level[8] = {0}, reset_at = HX_ANNCORE_NEVER, release_at = HX_ANNCORE_NEVER;
    uint64_t crossing = HX_ANNCORE_NEVER;
    int spikes = 0;
    double worst = 0, worst_w = 0;
    for (uint64_t cycle = 0; cycle < CYCLES; ++cycle) {
        if (cycle > 0) {
            ck_assert_uint_eq(hx_anncore_advance(core, cycle), cycle);
            integrate_cycle(&r);
        }
        if (crossing == HX_ANNCORE_NEVER && !r.reset && r.y[0] >= threshold) {
            crossing = cycle;
        }
        // It fires in every cycle until the reset; the first one counts.
        if (hx_anncore_get_fire(core) && (reset_at == HX_ANNCORE_NEVER || reset_at < cycle)) {
            // The reference may see the crossing a cycle later, by rounding.
            ck_assert_uint_le(crossing == HX_ANNCORE_NEVER ? cycle : crossing, cycle);
            ck_assert_uint_ge(crossing == HX_ANNCORE_NEVER ? cycle : crossing + 1, cycle);
            reset_at = cycle + 3;
            ++spikes;
        }
        if (cycle == reset_at || cycle == release_at) {
            r.reset = cycle == reset_at;
            r.y[1] += r.reset ? r.b : 0;
            level[0] = (uint64_t)r.reset << NEURON;
            hx_anncore_set_reset(core, level);
            if (r.reset) {
                hx_anncore_send_adaptation_pulses(core, level, (const uint8_t[2]){0, 0});
            }
            release_at = r.reset ? cycle + 100 + setup_draw(&random, 300) : HX_ANNCORE_NEVER;
            crossing = HX_ANNCORE_NEVER;
        }
        if (setup_draw(&random, 80) == 0) {
            unsigned top = setup_draw(&random, 5) == 0;
            r.y[2 + top] += weight[top] / 63.0L * 73e-9L;
            hx_anncore_send_padi_event(core, 0, 0, 32 * top);
        }
        double difference = get_difference(core, &r);
        worst = difference > worst ? difference : worst;
        difference = fabs(hx_anncore_get_adaptation(core, NEURON) - (double)r.y[1]);
        worst_w = difference > worst_w ? difference : worst_w;
    }
    printf("kind %2d: %d spikes, largest difference %.1e V, %.1e A\n", _i, spikes, worst, worst_w);
    ck_assert_int_gt(spikes, 0);
    ck_assert_double_lt(worst, 5e-8);
    ck_assert_double_lt(worst_w, 2e-14);
    hx_anncore_destroy(core);
}
END_TEST

// The ideal neuron of the same physics: while the reset line is low the equations are the same.
static hx_single_neuron_parameters get_ideal(const reference *r, const adex_setup *s,
                                             unsigned refractory)
{
    hx_single_neuron_parameters p = {.capacitance = (double)r->c * 1e12,
                                     .leak_conductance = (double)r->g[0] * 1e9,
                                     .leak = (double)r->e[0] * 1e3,
                                     .threshold = s->base.threshold * 1800.0 / 1022,
                                     .refractory = refractory * 4e-3,
                                     .tau_syn_exc = (double)r->tau[0] * 1e6,
                                     .tau_syn_inh = (double)r->tau[1] * 1e6,
                                     .slope = 20,
                                     .has_exponential = r->exp_current > 0,
                                     .has_adaptation = true,
                                     .tau_w = (double)r->tau_w * 1e6,
                                     .a = (double)r->a * 1e9,
                                     .b = (double)r->b * 1e9,
                                     .has_reset_conductance = true};
    // I_b e^((V - V_x)/D) = g_l D e^((V - V_T)/D).
    p.exponential_at =
        (double)(r->exp_at - 20e-3L * logl(r->exp_current / (r->g[0] * 20e-3L))) * 1e3;
    // The chip's reset replaces the leak; the ideal one adds to it.
    p.reset_conductance = (double)(r->g[1] - r->g[0]) * 1e9;
    p.reset = (double)((r->g[1] * r->e[1] - r->g[0] * r->e[0]) / (r->g[1] - r->g[0])) * 1e3;
    return p;
}

// Spike times of the chip lie on its cycles, at the first cycle from the crossing on; the
// difference must stay below a cycle (4 ns) for the first spike, and what the delay does to the
// course after it is of the same size for each further spike.
START_TEST(agrees_with_single_neuron)
{
    enum { REFRACTORY = 300, STEPS = 20000 };
    setup_random random = setup_seed(40 + (uint64_t)_i);
    adex_setup s = draw_setup(&random, 2 + _i % 2);
    s.base.word2 &= ~3u;
    s.word3 = 0;
    s.base.reset = s.base.leak - 50;
    s.adapt_b = 100;
    unsigned weight[2] = {63, 0};
    hx_anncore *core = make_core(&s, weight);
    reference r = make_reference(&s);
    hx_single_neuron_parameters p = get_ideal(&r, &s, REFRACTORY);
    hx_single_neuron_input inputs[STEPS / 500];
    for (int i = 0; i < STEPS / 500; ++i) {
        double charge = 73e-9 * (double)(r.tau[0] * r.gm[0]) * 1e15;
        inputs[i] = (hx_single_neuron_input){2.0 * i, HX_SINGLE_NEURON_EXCITATORY, charge};
    }
    hx_single_neuron *ideal = NULL;
    hx_error error = {""};
    ck_assert_int_eq(hx_single_neuron_create(&ideal, &p, inputs, STEPS / 500, &error), HX_OK);
    uint64_t level[8] = {0}, release = HX_ANNCORE_NEVER;
    double spikes[200];
    size_t count = 0;
    double worst = 0;
    for (uint64_t cycle = 0; cycle < STEPS; ++cycle) {
        ck_assert_uint_eq(cycle ? hx_anncore_advance(core, cycle) : 0, cycle);
        if (hx_anncore_get_fire(core) || cycle == release) {
            level[0] = cycle == release ? 0 : UINT64_C(1) << NEURON;
            hx_anncore_set_reset(core, level);
            if (cycle != release) {
                ck_assert_uint_lt(count, 200);
                spikes[count++] = (double)cycle * 4e-3;
                release = cycle + REFRACTORY;
                hx_anncore_send_adaptation_pulses(core, level, (const uint8_t[2]){0, 0});
            }
        }
        if (cycle % 500 == 0) {
            hx_anncore_send_padi_event(core, 0, 0, 0);
        }
        ck_assert_int_eq(hx_single_neuron_advance(ideal, (double)cycle * 4e-3, &error), HX_OK);
        hx_single_neuron_state state;
        hx_single_neuron_get(ideal, &state);
        double difference = fabs(state.v * 1e-3 - hx_anncore_get_membrane(core, NEURON));
        worst = count == 0 && difference > worst ? difference : worst;
    }
    size_t ideal_count;
    const double *times = hx_single_neuron_get_spikes(ideal, &ideal_count);
    ck_assert_uint_gt(count, 5);
    ck_assert_uint_eq(count, ideal_count);
    double late = 0;
    for (size_t i = 0; i < count; ++i) {
        double difference = spikes[i] - times[i];
        ck_assert_double_ge(difference, -1e-6);
        ck_assert_double_lt(difference, 4e-3 * (double)(i + 1));
        late = difference > late ? difference : late;
    }
    printf("%s: %zu spikes, V before the first %.1e V, spikes late by %.2f..%.2f cycles\n",
           r.exp_current > 0 ? "AdEx" : "adaptation", count, worst, (spikes[0] - times[0]) / 4e-3,
           late / 4e-3);
    ck_assert_double_lt(worst, 5e-9);
    hx_single_neuron_destroy(ideal);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_adex_suite(void)
{
    Suite *suite = suite_create("models/anncore adex");
    TCase *core = tcase_create("Against an integrator");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, agrees_with_integrator, 0, 32);
    tcase_add_loop_test(core, agrees_with_single_neuron, 0, 8);
    suite_add_tcase(suite, core);
    return suite;
}
