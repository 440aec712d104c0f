// Parameter cells of a network on a calibrated chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/calibrated.h"

#include "host/train/chip_session.h"

#include <check.h>
#include <stdlib.h>

enum { HIDDEN = 4, OUTPUTS = 2, FOUND_GM = 600 };

static const hx_router_size size = {.inputs = 3, .copies = 1, .hidden = HIDDEN, .outputs = OUTPUTS};

static hx_chip_neuron_parameters cells[HX_NEURON_COUNT];

// `gain`: of the outputs' synaptic inputs.
static hx_router *set_cells(double gain)
{
    hx_router *router;
    hx_error error = {""};
    ck_assert_int_eq(hx_router_create_shared(&router, &size, false, &error), HX_OK);
    hx_calibration *calibration = calloc(1, sizeof *calibration);
    ck_assert_ptr_nonnull(calibration);
    calibration->target = (hx_calibration_target){.leak = 80,
                                                  .reset = 80,
                                                  .threshold = 125,
                                                  .tau_mem_us = 6,
                                                  .tau_syn_exc_us = 6,
                                                  .tau_syn_inh_us = 6};
    for (unsigned i = 0; i < HX_NEURON_COUNT; i++) {
        calibration->neurons[i] = hx_chip_neuron_parameters_default();
        calibration->neurons[i].i_bias_synin_exc_gm = FOUND_GM;
        calibration->neurons[i].i_bias_synin_inh_gm = FOUND_GM - 1;
        calibration->neurons[i].v_threshold = 300 + i % 7;
    }
    const hx_chip_neuron_parameters hidden = hx_chip_neuron_parameters_default();
    hx_chip_neuron_parameters output = hidden;
    output.i_bias_synin_exc_gm = (uint32_t)(hidden.i_bias_synin_exc_gm * gain);
    output.i_bias_synin_inh_gm = (uint32_t)(hidden.i_bias_synin_inh_gm * gain);
    hx_calibrated_set_neurons(calibration, router, &size, &hidden, &output, cells);
    free(calibration);
    return router;
}

// What a calibration found is used as it is unless a network asks for another strength.
START_TEST(strengths_keep_their_proportion)
{
    const double gains[] = {1.0, 0.3};
    hx_router *router = set_cells(gains[_i]);
    for (unsigned k = 0; k < HIDDEN; k++) {
        const unsigned place = hx_router_get_hidden_neuron(router, k);
        ck_assert_uint_eq(cells[place].i_bias_synin_exc_gm, FOUND_GM);
        ck_assert_uint_eq(cells[place].i_bias_synin_inh_gm, FOUND_GM - 1);
        ck_assert_uint_eq(cells[place].v_threshold, 300 + place % 7);
    }
    for (unsigned o = 0; o < OUTPUTS; o++) {
        const hx_chip_neuron_parameters *output = &cells[hx_router_get_output_neuron(router, o)];
        ck_assert_uint_eq(output->i_bias_synin_exc_gm, _i ? 180 : FOUND_GM);
        ck_assert_uint_eq(output->i_bias_synin_inh_gm, _i ? 180 : FOUND_GM - 1);
    }
    hx_router_destroy(router);
}
END_TEST

Suite *calibrated_suite(void);
Suite *calibrated_suite(void)
{
    Suite *suite = suite_create("calibrated");
    TCase *core = tcase_create("core");
    tcase_add_loop_test(core, strengths_keep_their_proportion, 0, 2);
    suite_add_tcase(suite, core);
    return suite;
}
