// Synapses: weights and labels in both views, switches of the columns, bias of the array.
// SPDX-License-Identifier: Apache-2.0
//
// Four bits and more are shown with two values that are each other's inverse, and exact results:
// so a bit that does not act, at 0 or at 1, is seen.
#include "testbench/sim/fields/quad_scene.h"

#define LABEL 0x2a
#define INVERSE 0x15
// Driver 77 is on bus 1, number 19 there.
enum { DRIVER = 77, BUS = 1, NUMBER = 19, ROW = 2 * DRIVER };
enum { THIRD = 21 }; // weight, of 63

static const unsigned thirds[4] = {THIRD, THIRD, THIRD, THIRD};

static void add_driver(field_world *world, bool top)
{
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    driver.row_mode_inhibitory_top = top;
    quad_add_driver(world, 0, DRIVER, &driver);
}

static void add_synapses(field_world *world)
{
    quad_add(world, 0);
    add_driver(world, false);
    quad_add_row(world, 0, ROW, thirds, LABEL);
}

static void add_raw_synapses(field_world *world)
{
    const hx_map_synapse_quad quad = {THIRD, THIRD, THIRD, THIRD, 0, 0, 0, 0,
                                      LABEL, LABEL, LABEL, LABEL, 0, 0, 0, 0};
    uint32_t words[HX_MAP_SYNAPSE_QUAD_WORDS];
    quad_add(world, 0);
    add_driver(world, false);
    hx_map_synapse_quad_encode(&quad, words);
    for (unsigned w = 0; w < HX_MAP_SYNAPSE_QUAD_WORDS; ++w)
        field_world_write(
            world, hx_map_synapse_quad_address(0, ROW, QUAD) + hx_map_synapse_quad_word_offset(w),
            words[w]);
}

// The label once, its inverse twice, and once all that differ from one of them in one bit.
static void send_labels(event_program *p)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, LABEL, 1);
    quad_fire(p, BUS, NUMBER, INVERSE, 2);
    for (unsigned bit = 0; bit < 6; ++bit) {
        quad_fire(p, BUS, NUMBER, LABEL ^ 1u << bit, 1);
        quad_fire(p, BUS, NUMBER, INVERSE ^ 1u << bit, 1);
    }
    quad_read(p, 0, 1000);
}

static const field_scene synapses = {"synapses", add_synapses, send_labels};
static const field_scene raw_synapses = {"synapses, raw view", add_raw_synapses, send_labels};

// A full excitatory input and half an inhibitory one for each column.
enum { HALF_WEIGHT = 32 };
#define HALF (HALF_WEIGHT / 63.0)

static void add_both_signs(field_world *world)
{
    static const unsigned full[4] = {63, 63, 63, 63};
    static const unsigned half[4] = {HALF_WEIGHT, HALF_WEIGHT, HALF_WEIGHT, HALF_WEIGHT};
    quad_add(world, 0);
    add_driver(world, true);
    quad_add_row(world, 0, ROW, full, LABEL);
    quad_add_row(world, 0, ROW + 1, half, LABEL);
}

static void send_one(event_program *p)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, LABEL, 1);
    quad_read(p, 0, 1000);
}

static const field_scene both_signs = {"both signs", add_both_signs, send_one};

// Each column has another current of each sign; the fast ADC sees the debug lines of both.
#define EXCITATORY(ENTRY) (60 - 12 * (ENTRY))
#define INHIBITORY(ENTRY) (6 + 12 * (ENTRY))
enum { INPUT_LINES = 3 << 3 };

static void add_debug_lines(field_world *world)
{
    static const unsigned excitatory[4] = {EXCITATORY(0), EXCITATORY(1), EXCITATORY(2),
                                           EXCITATORY(3)};
    static const unsigned inhibitory[4] = {INHIBITORY(0), INHIBITORY(1), INHIBITORY(2),
                                           INHIBITORY(3)};
    quad_add(world, 0);
    add_driver(world, true);
    quad_add_row(world, 0, ROW, excitatory, LABEL);
    quad_add_row(world, 0, ROW + 1, inhibitory, LABEL);
    quad_connect_madc(world, INPUT_LINES);
}

static void sample_one(event_program *p)
{
    event_program_wait_until(p, 1000);
    quad_fire(p, BUS, NUMBER, LABEL, 1);
    quad_sample(p, 1000);
}

static const field_scene debug_lines = {"debug lines", add_debug_lines, sample_one};

// 1 V less 1 Mohm times the current of one event, in steps of the fast ADC.
#define LINE(WEIGHT) ((double)(int)(((1 - 73e-3 * (WEIGHT) / 63) / 1.8 * 1022 - 60) / 0.99 + 0.5))

#define WEIGHTS                                                                                    \
    (HX_MAP_SYNAPSE_WEIGHT_QUAD_BASE + ROW * HX_MAP_SYNAPSE_WEIGHT_QUAD_ROW_STRIDE + QUAD)
#define LABELS (HX_MAP_SYNAPSE_LABEL_QUAD_BASE + ROW * HX_MAP_SYNAPSE_LABEL_QUAD_ROW_STRIDE + QUAD)
#define RAW (HX_MAP_SYNAPSE_QUAD_BASE + ROW * HX_MAP_SYNAPSE_QUAD_ROW_STRIDE + QUAD)
#define CURRENTS (HX_MAP_COLUMN_CURRENT_QUAD_BASE + QUAD)
#define ENTRY_ROW(REGISTER, FIELD, ADDRESS, SCENE, ENTRY, FROM, TO, AT_FROM, AT_TO, OTHERS)        \
    QUAD_ROW(REGISTER, FIELD #ENTRY, ADDRESS, SCENE, FROM, TO, QUAD_ONE(ENTRY, AT_FROM, OTHERS),   \
             QUAD_ONE(ENTRY, AT_TO, OTHERS))
#define ONE_THIRD (1 / 3.0)
#define TWO_THIRDS (2 / 3.0)
#define WEIGHT_ROW(REGISTER, ADDRESS, SCENE, ENTRY)                                                \
    ENTRY_ROW(REGISTER, "weight_", ADDRESS, SCENE, ENTRY, 2 * THIRD, THIRD, TWO_THIRDS, ONE_THIRD, \
              ONE_THIRD)
#define LABEL_ROW(REGISTER, ADDRESS, SCENE, ENTRY)                                                 \
    ENTRY_ROW(REGISTER, "label_", ADDRESS, SCENE, ENTRY, LABEL, INVERSE, ONE_THIRD, TWO_THIRDS,    \
              ONE_THIRD)
#define SWITCH_ROW(SIGN, ENTRY, AT_FROM)                                                           \
    ENTRY_ROW("column_current_quad", "enable_synaptic_current_" SIGN, CURRENTS, both_signs, ENTRY, \
              0, 1, AT_FROM, 1 - HALF, 1 - HALF)
#define DEBUG_ROW(SIGN, ENTRY, WEIGHT)                                                             \
    FIELD_ACTION_EXACT("column_current_quad", "enable_debug_" SIGN #ENTRY, CURRENTS, &debug_lines, \
                       quad_get_sample, 0, 0, 1, LINE(WEIGHT))

#define WEIGHT(ENTRY) WEIGHT_ROW("synapse_weight_quad", WEIGHTS, synapses, ENTRY)
#define LABEL_OF(ENTRY) LABEL_ROW("synapse_label_quad", LABELS, synapses, ENTRY)
#define RAW_WEIGHT(ENTRY) WEIGHT_ROW("synapse_quad", RAW, raw_synapses, ENTRY)
#define RAW_LABEL(ENTRY) LABEL_ROW("synapse_quad", RAW, raw_synapses, ENTRY)
#define EXCITATORY_SWITCH(ENTRY) SWITCH_ROW("excitatory_", ENTRY, -HALF)
#define INHIBITORY_SWITCH(ENTRY) SWITCH_ROW("inhibitory_", ENTRY, 1)
#define EXCITATORY_DEBUG(ENTRY) DEBUG_ROW("excitatory_", ENTRY, EXCITATORY(ENTRY))
#define INHIBITORY_DEBUG(ENTRY) DEBUG_ROW("inhibitory_", ENTRY, INHIBITORY(ENTRY))

static const field_action rows[] = {
    QUAD_EACH_ENTRY(WEIGHT),
    QUAD_EACH_ENTRY(LABEL_OF),
    QUAD_EACH_ENTRY(RAW_WEIGHT),
    QUAD_EACH_ENTRY(RAW_LABEL),
    QUAD_EACH_ENTRY(EXCITATORY_SWITCH),
    QUAD_EACH_ENTRY(INHIBITORY_SWITCH),
    QUAD_EACH_ENTRY(EXCITATORY_DEBUG),
    QUAD_EACH_ENTRY(INHIBITORY_DEBUG),
    QUAD_ROW("capmem_row_128", "syn_i_bias_dac", QUAD_CELL(0, SYN_I_BIAS_DAC), both_signs, 0x155,
             0x2aa, QUAD_ALL((1 - HALF) * 0x155 / 1022), QUAD_ALL((1 - HALF) * 0x2aa / 1022)),
};

const field_action_list field_synapse_actions = FIELD_ACTION_LIST(rows);
