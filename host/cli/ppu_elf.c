// `hxcosim ppu run --elf`: one program of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/ppu_elf.h"

#include "host/cli/ppu_machine.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void print_json(const hx_ppu_machine *machine, bool asleep, const char *mailbox)
{
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
    json_dumpf(report, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(report);
}

static void print_text(const hx_ppu_machine *machine, bool asleep, const char *mailbox)
{
    hx_ppu_counters counters = hx_ppu_get_counters(machine->ppu);
    hx_ppu_outside outside = hx_ppu_surroundings_outside(machine->surroundings);
    if (asleep)
        printf("return code: %" PRId32 "\n", (int32_t)hx_ppu_machine_return_code(machine));
    printf("cycles: %" PRIu64 "\nissued: %" PRIu64 "\n", counters.cycles, counters.issued);
    if (outside.count)
        printf("not modelled: %" PRIu64 " accesses, first %s 0x%08" PRIx32 "\n", outside.count,
               outside.is_vector ? "vector address" : "address", outside.first_address);
    size_t length = strlen(mailbox);
    if (length)
        printf("mailbox:\n%s%s", mailbox, mailbox[length - 1] == '\n' ? "" : "\n");
}

static hx_status run(const hx_ppu_elf_options *options, hx_ppu_machine *machine, hx_error *error)
{
    hx_status status = hx_ppu_machine_create(machine, options->elf, error);
    if (status)
        return status;
    status = hx_ppu_machine_run(machine, options->max_cycles);
    char mailbox[HX_PPU_MAILBOX_BYTES];
    hx_ppu_machine_mailbox(machine, mailbox);
    (options->json ? print_json : print_text)(machine, !status, mailbox);
    if (status)
        hx_error_set(error, status,
                     "%.100s does not sleep within %" PRIu64 " cycles (--max-cycles)", options->elf,
                     options->max_cycles);
    if (fflush(stdout) || ferror(stdout))
        return hx_error_set(error, HX_ERROR_IO, "stdout failed");
    return status;
}

hx_status hx_ppu_elf_run(const hx_ppu_elf_options *options, hx_error *error)
{
    hx_ppu_machine machine;
    hx_status status = run(options, &machine, error);
    hx_ppu_machine_destroy(&machine);
    return status;
}
