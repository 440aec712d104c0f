// Counter-based random numbers.
// SPDX-License-Identifier: Apache-2.0
//
// The block function is the published Philox4x32-10; 128 blocks are computed side by side so
// that the compiler can use vector instructions (tested against Random123).
#include "models/random.h"

#include <Random123/philox.h>

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

uint64_t hx_random_trial_key(uint64_t seed, uint64_t chip_seed, uint64_t trial)
{
    philox4x64_key_t key = {{seed, chip_seed}};
    philox4x64_ctr_t counter = {{trial, HX_RANDOM_USE_TRIAL, 0, 0}};
    return philox4x64(counter, key).v[0];
}

static inline __attribute__((always_inline)) void draw(uint64_t key, uint64_t index, uint32_t use,
                                                       double *restrict values)
{
    _Alignas(64) uint32_t word[4][BLOCKS];
    uint32_t key_low = (uint32_t)key;
    uint32_t key_high = (uint32_t)(key >> 32);
    // All rounds of a block in one go, so that they stay in registers.
    for (uint32_t i = 0; i < BLOCKS; ++i) {
        uint32_t w0 = i;
        uint32_t w1 = (uint32_t)index;
        uint32_t w2 = (uint32_t)(index >> 32);
        uint32_t w3 = use;
        for (uint32_t round = 0; round < ROUNDS; ++round) {
            uint64_t first = (uint64_t)0xD2511F53u * w0;
            uint64_t second = (uint64_t)0xCD9E8D57u * w2;
            w0 = (uint32_t)(second >> 32) ^ w1 ^ (key_low + round * 0x9E3779B9u);
            w1 = (uint32_t)second;
            w2 = (uint32_t)(first >> 32) ^ w3 ^ (key_high + round * 0xBB67AE85u);
            w3 = (uint32_t)first;
        }
        word[0][i] = w0;
        word[1][i] = w1;
        word[2][i] = w2;
        word[3][i] = w3;
    }
    const uint32_t *flat = word[0];
    for (int i = 0; i < 4 * BLOCKS; ++i) {
        uint32_t pairs = (flat[i] & 0x00ff00ffu) + ((flat[i] >> 8) & 0x00ff00ffu);
        values[i] = (double)((int32_t)((pairs & 0xffff) + (pairs >> 16)) - 510);
    }
}

HX_SIMD_VERSIONS(hx_random_draw, draw,
                 (uint64_t key, uint64_t index, uint32_t use, double *restrict values),
                 (key, index, use, values))

void hx_random_bytes_512(hx_simd_level level, uint64_t key, uint64_t index, uint32_t use,
                         double values[512])
{
    HX_SIMD_CALL(level, hx_random_draw, (key, index, use, values));
}
