// Instruction traces of a lone plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_trace.h"

#include "sim/fast/ppu/decode.h"
#include "sim/fast/ppu/disassemble.h"
#include "traces/write.h"

#include <hxcosim/device.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REGISTERS = 32, PLACE_SIZE = 96 };

struct hx_ppu_trace {
    const hx_ppu_machine *machine;
    char *path;
    FILE *text; // or
    hx_wave *wave;
    hx_wave_signal pc, instruction, function, sleep, registers[REGISTERS];
};

static void declare(hx_ppu_trace *trace)
{
    hx_wave_open_scope(trace->wave, "ppu");
    trace->pc = hx_wave_add_bits(trace->wave, "pc", 32);
    trace->instruction = hx_wave_add_text(trace->wave, "instruction");
    trace->function = hx_wave_add_text(trace->wave, "function");
    trace->sleep = hx_wave_add_bits(trace->wave, "sleep", 1);
    for (unsigned i = 0; i < REGISTERS; i++) {
        char name[8];
        snprintf(name, sizeof name, "r%u", i);
        trace->registers[i] = hx_wave_add_bits(trace->wave, name, 32);
    }
    hx_wave_close_scope(trace->wave);
}

hx_status hx_ppu_trace_create(hx_ppu_trace **result, const char *path,
                              const hx_ppu_machine *machine, hx_error *error)
{
    size_t length = strlen(path);
    hx_status status = HX_OK;
    *result = NULL;
    hx_ppu_trace *trace = calloc(1, sizeof *trace);
    if (!trace)
        return HX_ERROR_MEMORY;
    trace->machine = machine;
    trace->path = strdup(path);
    if (length > 4 && !strcmp(path + length - 4, ".fst")) {
        status = hx_wave_create(&trace->wave, path, error);
        if (!status)
            declare(trace);
    } else {
        trace->text = fopen(path, "w");
        if (!trace->text)
            status = hx_error_set(error, HX_ERROR_IO, "%.200s: cannot be written", path);
    }
    if (status)
        hx_ppu_trace_destroy(trace, NULL);
    else
        *result = trace;
    return status;
}

hx_status hx_ppu_trace_destroy(hx_ppu_trace *trace, hx_error *error)
{
    hx_status status = HX_OK;
    if (!trace)
        return HX_OK;
    if (trace->text && (ferror(trace->text) | fclose(trace->text)))
        status = HX_ERROR_IO;
    if (trace->wave) {
        hx_wave_set_time(trace->wave,
                         HX_CHIP_CYCLE_NS * hx_ppu_get_counters(trace->machine->ppu).cycles);
        hx_wave_set_bits(trace->wave, trace->sleep, hx_ppu_sleeping(trace->machine->ppu));
        status = hx_wave_destroy(trace->wave);
    }
    if (status)
        hx_error_set(error, status, "%.200s: cannot be written", trace->path);
    free(trace->path);
    free(trace);
    return status;
}

static void place_text(const hx_elf_symbol *function, uint32_t address, char text[PLACE_SIZE])
{
    if (!function)
        snprintf(text, PLACE_SIZE, "?");
    else if (address == function->address)
        snprintf(text, PLACE_SIZE, "%s", function->name);
    else
        snprintf(text, PLACE_SIZE, "%.80s+0x%" PRIx32, function->name, address - function->address);
}

static void take_wave(hx_ppu_trace *trace, uint64_t cycle, uint32_t address,
                      const hx_elf_symbol *function, const char *text)
{
    hx_wave_set_time(trace->wave, HX_CHIP_CYCLE_NS * cycle);
    hx_wave_set_bits(trace->wave, trace->pc, address);
    hx_wave_set_text(trace->wave, trace->instruction, text);
    hx_wave_set_text(trace->wave, trace->function, function ? function->name : "?");
    hx_wave_set_bits(trace->wave, trace->sleep, 0);
    for (unsigned i = 0; i < REGISTERS; i++)
        hx_wave_set_bits(trace->wave, trace->registers[i],
                         hx_ppu_get_register(trace->machine->ppu, i));
}

void hx_ppu_trace_take(hx_ppu_trace *trace, uint64_t cycle, uint32_t address, uint32_t word)
{
    char text[HX_PPU_TEXT_SIZE], place[PLACE_SIZE];
    const hx_elf_symbol *function = hx_elf_function_at(trace->machine->elf, address);
    hx_ppu_disassemble(word, address, false, text);
    if (trace->wave) {
        hx_ppu_op op;
        hx_ppu_decode(word, &op);
        take_wave(trace, cycle, address, function, text);
        if (op.unit == HX_PPU_UNIT_WAIT) {
            hx_wave_set_time(trace->wave, HX_CHIP_CYCLE_NS * (cycle + 1));
            hx_wave_set_bits(trace->wave, trace->sleep, 1);
        }
        return;
    }
    place_text(function, address, place);
    fprintf(trace->text, "%8" PRIu64 " %08" PRIx32 " %-28s %08" PRIx32 "  %s\n", cycle, address,
            place, word, text);
}
