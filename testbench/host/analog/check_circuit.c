// Circuits of the clocked core: reset, plateau and hold-off times as set.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/circuit.h"
#include "host/chip/coordinate.h"

#include <check.h>
#include <hx_map.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

Suite *circuit_suite(void);

static const hx_circuit PLATEAU = {.neuron = 60,
                                   .leak = 50,
                                   .reset = 100,
                                   .threshold = 80,
                                   .tau_mem = 10,
                                   .tau_syn = 3,
                                   .tau_reset = 0.5,
                                   .held = 20,
                                   .quiet = 7.7,
                                   .fires = true,
                                   .weight = 63};

static hx_clocked_core *open_circuit(const hx_circuit *circuit)
{
    const hx_anncore_config nominal = {.seed = 1, .chip_seed = 1};
    hx_clocked_core *clocked;
    hx_error error = {""};
    ck_assert_int_eq(hx_clocked_core_create(&clocked, &nominal), HX_OK);
    ck_assert_int_eq(hx_circuit_prepare(clocked), HX_OK);
    hx_status status = hx_circuit_write(clocked, circuit, 5, &error);
    ck_assert_msg(status == HX_OK, "%s", error.text);
    ck_assert_int_eq(hx_circuit_start(clocked), HX_OK);
    return clocked;
}

// Eight inputs at once; then `length` us. Returns the time in which the membrane was above the
// middle between held and leak potential, after the first spike.
static double play(hx_clocked_core *clocked, const hx_circuit *circuit, double length)
{
    size_t count = 0, above = 0;
    for (int i = 0; i < 8; i++)
        hx_circuit_send(clocked, circuit->neuron, 5);
    for (double time = 0; time < length; time += 0.004) {
        ck_assert_int_eq(hx_clocked_core_step(clocked), HX_OK);
        hx_clocked_core_get_spikes(clocked, &count);
        double level = (hx_circuit_get_membrane(clocked, circuit->neuron) - circuit->leak) /
                       (circuit->reset - circuit->leak);
        above += count > 0 && level > 0.95;
    }
    return 0.004 * (double)above;
}

// Within 5 %, for plateaus from 10 to 100 us.
START_TEST(plateau_has_its_length)
{
    static const double LENGTHS[] = {10, 15, 20, 40, 70, 100};
    hx_circuit circuit = PLATEAU;
    circuit.held = LENGTHS[_i];
    hx_clocked_core *clocked = open_circuit(&circuit);
    double length = play(clocked, &circuit, circuit.held + 30);
    // The membrane leaves its last 5 % in 0.05 time constants.
    length -= -log(0.95) * circuit.tau_mem;
    printf("plateau of %g us: %.2f us\n", circuit.held, length);
    ck_assert_double_eq_tol(length, circuit.held, 0.05 * circuit.held);
    size_t count;
    hx_clocked_core_get_spikes(clocked, &count);
    ck_assert_uint_eq(count, 1);
    hx_clocked_core_destroy(clocked);
}
END_TEST

// Without the hold-off the membrane is above the threshold when spikes may come again: each
// plateau starts the next.
START_TEST(plateau_repeats_without_holdoff)
{
    hx_circuit circuit = PLATEAU;
    circuit.quiet = 0;
    hx_clocked_core *clocked = open_circuit(&circuit);
    double above = play(clocked, &circuit, 210);
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(clocked, &count);
    ck_assert_uint_ge(count, 10);
    ck_assert_double_gt(above, 195);
    for (size_t i = 1; i < count; i++) {
        double interval = (double)(spikes[i].cycle - spikes[i - 1].cycle) * 0.004;
        ck_assert_double_eq_tol(interval, circuit.held + 0.512, 0.52);
    }
    hx_clocked_core_destroy(clocked);
}
END_TEST

// Held below the threshold for the set time, and not again before the hold-off is over.
START_TEST(sodium_spike_is_short)
{
    hx_circuit circuit = PLATEAU;
    circuit.reset = 40;
    circuit.leak = 120; // above the threshold: fires by itself
    circuit.held = 2;
    circuit.quiet = 0.5;
    hx_clocked_core *clocked = open_circuit(&circuit);
    for (int i = 0; i < 50000; i++)
        ck_assert_int_eq(hx_clocked_core_step(clocked), HX_OK);
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(clocked, &count);
    ck_assert_uint_gt(count, 10);
    // Reset, then from 40 to 80 with the leak at 120.
    double start = 120 - 80 * (1 - exp(-2 / 0.5) / 2);
    double expected = 2 + 10 * log((120 - start) / 40);
    for (size_t i = 2; i < count; i++)
        ck_assert_double_eq_tol((double)(spikes[i].cycle - spikes[i - 1].cycle) * 0.004, expected,
                                0.1);
    hx_clocked_core_destroy(clocked);
}
END_TEST

// A membrane that crosses the threshold in the hold-off fires when it is over.
START_TEST(crossing_in_holdoff_is_not_lost)
{
    hx_circuit circuit = PLATEAU;
    circuit.reset = 40;
    circuit.leak = 150;
    circuit.held = 2;
    circuit.quiet = 15.36;
    hx_clocked_core *clocked = open_circuit(&circuit);
    for (int i = 0; i < 50000; i++)
        ck_assert_int_eq(hx_clocked_core_step(clocked), HX_OK);
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(clocked, &count);
    ck_assert_uint_gt(count, 10);
    for (size_t i = 1; i < count; i++)
        ck_assert_double_eq_tol((double)(spikes[i].cycle - spikes[i - 1].cycle) * 0.004,
                                circuit.held + circuit.quiet, 0.6);
    hx_clocked_core_destroy(clocked);
}
END_TEST

static void write_lines(hx_clocked_core *clocked, unsigned neuron, bool master, bool slave,
                        bool right, bool bottom)
{
    hx_map_neuron_backend_config config = hx_map_neuron_backend_config_default();
    config.enable_neuron_master = master;
    config.enable_neuron_slave = slave;
    config.connect_fire_to_right = right;
    config.connect_fire_bottom = bottom;
    uint32_t words[HX_MAP_NEURON_BACKEND_CONFIG_WORDS];
    hx_map_neuron_backend_config_encode(&config, words);
    uint32_t address = hx_map_neuron_backend_config_address(hx_chip_neuron_side(neuron),
                                                            hx_chip_neuron_backend(neuron));
    ck_assert_int_eq(hx_clocked_core_write(clocked, address + 3, words[3]), HX_OK);
}

// Fires of a master go along the lines to its slaves, which have their own resets; a neuron that
// is no slave, or behind an open line, keeps to itself.
START_TEST(slaves_fire_with_their_master)
{
    // Master, slave to its right, slave below that, slave behind an open line.
    static const unsigned NEURONS[] = {60, 61, 317, 63};
    hx_circuit circuit = PLATEAU;
    circuit.reset = 40;
    circuit.held = 2;
    circuit.quiet = 0.5;
    hx_clocked_core *clocked = open_circuit(&circuit);
    hx_error error = {""};
    for (unsigned i = 1; i < 4; i++) {
        circuit.neuron = NEURONS[i];
        circuit.held = 2 + i;
        ck_assert_int_eq(hx_circuit_write(clocked, &circuit, 5 + i, &error), HX_OK);
    }
    write_lines(clocked, 60, true, false, true, false);
    write_lines(clocked, 61, false, true, false, true);
    write_lines(clocked, 317, false, true, true, false);
    write_lines(clocked, 63, false, true, false, false);
    ck_assert_int_eq(hx_circuit_start(clocked), HX_OK);
    circuit = PLATEAU;
    play(clocked, &circuit, 20);
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(clocked, &count);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_eq(count % 3, 0);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(spikes[i].neuron, NEURONS[i % 3]);
        ck_assert_uint_eq(spikes[i].cycle, spikes[i / 3 * 3].cycle);
    }
    // What a slave's own membrane does is no spike.
    for (int i = 0; i < 10; i++)
        hx_circuit_send(clocked, 61, 6);
    for (int i = 0; i < 2000; i++)
        ck_assert_int_eq(hx_clocked_core_step(clocked), HX_OK);
    ck_assert_double_gt(hx_circuit_get_membrane(clocked, 61), 80);
    size_t later;
    hx_clocked_core_get_spikes(clocked, &later);
    ck_assert_uint_eq(later, count);
    hx_clocked_core_destroy(clocked);
}
END_TEST

// Refused with name, value and range.
START_TEST(refuses_values)
{
    static const struct {
        double threshold, tau_mem, held, quiet, tau_icc;
        unsigned weight;
        const char *part;
    } BAD[] = {{500, 10, 20, 7, 0, 63, "threshold 500"},
               {80, 0.01, 20, 7, 0, 63, "membrane time constant 0.01"},
               {80, 10, 500, 7, 0, 63, "reset time 500"},
               {80, 10, 20, 100, 0, 63, "hold-off 100"},
               {80, 10, 20, 7, 0.001, 63, "inter-compartment time constant 0.001"},
               {80, 10, 20, 7, 0, 64, "weight 64"}};
    const hx_anncore_config nominal = {.seed = 1, .chip_seed = 1};
    hx_clocked_core *clocked;
    ck_assert_int_eq(hx_clocked_core_create(&clocked, &nominal), HX_OK);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        hx_circuit circuit = PLATEAU;
        circuit.threshold = BAD[i].threshold;
        circuit.tau_mem = BAD[i].tau_mem;
        circuit.held = BAD[i].held;
        circuit.quiet = BAD[i].quiet;
        circuit.tau_icc = BAD[i].tau_icc;
        circuit.weight = BAD[i].weight;
        hx_error error = {""};
        ck_assert_int_eq(hx_circuit_write(clocked, &circuit, 5, &error), HX_ERROR_ARGUMENT);
        ck_assert_msg(strstr(error.text, BAD[i].part) && strstr(error.text, ".."), "%s",
                      error.text);
    }
    hx_clocked_core_destroy(clocked);
}
END_TEST

Suite *circuit_suite(void)
{
    Suite *suite = suite_create("host/analog/circuit");
    TCase *all = tcase_create("circuit");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, plateau_has_its_length, 0, 6);
    tcase_add_test(all, plateau_repeats_without_holdoff);
    tcase_add_test(all, sodium_spike_is_short);
    tcase_add_test(all, crossing_in_holdoff_is_not_lost);
    tcase_add_test(all, slaves_fire_with_their_master);
    tcase_add_test(all, refuses_values);
    suite_add_tcase(suite, all);
    return suite;
}
