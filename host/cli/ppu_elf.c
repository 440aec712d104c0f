// `hxcosim ppu run --elf`: one program of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_elf.h"

#include "host/cli/ppu_gdb.h"
#include "host/cli/ppu_machine.h"
#include "host/cli/ppu_profile.h"
#include "host/cli/ppu_trace.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

// A run and those who watch it.
typedef struct elf_run {
    hx_ppu_machine machines[2]; // the second one if it has a program
    bool both;
    hx_ppu_trace *trace;
    hx_ppu_profile *profile;
} elf_run;

static void watch(void *context, uint64_t cycle, uint32_t address, uint32_t word)
{
    elf_run *run = context;
    if (run->trace)
        hx_ppu_trace_take(run->trace, cycle, address, word);
    if (run->profile)
        hx_ppu_profile_take(run->profile, cycle, address, word);
}

static hx_status watch_start(elf_run *run, const hx_ppu_elf_options *options, hx_error *error)
{
    hx_status status = HX_OK;
    if (options->trace)
        status = hx_ppu_trace_create(&run->trace, options->trace, &run->machines[0], error);
    if (!status && options->profile) {
        run->profile = hx_ppu_profile_create(&run->machines[0]);
        status = run->profile ? HX_OK : HX_ERROR_MEMORY;
    }
    if (run->trace || run->profile)
        hx_ppu_set_trace(run->machines[0].ppu, watch, run);
    return status;
}

static void print_json(const elf_run *run, unsigned number, bool asleep, const char *mailbox)
{
    const hx_ppu_machine *machine = &run->machines[number];
    hx_ppu_counters counters = hx_ppu_get_counters(machine->ppu);
    hx_ppu_outside outside = hx_ppu_surroundings_outside(machine->surroundings);
    json_t *report = json_pack(
        "{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "asleep", asleep, "cycles",
        (json_int_t)counters.cycles, "issued", (json_int_t)counters.issued, "instructions",
        (json_int_t)counters.instructions, "branches", (json_int_t)counters.branches,
        "mispredicted_taken", (json_int_t)counters.mispredicted_taken, "mispredicted_not_taken",
        (json_int_t)counters.mispredicted_not_taken, "outside_accesses", (json_int_t)outside.count,
        "mailbox", mailbox);
    json_object_set_new(report, "return_code",
                        asleep ? json_integer((int32_t)hx_ppu_machine_return_code(machine))
                               : json_null());
    if (run->both)
        json_object_set_new(report, "ppu", json_integer(number));
    if (run->profile && number == 0)
        json_object_set_new(report, "profile", hx_ppu_profile_json(run->profile));
    json_dumpf(report, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(report);
}

static void print_text(const elf_run *run, unsigned number, bool asleep, const char *mailbox)
{
    const hx_ppu_machine *machine = &run->machines[number];
    hx_ppu_counters counters = hx_ppu_get_counters(machine->ppu);
    hx_ppu_outside outside = hx_ppu_surroundings_outside(machine->surroundings);
    if (run->both)
        printf("%sprocessor %u\n", number ? "\n" : "", number);
    if (asleep)
        printf("return code: %" PRId32 "\n", (int32_t)hx_ppu_machine_return_code(machine));
    printf("cycles: %" PRIu64 "\nissued: %" PRIu64 "\n", counters.cycles, counters.issued);
    if (outside.count)
        printf("not modelled: %" PRIu64 " accesses, first %s 0x%08" PRIx32 "\n", outside.count,
               outside.is_vector ? "vector address" : "address", outside.first_address);
    size_t length = strlen(mailbox);
    if (length)
        printf("mailbox:\n%s%s", mailbox, mailbox[length - 1] == '\n' ? "" : "\n");
    if (run->profile && number == 0)
        hx_ppu_profile_print(run->profile, stdout);
}

static hx_status create_machines(const hx_ppu_elf_options *options, elf_run *run, hx_error *error)
{
    hx_status status = hx_ppu_machine_create(&run->machines[0], options->elf, error);
    run->both = options->second != NULL;
    if (!status && run->both)
        status = hx_ppu_machine_create_beside(&run->machines[1], options->second, &run->machines[0],
                                              error);
    for (unsigned i = 0; !status && i <= run->both; i++)
        hx_ppu_stop_at_unknown(run->machines[i].ppu, options->trap_unknown);
    return status ? status : watch_start(run, options, error);
}

static hx_status set_reason(const hx_ppu_elf_options *options, const elf_run *run, hx_status status,
                            hx_error *error)
{
    const char *const files[] = {options->elf, options->second};
    uint32_t address, word;
    for (unsigned i = 0; status == HX_ERROR_CHECK && i <= run->both; i++) {
        if (!hx_ppu_get_unknown(run->machines[i].ppu, &address, &word))
            continue;
        const hx_elf_symbol *function = hx_elf_function_at(run->machines[i].elf, address);
        return hx_error_set(error, status,
                            "%.100s: unknown instruction 0x%08" PRIx32 " at 0x%08" PRIx32
                            " in %.80s",
                            files[i], word, address, function ? function->name : "no function");
    }
    return hx_error_set(error, status,
                        "%.100s does not sleep within %" PRIu64 " cycles (--max-cycles)",
                        options->elf, options->max_cycles);
}

static hx_status play(const hx_ppu_elf_options *options, elf_run *run, hx_error *error)
{
    hx_status status = create_machines(options, run, error);
    if (status)
        return status;
    bool ended = false;
    if (options->debug)
        status = hx_ppu_gdb_run(run->machines, 1 + run->both, (uint16_t)options->gdb_port, &ended,
                                error);
    if (status)
        return status;
    if (!ended)
        status = run->both ? hx_ppu_machine_run_both(run->machines, options->max_cycles)
                           : hx_ppu_machine_run(&run->machines[0], options->max_cycles);
    if (run->profile)
        hx_ppu_profile_end(run->profile, hx_ppu_get_counters(run->machines[0].ppu).cycles);
    for (unsigned i = 0; i <= run->both; i++) {
        char mailbox[HX_PPU_MAILBOX_TEXT];
        hx_ppu_machine_mailbox(&run->machines[i], mailbox);
        (options->json ? print_json : print_text)(run, i, !status, mailbox);
    }
    if (status)
        set_reason(options, run, status, error);
    if (fflush(stdout) || ferror(stdout))
        return hx_error_set(error, HX_ERROR_IO, "stdout failed");
    return status;
}

hx_status hx_ppu_elf_run(const hx_ppu_elf_options *options, hx_error *error)
{
    elf_run run = {0};
    hx_status status = play(options, &run, error);
    hx_status closed = hx_ppu_trace_destroy(run.trace, status ? NULL : error);
    hx_ppu_profile_destroy(run.profile);
    hx_ppu_machine_destroy(&run.machines[1]);
    hx_ppu_machine_destroy(&run.machines[0]);
    return status ? status : closed;
}
