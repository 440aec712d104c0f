// One loop, compiled for several instruction sets.
// SPDX-License-Identifier: Apache-2.0
//
// The versions differ in speed only: the code is plain C without contraction, so every level
// gives the same bits. HX_SIMD_VERSIONS defines name_base, name_avx2 and name_avx512 from one
// always-inline function; HX_SIMD_CALL takes the one of `level`, by default the best this
// processor has; tests force the others.
#ifndef HX_MODELS_SIMD_H
#define HX_MODELS_SIMD_H

typedef enum hx_simd_level { HX_SIMD_BASE, HX_SIMD_AVX2, HX_SIMD_AVX512 } hx_simd_level;

static inline hx_simd_level hx_simd_best(void)
{
    if (__builtin_cpu_supports("avx512f")) {
        return HX_SIMD_AVX512;
    }
    return __builtin_cpu_supports("avx2") ? HX_SIMD_AVX2 : HX_SIMD_BASE;
}

#define HX_SIMD_VERSIONS(name, body, parameters, arguments)                                        \
    static void name##_base parameters                                                             \
    {                                                                                              \
        body arguments;                                                                            \
    }                                                                                              \
    __attribute__((target("avx2"))) static void name##_avx2 parameters                             \
    {                                                                                              \
        body arguments;                                                                            \
    }                                                                                              \
    __attribute__((target("avx512f"))) static void name##_avx512 parameters                        \
    {                                                                                              \
        body arguments;                                                                            \
    }

#define HX_SIMD_CALL(level, name, arguments)                                                       \
    do {                                                                                           \
        switch (level) {                                                                           \
        case HX_SIMD_AVX512:                                                                       \
            name##_avx512 arguments;                                                               \
            break;                                                                                 \
        case HX_SIMD_AVX2:                                                                         \
            name##_avx2 arguments;                                                                 \
            break;                                                                                 \
        case HX_SIMD_BASE:                                                                         \
            name##_base arguments;                                                                 \
            break;                                                                                 \
        }                                                                                          \
    } while (0)

#endif
