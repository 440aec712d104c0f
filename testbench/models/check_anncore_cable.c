// Neurons of several compartments against a small integrator and the cable equation.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/models/anncore_setup.h"
#include "testbench/models/cable_reference.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

Suite *anncore_cable_suite(void);

enum { CYCLES = 4000 };

// Switches between circuits, word 5 of the configuration.
enum {
    SOMATA = 0x01,
    BOTTOM = 0x02,
    ICC = 0x04,
    RIGHT = 0x08,
    SOMA = 0x10,
    TIMES4 = 0x20,
    BY4 = 0x40
};

static const cable_wiring WIRINGS[] = {
    {"two", 2, 2, {5, 6}, {SOMA | SOMATA, ICC}, {0, 1}, {-1, 0}},
    {"two, strong", 2, 2, {5, 6}, {SOMA | SOMATA, ICC | TIMES4}, {0, 1}, {-1, 0}},
    {"two, weak", 2, 2, {31, 32}, {ICC | BY4 | SOMATA, SOMA}, {0, 1}, {1, -1}},
    {"two, line between", 2, 2, {7, 8}, {ICC | SOMATA, ICC}, {0, 1}, {CABLE_LINE, CABLE_LINE}},
    {"three, line between",
     3,
     3,
     {60, 61, 62},
     {ICC | SOMATA, ICC | SOMATA, ICC},
     {0, 1, 2},
     {CABLE_LINE, CABLE_LINE, CABLE_LINE}},
    {"line with two circuits of one membrane",
     3,
     2,
     {60, 61, 62},
     {ICC | SOMATA | RIGHT, ICC | SOMATA, ICC},
     {0, 0, 1},
     {CABLE_LINE, CABLE_LINE, CABLE_LINE}},
    {"star",
     4,
     4,
     {300, 301, 302, 303},
     {SOMA | SOMATA, ICC | SOMATA, ICC | SOMATA, ICC},
     {0, 1, 2, 3},
     {-1, 0, 0, 0}},
    {"chain of three",
     4,
     3,
     {10, 11, 12, 13},
     {SOMA | SOMATA, ICC | RIGHT, SOMA | SOMATA, ICC},
     {0, 1, 1, 2},
     {-1, 0, -1, 1}},
    {"both rows",
     4,
     3,
     {40, 41, 296, 297},
     {SOMA | SOMATA, ICC, BOTTOM | SOMA | SOMATA, ICC},
     {0, 1, 0, 2},
     {-1, 0, -1, 0}},
    {"short circuit", 2, 1, {70, 71}, {SOMA | SOMATA, SOMA | ICC}, {0, 0}, {-1, -1}},
    {"side by side", 2, 1, {70, 71}, {RIGHT, 0}, {0, 0}, {-1, -1}},
    {"column and neighbour", 3, 1, {20, 21, 276}, {RIGHT | BOTTOM, 0, 0}, {0, 0, 0}, {-1, -1, -1}},
};
enum { WIRING_COUNT = sizeof WIRINGS / sizeof *WIRINGS };

static void write_switches(hx_anncore *core, unsigned neuron, unsigned switches)
{
    unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, quadrant * 0x8000 + 8 * (neuron % 128) + 7,
                    switches);
}

static void write_icc(hx_anncore *core, unsigned neuron, unsigned cell)
{
    setup_write_cell(core, neuron / 256 * 2 + neuron % 256 / 128, neuron % 128,
                     HX_MAP_CAPMEM_ROW_I_BIAS_NMDA, cell);
}

// Circuits with different parameters; only the first one has a comparator.
static void configure(hx_anncore *core, const cable_wiring *w, cable_reference *r,
                      setup_random *random, unsigned threshold)
{
    const long double volt = 1.8L / 1022;
    *r = (cable_reference){.w = w};
    setup_write_common(core);
    for (unsigned i = 0; i < w->count; ++i) {
        setup_neuron s = setup_neuron_default();
        s.leak = 280 + (unsigned)setup_draw(random, 60);
        s.leak_bias = 100 + (unsigned)setup_draw(random, 400);
        s.reset_bias = 500 + (unsigned)setup_draw(random, 500);
        s.exc_tau = 300 + (unsigned)setup_draw(random, 700);
        s.inh_tau = 300 + (unsigned)setup_draw(random, 700);
        s.size = 20 + (unsigned)setup_draw(random, 44);
        s.threshold = threshold;
        s.word4 = i == 0 ? 0x3c : 0x30;
        unsigned icc = 20 + (unsigned)setup_draw(random, 1000);
        setup_write_neuron(core, w->neuron[i], &s);
        write_icc(core, w->neuron[i], icc);
        r->c[w->compartment[i]] += 2.3e-12L * s.size / 63;
        r->icc[i] =
            icc * 5.6e-9L * (w->switches[i] & TIMES4 ? 4 : 1) / (w->switches[i] & BY4 ? 4 : 1);
        r->g[i][0] = s.leak_bias * 1e-9L;
        r->g[i][1] = s.reset_bias * 0.563e-9L * 8;
        r->e[i][0] = s.leak * volt;
        r->e[i][1] = s.reset * volt;
        r->gm[i][0] = s.exc_gm / 500.0L;
        r->gm[i][1] = s.inh_gm / 500.0L;
        r->tau_w[i] = 1;
        r->tau[i][0] = 3000e-6L / s.exc_tau;
        r->tau[i][1] = 3000e-6L / s.inh_tau;
        unsigned half = w->neuron[i] / 256;
        setup_write_driver(core, half, 0, 1, 2);
        setup_write_synapse(core, half, 0, w->neuron[i] % 256, 30, i);
        setup_write_synapse(core, half, 1, w->neuron[i] % 256, 12, 32 + i);
        write_switches(core, w->neuron[i], w->switches[i]);
    }
}

// Random currents that are not linear: exponential term, adaptation, conductance-based inputs. The
// first circuit has a reset after each spike; elsewhere nothing ends an upswing (is_lost).
static void add_currents(hx_anncore *core, cable_reference *r, setup_random *random,
                         unsigned threshold)
{
    const long double volt = 1.8L / 1022;
    for (unsigned i = 0; i < r->w->count; ++i) {
        const unsigned neuron = r->w->neuron[i];
        const unsigned quadrant = neuron / 256 * 2 + neuron % 256 / 128;
        const uint32_t place = quadrant * 0x8000 + 8 * (neuron % 128) + 2;
        unsigned kinds = 1 + (unsigned)setup_draw(random, 31);
        kinds |= i == 0 ? (kinds & 1) << 4 : 0; // the reset must win
        const unsigned cells[][2] = {
            {HX_MAP_CAPMEM_ROW_V_EXP, i == 0 ? threshold - 10 : threshold + 150},
            {HX_MAP_CAPMEM_ROW_I_BIAS_EXP, 100 + (unsigned)setup_draw(random, 300)},
            {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, 290},
            {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, 300 + (unsigned)setup_draw(random, 700)},
            {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, (unsigned)setup_draw(random, 100)},
            {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, (unsigned)setup_draw(random, 1000)},
            {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_EXC_COBA, (unsigned)setup_draw(random, 600)},
            {HX_MAP_CAPMEM_ROW_I_BIAS_SYNIN_INH_COBA, (unsigned)setup_draw(random, 600)},
            {HX_MAP_CAPMEM_ROW_E_SYNIN_EXC_REV, 500},
            {HX_MAP_CAPMEM_ROW_E_SYNIN_INH_REV, 200}};
        for (unsigned k = 0; k < sizeof cells / sizeof *cells; ++k) {
            setup_write_cell(core, quadrant, neuron % 128, cells[k][0], cells[k][1]);
        }
        // Bits of kinds: exponential, adaptation, excitatory and inhibitory conductance, pause.
        setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 2,
                        (kinds & 1) << 3 | (kinds >> 1 & 1) << 2);
        setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, place + 1,
                        0x10 | (kinds >> 2 & 1) << 2 | (kinds >> 3 & 1) << 1);
        r->pause[i] = kinds >> 4 & 1;
        write_switches(core, neuron, r->w->switches[i] | (unsigned)r->pause[i] << 7);
        r->exp_current[i] = kinds & 1 ? cells[1][1] * 1e-11L : 0;
        r->exp_at[i] = cells[0][1] * volt;
        r->adapt_at[i] = cells[2][1] * volt;
        r->tau_w[i] = 30e-3L / cells[3][1];
        r->a[i] = kinds & 2 ? cells[4][1] * 1e-9L : 0;
        r->b[i] = kinds & 2 ? cells[5][1] * 20e-12L : 0;
        for (unsigned sign = 0; sign < 2; ++sign) {
            r->coba[i][sign] = kinds >> (2 + sign) & 1 ? cells[6 + sign][1] / 500.0L / 0.5L : 0;
            r->reversal[i][sign] = cells[8 + sign][1] * volt;
        }
    }
}

static void set_level(uint64_t *level, unsigned neuron, int high)
{
    level[neuron / 64] &= ~(UINT64_C(1) << neuron % 64);
    level[neuron / 64] |= (uint64_t)high << neuron % 64;
}

static double get_worst(const hx_anncore *core, const cable_reference *r, double worst)
{
    for (unsigned i = 0; i < r->w->count; ++i) {
        double v = (double)r->v[r->w->compartment[i]], w = (double)r->v[CABLE_MOST + i];
        worst = fmax(worst, fabs(hx_anncore_get_membrane(core, r->w->neuron[i]) - v));
        // A current counts by what it does to the smallest membrane in 1 us.
        w = fabs(hx_anncore_get_adaptation(core, r->w->neuron[i]) - w) * 1e-6 / 0.7e-12;
        worst = fmax(worst, w);
    }
    return worst;
}

// A circuit without comparator is in an upswing that nothing ends: any error grows in it by the
// factor e in a few cycles, until the exponential current is at its limit.
static bool is_lost(const cable_reference *r)
{
    for (unsigned i = 1; i < r->w->count; ++i) {
        if (r->exp_current[i] > 0 && r->v[r->w->compartment[i]] > r->exp_at[i] + 60e-3L) {
            return true;
        }
    }
    return false;
}

START_TEST(agrees_with_integrator)
{
    const cable_wiring *w = &WIRINGS[_i % WIRING_COUNT];
    const bool currents = _i >= WIRING_COUNT;
    // The reference may see the crossing a cycle later, by the error of the rule.
    const double near = currents ? 1e-9 : 1e-11;
    setup_random random = setup_seed(500 + (uint64_t)_i);
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    cable_reference r;
    const unsigned threshold = 420;
    configure(core, w, &r, &random, threshold);
    if (currents) {
        add_currents(core, &r, &random, threshold);
    }
    hx_anncore_start_trial(core, 0, 0);
    for (unsigned i = 0; i < w->count; ++i) {
        r.v[w->compartment[i]] = (long double)hx_anncore_get_membrane(core, w->neuron[i]);
        r.v[CABLE_MOST + i] = (long double)hx_anncore_get_adaptation(core, w->neuron[i]);
    }
    // It starts at rest.
    long double slope[2 * CABLE_MOST], now[CABLE_MOST][2] = {{0}};
    cable_reference calm = r;
    memset(calm.exp_current, 0, sizeof calm.exp_current); // its part is left out
    cable_get_slopes(&calm, r.v, now, slope);
    for (unsigned k = 0; k < w->compartments; ++k) {
        ck_assert_double_lt(fabs((double)slope[k]), 1e-4); // V/s
    }
    for (unsigned i = 0; i < w->count; ++i) {
        ck_assert_double_lt(fabs((double)slope[CABLE_MOST + i]), 1e-15); // A/s
    }
    uint64_t level[8] = {0}, reset_at = HX_ANNCORE_NEVER, release_at = HX_ANNCORE_NEVER;
    uint64_t released = 0;
    double worst = 0;
    int spikes = 0;
    for (uint64_t cycle = 1; cycle < CYCLES && !is_lost(&r); ++cycle) {
        long double before = r.v[w->compartment[0]];
        ck_assert_uint_eq(hx_anncore_advance(core, cycle), cycle);
        cable_integrate(&r);
        const uint64_t *fire = hx_anncore_get_fire(core);
        // After a release above the threshold it fires in every cycle; the first one counts.
        if (fire && (reset_at == HX_ANNCORE_NEVER || reset_at < cycle)) {
            uint64_t expected[8] = {0};
            set_level(expected, w->neuron[0], 1);
            ck_assert_mem_eq(fire, expected, sizeof expected);
            // In the first cycle at or above the threshold, rounding aside.
            ck_assert_double_ge((double)r.v[w->compartment[0]], threshold * 1.8 / 1022 - near);
            ck_assert(cycle == released + 1 || (double)before <= threshold * 1.8 / 1022 + near);
            reset_at = cycle + 3;
            ++spikes;
        }
        if (cycle == reset_at || cycle == release_at) {
            int high = cycle == reset_at;
            for (unsigned i = 0; i < w->count; ++i) {
                r.reset[i] = high && (i == 0 || setup_draw(&random, 2) == 0);
                r.v[CABLE_MOST + i] += high && i == 0 ? r.b[i] : 0;
                set_level(level, w->neuron[i], r.reset[i]);
            }
            hx_anncore_set_reset(core, level);
            released = high ? released : cycle;
            release_at = high ? cycle + 20 + setup_draw(&random, 300) : HX_ANNCORE_NEVER;
        }
        if (setup_draw(&random, 30) == 0) {
            unsigned i = (unsigned)setup_draw(&random, w->count);
            unsigned inh = setup_draw(&random, 5) == 0;
            r.current[i][inh] += (inh ? 12 : 30) / 63.0L * 73e-9L;
            hx_anncore_send_padi_event(core, w->neuron[i] / 256 * 4, 0, 32 * inh + i);
        }
        worst = get_worst(core, &r, worst);
    }
    printf("%s%s: %d spikes, largest difference %.1e V\n", w->name,
           currents ? ", with currents" : "", spikes, worst);
    ck_assert_int_gt(spikes, 1);
    ck_assert_double_lt(worst, near);
    hx_anncore_destroy(core);
}
END_TEST

// A dendrite of eight equal compartments; the first is held by a current. Inner compartments are
// two circuits side by side, those at the ends one with twice its capacitance and leak.
enum { DENDRITE = 8, CIRCUITS = 2 * DENDRITE - 2, FIRST = 60 };

static unsigned get_circuit(unsigned compartment)
{
    return compartment == 0 ? FIRST : FIRST + 2 * compartment - 1;
}

static void configure_dendrite(hx_anncore *core, unsigned leak, unsigned icc)
{
    setup_write_common(core);
    for (unsigned i = 0; i < CIRCUITS; ++i) {
        bool end = i == 0 || i == CIRCUITS - 1;
        setup_neuron s = setup_neuron_default();
        s.word4 = 0x30;
        s.size = end ? 62 : 31;
        s.leak_bias = end ? 2 * leak : leak;
        setup_write_neuron(core, FIRST + i, &s);
        write_icc(core, FIRST + i, icc);
        // Even circuits lead their line to the right, odd ones reach it through a conductance.
        unsigned switches = i % 2 == 0 ? SOMA | SOMATA : ICC | (i == CIRCUITS - 1 ? 0u : RIGHT);
        write_switches(core, FIRST + i, switches);
    }
    setup_write_cell(core, 0, FIRST, HX_MAP_CAPMEM_ROW_I_MEM_OFFSET, 300);
    setup_write_all(core, HX_ANNCORE_NEURON_CONFIG, 8 * FIRST + 5, 62 << 2 | 1);
}

// Steady potentials fall as the cable equation says: cosh((L - x) / lambda) / cosh(L / lambda)
// with a sealed end, lambda = sqrt(g_icc / g_leak) compartments. Exactly, a ladder of
// compartments has 2 asinh(1 / (2 lambda)) in place of 1 / lambda.
START_TEST(attenuates_as_a_cable)
{
    static const struct {
        unsigned leak, icc;
    } CASES[] = {{100, 160}, {30, 160}, {25, 160}, {20, 500}};
    hx_anncore *core = setup_core(0.0, 0.0, 1, 1);
    configure_dendrite(core, CASES[_i].leak, CASES[_i].icc);
    hx_anncore_start_trial(core, 0, 0);
    hx_anncore_advance(core, 20000); // rest holds
    const double rest = 300 * 1.8 / 1022;
    double lambda = sqrt(CASES[_i].icc * 5.6 / (2.0 * CASES[_i].leak));
    double exact = 2.0 * asinh(0.5 / lambda);
    double first = hx_anncore_get_membrane(core, FIRST) - rest;
    ck_assert_double_gt(first, 0.05);
    double worst = 0;
    for (unsigned k = 0; k < DENDRITE; ++k) {
        double ratio = (hx_anncore_get_membrane(core, get_circuit(k)) - rest) / first;
        double cable = cosh((DENDRITE - 0.5 - k) / lambda) / cosh((DENDRITE - 0.5) / lambda);
        double ladder = cosh((DENDRITE - 0.5 - k) * exact) / cosh((DENDRITE - 0.5) * exact);
        ck_assert_double_eq_tol(ratio, ladder, 1e-10);
        worst = fmax(worst, fabs(ratio / cable - 1.0));
    }
    printf("lambda %.2f compartments: largest deviation from the cable %.2f %%\n", lambda,
           100 * worst);
    // The continuous cable only where compartments are short.
    ck_assert_double_lt(worst, lambda < 3.0 ? 0.05 : 0.01);
    hx_anncore_destroy(core);
}
END_TEST

Suite *anncore_cable_suite(void)
{
    Suite *suite = suite_create("models/anncore cable");
    TCase *core = tcase_create("Compartments");
    tcase_set_timeout(core, 120);
    tcase_add_loop_test(core, agrees_with_integrator, 0, 2 * WIRING_COUNT);
    tcase_add_loop_test(core, attenuates_as_a_cable, 0, 4);
    suite_add_tcase(suite, core);
    return suite;
}
