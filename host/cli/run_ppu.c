// `hxcosim run --ppu-elf`: programs of the plasticity processors beside the host's words.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/run_ppu.h"

#include "host/program/exchange.h"
#include "host/wire/ut_message.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#define CHECK_CYCLES 12500 // 100 us between two looks at the status

typedef hx_status build_fn(const hx_run_ppu *ppu, hx_program *program, void *context);

// Builds a program, plays it, and keeps the answers in `*result` (may be NULL) for the caller.
static hx_status play(const hx_run_ppu *ppu, hx_connection *device, build_fn *build, void *context,
                      hx_program_result **result, hx_error *error)
{
    hx_program *program = NULL;
    hx_program_result *answers = NULL;
    hx_exchange *exchange = NULL;
    hx_error reason = {""};
    hx_status status = hx_program_create(&program);
    if (!status)
        status = hx_program_result_create(&answers);
    if (!status)
        status = hx_exchange_create(&exchange, device);
    if (!status)
        status = build(ppu, program, context);
    if (!status) // answers to reads may not come behind the halt
        status = hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS);
    if (!status)
        status = hx_exchange_play(exchange, program, answers, &reason);
    if (status)
        hx_error_set(error, status, "--ppu-elf: %.200s",
                     reason.text[0] ? reason.text : hx_status_text(status));
    hx_program_destroy(program);
    hx_exchange_destroy(exchange);
    if (status || !result)
        hx_program_result_destroy(answers);
    else
        *result = answers;
    return status;
}

static hx_status open_item(hx_run_ppu *ppu, const char *item, hx_error *error)
{
    if ((item[0] != '0' && item[0] != '1') || item[1] != '=' || !item[2])
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--ppu-elf: '%.200s' is not N=FILE with N 0 (top) or 1 (bottom)", item);
    const unsigned half = item[0] == '1';
    if (ppu->program[half])
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--ppu-elf: processor %u is named twice",
                            half);
    return hx_ppu_loadable_open(&ppu->program[half], item + 2, error);
}

// The FPGA's memory is one for both: two programs may share what is equal.
static hx_status check_external(const hx_run_ppu *ppu, hx_error *error)
{
    const uint8_t *owned[HX_PPU_COUNT];
    const uint32_t *words[HX_PPU_COUNT];
    for (unsigned half = 0; half < HX_PPU_COUNT; half++) {
        if (!ppu->program[half])
            return HX_OK;
        words[half] = hx_ppu_loadable_get_external(ppu->program[half], &owned[half]);
    }
    for (unsigned i = 0; i < HX_PPU_EXTERNAL_WORDS; i++)
        if (owned[0][i] && owned[1][i] && words[0][i] != words[1][i])
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "--ppu-elf: both programs want byte 0x%x of the FPGA's memory",
                                4 * i);
    return HX_OK;
}

hx_status hx_run_ppu_open(hx_run_ppu *ppu, const hx_option_list *items, hx_error *error)
{
    *ppu = (hx_run_ppu){{NULL}};
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < items->count; i++)
        status = open_item(ppu, items->items[i], error);
    return status ? status : check_external(ppu, error);
}

void hx_run_ppu_destroy(hx_run_ppu *ppu)
{
    for (unsigned half = 0; half < HX_PPU_COUNT; half++)
        hx_ppu_loadable_destroy(ppu->program[half]);
}

void hx_run_ppu_name(const hx_run_ppu *ppu, hx_trace_config *trace)
{
    for (unsigned half = 0; half < HX_PPU_COUNT; half++)
        if (ppu->program[half])
            trace->programs[half] = hx_ppu_loadable_get_functions(ppu->program[half]);
}

static hx_status build_start(const hx_run_ppu *ppu, hx_program *program, void *context)
{
    (void)context;
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        if (ppu->program[half])
            status = hx_ppu_add_load(program, half, ppu->program[half]);
    if (!status)
        status = hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS);
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        if (ppu->program[half])
            status = hx_ppu_add_start(program, half);
    return status;
}

hx_status hx_run_ppu_start(const hx_run_ppu *ppu, hx_connection *device, hx_error *error)
{
    return play(ppu, device, build_start, NULL, NULL, error);
}

static hx_status build_check(const hx_run_ppu *ppu, hx_program *program, void *context)
{
    const uint32_t *wait = context;
    size_t ticket;
    hx_status status = hx_program_add_timer_setup(program);
    if (!status)
        status = hx_program_add_wait_until(program, *wait);
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        if (ppu->program[half])
            status = hx_ppu_add_read_status(program, half, &ticket);
    return status;
}

static hx_status wait_for_sleep(const hx_run_ppu *ppu, hx_connection *device, hx_error *error)
{
    bool asleep = false;
    for (uint32_t wait = 0; !asleep; wait = CHECK_CYCLES) {
        hx_program_result *result;
        hx_status status = play(ppu, device, build_check, &wait, &result, error);
        if (status)
            return status;
        const uint32_t *values;
        size_t count;
        hx_program_result_get_reads(result, &values, &count);
        asleep = true;
        for (size_t i = 0; i < count; i++)
            asleep &= values[i] != 0;
        hx_program_result_destroy(result);
    }
    return HX_OK;
}

static hx_status build_report(const hx_run_ppu *ppu, hx_program *program, void *context)
{
    size_t *tickets = context;
    hx_status status = HX_OK;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++)
        if (ppu->program[half])
            status = hx_ppu_add_read_report(program, half, &tickets[half]);
    return status;
}

static void print_text(FILE *out, unsigned half, const hx_ppu_report *report)
{
    fprintf(out, "# ppu %u: return code %" PRId32 "\n", half, report->return_code);
    for (const char *line = report->mailbox; *line;) {
        const size_t length = strcspn(line, "\n");
        fprintf(out, "# ppu %u| %.*s\n", half, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void print_json(FILE *out, unsigned half, const hx_ppu_report *report)
{
    json_t *object = json_pack("{s:i, s:I, s:s}", "ppu", (int)half, "return_code",
                               (json_int_t)report->return_code, "mailbox", report->mailbox);
    json_dumpf(object, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(object);
}

hx_status hx_run_ppu_report(const hx_run_ppu *ppu, hx_connection *device, FILE *out, bool json,
                            hx_error *error)
{
    size_t tickets[HX_PPU_COUNT];
    hx_program_result *result;
    hx_status status = wait_for_sleep(ppu, device, error);
    if (!status)
        status = play(ppu, device, build_report, tickets, &result, error);
    if (status)
        return status;
    for (unsigned half = 0; !status && half < HX_PPU_COUNT; half++) {
        hx_ppu_report report;
        if (!ppu->program[half])
            continue;
        status = hx_ppu_report_take(&report, result, tickets[half], error);
        if (!status)
            (json ? print_json : print_text)(out, half, &report);
    }
    hx_program_result_destroy(result);
    return status;
}
