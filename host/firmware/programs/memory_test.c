// March test of the free local memory and of the FPGA's memory. Returns the number of errors.
// SPDX-License-Identifier: Apache-2.0
//
// Each word holds a hash of its address: up: write; up: check, write the inverse; down: check.
#include "hx_ppu/array.h"
#include "hx_ppu/mailbox.h"

extern uint32_t __bss_end[], __stack[];

// The external part: a power of two apart, so that a missing address line shows.
#define EXTERNAL_WORDS 64u
#define EXTERNAL_STEP (HX_EXTERNAL_SIZE / EXTERNAL_WORDS + 4u)
#define STACK_RESERVE 256u // bytes

static uint32_t pattern(uint32_t address)
{
    address *= 0x9e3779b1u;
    return address ^ address >> 15;
}

static int march(volatile uint32_t *base, unsigned count, unsigned step)
{
    int errors = 0;
    for (unsigned i = 0; i < count; i++)
        base[i * step] = pattern(i);
    for (unsigned i = 0; i < count; i++) {
        errors += base[i * step] != pattern(i);
        base[i * step] = ~pattern(i);
    }
    for (unsigned i = count; i-- > 0;)
        errors += base[i * step] != ~pattern(i);
    return errors;
}

static int report(const char *name, unsigned words, int errors)
{
    hx_mailbox_text(name);
    hx_mailbox_decimal(words);
    hx_mailbox_text(" words, errors: ");
    hx_mailbox_decimal((uint32_t)errors);
    hx_mailbox_text("\n");
    return errors;
}

int main(void)
{
    unsigned words = (unsigned)(__stack - __bss_end) - STACK_RESERVE / 4;
    int errors = report("local memory: ", words, march(__bss_end, words, 1));
    errors += report("FPGA memory: ", EXTERNAL_WORDS,
                     march(&HX_EXTERNAL_WORD(0), EXTERNAL_WORDS - 1, EXTERNAL_STEP / 4));
    return errors;
}
