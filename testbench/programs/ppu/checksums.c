// CRC-32 by bit and by table, Fletcher, Adler, a stream cipher's rotations.
// SPDX-License-Identifier: Apache-2.0
#include "result.h"

enum { SIZE = 301 };

static uint8_t bytes[SIZE];
static uint32_t table[256];

static uint32_t by_bit(uint32_t crc, uint8_t byte)
{
    crc ^= byte;
    for (int i = 0; i < 8; i++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    return crc;
}

static uint32_t adler(void)
{
    uint32_t a = 1, b = 0;
    for (int i = 0; i < SIZE; i++) {
        a = (a + bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static uint32_t fletcher(void)
{
    uint16_t a = 0, b = 0;
    for (int i = 0; i < SIZE; i++) {
        a = (uint16_t)((a + bytes[i]) % 255);
        b = (uint16_t)((b + a) % 255);
    }
    return (uint32_t)b << 8 | a;
}

static uint32_t rotate(uint32_t value, unsigned count)
{
    return value << count | value >> (32 - count);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
    x[a] += x[b];
    x[d] = rotate(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotate(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotate(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotate(x[b] ^ x[c], 7);
}

int main(void)
{
    uint32_t state = 123456789, one = UINT32_MAX, two = UINT32_MAX, words[16];
    for (int i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)(next_random(&state) >> 9);
    for (unsigned i = 0; i < 256; i++)
        table[i] = by_bit(0, (uint8_t)i);
    for (int i = 0; i < SIZE; i++) {
        one = by_bit(one, bytes[i]);
        two = two >> 8 ^ table[(two ^ bytes[i]) & 255];
    }
    result(~one);
    result(~two);
    result(adler());
    result(fletcher());
    for (int i = 0; i < 16; i++)
        words[i] = next_random(&state);
    for (int i = 0; i < 10; i++)
        for (int j = 0; j < 4; j++) {
            quarter(words, j, 4 + j, 8 + j, 12 + j);
            quarter(words, j, 4 + (j + 1) % 4, 8 + (j + 2) % 4, 12 + (j + 3) % 4);
        }
    for (int i = 0; i < 16; i++)
        result(words[i]);
    return one == two ? 0 : 1;
}
