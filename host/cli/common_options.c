// Options that every simulating command shares.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.h"

#include <stdlib.h>
#include <string.h>

// Seeds go through double in the range check, which is exact up to 2^53.
#define SEED_MAXIMUM 9007199254740991.0

void hx_common_options_init(hx_common_options *common)
{
    hx_device_config device = hx_device_config_default();
    *common = (hx_common_options){.seed = device.seed,
                                  .chip_seed = device.chip_seed,
                                  .workers = 2,
                                  .tier = "rtl",
                                  .mismatch = device.mismatch};
}

void hx_common_options_describe(hx_common_options *common, hx_option *options)
{
    const hx_option entries[HX_COMMON_OPTION_COUNT] = {
        {"--seed", HX_OPTION_UINT, &common->seed, "N", "seed of the experiment (1)", NULL, 0,
         SEED_MAXIMUM},
        {"--chip-seed", HX_OPTION_UINT, &common->chip_seed, "N", "which virtual chip (1)", NULL, 0,
         SEED_MAXIMUM},
        {"--mismatch", HX_OPTION_REAL, &common->mismatch, "F",
         "scale of the chip's parameter spread (1)", NULL, 0, 10},
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
        {"--trace", HX_OPTION_TEXT, &common->trace, "F.fst", "write a wave file", NULL, 0, 0},
        {"--trace-neurons", HX_OPTION_TEXT, &common->trace_neurons, "LIST",
         "neurons with analog waves, e.g. 0-3,256 (0)", NULL, 0, 0},
        {"--trace-from", HX_OPTION_REAL, &common->trace_from_us, "US",
         "record from this simulated time on (0)", NULL, 0, 1e12},
        {"--trace-to", HX_OPTION_REAL, &common->trace_to_us, "US",
         "record up to this simulated time (the end)", NULL, HX_CHIP_CYCLE_NS / 1000.0, 1e12},
        {"--quiet", HX_OPTION_FLAG, &common->quiet, NULL, "no progress", NULL, 0, 0},
        {"--json", HX_OPTION_FLAG, &common->json, NULL, "machine-readable output", NULL, 0, 0},
    };
    memcpy(options, entries, sizeof entries);
}

// One item of a list, `3` or `3-5`, below `limit`; moves `at` behind it and the comma.
static bool parse_range(const char **at, unsigned long limit, unsigned long *first,
                        unsigned long *last)
{
    char *end = NULL;
    bool good = **at >= '0' && **at <= '9';
    *first = *last = strtoul(*at, &end, 10);
    if (good && *end == '-') {
        *at = end + 1;
        *last = strtoul(*at, &end, 10);
        good = **at >= '0' && **at <= '9';
    }
    if (!good || *first > *last || *last >= limit || (*end && *end != ','))
        return false;
    // A comma at the end is the beginning of an empty item.
    *at = *end && end[1] ? end + 1 : end;
    return true;
}

static hx_status parse_neurons(hx_common_options *common, const char *list, hx_error *error)
{
    const char *at = list;
    common->neuron_count = 0;
    do {
        unsigned long first, last;
        if (!parse_range(&at, HX_NEURON_COUNT, &first, &last) || *at == ',' ||
            common->neuron_count + (last - first + 1) > HX_NEURON_COUNT)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "--trace-neurons: '%s' is not a list of neurons 0..%d such as "
                                "0-3,256",
                                list, HX_NEURON_COUNT - 1);
        for (unsigned long n = first; n <= last; n++)
            common->neurons[common->neuron_count++] = (uint16_t)n;
    } while (*at);
    return HX_OK;
}

static hx_status parse_lanes(uint8_t *lanes, const char *list, hx_error *error)
{
    const char *at = list;
    do {
        unsigned long first, last;
        if (!parse_range(&at, HX_LANE_COUNT, &first, &last) || *at == ',')
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "--lane-off: '%s' is not a list of lanes 0..%d such as 0,4-7", list,
                                HX_LANE_COUNT - 1);
        for (unsigned long lane = first; lane <= last; lane++)
            *lanes |= (uint8_t)(1u << lane);
    } while (*at);
    return HX_OK;
}

hx_status hx_common_options_apply(hx_common_options *common, hx_device_config *config,
                                  hx_error *error)
{
    *config = hx_device_config_default();
    config->seed = common->seed;
    config->chip_seed = common->chip_seed;
    config->mismatch = common->mismatch;
    config->trace.path = common->trace;
    config->trace.from_us = common->trace_from_us;
    config->trace.to_us = common->trace_to_us;
    if (common->trace_to_us > 0 && common->trace_to_us <= common->trace_from_us)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace-to: %g us is not after --trace-from %g", common->trace_to_us,
                            common->trace_from_us);
    if (!common->trace && (common->trace_from_us > 0 || common->trace_to_us > 0))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace-from and --trace-to need --trace with the file to write");
    hx_status status =
        parse_neurons(common, common->trace_neurons ? common->trace_neurons : "0", error);
    if (status)
        return status;
    config->link.bit_error_rate = common->lane_ber;
    config->link.latency = (uint32_t)common->link_latency;
    if (common->lane_off)
        status = parse_lanes(&config->link.lanes_off, common->lane_off, error);
    if (status)
        return status;
    config->trace.neurons = common->neurons;
    config->trace.neuron_count = common->neuron_count;
    if (!strcmp(common->tier, "fast"))
        return hx_error_set(error, HX_ERROR_UNSUPPORTED,
                            "--tier fast: this tier does not exist yet, use rtl");
    config->tier = HX_TIER_RTL;
    return HX_OK;
}
