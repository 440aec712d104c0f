// Counter-based random numbers.
// SPDX-License-Identifier: Apache-2.0
//
// The block function is the published Philox4x32-10; 128 blocks are computed side by side with
// vector instructions (tested against Random123).
#include "models/random.h"

#include <Random123/philox.h>
#include <immintrin.h>
#include <string.h>

enum { BLOCKS = 128, ROUNDS = 10 };

double hx_random_normal(uint64_t seed, uint64_t use, uint64_t place, uint64_t index)
{
    philox4x64_key_t key = {{seed, use}};
    philox4x64_ctr_t counter = {{place, index, 0, 0}};
    philox4x64_ctr_t block = philox4x64(counter, key);
    int64_t sum = 0;
    for (int i = 0; i < 16; ++i) {
        sum += (int64_t)((block.v[i / 4] >> (16 * (i % 4))) & 0xffff);
    }
    // Mean 16 * 65535 / 2, variance 16 (65536^2 - 1) / 12.
    return (double)(sum - 524280) / 75674.45447441297;
}

void hx_random_words(uint64_t key, uint64_t use, uint64_t place, uint64_t index, uint64_t draw,
                     uint64_t words[4])
{
    philox4x64_key_t both = {{key, use}};
    philox4x64_ctr_t counter = {{place, index, draw, 0}};
    philox4x64_ctr_t block = philox4x64(counter, both);
    for (int i = 0; i < 4; ++i)
        words[i] = block.v[i];
}

uint64_t hx_random_trial_key(uint64_t seed, uint64_t chip_seed, uint64_t trial)
{
    philox4x64_key_t key = {{seed, chip_seed}};
    philox4x64_ctr_t counter = {{trial, HX_RANDOM_USE_TRIAL, 0, 0}};
    return philox4x64(counter, key).v[0];
}

// Blocks of one instruction set. A word stands in 64 bits of which the upper half is ignored by
// the next multiplication, the one operation that compilers do not find by themselves.
#define DRAW_BLOCKS(name, isa, LANES, type, multiply)                                              \
    typedef uint64_t name##_lanes __attribute__((vector_size(8 * (LANES))));                       \
    __attribute__((target(isa))) static void name(uint64_t key, uint64_t index, uint32_t use,      \
                                                  uint64_t word[4][BLOCKS])                        \
    {                                                                                              \
        for (int block = 0; block < BLOCKS; block += (LANES)) {                                    \
            name##_lanes w0, w1 = {0}, w2 = {0}, w3 = {0}, first = {0}, second = {0};              \
            memcpy(&w0, &word[0][block], sizeof w0);                                               \
            w1 += (uint32_t)index;                                                                 \
            w2 += index >> 32;                                                                     \
            w3 += use;                                                                             \
            first += 0xD2511F53u;                                                                  \
            second += 0xCD9E8D57u;                                                                 \
            for (uint32_t round = 0; round < ROUNDS; ++round) {                                    \
                uint64_t key_low = (uint32_t)key + round * 0x9E3779B9u;                            \
                uint64_t key_high = (uint32_t)(key >> 32) + round * 0xBB67AE85u;                   \
                name##_lanes p0 = (name##_lanes)multiply((type)w0, (type)first);                   \
                name##_lanes p2 = (name##_lanes)multiply((type)w2, (type)second);                  \
                w0 = (p2 >> 32) ^ w1 ^ (uint32_t)key_low;                                          \
                w1 = p2;                                                                           \
                w2 = (p0 >> 32) ^ w3 ^ (uint32_t)key_high;                                         \
                w3 = p0;                                                                           \
            }                                                                                      \
            memcpy(&word[0][block], &w0, sizeof w0);                                               \
            memcpy(&word[1][block], &w1, sizeof w1);                                               \
            memcpy(&word[2][block], &w2, sizeof w2);                                               \
            memcpy(&word[3][block], &w3, sizeof w3);                                               \
        }                                                                                          \
    }

DRAW_BLOCKS(blocks_base, "sse2", 2, __m128i, _mm_mul_epu32)
DRAW_BLOCKS(blocks_avx2, "avx2", 4, __m256i, _mm256_mul_epu32)
DRAW_BLOCKS(blocks_avx512, "avx512f", 8, __m512i, _mm512_mul_epu32)

static inline __attribute__((always_inline)) void sum_bytes(const uint64_t *restrict word,
                                                            double *restrict values)
{
    for (int i = 0; i < 4 * BLOCKS; ++i) {
        uint32_t low = (uint32_t)word[i];
        uint32_t pairs = (low & 0x00ff00ffu) + ((low >> 8) & 0x00ff00ffu);
        values[i] = (double)((int32_t)((pairs & 0xffff) + (pairs >> 16)) - 510);
    }
}

HX_SIMD_VERSIONS(sums, sum_bytes, (const uint64_t *restrict word, double *restrict values),
                 (word, values))

void hx_random_bytes_512(hx_simd_level level, uint64_t key, uint64_t index, uint32_t use,
                         double values[512])
{
    _Alignas(64) uint64_t word[4][BLOCKS];
    for (uint64_t i = 0; i < BLOCKS; ++i) {
        word[0][i] = i;
    }
    HX_SIMD_CALL(level, blocks, (key, index, use, word));
    HX_SIMD_CALL(level, sums, (word[0], values));
}
