// One program line of `hxcosim ppu run`: image in, differences out.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_filter.h"

#include "host/cli/ppu_image.h"
#include "sim/fast/ppu/decode.h"
#include "sim/ppu/ppu_rtl.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct ppu_counters {
    uint64_t cycles, issued, branches, mispredicted_taken, mispredicted_not_taken;
} ppu_counters;

typedef struct ppu_unknown {
    uint32_t address, word;
} ppu_unknown;

static hx_status run_fast(hx_ppu_image *image, const hx_ppu_filter_options *options,
                          ppu_counters *counters, ppu_unknown *unknown)
{
    hx_ppu *ppu = hx_ppu_create(NULL);
    if (!ppu)
        return HX_ERROR_MEMORY;
    memcpy(hx_ppu_memory(ppu), image->memory, sizeof image->memory);
    for (uint32_t row = 0; row < HX_PPU_ROW_COUNT; row++)
        memcpy(hx_ppu_row(ppu, row), image->rows[row], sizeof image->rows[row]);
    hx_ppu_stop_at_unknown(ppu, options->trap_unknown);
    hx_status status = hx_ppu_run(ppu, options->max_cycles);
    hx_ppu_get_unknown(ppu, &unknown->address, &unknown->word);
    memcpy(image->memory, hx_ppu_memory(ppu), sizeof image->memory);
    for (uint32_t row = 0; row < HX_PPU_ROW_COUNT; row++)
        memcpy(image->rows[row], hx_ppu_row(ppu, row), sizeof image->rows[row]);
    hx_ppu_counters got = hx_ppu_get_counters(ppu);
    *counters = (ppu_counters){got.cycles, got.issued, got.branches, got.mispredicted_taken,
                               got.mispredicted_not_taken};
    hx_ppu_destroy(ppu);
    return status;
}

static bool is_unknown(uint32_t word)
{
    hx_ppu_op op;
    hx_ppu_decode(word, &op);
    return !op.is_known;
}

static hx_status run_rtl(hx_ppu_image *image, const hx_ppu_filter_options *options,
                         ppu_counters *counters, ppu_unknown *unknown)
{
    hx_ppu_rtl *ppu = hx_ppu_rtl_create();
    if (!ppu)
        return HX_ERROR_MEMORY;
    memcpy(hx_ppu_rtl_memory(ppu), image->memory, sizeof image->memory);
    for (uint32_t row = 0; row < HX_PPU_ROW_COUNT; row++)
        hx_ppu_rtl_set_row(ppu, row, image->rows[row]);
    hx_ppu_rtl_set_stop(ppu, options->trap_unknown ? is_unknown : NULL);
    hx_status status = hx_ppu_rtl_run(ppu, options->max_cycles);
    hx_ppu_rtl_get_stop(ppu, &unknown->address, &unknown->word);
    memcpy(image->memory, hx_ppu_rtl_memory(ppu), sizeof image->memory);
    for (uint32_t row = 0; row < HX_PPU_ROW_COUNT; row++)
        hx_ppu_rtl_get_row(ppu, row, image->rows[row]);
    hx_ppu_rtl_counters got = hx_ppu_rtl_get_counters(ppu);
    *counters = (ppu_counters){got.cycles, got.issued, got.branches, got.mispredicted_taken,
                               got.mispredicted_not_taken};
    hx_ppu_rtl_destroy(ppu);
    return status;
}

static void add_number(json_t *output, const char *key, uint64_t value)
{
    json_object_set_new(output, key, json_integer((json_int_t)value));
}

static void add_results(json_t *output, const ppu_counters *counters, const hx_ppu_image *before,
                        const hx_ppu_image *after)
{
    add_number(output, "cycles", counters->cycles);
    add_number(output, "issued", counters->issued);
    add_number(output, "branches", counters->branches);
    add_number(output, "mispredicted_taken", counters->mispredicted_taken);
    add_number(output, "mispredicted_not_taken", counters->mispredicted_not_taken);
    json_object_set_new(output, "memory", hx_ppu_image_memory_difference(before, after));
    json_object_set_new(output, "io", hx_ppu_image_row_difference(before, after));
}

static hx_status run_pair(hx_ppu_image *before, hx_ppu_image *after, json_t *input,
                          const hx_ppu_filter_options *options, json_t *output, hx_error *error)
{
    const char *environment;
    ppu_counters counters;
    ppu_unknown unknown;
    hx_status status = hx_json_get_text(input, "env", &environment, error);
    if (!status && strcmp(environment, "ideal-1"))
        return hx_error_set(error, HX_ERROR_UNSUPPORTED, "env: only 'ideal-1' is known");
    if (!status)
        status = hx_ppu_image_load(before, input, error);
    if (status)
        return status;
    *after = *before;
    status = (options->tier == HX_PPU_TIER_RTL ? run_rtl : run_fast)(after, options, &counters,
                                                                     &unknown);
    if (status == HX_ERROR_LIMIT)
        return hx_error_set(error, status, "max_cycles");
    if (status == HX_ERROR_CHECK)
        return hx_error_set(error, status, "unknown instruction 0x%08" PRIx32 " at 0x%08" PRIx32,
                            unknown.word, unknown.address);
    if (!status)
        add_results(output, &counters, before, after);
    return status;
}

hx_status hx_ppu_filter_run(json_t *input, const hx_ppu_filter_options *options, json_t *output,
                            hx_error *error)
{
    hx_ppu_image *images = malloc(2 * sizeof *images);
    if (!images)
        return HX_ERROR_MEMORY;
    hx_status status = run_pair(&images[0], &images[1], input, options, output, error);
    free(images);
    return status;
}
