// Cycles and calls of each function of a program of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_profile.h"

#include "sim/fast/ppu/decode.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct row {
    const char *name;
    uint64_t cycles, calls;
} row;

// Rows: one a symbol, then code outside of all functions, then sleep.
struct hx_ppu_profile {
    const hx_ppu_machine *machine;
    const hx_elf_symbol *symbols;
    size_t symbol_count;
    row *rows;
    size_t last;
    uint64_t last_cycle;
    bool last_links;
};

hx_ppu_profile *hx_ppu_profile_create(const hx_ppu_machine *machine)
{
    hx_ppu_profile *profile = calloc(1, sizeof *profile);
    if (!profile)
        return NULL;
    profile->machine = machine;
    profile->symbols = hx_elf_symbols(machine->elf, &profile->symbol_count);
    profile->rows = calloc(profile->symbol_count + 2, sizeof *profile->rows);
    if (!profile->rows) {
        free(profile);
        return NULL;
    }
    for (size_t i = 0; i < profile->symbol_count; i++)
        profile->rows[i].name = profile->symbols[i].name;
    profile->rows[profile->symbol_count].name = "(no function)";
    profile->rows[profile->symbol_count + 1].name = "(asleep)";
    profile->last = profile->symbol_count; // cycles before the first instruction
    return profile;
}

void hx_ppu_profile_destroy(hx_ppu_profile *profile)
{
    if (profile)
        free(profile->rows);
    free(profile);
}

void hx_ppu_profile_end(hx_ppu_profile *profile, uint64_t cycle)
{
    profile->rows[profile->last].cycles += cycle - profile->last_cycle;
    profile->last_cycle = cycle;
}

void hx_ppu_profile_take(hx_ppu_profile *profile, uint64_t cycle, uint32_t address, uint32_t word)
{
    const hx_elf_symbol *function = hx_elf_function_at(profile->machine->elf, address);
    size_t now = function ? (size_t)(function - profile->symbols) : profile->symbol_count;
    hx_ppu_op op;
    hx_ppu_profile_end(profile, cycle);
    if (function && address == function->address && (now != profile->last || profile->last_links))
        profile->rows[now].calls++;
    hx_ppu_decode(word, &op);
    profile->last_links = op.unit == HX_PPU_UNIT_BRANCH && op.spr_writes & (1u << HX_PPU_SPR_LR);
    profile->last = now;
    if (op.unit == HX_PPU_UNIT_WAIT) {
        hx_ppu_profile_end(profile, cycle + 1);
        profile->last = profile->symbol_count + 1;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const row *left = a, *right = b;
    if (left->cycles != right->cycles)
        return left->cycles < right->cycles ? 1 : -1;
    return strcmp(left->name, right->name);
}

// A sorted copy; the caller frees it. NULL: no memory.
static row *sorted(const hx_ppu_profile *profile, size_t *count)
{
    size_t all = profile->symbol_count + 2;
    row *rows = malloc(all * sizeof *rows);
    *count = 0;
    for (size_t i = 0; rows && i < all; i++)
        if (profile->rows[i].cycles)
            rows[(*count)++] = profile->rows[i];
    if (rows)
        qsort(rows, *count, sizeof *rows, compare_rows);
    return rows;
}

void hx_ppu_profile_print(const hx_ppu_profile *profile, FILE *out)
{
    size_t count;
    row *rows = sorted(profile, &count);
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += rows[i].cycles;
    fprintf(out, "%12s %6s %8s  %s\n", "cycles", "%", "calls", "function");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%12" PRIu64 " %6.2f %8" PRIu64 "  %s\n", rows[i].cycles,
                100.0 * (double)rows[i].cycles / (double)sum, rows[i].calls, rows[i].name);
    free(rows);
}

json_t *hx_ppu_profile_json(const hx_ppu_profile *profile)
{
    size_t count;
    row *rows = sorted(profile, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:I, s:I}", "function", rows[i].name, "cycles",
                                              (json_int_t)rows[i].cycles, "calls",
                                              (json_int_t)rows[i].calls));
    free(rows);
    return list;
}
