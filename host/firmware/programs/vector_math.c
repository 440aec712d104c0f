// Vector add and multiply of 64 halfwords, against scalar code: a vector benchmark.
// SPDX-License-Identifier: Apache-2.0
//
// Returns the number of elements that differ; the mailbox has the cycles of both.
#include "hx_ppu/mailbox.h"
#include "hx_ppu/special.h"
#include "hx_ppu/vector.h"

#define REPEATS 16u
#define COUNT HX_FXV_HALFWORDS

static int16_t a[COUNT], b[COUNT], by_vector[COUNT], by_scalar[COUNT];

// REPEATS times b = b + a * b, modulo 2^16.
static void scalar(void)
{
    for (unsigned i = 0; i < COUNT; i++) {
        uint32_t value = (uint16_t)b[i];
        for (unsigned k = 0; k < REPEATS; k++)
            value += (uint32_t)a[i] * value;
        by_scalar[i] = (int16_t)value;
    }
}

static void vector(void)
{
    HX_FXV_LOAD(fxvlax, 0, a);
    HX_FXV_LOAD(fxvlax, 1, b);
    for (unsigned k = 0; k < REPEATS; k++) {
        HX_FXV(fxvmulhm, 2, 0, 1);
        HX_FXV(fxvaddhm, 1, 1, 2);
    }
    HX_FXV_STORE(fxvstax, 1, by_vector);
    hx_sync();
}

static void report(const char *name, uint32_t cycles)
{
    hx_mailbox_text(name);
    hx_mailbox_decimal(cycles);
    hx_mailbox_text(" cycles\n");
}

int main(void)
{
    int errors = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        a[i] = (int16_t)(i * 778u - 5000u);
        b[i] = (int16_t)(i * 31u + 3u);
    }
    hx_sync();
    uint32_t start = hx_time();
    vector();
    uint32_t middle = hx_time();
    scalar();
    uint32_t end = hx_time();
    for (unsigned i = 0; i < COUNT; i++)
        errors += by_vector[i] != by_scalar[i];
    report("vector ", middle - start);
    report("scalar ", end - middle);
    return errors;
}
