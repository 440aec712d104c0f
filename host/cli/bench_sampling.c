// Bench row rtl_sampling: the network load with both processors in the CADC sampling loop.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_sampling.h"

#include "host/cli/bench_load.h"
#include "hx_map.h"

#define BOTTOM_PART 0x1000u // vector address of the second 64 KiB, above the first
#define HALVES 2

// Converts, reads the causal channels of the half, and writes them with the time in front to the
// FPGA's memory, for ever. The word in front of the loop says which part of the memory.
static const uint32_t sampling_loop[] = {
    0x3c800008,             // lis r4,8: causal, row 0, even columns: converts
    0x3ca00028, 0x60a50001, // lis r5; ori r5: odd columns from the buffer
    0x3cc08000,             // lis r6: the FPGA's memory as vectors
    0x3d004000,             // lis r8: and as words
    0x60c60000, 0x65080000, // ori r6, oris r8: part of this half
    0x38c60001, 0x38e60008, // addi r6: behind the header; addi r7,r6,8
    0x7c7c42a6,             // 0x24: mftb r3
    0x100023b0, 0x10202bb0, // fxvinx v0,0,r4; fxvinx v1,0,r5
    0x90680000,             // stw r3,0(r8)
    0x100033f0, 0x10203bf0, // fxvoutx v0,0,r6; fxvoutx v1,0,r7
    0x7c0004ac,             // sync
    0x4bffffe4,             // b 0x24
};
enum { VECTOR_PART = 5, WORD_PART = 6, WORDS = sizeof sampling_loop / sizeof *sampling_loop };

hx_status hx_bench_sampling_configure(hx_program *program, hx_error *error)
{
    hx_status status = hx_bench_load_configure(program, error);
    hx_map_cadc_config config = hx_map_cadc_config_default();
    uint32_t word;
    config.enable = 1;
    hx_map_cadc_config_encode(&config, &word);
    for (unsigned half = 0; half < HALVES; half++) {
        if (!status)
            status = hx_program_add_write(program, hx_map_cadc_config_address(half), word);
        for (unsigned i = 0; !status && i < WORDS; i++) {
            uint32_t part = i == VECTOR_PART ? half * BOTTOM_PART : i == WORD_PART ? half : 0;
            status = hx_program_add_write(program, hx_map_ppu_memory_word_address(half, i),
                                          sampling_loop[i] | part);
        }
    }
    for (unsigned half = 0; !status && half < HALVES; half++)
        status = hx_program_add_write(program, hx_map_ppu_control_register_address(half), 1);
    return status ? status : hx_program_add_barrier(program, 1);
}
