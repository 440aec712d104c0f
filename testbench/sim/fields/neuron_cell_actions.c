// Neuron circuits: parameter cells. 341 and 682 are the even and the odd bits.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/neuron_scenes.h"

#define ROW(NAME, CELL, SCENE, LOOK, FROM, TO, AT_FROM, AT_TO)                                     \
    {                                                                                              \
        "capmem_row", NAME, NEURON_CELL(0, 5, HX_MAP_CAPMEM_ROW_##CELL), &(SCENE), LOOK, FROM, TO, \
            FIELD_EXACT, AT_FROM, AT_TO, NULL                                                      \
    }
// What is seen follows from the value by a macro.
#define BITS(NAME, CELL, SCENE, LOOK, OF)                                                          \
    ROW(NAME, CELL, SCENE, LOOK, 341, 682, OF(341.0), OF(682.0))

#define REST(POTENTIAL) ADC((POTENTIAL) + DROP(100, 800))
#define REST_AT(CONDUCTANCE) ADC(200 + DROP(100, CONDUCTANCE))
#define OFFSET(CURRENT) ADC(200 + DROP(CURRENT, 800))
#define RESET_TO(POTENTIAL) ADC((POTENTIAL) + DROP(EVENT, 450.4))
#define RESET_BY(CELL) ADC(200 + DROP(EVENT, 0.563 * (CELL)))
#define EXCITED(GM) ADC(LEAK + DROP(INPUT * (GM) / 500, 800))
#define INHIBITED(GM) ADC(LEAK - DROP(INPUT * (GM) / 500, 800))
#define EXCITED_TO(REVERSAL) ADC(PULLED(1.0, 1.0, REVERSAL))
#define INHIBITED_TO(REVERSAL) ADC(PULLED(-1.0, 1.0, REVERSAL))
#define EXCITED_BY(COBA) ADC(PULLED(1.0, (COBA) / 500, 800))
#define INHIBITED_BY(COBA) ADC(PULLED(-1.0, (COBA) / 500, 100))
#define INPUT_DECAY(TAU) HALF_TIME(3000 / (TAU))
#define ADAPTED_BY(A) ADC(ADAPTED(A, 100))
#define ADAPTED_TO(POTENTIAL) ADC(ADAPTED(341.0, POTENTIAL))
#define ADAPTED_IN_STEPS(B) ADC(SHOWN(10 * 0.02 * (B)))
#define FADING(TAU) LONG_HALF_TIME(30000 / (TAU))

static const field_action rows[] = {
    BITS("v_leak", V_LEAK, neuron_rest, neuron_see_last, REST),
    BITS("i_bias_leak", I_BIAS_LEAK, neuron_rest, neuron_see_last, REST_AT),
    BITS("i_mem_offset", I_MEM_OFFSET, neuron_rest, neuron_see_last, OFFSET),
    BITS("v_reset", V_RESET, neuron_held, neuron_see_last, RESET_TO),
    BITS("i_bias_reset", I_BIAS_RESET, neuron_held, neuron_see_last, RESET_BY),
    BITS("v_threshold", V_THRESHOLD, neuron_ramp, neuron_see_largest, ADC),
    BITS("i_bias_synin_exc_gm", I_BIAS_SYNIN_EXC_GM, neuron_excited, neuron_see_last, EXCITED),
    BITS("i_bias_synin_inh_gm", I_BIAS_SYNIN_INH_GM, neuron_inhibited, neuron_see_last, INHIBITED),
    BITS("i_bias_synin_exc_coba", I_BIAS_SYNIN_EXC_COBA, neuron_excited_by_conductance,
         neuron_see_last, EXCITED_BY),
    BITS("i_bias_synin_inh_coba", I_BIAS_SYNIN_INH_COBA, neuron_inhibited_by_conductance,
         neuron_see_last, INHIBITED_BY),
    BITS("e_synin_exc_rev", E_SYNIN_EXC_REV, neuron_excited_by_conductance, neuron_see_last,
         EXCITED_TO),
    BITS("e_synin_inh_rev", E_SYNIN_INH_REV, neuron_inhibited_by_conductance, neuron_see_last,
         INHIBITED_TO),
    ROW("i_bias_synin_exc_tau", I_BIAS_SYNIN_EXC_TAU, neuron_input_decays, neuron_see_half_time,
        341, 680, INPUT_DECAY(341.0), INPUT_DECAY(680.0)),
    ROW("i_bias_synin_inh_tau", I_BIAS_SYNIN_INH_TAU, neuron_inhibition_decays,
        neuron_see_half_time, 341, 680, INPUT_DECAY(341.0), INPUT_DECAY(680.0)),
    BITS("i_bias_adapt_a", I_BIAS_ADAPT_A, neuron_adapting, neuron_see_last, ADAPTED_BY),
    BITS("v_adapt_leak", V_ADAPT_LEAK, neuron_adapting, neuron_see_last, ADAPTED_TO),
    BITS("i_bias_adapt_b", I_BIAS_ADAPT_B, neuron_adapted, neuron_see_last, ADAPTED_IN_STEPS),
    ROW("i_bias_adapt_tau", I_BIAS_ADAPT_TAU, neuron_fading, neuron_see_long_half_time, 341, 690,
        FADING(341.0), FADING(690.0)),
    // At 500 and 500 the exponential term just overcomes the leak.
    ROW("v_exp", V_EXP, neuron_growing, neuron_see_fire, 341, 682, 1, 0),
    ROW("v_exp", V_EXP, neuron_growing, neuron_see_fire, 500, 508, 1, 0),
    ROW("i_bias_exp", I_BIAS_EXP, neuron_growing, neuron_see_fire, 341, 682, 0, 1),
    ROW("i_bias_exp", I_BIAS_EXP, neuron_growing, neuron_see_fire, 490, 511, 0, 1),
};

const field_action_list field_neuron_cell_actions = FIELD_ACTION_LIST(rows);
