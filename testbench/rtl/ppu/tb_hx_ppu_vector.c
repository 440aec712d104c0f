// Writes the input of tb_hx_ppu_vector: programs with what the C model makes of them.
// SPDX-License-Identifier: Apache-2.0
//
// Usage: input SEED. A program is a line `P NAME REPEATS FACT` (published cycles a repeat, times
// 100; 0: none), a line an instruction, `E`, and the state behind the last one:
//   V word base offset cycle   vector instruction and its issue cycle
//   S, N, A: 0 0 0 cycle       sync or wait; no-op; scalar addition
//   registers, accumulator, condition register, memory window, rows, as the bench reads them
// Registers, memory window and rows start as hash(place), on both sides.
#include "sim/fast/ppu/core.h"
#include "sim/ppu/published_cycles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOP 0x60000000u
#define SYNC HX_PUBLISHED_SYNC
#define WAIT 0x7c00007cu
#define VECTOR(base, t, a, b)                                                                      \
    ((base) | (uint32_t)(t) << 21 | (uint32_t)(a) << 16 | (uint32_t)(b) << 11)
#define ADDI(t, value) (0x38000000u | (uint32_t)(t) << 21 | (uint32_t)(value))

enum { WINDOW = 0x2000, WINDOW_WORDS = 1024, ROWS = 64, LENGTH = 500, RANDOM_PROGRAMS = 60 };

static uint32_t hash(uint32_t place)
{
    uint32_t x = (place + 1) * 0x9e3779b1u;
    x ^= x >> 15;
    x *= 0x85ebca6bu;
    return x ^ x >> 13;
}

static void print_instruction(void *context, uint64_t cycle, uint32_t address, uint32_t word)
{
    const hx_ppu *ppu = context;
    const hx_ppu_vector_info *info = word >> 26 == 4 ? hx_ppu_vector_find(word) : NULL;
    unsigned ra = word >> 16 & 31;
    (void)address;
    if (info) {
        bool is_splat = info->operands == HX_PPU_OPERANDS_SPLAT;
        uint32_t base = is_splat || ra ? hx_ppu_get_register(ppu, ra) : 0;
        printf("V %08x %08x %08x %x\n", word, base, hx_ppu_get_register(ppu, word >> 11 & 31),
               (unsigned)cycle);
    } else {
        printf("%c 0 0 0 %x\n",
               word == SYNC || word == WAIT ? 'S'
               : word == NOP                ? 'N'
                                            : 'A',
               (unsigned)cycle);
    }
}

static void print_vector(const uint32_t *words, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        printf("%08x ", words[i]);
    printf("\n");
}

static void print_bytes(const uint8_t *bytes)
{
    for (unsigned i = 0; i < 128; i++)
        printf("%02x%s", bytes[i], i % 4 == 3 ? " " : "");
    printf("\n");
}

static void print_bits(const uint8_t *nibbles)
{
    for (unsigned i = 0; i < 128; i += 32) {
        uint32_t word = 0;
        for (unsigned j = 0; j < 32; j++)
            word = word << 1 | (nibbles[i + j] & 1);
        printf("%08x ", word);
    }
    printf("\n");
}

static void run(const char *name, unsigned repeats, double fact, const uint32_t *words,
                unsigned count)
{
    hx_ppu *ppu = hx_ppu_create(NULL);
    if (!ppu)
        exit(3);
    uint32_t *memory = hx_ppu_memory(ppu);
    memcpy(memory, words, count * sizeof *words);
    memory[count] = SYNC;
    memory[count + 1] = WAIT;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        memory[WINDOW / 4 + i] = hash(0x1000 + i);
    for (unsigned row = 0; row < ROWS; row++)
        for (unsigned i = 0; i < 32; i++)
            hx_ppu_row(ppu, row)[i] = hash(0x2000 + 32 * row + i);
    for (unsigned i = 0; i < 32 * 128; i++)
        ppu->vectors.vr[i / 128][i % 128] = (uint8_t)(hash(i / 4) >> (24 - 8 * (i & 3)));
    hx_ppu_set_trace(ppu, print_instruction, ppu);
    printf("P %s %x %x\n", name, repeats, (unsigned)(100 * fact + 0.5));
    if (hx_ppu_run(ppu, 10000000))
        exit(3);
    printf("E 0 0 0 0\n");
    for (unsigned i = 0; i < 32; i++)
        print_bytes(ppu->vectors.vr[i]);
    print_vector(ppu->vectors.acc, 64);
    print_bits(ppu->vectors.vcr_gt);
    print_bits(ppu->vectors.vcr_lt);
    print_bits(ppu->vectors.vcr_eq);
    for (unsigned i = 0; i < WINDOW_WORDS; i += 32)
        print_vector(memory + WINDOW / 4 + i, 32);
    for (unsigned row = 0; row < ROWS; row++)
        print_vector(hx_ppu_row(ppu, row), 32);
    hx_ppu_destroy(ppu);
}

static void run_table(void)
{
    // Both are multiples of every period of the arbitration mask.
    static const unsigned repeats[] = {60, 180};
    for (size_t row = 0; row < HX_PUBLISHED_COUNT; row++)
        for (unsigned k = 0; k < 2; k++) {
            uint32_t words[600] = {ADDI(3, WINDOW), ADDI(4, 5), SYNC};
            unsigned count = 3;
            for (unsigned i = 0; i < repeats[k]; i++)
                for (unsigned j = 0; j < 3 && hx_published[row].ops[j].word; j++) {
                    uint32_t word = hx_published[row].ops[j].word;
                    if (word == SYNC)
                        words[count++] = SYNC;
                    else
                        words[count++] =
                            VECTOR(word, hx_published_turn(hx_published[row].ops[j].t, i),
                                   hx_published_turn(hx_published[row].ops[j].a, i),
                                   hx_published_turn(hx_published[row].ops[j].b, i)) |
                            hx_published[row].ops[j].condition;
                }
            run(hx_published[row].name, repeats[k], hx_published[row].cycles, words, count);
        }
}

typedef struct source {
    uint32_t state;
} source;

static unsigned draw(source *random, unsigned below)
{
    random->state = random->state * 1664525u + 1013904223u;
    return (unsigned)((uint64_t)hash(random->state) * below >> 32);
}

static uint32_t random_vector(source *random, const unsigned *weights, unsigned pool)
{
    unsigned total = 0, unit = 0, place;
    for (unsigned i = 0; i < HX_PPU_VECTOR_UNIT_COUNT; i++)
        total += weights[i];
    place = draw(random, total);
    while (place >= weights[unit])
        place -= weights[unit++];
    for (;;) {
        uint32_t word = 0x10000000u | draw(random, 512) << 2;
        const hx_ppu_vector_info *info = hx_ppu_vector_find(word);
        if (!info || info->unit != unit)
            continue;
        unsigned a = draw(random, pool), b = draw(random, pool);
        if (unit == HX_PPU_LS) {
            a = draw(random, 2) ? 3 : 0;
            b = 4 + draw(random, 4);
        } else if (unit == HX_PPU_PLS) {
            a = 0;
            b = 8 + draw(random, 4);
        } else if (info->operation == HX_PPU_OP_SHIFT) {
            b = draw(random, 32);
        } else if (info->operation == HX_PPU_OP_SPLAT) {
            a = draw(random, 12);
        }
        return VECTOR(word, draw(random, pool), a, b) | draw(random, draw(random, 2) ? 4 : 1);
    }
}

static void run_random(uint32_t seed, unsigned number)
{
    static const unsigned pools[] = {2, 4, 10, 32};
    uint32_t words[LENGTH + 16];
    source random = {hash(seed) ^ hash(number + 77)};
    unsigned count = 0, weights[HX_PPU_VECTOR_UNIT_COUNT] = {0}, pool = pools[draw(&random, 4)];
    unsigned others = 1 + draw(&random, 8), syncs = draw(&random, 3) ? 40 : 0;
    char name[32];
    for (unsigned i = 0; i < HX_PPU_VECTOR_UNIT_COUNT; i++)
        weights[i] = 1 + draw(&random, 8) * draw(&random, 3);
    for (unsigned i = 0; i < 12; i++)
        words[count++] = ADDI(i, i == 3  ? draw(&random, 128)
                                 : i < 3 ? draw(&random, 0x8000)
                                 : i < 8 ? WINDOW + draw(&random, 4 * WINDOW_WORDS - 256)
                                         : draw(&random, ROWS));
    while (count < LENGTH) {
        if (syncs && !draw(&random, syncs))
            words[count++] = SYNC;
        else if (!draw(&random, others + 1))
            words[count++] = draw(&random, 2) ? NOP : ADDI(0, draw(&random, 0x8000));
        else
            words[count++] = random_vector(&random, weights, pool);
    }
    snprintf(name, sizeof name, "random_%u", number);
    run(name, 0, 0, words, count);
}

int main(int argc, char **argv)
{
    uint32_t seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
    run_table();
    for (unsigned i = 0; i < RANDOM_PROGRAMS; i++)
        run_random(seed, i);
    printf("Q end 0 0\n");
    return 0;
}
