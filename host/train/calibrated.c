// Parameter cells of all neurons of a network: one setting for all, or a calibration's.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/calibrated.h"

#include "host/chip/coordinate.h"
#include "host/train/cells.h"

#define CELL_MAXIMUM 1022

static uint32_t move(uint32_t cell, double distance)
{
    double moved = cell + distance;
    return moved < 0 ? 0 : moved > CELL_MAXIMUM ? CELL_MAXIMUM : (uint32_t)(moved + 0.5);
}

static uint32_t scale(uint32_t cell, double factor)
{
    double scaled = cell * factor;
    return scaled < 1 ? 1 : scaled > CELL_MAXIMUM ? CELL_MAXIMUM : (uint32_t)(scaled + 0.5);
}

// `rest` is the resting potential of hidden neurons as one cell for all.
static hx_chip_neuron_parameters set_neuron(const hx_calibration *calibration, unsigned place,
                                            const hx_chip_neuron_parameters *wanted, uint32_t rest)
{
    const hx_calibration_target *target = &calibration->target;
    const hx_chip_neuron_parameters *found = &calibration->neurons[place];
    hx_chip_neuron_parameters p = *wanted;
    // A reset cell is known at the calibrated reset potential, from where it moves.
    const double reset_from = rest + (target->reset - target->leak) * HX_CELLS_PER_CADC_STEP;
    p.v_leak = move(found->v_leak, (double)wanted->v_leak - rest);
    p.v_reset = move(found->v_reset, wanted->v_reset - reset_from);
    p.v_threshold = found->v_threshold;
    p.i_bias_leak = scale(found->i_bias_leak,
                          wanted->i_bias_leak * target->tau_mem_us / HX_CELLS_LEAK_TIMES_TAU);
    p.i_bias_synin_exc_tau =
        scale(found->i_bias_synin_exc_tau,
              wanted->i_bias_synin_exc_tau * target->tau_syn_exc_us / HX_CELLS_SYNAPSE_TIMES_TAU);
    p.i_bias_synin_inh_tau =
        scale(found->i_bias_synin_inh_tau,
              wanted->i_bias_synin_inh_tau * target->tau_syn_inh_us / HX_CELLS_SYNAPSE_TIMES_TAU);
    p.i_bias_synin_exc_gm =
        scale(found->i_bias_synin_exc_gm, wanted->i_bias_synin_exc_gm / HX_CELLS_SYNAPSE_GAIN);
    p.i_bias_synin_inh_gm =
        scale(found->i_bias_synin_inh_gm, wanted->i_bias_synin_inh_gm / HX_CELLS_SYNAPSE_GAIN);
    return p;
}

// Both circuits of a neuron that has two.
static void set_place(const hx_calibration *calibration, const hx_router *router, unsigned place,
                      const hx_chip_neuron_parameters *wanted, uint32_t rest,
                      hx_chip_neuron_parameters neurons[HX_NEURON_COUNT])
{
    const unsigned step = hx_router_joins_rows(router) ? HX_CHIP_COLUMNS : HX_NEURON_COUNT;
    for (; place < HX_NEURON_COUNT; place += step)
        neurons[place] = calibration ? set_neuron(calibration, place, wanted, rest) : *wanted;
}

void hx_calibrated_set_neurons(const hx_calibration *calibration, const hx_router *router,
                               const hx_router_size *size, const hx_chip_neuron_parameters *hidden,
                               const hx_chip_neuron_parameters *output,
                               hx_chip_neuron_parameters neurons[HX_NEURON_COUNT])
{
    for (unsigned k = 0; k < size->hidden; k++)
        set_place(calibration, router, hx_router_get_hidden_neuron(router, k), hidden,
                  hidden->v_leak, neurons);
    for (unsigned o = 0; o < size->outputs; o++)
        set_place(calibration, router, hx_router_get_output_neuron(router, o), output,
                  hidden->v_leak, neurons);
}
