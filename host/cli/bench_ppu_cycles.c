// `hxcosim bench ppu`: cycles of the processor, measured on the RTL, against published ones.
// SPDX-License-Identifier: Apache-2.0
//
// Steady-state cycles of vector instructions on the lone core, and durations of `access; sync` on
// the chip: (time base behind it) - (time base in front of it) - 1.
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "host/program/bring_up.h"
#include "host/program/program.h"
#include "hx_map.h"
#include "sim/ppu/ppu_rtl.h"
#include "sim/ppu/published_cycles.h"

#include <hxcosim/device.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WAIT 0x7c00007cu
#define WINDOW 0x2000u
#define ADDI(rt, value) (0x38000000u | (uint32_t)(rt) << 21 | (value))
#define MEASURED_MAXIMUM 0.05 // cycles; the published averages have one digit

// --- steady state ---------------------------------------------------------------------------

static unsigned build_steady(uint32_t *words, const struct hx_published_row *row, unsigned repeats)
{
    unsigned count = 0;
    words[count++] = ADDI(3, WINDOW);
    words[count++] = ADDI(4, 5);
    words[count++] = HX_PUBLISHED_SYNC;
    for (unsigned i = 0; i < repeats; i++)
        for (unsigned k = 0; k < 3 && row->ops[k].word; k++) {
            uint32_t word = row->ops[k].word;
            if (word != HX_PUBLISHED_SYNC)
                word |= hx_published_turn(row->ops[k].t, i) << 21 |
                        hx_published_turn(row->ops[k].a, i) << 16 |
                        hx_published_turn(row->ops[k].b, i) << 11 | row->ops[k].condition;
            words[count++] = word;
        }
    words[count++] = HX_PUBLISHED_SYNC;
    words[count++] = WAIT;
    return count;
}

// Both numbers of repeats are multiples of every period of the arbitration.
static hx_status measure_steady(const struct hx_published_row *row, double *cycles)
{
    enum { FEW = 60, MANY = 180 };
    uint32_t words[3 * MANY + 8];
    uint64_t total[2] = {0, 0};
    for (unsigned run = 0; run < 2; run++) {
        hx_ppu_rtl *ppu = hx_ppu_rtl_create();
        if (!ppu)
            return HX_ERROR_MEMORY;
        unsigned count = build_steady(words, row, run ? MANY : FEW);
        memcpy(hx_ppu_rtl_memory(ppu), words, count * sizeof *words);
        hx_status status = hx_ppu_rtl_run(ppu, 1000000);
        total[run] = hx_ppu_rtl_get_counters(ppu).cycles;
        hx_ppu_rtl_destroy(ppu);
        if (status)
            return status;
    }
    *cycles = (double)(total[1] - total[0]) / (MANY - FEW);
    return HX_OK;
}

static hx_status print_steady(unsigned *wrong)
{
    printf("%-28s %9s   %s\n", "lone core, cycles a repeat", "measured", "published");
    for (size_t i = 0; i < HX_PUBLISHED_COUNT; i++) {
        double cycles;
        hx_status status = measure_steady(&hx_published[i], &cycles);
        if (status)
            return status;
        bool is_wrong = fabs(cycles - hx_published[i].cycles) > MEASURED_MAXIMUM;
        printf("%-28s %9.2f | %g%s\n", hx_published[i].name, cycles, hx_published[i].cycles,
               is_wrong ? "  differs" : "");
        *wrong += is_wrong;
    }
    return HX_OK;
}

// --- durations on the chip ------------------------------------------------------------------

#define NOTHING 0x60000000u
#define ROW_4 (4u << 11) // address in r4
#define ROW_5 (5u << 11) // in r5

static const struct duration {
    const char *name;
    uint32_t words[2], address;
    unsigned published, margin;
} durations[] = {
    {"fxvstax, local memory", {STORE | ROW_4, NOTHING}, WINDOW, 47, 5},
    {"fxvlax, local memory", {LOAD | ROW_4, NOTHING}, WINDOW, 49, 5},
    {"weight write", {OUT | ROW_4, NOTHING}, HX_MAP_PPU_VECTOR_WEIGHT, 20, 2},
    {"weight read", {IN | ROW_4, NOTHING}, HX_MAP_PPU_VECTOR_WEIGHT, 20, 2},
    {"neuron reset", {OUT | ROW_4, NOTHING}, HX_MAP_PPU_VECTOR_NEURON_RESET + 512, 20, 2},
    {"CADC, second read buffered",
     {IN | ROW_4, IN | ROW_5},
     HX_MAP_PPU_VECTOR_CADC_CAUSAL,
     410,
     41},
    {"external memory write", {OUT | ROW_4, NOTHING}, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, 38, 4},
    {"external memory read", {IN | ROW_4, NOTHING}, HX_MAP_PPU_VECTOR_EXTERNAL_MEMORY, 344, 35},
};
enum { DURATIONS = sizeof durations / sizeof *durations, RESULTS = 0x3000 };

// lis and ori of a constant
static void put_constant(uint32_t *words, unsigned *count, unsigned target, uint32_t value)
{
    words[(*count)++] = 0x3c000000u | target << 21 | value >> 16;
    words[(*count)++] = 0x60000000u | target << 21 | target << 16 | (value & 0xffff);
}

static unsigned build_durations(uint32_t *words)
{
    unsigned count = 0;
    for (unsigned i = 0; i < DURATIONS; i++) {
        put_constant(words, &count, 4, durations[i].address);
        put_constant(words, &count, 5, (durations[i].address | HX_MAP_PPU_VECTOR_BUFFERED) + 1);
        words[count++] = HX_PUBLISHED_SYNC;
        words[count++] = 0x7d5c42a6; // mftb r10
        for (unsigned k = 0; k < 2; k++)
            if (durations[i].words[k] != NOTHING)
                words[count++] = durations[i].words[k];
        words[count++] = HX_PUBLISHED_SYNC;
        words[count++] = 0x7d7c42a6;                      // mftb r11
        words[count++] = 0x7d6a5850;                      // subf r11,r10,r11
        words[count++] = 0x396bffff;                      // addi r11,r11,-1
        words[count++] = 0x91600000u | (RESULTS + 4 * i); // stw r11,...
    }
    words[count++] = WAIT;
    return count;
}

static hx_status build_program(hx_program *program)
{
    uint32_t words[16 * DURATIONS];
    unsigned count = build_durations(words);
    hx_map_cadc_config config = hx_map_cadc_config_default();
    uint32_t word;
    config.enable = 1;
    hx_map_cadc_config_encode(&config, &word);
    hx_status status = hx_bring_up_build(program);
    if (!status)
        status = hx_program_add_write(program, hx_map_cadc_config_address(0), word);
    for (unsigned i = 0; !status && i < count; i++)
        status = hx_program_add_write(program, hx_map_ppu_memory_word_address(0, i), words[i]);
    if (!status)
        status = hx_program_add_write(program, hx_map_ppu_control_register_address(0), 1);
    if (!status)
        status = hx_program_add_barrier(program, 1);
    if (!status)
        status = hx_program_add_timer_setup(program);
    if (!status)
        status = hx_program_add_wait_until(program, 2500);
    for (unsigned i = 0; !status && i < DURATIONS; i++) {
        size_t ticket;
        status = hx_program_add_read(program, hx_map_ppu_memory_word_address(0, RESULTS / 4 + i),
                                     &ticket);
    }
    if (!status)
        status = hx_program_add_barrier(program, 1); // the answers come before the halt
    return status ? status : hx_program_add_loopback(program, false);
}

// Sends the program and takes its response.
static hx_status play(hx_connection *device, const hx_program *program, hx_program_result *result,
                      hx_error *error)
{
    const uint64_t *words;
    size_t count, used;
    hx_program_get_words(program, &words, &count);
    hx_status status = hx_connection_send(device, words, count);
    while (!status && !hx_program_result_is_done(result)) {
        uint64_t got[256];
        status = hx_connection_receive(device, got, 256, &count, NULL);
        if (!status && !count)
            status = hx_error_set(error, HX_ERROR_CHECK, "the device stopped answering");
        if (!status)
            status = hx_program_result_feed(result, got, count, &used, error);
    }
    return status;
}

static void print_durations(const uint32_t *cycles, unsigned *wrong)
{
    printf("\n%-28s %9s   %s\n", "chip, access and sync", "measured", "published");
    for (unsigned i = 0; i < DURATIONS; i++) {
        unsigned low = durations[i].published - durations[i].margin;
        unsigned high = durations[i].published + durations[i].margin;
        bool is_wrong = cycles[i] < low || cycles[i] > high;
        printf("%-28s %9u | %u .. %u%s\n", durations[i].name, cycles[i], low, high,
               is_wrong ? "  differs" : "");
        *wrong += is_wrong;
    }
}

static hx_status measure_durations(unsigned *wrong, hx_error *error)
{
    hx_device_config config = hx_device_config_default();
    hx_connection *device = NULL;
    hx_program *program = NULL;
    hx_program_result *result = NULL;
    const uint32_t *cycles;
    size_t count = 0;
    hx_status status = hx_connection_open_worker(&device, &config, error);
    if (!status)
        status = hx_program_create(&program);
    if (!status)
        status = build_program(program);
    if (!status)
        status = hx_program_result_create(&result);
    if (!status)
        status = play(device, program, result, error);
    if (!status) {
        hx_program_result_get_reads(result, &cycles, &count);
        if (count >= DURATIONS)
            print_durations(cycles + count - DURATIONS, wrong);
        else
            status = hx_error_set(error, HX_ERROR_CHECK, "the chip gave no cycles");
    }
    hx_program_result_destroy(result);
    hx_program_destroy(program);
    hx_connection_close(device);
    return status;
}

int hx_cli_bench_ppu(int argc, char **argv)
{
    const hx_command command = {
        .name = "bench ppu",
        .summary = "Compares the processor's cycles with the published ones; 1 if one differs.",
        .usage = "bench ppu",
        .example = "  hxcosim bench ppu",
    };
    hx_error error = {""};
    unsigned wrong = 0;
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    if (!status)
        status = print_steady(&wrong);
    if (!status)
        status = measure_durations(&wrong, &error);
    if (!status && wrong)
        status = hx_error_set(&error, HX_ERROR_CHECK, "%u figures differ", wrong);
    return status ? hx_command_fail(command.name, status, &error) : 0;
}
