// Where the programs that run on the core and on a Linux emulation put their results.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RESULT_H
#define HX_TEST_RESULT_H

#include <stdint.h>

void result(uint32_t value); // a line of 8 hexadecimal digits
int main(void);

// A reproducible sequence.
static inline uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

#endif
