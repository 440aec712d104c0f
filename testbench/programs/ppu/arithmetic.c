// Integer arithmetic of all widths, with corner values.
// SPDX-License-Identifier: Apache-2.0
#include "result.h"

static const uint32_t corners[] = {0,          1,          2,          31,         32,
                                   0x7f,       0x80,       0xffff,     0x10000,    0x7fffffff,
                                   0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0x12345678};
enum { CORNERS = sizeof corners / sizeof *corners };

static uint32_t sum;

static void mix(uint32_t value)
{
    sum = (sum << 7 | sum >> 25) ^ value;
}

static void mix_long(uint64_t value)
{
    mix((uint32_t)value);
    mix((uint32_t)(value >> 32));
}

static void words(uint32_t a, uint32_t b)
{
    int32_t x = (int32_t)a, y = (int32_t)b;
    mix(a + b);
    mix(a - b);
    mix(a * b);
    mix((uint32_t)((uint64_t)a * b >> 32));
    mix((uint32_t)((int64_t)x * y >> 32));
    if (b) {
        mix(a / b);
        mix(a % b);
    }
    if (y && !(a == 0x80000000 && b == 0xffffffff)) {
        mix((uint32_t)(x / y));
        mix((uint32_t)(x % y));
    }
    mix(a << (b & 31));
    mix(a >> (b & 31));
    mix((uint32_t)(x >> (b & 31)));
    mix((a & b) ^ (a | ~b) ^ ~(a & ~b));
    mix((uint32_t)(x < y) | (uint32_t)(a < b) << 1 | (uint32_t)(a == b) << 2 |
        (uint32_t)(x >= 0) << 3);
}

static void narrow(uint32_t a, uint32_t b)
{
    volatile int8_t byte = (int8_t)a;
    volatile uint8_t unsigned_byte = (uint8_t)(a + b);
    volatile int16_t half = (int16_t)(a * 3 + b);
    volatile uint16_t unsigned_half = (uint16_t)(a >> 3 ^ b);
    mix((uint32_t)(byte * half));
    mix((uint32_t)(unsigned_byte - unsigned_half));
    mix(a ? (uint32_t)__builtin_clz(a) : 32);
    mix(a ? (uint32_t)__builtin_ctz(a) : 32);
    mix((uint32_t)__builtin_popcount(b));
    mix((uint32_t)__builtin_parity(a ^ b));
}

static void longs(uint64_t a, uint64_t b)
{
    int64_t x = (int64_t)a, y = (int64_t)b;
    mix_long(a + b);
    mix_long(a - b);
    mix_long(a * b);
    mix_long(a << (b & 63));
    mix_long(a >> (b & 63));
    mix_long((uint64_t)(x >> (b & 63)));
    if (b) {
        mix_long(a / b);
        mix_long(a % b);
    }
    if (y && !(x == INT64_MIN && y == -1)) {
        mix_long((uint64_t)(x / y));
        mix_long((uint64_t)(x % y));
    }
    mix((uint32_t)(x < y) | (uint32_t)(a < b) << 1);
}

int main(void)
{
    uint32_t state = 2463534242u;
    for (unsigned i = 0; i < CORNERS; i++) {
        for (unsigned j = 0; j < CORNERS; j++) {
            words(corners[i], corners[j]);
            narrow(corners[i], corners[j]);
        }
        result(sum);
    }
    for (unsigned i = 0; i < 200; i++) {
        uint32_t a = next_random(&state), b = next_random(&state) >> (i & 31);
        words(a, b);
        narrow(a, b);
        longs((uint64_t)a << 32 | b, (uint64_t)next_random(&state) << (i & 31));
        if (i % 20 == 19)
            result(sum);
    }
    return 0;
}
