// Ways of events through the chip on the whole set-up, and the switches on them.
// SPDX-License-Identifier: Apache-2.0
//
// The configuration is that of the stored example: neuron 5 fires once for label 0xa4ec.
#include "testbench/sim/event_program.h"

#include "hx_map.h"

#include <check.h>

#define RECORD 0x88000005u
#define PASS_ALL 0u
#define DROP_ALL 0x00010000u
#define LABEL 0xa4ecu
#define CURRENT_5 0x02C14020u // column 5: entry 2 of quad 32

Suite *event_paths_suite(void);

static event_program program;

// A device with the example's configuration; the next program is begun.
static hx_connection *open_example(void)
{
    hx_device_config config = quiet_config();
    hx_connection *device = open_local(&config);
    event_program_begin(&program);
    word_list_add_example(&program.list);
    event_program_play(&program, device);
    event_program_begin(&program);
    return device;
}

static void set_node(unsigned node, uint32_t value)
{
    event_program_write(&program, hx_map_crossbar_node_address(node), value);
}

// Nodes of an input from the FPGA: 0..7 PADI buses, 8 its own output.
static unsigned get_link_node(unsigned input, unsigned which)
{
    return HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * input + which;
}

START_TEST(external_loopback)
{
    hx_connection *device = open_example();
    for (unsigned input = 0; input < 4; ++input)
        set_node(get_link_node(input, 8), PASS_ALL);
    event_program_settle(&program);
    for (unsigned input = 0; input < 4; ++input) {
        event_program_wait_until(&program, 100 * (input + 1));
        event_program_spike(&program, (uint16_t)(input << 14 | 0x1234));
    }
    event_program_wait_until(&program, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, 4);
    for (unsigned input = 0; input < 4; ++input) {
        ck_assert_uint_eq(program.events[input].label, input << 14 | 0x1234);
        ck_assert(!program.events[input].is_sample);
    }
    hx_connection_close(device);
}
END_TEST

// One event on all nine ways of its input.
START_TEST(multicast)
{
    hx_connection *device = open_example();
    for (unsigned which = 0; which < 9; ++which)
        set_node(get_link_node(1, which), PASS_ALL);
    event_program_write(&program, hx_map_common_padi_bus_config_address(1), 0xf);
    event_program_write(&program, hx_map_crossbar_output_config_address(), 0xfff0);
    event_program_settle(&program);
    event_program_spike(&program, 1u << 14 | 0x07ff);
    event_program_wait_until(&program, 500);
    for (unsigned output = 0; output < HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_OUTPUT_COUNT; ++output)
        event_program_read(&program, hx_map_crossbar_output_event_counter_address(output));
    event_program_play(&program, device);
    ck_assert_uint_eq(program.data_count, 12);
    for (unsigned output = 0; output < 12; ++output)
        ck_assert_uint_eq(program.data[output], output < 8 || output == 9);
    ck_assert_uint_eq(program.event_count, 1);
    hx_connection_close(device);
}
END_TEST

START_TEST(slow_outputs)
{
    hx_connection *device = open_example();
    bool slow = _i == 1;
    set_node(get_link_node(2, 8), PASS_ALL);
    event_program_write(&program, hx_map_crossbar_output_config_address(), slow ? 1u << 2 : 0);
    event_program_settle(&program);
    for (unsigned i = 0; i < 8; ++i)
        event_program_spike(&program, (uint16_t)(2u << 14 | i));
    event_program_wait_until(&program, 1000);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, 8);
    for (unsigned i = 0; i < 8; ++i)
        ck_assert_uint_eq(program.events[i].label, 2u << 14 | i);
    unsigned length = (uint8_t)(program.events[7].timestamp - program.events[0].timestamp);
    ck_assert_uint_eq(length, slow ? 7 * 8 : 7 * 2);
    hx_connection_close(device);
}
END_TEST

// The spike of neuron 5 (label 0x2a, event output 0) is itself an event on PADI bus 0, where
// driver 0 makes neuron 7 fire.
START_TEST(recurrent_path)
{
    hx_connection *device = open_example();
    bool connected = _i == 1;
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    const hx_map_neuron_config circuit = {.enable_fire = 1,
                                          .enable_synaptic_input_excitatory = 1,
                                          .enable_bypass_excitatory = 1,
                                          .connect_soma = 1,
                                          .membrane_capacitor_size = 63};
    // Column 7 is entry 3 of quad 32.
    const hx_map_synapse_weight_quad weight = {.weight_3 = 63};
    const hx_map_synapse_label_quad label = {.label_3 = 0x2a};
    uint32_t words[HX_MAP_NEURON_CONFIG_WORDS];
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    backend.address_out = 0x91;
    backend.refractory_time = 100;
    backend.enable_spike_out = 1;
    hx_map_synapse_driver_config_encode(&driver, words);
    for (unsigned w = 0; w < HX_MAP_SYNAPSE_DRIVER_CONFIG_WORDS; ++w)
        event_program_write(&program, hx_map_synapse_driver_config_address(0, 0) + w, words[w]);
    hx_map_neuron_backend_config_encode(&backend, words);
    for (unsigned w = 0; w < HX_MAP_NEURON_BACKEND_CONFIG_WORDS; ++w)
        event_program_write(&program, hx_map_neuron_backend_config_address(0, 7) + w, words[w]);
    hx_map_neuron_config_encode(&circuit, words);
    for (unsigned w = 0; w < HX_MAP_NEURON_CONFIG_WORDS; ++w)
        event_program_write(&program, hx_map_neuron_config_address(0, 7) + w, words[w]);
    hx_map_synapse_weight_quad_encode(&weight, words);
    event_program_write(&program, hx_map_synapse_weight_quad_address(0, 0, 32), words[0]);
    hx_map_synapse_label_quad_encode(&label, words);
    event_program_write(&program, hx_map_synapse_label_quad_address(0, 0, 32), words[0]);
    event_program_write(&program, CURRENT_5, 0x00000101); // columns 5 and 7
    set_node(0, connected ? PASS_ALL : DROP_ALL);
    set_node(2, PASS_ALL);
    event_program_settle(&program);
    event_program_spike(&program, LABEL);
    event_program_wait_until(&program, 500);
    event_program_read(&program, hx_map_spike_counter_read_address(0, 5));
    event_program_read(&program, hx_map_spike_counter_read_address(0, 7));
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, connected ? 2 : 1);
    ck_assert_uint_eq(program.events[0].label, 0x002a);
    if (connected)
        ck_assert_uint_eq(program.events[1].label, 0x0091);
    ck_assert_uint_eq(program.data[0], 1);
    ck_assert_uint_eq(program.data[1], connected);
    hx_connection_close(device);
}
END_TEST

// The switch between synapses and neuron.
START_TEST(column_current_switch)
{
    static const struct {
        uint32_t switches;
        unsigned spikes;
    } CASES[] = {{0x00000100, 1}, {0, 0}, {0x00000200, 0}, {0x00000300, 1}, {0x03030003, 0}};
    hx_connection *device = open_example();
    event_program_write(&program, CURRENT_5, CASES[_i].switches);
    event_program_settle(&program);
    event_program_spike(&program, LABEL);
    event_program_wait_until(&program, 500);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, CASES[_i].spikes);
    hx_connection_close(device);
}
END_TEST

// Count, overflow with the 256th, and the reset.
START_TEST(spike_counter)
{
    hx_connection *device = open_example();
    uint32_t counter = hx_map_spike_counter_read_address(0, 5);
    event_program_settle(&program);
    for (unsigned i = 0; i < 258; ++i) {
        event_program_wait_until(&program, 400 * (i + 1));
        if (i == 255)
            event_program_read(&program, counter);
        event_program_spike(&program, LABEL);
    }
    event_program_wait_until(&program, 400 * 260);
    event_program_read(&program, counter);
    event_program_write(&program, hx_map_spike_counter_reset_address(0, 5), 0);
    event_program_read(&program, counter);
    event_program_play(&program, device);
    ck_assert_uint_eq(program.event_count, 258);
    ck_assert_uint_eq(program.data[0], 255);
    ck_assert_uint_eq(program.data[1], 0x100 | 2);
    ck_assert_uint_eq(program.data[2], 0);
    hx_connection_close(device);
}
END_TEST

// The same from the clock output's settings: 2^p reference cycles.
START_TEST(pll_self_test)
{
    static const struct {
        unsigned source, p, value, range, counted;
        bool success;
    } CASES[] = {
        {1, 10, 10240, 0, 10240, true}, // PHY reference: 500 MHz
        {2, 10, 5120, 0, 5120, true},   // PPU: 250 MHz
        {2, 10, 5126, 5, 5120, false},  //
        {2, 10, 5125, 5, 5120, true},   //
        {3, 0, 10, 0, 10, true},        // MADC: 500 MHz
        {3, 15, 0, 15, 327680, false},  // 20 bits are enough
    };
    hx_connection *device = open_example();
    const hx_map_adpll pll = hx_map_adpll_default();
    const hx_map_pll_clock_output_block outputs = hx_map_pll_clock_output_block_default();
    hx_map_pll_self_test test = {.clock_enable = 1,
                                 .pre_scaler_p = CASES[_i].p,
                                 .select_source = CASES[_i].source,
                                 .check_range = CASES[_i].range,
                                 .check_value = CASES[_i].value};
    uint32_t words[2], status = hx_map_pll_self_test_status_address();
    hx_map_adpll_encode(&pll, words);
    for (unsigned i = 0; i < 4; ++i)
        event_program_write(&program, hx_map_adpll_address(i / 2) + i % 2, words[i % 2]);
    hx_map_pll_clock_output_block_encode(&outputs, words);
    event_program_write(&program, hx_map_pll_clock_output_block_address(), words[0]);
    hx_map_pll_self_test_encode(&test, words);
    event_program_write(&program, hx_map_pll_self_test_address(), words[0]);
    event_program_settle(&program);
    event_program_wait_until(&program, (5u << CASES[_i].p) / 2 + 100);
    event_program_read(&program, status);
    event_program_write(&program, hx_map_pll_self_test_address(), words[0] & ~1u);
    event_program_read(&program, status);
    event_program_play(&program, device);
    hx_map_pll_self_test_status result;
    hx_map_pll_self_test_status_decode(program.data, &result);
    ck_assert_uint_eq(result.finished, 1);
    ck_assert_uint_eq(result.counter_value, CASES[_i].counted);
    ck_assert_uint_eq(result.success, CASES[_i].success);
    ck_assert_uint_eq(program.data[1], 0);
    hx_connection_close(device);
}
END_TEST

Suite *event_paths_suite(void)
{
    Suite *suite = suite_create("event_paths");
    TCase *tcase = tcase_create("event_paths");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, external_loopback);
    tcase_add_test(tcase, multicast);
    tcase_add_loop_test(tcase, slow_outputs, 0, 2);
    tcase_add_loop_test(tcase, recurrent_path, 0, 2);
    tcase_add_loop_test(tcase, column_current_switch, 0, 5);
    tcase_add_test(tcase, spike_counter);
    suite_add_tcase(suite, tcase);
    TCase *pll = tcase_create("pll");
    tcase_set_timeout(pll, 60);
    tcase_add_loop_test(pll, pll_self_test, 0, 6);
    suite_add_tcase(suite, pll);
    return suite;
}
