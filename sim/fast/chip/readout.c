// Registers of the fast ADC, readout multiplexers, pads and references, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/readout.h"

#include <string.h>

#define MINIMUM_CYCLES 4 // of a sample, of 2 ns
#define PLACE(base) ((base)-HX_MAP_BLOCK_READOUT_BASE)

void hx_readout_reset(hx_readout *r)
{
    memset(r, 0, sizeof *r);
    r->madc.sample_cycles = MINIMUM_CYCLES;
}

static uint32_t get_mask(uint32_t place)
{
    if (place < PLACE(HX_MAP_MADC_CONFIG_BASE))
        return 0; // a command
    if (place < PLACE(HX_MAP_CURRENT_DAC_BASE))
        return hx_map_madc_config_mask(place - PLACE(HX_MAP_MADC_CONFIG_BASE));
    if (place < PLACE(HX_MAP_READOUT_SOURCE_SELECTION_BASE))
        return hx_map_current_dac_mask(0);
    if (place < PLACE(HX_MAP_PAD_MULTIPLEXER_CONFIG_BASE))
        return hx_map_readout_source_selection_mask(place -
                                                    PLACE(HX_MAP_READOUT_SOURCE_SELECTION_BASE));
    if (place < PLACE(HX_MAP_REFERENCE_GENERATOR_CONFIG_BASE))
        return hx_map_pad_multiplexer_config_mask(
            (place - PLACE(HX_MAP_PAD_MULTIPLEXER_CONFIG_BASE)) %
            HX_MAP_PAD_MULTIPLEXER_CONFIG_WORDS);
    return hx_map_reference_generator_config_mask(place -
                                                  PLACE(HX_MAP_REFERENCE_GENERATOR_CONFIG_BASE));
}

static void decode(hx_readout *r)
{
    hx_map_madc_config config;
    hx_map_madc_config_decode(&r->store[PLACE(HX_MAP_MADC_CONFIG_BASE)], &config);
    hx_madc_settings *madc = &r->madc;
    uint32_t cycles = config.conversion_cycles_offset + config.sample_duration_adjust;
    if (config.enable_madc_clock_scaling)
        cycles *= 2 * (config.madc_clock_scale_value + 1);
    madc->sample_cycles = cycles < MINIMUM_CYCLES ? MINIMUM_CYCLES : cycles;
    madc->wait_cycles = config.powerup_wait_value;
    if (config.enable_calibration)
        madc->wait_cycles += config.calibration_wait_value;
    madc->samples = (uint16_t)config.number_of_samples;
    madc->first_input = config.active_mux_initially_selected_input;
    madc->input_length = (uint8_t)config.active_mux_input_select_length;
    madc->dummy = config.enable_dummy_data;
    bool connected = config.connect_preamp_to_madc && config.signal_selection_connect_active_mux &&
                     config.signal_selection_connect_preamp;
    for (unsigned mux = 0; mux < 2; mux++)
        madc->source[mux] =
            connected
                ? r->store[PLACE(HX_MAP_READOUT_SOURCE_SELECTION_BASE) + mux] & HX_READOUT_SOURCES
                : 0;
}

uint32_t hx_readout_step(hx_readout *r, const hx_access *a)
{
    // Settings as they were before this cycle's write.
    if (r->changed)
        decode(r);
    r->changed = r->control_valid = false;
    uint32_t place = PLACE(a->address);
    if (!a->valid || place >= HX_READOUT_WORDS)
        return 0;
    if (!a->write)
        return r->store[place];
    r->changed = true;
    r->store[place] = hx_access_merge(a, r->store[place], get_mask(place));
    if (place == PLACE(HX_MAP_MADC_CONTROL_BASE)) {
        r->control_valid = true;
        r->control = hx_access_merge(a, 0, UINT32_MAX);
    }
    return 0;
}
