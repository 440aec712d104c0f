// The same function in the local memory and in the FPGA's: what code outside costs.
// SPDX-License-Identifier: Apache-2.0
//
// CRC-32 of the same bytes by both copies, several times. `far_code` has the cycles of each run;
// the first one of the far copy finds an empty cache. Returns the number of wrong results.
#include "hx_ppu/mailbox.h"
#include "hx_ppu/memory.h"
#include "hx_ppu/special.h"

#define SIZE 32u
#define RUNS 4u

volatile struct {
    uint32_t near[RUNS], far[RUNS];
} far_code __attribute__((section(".data.far_code"))) = {0};

static uint8_t bytes[SIZE];

#define CRC32(bytes, size)                                                                         \
    uint32_t crc = UINT32_MAX;                                                                     \
    for (unsigned i = 0; i < (size); i++) {                                                        \
        crc ^= (bytes)[i];                                                                         \
        for (unsigned bit = 0; bit < 8; bit++)                                                     \
            crc = crc >> 1 ^ (0xedb88320u & -(crc & 1u));                                          \
    }                                                                                              \
    return ~crc

static __attribute__((noinline)) uint32_t crc32_near(const uint8_t *from, unsigned size)
{
    CRC32(from, size);
}

static HX_FAR_CODE uint32_t crc32_far(const uint8_t *from, unsigned size)
{
    CRC32(from, size);
}

typedef uint32_t crc32_function(const uint8_t *bytes, unsigned size);

static unsigned measure(crc32_function *crc32, volatile uint32_t *cycles)
{
    unsigned errors = 0;
    for (unsigned i = 0; i < RUNS; i++) {
        uint32_t start = hx_time();
        errors += crc32(bytes, SIZE) != 0x91267e8au;
        cycles[i] = hx_time() - start;
    }
    return errors;
}

static void report(const char *name, const volatile uint32_t *cycles)
{
    hx_mailbox_text(name);
    for (unsigned i = 0; i < RUNS; i++) {
        hx_mailbox_text(" ");
        hx_mailbox_decimal(cycles[i]);
    }
    hx_mailbox_text("\n");
}

int main(void)
{
    for (unsigned i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)i;
    unsigned errors = measure(crc32_near, far_code.near);
    errors += measure(crc32_far, far_code.far);
    report("near", far_code.near);
    report("far", far_code.far);
    return (int)errors;
}
