// Random experiments on the clocked analog core.
// SPDX-License-Identifier: Apache-2.0
//
// Cells and switches are drawn; what they mean is stated here from the list in models/parameters.h
// and the chip map, not taken from the core.
#include "host/analog/accuracy_private.h"
#include "host/analog/circuit.h"
#include "host/chip/configure.h"
#include "host/chip/coordinate.h"
#include "models/parameters.h"

#include <hx_map.h>
#include <math.h>

#define FIRST 60
#define MV (1e3 * HX_PARAMETERS_VOLT_PER_CELL)
#define FAST_PERIOD 8 // cycles: the clock of hx_circuit_prepare
#define WEIGHT_SCALE 600

typedef struct extra {
    unsigned exp_at, exp_bias, adapt_at, adapt_tau, a, b, icc;
} extra;

static hx_status advance(void *state, double time, hx_error *error)
{
    (void)error;
    hx_status status = HX_OK;
    uint64_t cycle = (uint64_t)llround(time / HX_ACCURACY_CYCLE);
    while (!status && hx_clocked_core_get_cycle(state) < cycle)
        status = hx_clocked_core_step(state);
    return status;
}

static void send(void *state, const hx_accuracy_input *input)
{
    hx_circuit_send(state, FIRST, 32 * input->sign + input->compartment);
}

static double get_membrane(const void *state, unsigned compartment)
{
    return 1e3 * hx_anncore_get_membrane(hx_clocked_core_get_core(state), FIRST + compartment);
}

static bool get_spike(const void *state, size_t index, double *time, unsigned *compartment)
{
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(state, &count);
    if (index >= count)
        return false;
    *time = (double)spikes[index].cycle * HX_ACCURACY_CYCLE;
    *compartment = spikes[index].neuron - FIRST;
    return true;
}

static void destroy(void *state)
{
    hx_clocked_core_destroy(state);
}

static unsigned draw(hx_accuracy_random *r, unsigned low, unsigned high)
{
    return low + (unsigned)hx_accuracy_draw(r, high - low + 1);
}

static hx_chip_neuron_parameters draw_neuron(bool adex, hx_accuracy_random *r, extra *e)
{
    hx_chip_neuron_parameters p = hx_chip_neuron_parameters_default();
    p.v_leak = draw(r, 200, 400);
    p.v_threshold = p.v_leak + draw(r, 30, 150);
    p.v_reset = p.v_leak - draw(r, 10, 150);
    p.leak_division = draw(r, 0, 2) == 0;
    p.i_bias_leak = p.leak_division ? draw(r, 200, 1000) : draw(r, 50, 1000);
    p.i_bias_reset = draw(r, 500, 1000);
    p.membrane_capacitor_size = draw(r, 20, 63);
    p.i_bias_synin_exc_tau = draw(r, 200, 1000);
    p.i_bias_synin_inh_tau = draw(r, 200, 1000);
    p.i_bias_synin_exc_gm = draw(r, 200, 1000);
    p.i_bias_synin_inh_gm = draw(r, 200, 1000);
    p.excitatory_small_capacitance = draw(r, 0, 3) == 0;
    p.reset_holdoff = draw(r, 0, 15);
    p.refractory_time = draw(r, 31 - 2 * p.reset_holdoff + 60, 255);
    p.fast_clock = true;
    p.adaptation_pulse = adex;
    *e = (extra){.icc = draw(r, 20, 400)};
    if (adex) {
        e->exp_at = p.v_leak + draw(r, 10, 60);
        p.v_threshold = e->exp_at + draw(r, 10, 40);
        e->exp_bias = draw(r, 10, 1000);
        e->adapt_at = p.v_leak - 20 + draw(r, 0, 40);
        e->adapt_tau = draw(r, 100, 1000);
        e->a = draw(r, 0, 100);
        e->b = draw(r, 0, 300);
    }
    return p;
}

static hx_oracle_compartment get_compartment(bool adex, const hx_chip_neuron_parameters *p,
                                             const extra *e)
{
    const double synaptic = HX_PARAMETERS_SYNAPTIC_TIME * 1e6;
    hx_oracle_compartment c = {
        .capacitance = HX_PARAMETERS_CAPACITANCE * 1e12 * p->membrane_capacitor_size / 63,
        .leak_conductance = p->i_bias_leak * (p->leak_division ? 1.0 / 8 : 1.0),
        .leak = p->v_leak * MV,
        .reset_conductance = p->i_bias_reset * HX_PARAMETERS_RESET_CONDUCTANCE * 1e9 * 8,
        .reset = p->v_reset * MV,
        .threshold = p->v_threshold * MV,
        .tau_exc = synaptic / p->i_bias_synin_exc_tau * (p->excitatory_small_capacitance ? 0.1 : 1),
        .tau_inh = synaptic / p->i_bias_synin_inh_tau};
    if (adex) {
        c.exponential = e->exp_bias * HX_PARAMETERS_EXPONENTIAL_CURRENT * 1e9;
        c.exponential_at = e->exp_at * MV;
        c.slope = HX_PARAMETERS_EXPONENTIAL_SLOPE * 1e3;
        c.exponential_most = HX_PARAMETERS_EXPONENTIAL_MAX * 1e9;
        c.tau_w = HX_PARAMETERS_ADAPTATION_TIME * 1e6 / e->adapt_tau;
        c.a = e->a * HX_PARAMETERS_ADAPTATION_CONDUCTANCE * 1e9;
        c.b = e->b * HX_PARAMETERS_ADAPTATION_STEP * 1e9;
        c.adaptation_at = e->adapt_at * MV;
    }
    return c;
}

// Cells and switches that hx_chip_write_neuron does not know.
static hx_status write_extra(hx_clocked_core *core, unsigned k, unsigned compartments, bool adex,
                             const extra *e)
{
    unsigned quadrant = hx_chip_neuron_quadrant(FIRST + k);
    unsigned column = hx_chip_neuron_quadrant_column(FIRST + k);
    const uint32_t cells[][2] = {{HX_MAP_CAPMEM_ROW_V_EXP, e->exp_at},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_EXP, e->exp_bias},
                                 {HX_MAP_CAPMEM_ROW_V_ADAPT_LEAK, e->adapt_at},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_A, e->a},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_B, e->b},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_NMDA, e->icc},
                                 {HX_MAP_CAPMEM_ROW_I_BIAS_ADAPT_TAU, e->adapt_tau}};
    hx_status status = HX_OK;
    for (unsigned i = 0; !status && i < sizeof cells / sizeof *cells; i++)
        status = hx_clocked_core_write(
            core, hx_map_capmem_cell_address(quadrant, column, cells[i][0]), cells[i][1]);
    uint32_t address = hx_map_neuron_config_address(quadrant, column);
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        words[w] = hx_clocked_core_read(core, address + w);
    hx_map_neuron_config config;
    hx_map_neuron_config_decode(words, &config);
    config.enable_exponential = adex;
    config.enable_adaptation = adex;
    config.enable_pause = adex; // else the exponential term can win over the reset
    config.connect_soma = k == 0;
    config.connect_somata = k == 0 && compartments > 1;
    config.enable_multicomp_conductance = k == 1;
    hx_map_neuron_config_encode(&config, words);
    for (unsigned w = 0; !status && w < HX_MAP_NEURON_CONFIG_WORDS; w++)
        status = hx_clocked_core_write(core, address + w, words[w]);
    return status;
}

static hx_status add_compartment(hx_clocked_core *core, unsigned k, unsigned compartments,
                                 bool adex, hx_accuracy_random *random, hx_accuracy_experiment *x,
                                 double current[2], hx_error *error)
{
    extra e;
    hx_chip_neuron_parameters p = draw_neuron(adex, random, &e);
    if (k > 0) {
        // One clocked rule for both.
        p.reset_holdoff = (31 - x->oracle.lead) / 2;
        p.refractory_time = x->oracle.count;
        x->oracle.coupling = e.icc * HX_PARAMETERS_ICC_CONDUCTANCE * 1e9;
    }
    x->oracle.lead = 31 - 2 * p.reset_holdoff;
    x->oracle.count = p.refractory_time;
    x->oracle.compartment[k] = get_compartment(adex, &p, &e);
    hx_status status = hx_chip_write_neuron(FIRST + k, &p, hx_clocked_core_write, core, error);
    if (!status)
        status = write_extra(core, k, compartments, adex, &e);
    const unsigned gm[2] = {p.i_bias_synin_exc_gm, p.i_bias_synin_inh_gm};
    for (unsigned sign = 0; !status && sign < 2; sign++) {
        unsigned weight = draw(random, 10, 63);
        status = hx_circuit_write_synapse(core, FIRST + k, sign, weight, 32 * sign + k);
        current[sign] = weight / 63.0 * WEIGHT_SCALE / HX_PARAMETERS_DAC_CELL * gm[sign] /
                        HX_PARAMETERS_GM_CELL * HX_PARAMETERS_SYNAPTIC_CURRENT * 1e9;
    }
    return status;
}

hx_status hx_accuracy_make_chip(bool adex, unsigned compartments, hx_accuracy_random *random,
                                hx_accuracy_experiment *x, hx_error *error)
{
    const hx_anncore_config nominal = {.seed = 1, .chip_seed = 1};
    hx_clocked_core *core = NULL;
    double current[HX_ORACLE_COMPARTMENTS][2];
    x->oracle = (hx_oracle_parameters){.compartments = compartments,
                                       .cycle = HX_ACCURACY_CYCLE,
                                       .period = FAST_PERIOD,
                                       .pause = adex};
    hx_status status = hx_clocked_core_create(&core, &nominal);
    if (!status)
        status = hx_circuit_prepare(core);
    for (unsigned k = 0; !status && k < compartments; k++)
        status = add_compartment(core, k, compartments, adex, random, x, current[k], error);
    if (!status)
        status = hx_circuit_start(core);
    uint64_t cycle = 0;
    const uint64_t gap =
        (uint64_t)(2 * HX_ACCURACY_LENGTH / HX_ACCURACY_CYCLE / HX_ACCURACY_INPUTS);
    for (unsigned i = 0; !status && i < HX_ACCURACY_INPUTS; i++) {
        unsigned k = draw(random, 0, compartments - 1);
        unsigned sign = draw(random, 0, 3) == 0;
        cycle += hx_accuracy_draw(random, gap);
        x->input[i] = (hx_accuracy_input){.time = (double)cycle * HX_ACCURACY_CYCLE,
                                          .compartment = k,
                                          .sign = sign,
                                          .current = current[k][sign]};
    }
    x->subject = (hx_accuracy_subject){.state = core,
                                       .advance = advance,
                                       .send = send,
                                       .get_membrane = get_membrane,
                                       .get_spike = get_spike,
                                       .destroy = destroy};
    if (status)
        hx_clocked_core_destroy(core);
    return status;
}
