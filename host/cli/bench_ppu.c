// Bench rows ppu_scalar and ppu_vector: cycles of the verilated processor alone.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/bench_rows.h"
#include "sim/ppu/ppu_rtl.h"

#include <string.h>

enum { SLICE = 20000, MULTIPLY_ADDS = 16 };

// Bitwise CRC-32 over 1 KiB of zeros at 0x1000, for ever.
static const uint32_t crc_loop[] = {
    0x3cc0edb8, 0x60c68320, // lis r6; ori r6: the polynomial
    0x38800fff, 0x38e00400, // 0x08: li r4; li r7
    0x7ce903a6,             // mtctr r7
    0x8ca40001, 0x7c632a78, // 0x14: lbzu r5,1(r4); xor r3,r3,r5
    0x39000008,             // li r8,8
    0x70690001, 0x5463f87e, // 0x20: andi. r9,r3,1; srwi r3,r3,1
    0x3908ffff, 0x2c880000, // addi r8,r8,-1; cmpwi cr1,r8,0
    0x41820008, 0x7c633278, // beq 0x38; xor r3,r3,r6
    0x4086ffe8, 0x4200ffd8, // 0x38: bne cr1,0x20; bdnz 0x14
    0x4bffffc8,             // b 0x08
};

// Runs the program for about `seconds`; it must not sleep.
static hx_status measure(const uint32_t *program, size_t words, double seconds, double *value,
                         hx_error *error)
{
    hx_ppu_rtl *ppu = hx_ppu_rtl_create();
    if (!ppu)
        return HX_ERROR_MEMORY;
    memcpy(hx_ppu_rtl_memory(ppu), program, words * sizeof *program);
    double start = hx_bench_now(), elapsed = 0;
    uint64_t cycles = 0;
    hx_status status = HX_ERROR_LIMIT;
    while (elapsed < seconds && status == HX_ERROR_LIMIT) {
        cycles += SLICE;
        status = hx_ppu_rtl_run(ppu, cycles);
        elapsed = hx_bench_now() - start;
    }
    hx_ppu_rtl_counters counters = hx_ppu_rtl_get_counters(ppu);
    hx_ppu_rtl_destroy(ppu);
    if (status != HX_ERROR_LIMIT || counters.issued < cycles / 8)
        return hx_error_set(error, HX_ERROR_CHECK, "the processor stopped working");
    *value = (double)cycles / elapsed;
    return HX_OK;
}

hx_status hx_bench_ppu_scalar(double seconds, double *value, hx_error *error)
{
    return measure(crc_loop, sizeof crc_loop / sizeof *crc_loop, seconds, value, error);
}

hx_status hx_bench_ppu_vector(double seconds, double *value, hx_error *error)
{
    uint32_t program[MULTIPLY_ADDS + 1];
    for (unsigned i = 0; i < MULTIPLY_ADDS; i++)
        program[i] = 0x10000830u | (2 + i) << 21; // fxvmahm v2..v17,v0,v1
    program[MULTIPLY_ADDS] = 18u << 26 | ((0u - 4u * MULTIPLY_ADDS) & 0x03fffffc);
    return measure(program, MULTIPLY_ADDS + 1, seconds, value, error);
}
