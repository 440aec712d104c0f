// Lane words: check.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/lane_word.h"

// CRC-8, polynomial x^8+x^5+x^3+x^2+x+1, start 0xff, most significant bit first. The code is
// linear, so the table of a byte follows from its bits.
#define BIT(byte, place, value) ((byte) >> (place)&1 ? (value) : 0)
#define AT(byte)                                                                                   \
    (BIT(byte, 0, 0x2f) ^ BIT(byte, 1, 0x5e) ^ BIT(byte, 2, 0xbc) ^ BIT(byte, 3, 0x57) ^           \
     BIT(byte, 4, 0xae) ^ BIT(byte, 5, 0x73) ^ BIT(byte, 6, 0xe6) ^ BIT(byte, 7, 0xe3))
#define AT_4(byte) AT(byte), AT((byte) + 1), AT((byte) + 2), AT((byte) + 3)
#define AT_16(byte) AT_4(byte), AT_4((byte) + 4), AT_4((byte) + 8), AT_4((byte) + 12)
#define AT_64(byte) AT_16(byte), AT_16((byte) + 16), AT_16((byte) + 32), AT_16((byte) + 48)

static const uint8_t rest_of_byte[256] = {AT_64(0), AT_64(64), AT_64(128), AT_64(192)};

static uint8_t find_check(uint64_t word)
{
    uint8_t rest = 0xff;
    for (unsigned shift = 56; shift; shift -= 8)
        rest = rest_of_byte[rest ^ (uint8_t)(word >> shift)];
    return rest;
}

uint64_t hx_lane_seal(uint64_t word)
{
    return (word & ~UINT64_C(0xff)) | find_check(word);
}

bool hx_lane_is_good(uint64_t word)
{
    return find_check(word) == (uint8_t)word;
}
