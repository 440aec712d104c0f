// Options that every simulating command shares.
// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "host/cli/range_list.h"
#include "host/cli/trace_options.h"

// Seeds go through double in the range check, which is exact up to 2^53.
#define SEED_MAXIMUM 9007199254740991.0

void hx_common_options_init(hx_common_options *common)
{
    hx_device_config device = hx_device_config_default();
    *common = (hx_common_options){.seed = device.seed,
                                  .chip_seed = device.chip_seed,
                                  .workers = 2,
                                  .tier = "rtl",
                                  .plant = "none",
                                  .mismatch = device.mismatch};
}

void hx_common_options_describe(hx_common_options *common, hx_option *options)
{
    const hx_option entries[] = {
        {"--seed", HX_OPTION_UINT, &common->seed, "N", "seed of the experiment (1)", NULL, 0,
         SEED_MAXIMUM},
        {"--chip-seed", HX_OPTION_UINT, &common->chip_seed, "N", "which virtual chip (1)", NULL, 0,
         SEED_MAXIMUM},
        {"--mismatch", HX_OPTION_REAL, &common->mismatch, "F",
         "scale of the chip's parameter spread (1)", NULL, 0, 10},
        {"--cell-settling", HX_OPTION_REAL, &common->cell_settling, "MS",
         "time constant of written parameter cells; 0: at once (0)", NULL, 0, 1000},
        {"--cell-crosstalk", HX_OPTION_REAL, &common->cell_crosstalk, "F",
         "what a parameter cell of 128 with the same number loses, in cell steps (0)", NULL, 0,
         100},
        {"--tier", HX_OPTION_CHOICE, &common->tier, "rtl|fast", "digital part to simulate (rtl)",
         "rtl|fast", 0, 0},
        {"--workers", HX_OPTION_UINT, &common->workers, "N",
         "processes that simulate the same chip (2)", NULL, 1, 64},
        {"--lane-ber", HX_OPTION_REAL, &common->lane_ber, "P",
         "bit error rate of the lanes between FPGA and chip (0)", NULL, 0, 0.5},
        {"--lane-off", HX_OPTION_TEXT, &common->lane_off, "LIST",
         "lanes that carry nothing, e.g. 0,4-7 (none)", NULL, 0, 0},
        {"--link-latency", HX_OPTION_UINT, &common->link_latency, "CYCLES",
         "more latency of the lanes one way, in FPGA cycles (0)", NULL, 0, HX_LINK_LATENCY_MAXIMUM},
        {"--no-skip", HX_OPTION_FLAG, &common->no_skip, NULL,
         "evaluate every clock cycle of the RTL, also those at rest", NULL, 0, 0},
        {"--plant", HX_OPTION_CHOICE, &common->plant, "BUG",
         "a documented bug to be found with waves, e.g. row-select (none)", "none|row-select", 0,
         0},
        {"--allow-inexact", HX_OPTION_FLAG, &common->allow_inexact, NULL,
         "accepted, without effect: the fast tier is equal to the RTL for every program", NULL, 0,
         0},
        {"--quiet", HX_OPTION_FLAG, &common->quiet, NULL, "no progress", NULL, 0, 0},
        {"--json", HX_OPTION_FLAG, &common->json, NULL, "machine-readable output", NULL, 0, 0},
    };
    memcpy(options, entries, sizeof entries);
    hx_trace_options_describe(&common->trace, options + sizeof entries / sizeof *entries);
}

static hx_status parse_lanes(uint8_t *lanes, const char *list, hx_error *error)
{
    uint16_t numbers[HX_LANE_COUNT];
    size_t count;
    if (!hx_range_list_parse(list, HX_LANE_COUNT, numbers, &count))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--lane-off: '%s' is not a list of lanes 0..%d such as 0,4-7", list,
                            HX_LANE_COUNT - 1);
    for (size_t i = 0; i < count; i++)
        *lanes |= (uint8_t)(1u << numbers[i]);
    return HX_OK;
}

hx_status hx_common_options_apply(hx_common_options *common, hx_device_config *config,
                                  hx_error *error)
{
    *config = hx_device_config_default();
    config->seed = common->seed;
    config->chip_seed = common->chip_seed;
    config->mismatch = common->mismatch;
    config->cell_settling_ms = common->cell_settling;
    config->cell_crosstalk = common->cell_crosstalk;
    hx_status status = hx_trace_options_apply(&common->trace, &config->trace, error);
    if (status)
        return status;
    config->no_skip = common->no_skip;
    config->link.bit_error_rate = common->lane_ber;
    config->plant = strcmp(common->plant, "none") ? HX_PLANT_ROW_SELECT : HX_PLANT_NONE;
    config->link.latency = (uint32_t)common->link_latency;
    if (common->lane_off)
        status = parse_lanes(&config->link.lanes_off, common->lane_off, error);
    if (status)
        return status;
    config->tier = strcmp(common->tier, "fast") ? HX_TIER_RTL : HX_TIER_FAST;
    return HX_OK;
}
