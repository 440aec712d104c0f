// Membranes sampled by the plasticity processors: their program, and how a trial uses it.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/ppu_sampler.h"

#include "host/firmware/embedded.h"
#include "hx_map.h"

#include <stdlib.h>

// As in programs/sampler.c: the variable `sampler`, and a record of the causal channels.
typedef struct sampler_variable {
    uint32_t period, count, row, kinds, destination, end, done, first;
} sampler_variable;
#define RECORD_HEADER 16u // bytes; the time stamp comes first
#define VECTOR_BYTES 128u
#define RECORD_BYTES (RECORD_HEADER + 2 * VECTOR_BYTES)
#define HALF_BYTES (4u * HX_PPU_EXTERNAL_WORDS / HX_PPU_COUNT)
#define VECTOR_QUADS (VECTOR_BYTES / 4)

struct hx_ppu_sampler {
    const hx_router_readout_plan *plan;
    size_t samples;
    hx_ppu_loadable *program[HX_PPU_COUNT];
};

static hx_status open_half(hx_ppu_sampler *sampler, unsigned half, uint32_t period, hx_error *error)
{
    const sampler_variable variable = {.period = period,
                                       .count = (uint32_t)sampler->samples,
                                       .kinds = 1,
                                       .destination = half * HALF_BYTES,
                                       .end = (half + 1) * HALF_BYTES,
                                       .first = HX_PPU_SAMPLER_FIRST};
    hx_status status = hx_ppu_loadable_parse(&sampler->program[half], hx_firmware_sampler,
                                             hx_firmware_sampler_size, error);
    return status ? status
                  : hx_ppu_loadable_set(sampler->program[half], "sampler",
                                        (const uint32_t *)&variable, sizeof variable / 4, error);
}

hx_status hx_ppu_sampler_create(hx_ppu_sampler **sampler, const hx_router_readout_plan *plan,
                                size_t samples, uint32_t period, hx_error *error)
{
    *sampler = NULL;
    if (!hx_firmware_sampler_size)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED,
                            "built without powerpc-linux-gnu-gcc, so without the processors' "
                            "sampler: use --sampler bus");
    if (samples < 1 || samples > HALF_BYTES / RECORD_BYTES)
        return hx_error_set(error, HX_ERROR_LIMIT, "%zu samples: the FPGA's memory has room for %u",
                            samples, HALF_BYTES / RECORD_BYTES);
    hx_ppu_sampler *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->plan = plan;
    made->samples = samples;
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = open_half(made, half, period, error);
    if (status) {
        hx_ppu_sampler_destroy(made);
        return status;
    }
    *sampler = made;
    return HX_OK;
}

void hx_ppu_sampler_destroy(hx_ppu_sampler *sampler)
{
    if (!sampler)
        return;
    for (unsigned half = 0; half < HX_PPU_COUNT; half++)
        hx_ppu_loadable_destroy(sampler->program[half]);
    free(sampler);
}

void hx_ppu_sampler_name(const hx_ppu_sampler *sampler, hx_trace_config *trace)
{
    for (unsigned half = 0; half < HX_PPU_COUNT; half++)
        trace->programs[half] = hx_ppu_loadable_get_functions(sampler->program[half]);
}

hx_status hx_ppu_sampler_add_load(const hx_ppu_sampler *sampler, hx_program *program)
{
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = hx_ppu_add_load(program, half, sampler->program[half]);
    return status;
}

hx_status hx_ppu_sampler_add_start(const hx_ppu_sampler *sampler, hx_program *program)
{
    (void)sampler;
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = hx_ppu_add_start(program, half);
    return status;
}

static hx_status read_byte_address(hx_program *program, uint32_t offset)
{
    size_t ticket;
    return hx_program_add_read(program, hx_map_external_ppu_memory_quad_address(offset / 4),
                               &ticket);
}

// A vector holds the even or odd columns, which are quads 0..31 and 32..63, in their order.
static hx_status read_sample(const hx_ppu_sampler *sampler, size_t sample, hx_program *program)
{
    const uint32_t record = (uint32_t)sample * RECORD_BYTES;
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = read_byte_address(program, half * HALF_BYTES + record);
    for (size_t i = 0; !status && i < sampler->plan->count; i++) {
        const hx_router_readout_quad quad = sampler->plan->quads[i];
        status = read_byte_address(program, quad.half * HALF_BYTES + record + RECORD_HEADER +
                                                quad.quad / VECTOR_QUADS * VECTOR_BYTES +
                                                quad.quad % VECTOR_QUADS * 4);
    }
    return status;
}

hx_status hx_ppu_sampler_add_reads(const hx_ppu_sampler *sampler, hx_program *program)
{
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = hx_ppu_add_wait_for_sleep(program, half);
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        status = hx_ppu_add_stop(program, half);
    for (size_t i = 0; !status && i < sampler->samples; i++)
        status = read_sample(sampler, i, program);
    return status;
}
