// Results to stdout, by system calls, without a library: for the emulation of a PowerPC Linux.
// SPDX-License-Identifier: Apache-2.0
#include "result.h"

enum { SYSTEM_EXIT = 1, SYSTEM_WRITE = 4 };

static long call(long number, long a, long b, long c)
{
    register long r0 __asm__("r0") = number;
    register long r3 __asm__("r3") = a;
    register long r4 __asm__("r4") = b;
    register long r5 __asm__("r5") = c;
    __asm__ volatile("sc"
                     : "+r"(r3), "+r"(r0), "+r"(r4), "+r"(r5)
                     :
                     : "memory", "cr0", "ctr", "r6", "r7", "r8", "r9", "r10", "r11", "r12");
    return r3;
}

void result(uint32_t value)
{
    char text[9];
    for (int i = 0; i < 8; i++)
        text[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
    text[8] = '\n';
    call(SYSTEM_WRITE, 1, (long)text, sizeof text);
}

void _start(void);
void _start(void)
{
    call(SYSTEM_EXIT, main(), 0, 0);
    for (;;)
        continue;
}
