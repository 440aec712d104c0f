// A random program for the whole set-up.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/random_traffic.h"

#include "hx_map.h"
#include "host/chip/configure.h"

#include <check.h>

enum { NEURONS = 16, SOURCES = 8, NODES = 76 };

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

static hx_status write_word(void *list, uint32_t address, uint32_t value)
{
    word_list_add_write(list, address, value);
    return HX_OK;
}

void random_traffic_set_up(word_list *list, uint32_t *state)
{
    hx_chip_settings settings = hx_chip_settings_default();
    hx_error error = {""};
    list->count = 0;
    word_list_add_link_up(list);
    word_list_add(list, WORD_SYNCHRONISE);
    word_list_add(list, WORD_BARRIER_SYSTIME);
    word_list_add_write(list, hx_map_event_recording_config_address(), 1);
    settings.clear_synapses = false;
    ck_assert_int_eq(hx_chip_write_defaults(&settings, write_word, list), HX_OK);
    for (unsigned node = 0; node < NODES; node++)
        word_list_add_write(list, hx_map_crossbar_node_address(node),
                            draw(state, 3) ? 0x00010000 : 0x80000000);
    for (unsigned i = 0; i < NEURONS; i++) {
        hx_chip_neuron_parameters neuron = hx_chip_neuron_parameters_default();
        neuron.spiking = true;
        neuron.v_threshold = neuron.v_leak - 20 - 10 * i;
        neuron.v_reset = neuron.v_threshold / 2;
        neuron.refractory_time = 1 + draw(state, 255);
        neuron.reset_holdoff = draw(state, 16);
        neuron.fast_clock = draw(state, 2);
        neuron.address_out = draw(state, 256);
        ck_assert_int_eq(hx_chip_write_neuron(31 * i, &neuron, write_word, list, &error), HX_OK);
    }
    for (unsigned half = 0; half < 2; half++)
        word_list_add_write(list, hx_map_cadc_config_address(half), 1 | draw(state, 1 << 12) << 8);
    ck_assert_int_eq(hx_chip_write_force_reset(&settings, false, write_word, list), HX_OK);
    word_list_add(list, WORD_BARRIER_OMNIBUS);
    word_list_add(list, WORD_HALT);
}

static void add_write(word_list *list, uint32_t *state)
{
    uint32_t half = draw(state, 2);
    switch (draw(state, 7)) {
    case 0: { // a source with at least 300 cycles between two events, or off
        uint32_t source = hx_map_background_spike_source_address(draw(state, SOURCES));
        hx_map_background_spike_source settings = {0};
        uint32_t words[HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS];
        settings.enable = draw(state, 3) > 0;
        settings.enable_random = draw(state, 2);
        settings.period = 300 + draw(state, 5000);
        settings.rate = draw(state, 256);
        settings.seed = draw(state, 1000);
        settings.neuron_label = draw(state, 1 << 14);
        settings.mask = draw(state, 256);
        hx_map_background_spike_source_encode(&settings, words);
        for (unsigned i = HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS; i-- > 0;)
            word_list_add_write(list, source + i, words[i]);
        break;
    }
    case 1:
        word_list_add_write(list, hx_map_neuron_reset_address(half, draw(state, 256)), 1);
        break;
    case 2:
        word_list_add_write(list, hx_map_padi_event_address(half), draw(state, 1 << 20));
        break;
    case 3: // fast ADC: settings without a meaning of their own, and commands
        if (draw(state, 2))
            word_list_add_write(list, hx_map_madc_config_address() + 2 + draw(state, 9),
                                draw(state, 1 << 8));
        else
            word_list_add_write(list, hx_map_madc_control_address(), 1u << draw(state, 3));
        break;
    case 4: // on and off, up to 2^9 cycles of the reference
        word_list_add_write(list, hx_map_pll_self_test_address(), draw(state, 1 << 10) << 1 | 1);
        word_list_add_write(list, hx_map_pll_self_test_address(), 0);
        break;
    case 5:
        word_list_add_write(list, hx_map_block_post_pulse_address(half), 1);
        break;
    default:
        word_list_add_write(list, hx_map_common_padi_bus_config_address(half), draw(state, 256));
        break;
    }
}

static void add_read(word_list *list, uint32_t *state)
{
    uint32_t half = draw(state, 2), any = draw(state, 64);
    switch (draw(state, 8)) {
    case 0: // starts a conversion
        word_list_add(list, WORD_READ(hx_map_cadc_sample_quad_address(half, 0, 0, 0, any)));
        break;
    case 1:
        word_list_add(list, WORD_READ(hx_map_cadc_sample_quad_address(half, 1, 0, 0, any)));
        break;
    case 2:
        word_list_add(list, WORD_READ(hx_map_spike_counter_read_address(half, any)));
        break;
    case 3:
        word_list_add(list, WORD_READ(hx_map_playback_timer_address()));
        break;
    case 4:
        word_list_add(list, WORD_READ(hx_map_phy_status_online_time_address(any % HX_LANE_COUNT)));
        break;
    case 5:
        word_list_add(list, WORD_READ(hx_map_pll_self_test_status_address()));
        break;
    case 6:
        word_list_add(list, WORD_READ(hx_map_link_status_chip_address() + any % 4));
        break;
    default:
        word_list_add(list, WORD_READ(hx_map_hicann_arq_status_address() + any % 4));
        break;
    }
}

static uint32_t draw_pause(uint32_t *state)
{
    static const uint32_t longest[] = {4, 40, 400, 4000};
    return 1 + draw(state, longest[draw(state, 4)]);
}

void random_traffic_add(word_list *list, unsigned count, uint32_t *state)
{
    uint32_t timer = 0;
    word_list_add(list, WORD_TIMER_SETUP);
    for (unsigned i = 0; i < count; i++) {
        switch (draw(state, 10)) {
        case 0:
        case 1:
        case 2:
            timer += draw_pause(state);
            word_list_add(list, WORD_WAIT_UNTIL(timer));
            break;
        case 3:
            word_list_add(list, WORD_SPIKE(draw(state, 1 << 16)));
            break;
        case 4:
        case 5:
            add_write(list, state);
            break;
        case 6:
        case 7:
            add_read(list, state);
            break;
        case 8: // barrier on the bus, JTAG, the time or all of them
            word_list_add(list, 0x0700000000000000u | (1 + draw(state, 7)));
            break;
        default: {
            static const uint64_t others[] = {
                WORD_TICK,          // tick
                WORD_SYNCHRONISE,   // time
                0x0600000000000000, // time, report only
                0x0200000000000001, // JTAG identification
                0x0301200000000000,
            };
            word_list_add(list, others[draw(state, 5)]);
            break;
        }
        }
    }
    word_list_add(list, WORD_HALT);
}
