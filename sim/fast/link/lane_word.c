// Lane words: check.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/link/lane_word.h"

// CRC-8, polynomial x^8+x^5+x^3+x^2+x+1, start 0xff, most significant bit first. The code is
// linear: the check is the sum of what each byte adds at its place, which needs no order, and
// what a byte adds is the sum of what its bits add. The bits of a place are those of the place
// below, each eight steps of the register later.
#define BIT(byte, place, value) ((byte) >> (place)&1 ? (value) : 0)
#define AT(byte, b0, b1, b2, b3, b4, b5, b6, b7)                                                   \
    (BIT(byte, 0, b0) ^ BIT(byte, 1, b1) ^ BIT(byte, 2, b2) ^ BIT(byte, 3, b3) ^                   \
     BIT(byte, 4, b4) ^ BIT(byte, 5, b5) ^ BIT(byte, 6, b6) ^ BIT(byte, 7, b7))
#define AT_4(byte, ...)                                                                            \
    AT(byte, __VA_ARGS__), AT((byte) + 1, __VA_ARGS__), AT((byte) + 2, __VA_ARGS__),               \
        AT((byte) + 3, __VA_ARGS__)
#define AT_16(byte, ...)                                                                           \
    AT_4(byte, __VA_ARGS__), AT_4((byte) + 4, __VA_ARGS__), AT_4((byte) + 8, __VA_ARGS__),         \
        AT_4((byte) + 12, __VA_ARGS__)
#define AT_64(byte, ...)                                                                           \
    AT_16(byte, __VA_ARGS__), AT_16((byte) + 16, __VA_ARGS__), AT_16((byte) + 32, __VA_ARGS__),    \
        AT_16((byte) + 48, __VA_ARGS__)
#define OF_BITS(...)                                                                               \
    {                                                                                              \
        AT_64(0, __VA_ARGS__), AT_64(64, __VA_ARGS__), AT_64(128, __VA_ARGS__),                    \
            AT_64(192, __VA_ARGS__)                                                                \
    }

#define PLACES 7            // bytes above the check
#define REST_OF_ZEROES 0x95 // of a word of zeroes

static const uint8_t rest[PLACES][256] = {OF_BITS(0x2f, 0x5e, 0xbc, 0x57, 0xae, 0x73, 0xe6, 0xe3),
                                          OF_BITS(0xe9, 0xfd, 0xd5, 0x85, 0x25, 0x4a, 0x94, 0x07),
                                          OF_BITS(0x0e, 0x1c, 0x38, 0x70, 0xe0, 0xef, 0xf1, 0xcd),
                                          OF_BITS(0xb5, 0x45, 0x8a, 0x3b, 0x76, 0xec, 0xf7, 0xc1),
                                          OF_BITS(0xad, 0x75, 0xea, 0xfb, 0xd9, 0x9d, 0x15, 0x2a),
                                          OF_BITS(0x54, 0xa8, 0x7f, 0xfe, 0xd3, 0x89, 0x3d, 0x7a),
                                          OF_BITS(0xf4, 0xc7, 0xa1, 0x6d, 0xda, 0x9b, 0x19, 0x32)};

static uint8_t find_check(uint64_t word)
{
    uint8_t check = REST_OF_ZEROES;
    for (unsigned place = 0; place < PLACES; place++)
        check ^= rest[place][(uint8_t)(word >> (8 * place + 8))];
    return check;
}

uint64_t hx_lane_seal(uint64_t word)
{
    return (word & ~UINT64_C(0xff)) | find_check(word);
}

bool hx_lane_is_good(uint64_t word)
{
    return find_check(word) == (uint8_t)word;
}
