// Playback programs: building the words.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/program.h"

#include "host/wire/ut_message.h"

#include <stdlib.h>

struct hx_program {
    uint64_t *words;
    size_t count, capacity;
    size_t reads;
};

hx_status hx_program_create(hx_program **program)
{
    *program = calloc(1, sizeof **program);
    return *program ? HX_OK : HX_ERROR_MEMORY;
}

void hx_program_destroy(hx_program *program)
{
    if (!program)
        return;
    free(program->words);
    free(program);
}

void hx_program_clear(hx_program *program)
{
    program->count = 0;
    program->reads = 0;
}

// Every instruction to the FPGA is one word.
static hx_status add(hx_program *program, const hx_ut_message *message)
{
    hx_ut_bits bits;
    hx_status status = hx_ut_message_pack(message, &bits);
    if (status)
        return status;
    if (program->count == program->capacity) {
        size_t capacity = program->capacity ? 2 * program->capacity : 1024;
        uint64_t *larger = realloc(program->words, capacity * sizeof *larger);
        if (!larger)
            return HX_ERROR_MEMORY;
        program->words = larger;
        program->capacity = capacity;
    }
    program->words[program->count++] = bits.first;
    return HX_OK;
}

static hx_status add_value(hx_program *program, hx_ut_kind kind, uint64_t value)
{
    const hx_ut_message message = {.kind = kind, .value = value};
    return add(program, &message);
}

hx_status hx_program_add_timer_setup(hx_program *program)
{
    return add_value(program, HX_UT_TO_TIMER_SETUP, 0);
}

hx_status hx_program_add_wait_until(hx_program *program, uint32_t fpga_cycles)
{
    return add_value(program, HX_UT_TO_WAIT_UNTIL, fpga_cycles);
}

static hx_status add_address(hx_program *program, uint32_t address, bool is_read)
{
    const hx_ut_message message = {
        .kind = HX_UT_TO_OMNIBUS_ADDRESS,
        .omnibus = {.address = address, .byte_enables = 0xf, .is_read = is_read}};
    return add(program, &message);
}

hx_status hx_program_add_write(hx_program *program, uint32_t address, uint32_t value)
{
    hx_status status = add_address(program, address, false);
    return status ? status : add_value(program, HX_UT_TO_OMNIBUS_DATA, value);
}

hx_status hx_program_add_read(hx_program *program, uint32_t address, size_t *ticket)
{
    hx_status status = add_address(program, address, true);
    if (!status)
        *ticket = program->reads++;
    return status;
}

hx_status hx_program_add_spikes(hx_program *program, const uint16_t *labels, unsigned count)
{
    if (count < 1 || count > HX_UT_EVENTS_MAXIMUM)
        return HX_ERROR_ARGUMENT;
    hx_ut_message message = {.kind = (hx_ut_kind)(HX_UT_TO_SPIKE_PACK_1 + (int)count - 1)};
    for (unsigned i = 0; i < count; i++)
        message.events[i].value = labels[i];
    return add(program, &message);
}

hx_status hx_program_add_barrier(hx_program *program, unsigned mask)
{
    return add_value(program, HX_UT_TO_BARRIER, mask);
}

hx_status hx_program_add_polling(hx_program *program, bool until_equal)
{
    return add_value(program, HX_UT_TO_POLLING_OMNIBUS_BLOCK, until_equal);
}

hx_status hx_program_add_systime_init(hx_program *program, bool synchronise)
{
    return add_value(program, HX_UT_TO_SYSTIME_INIT, synchronise);
}

hx_status hx_program_add_reset(hx_program *program, bool level)
{
    return add_value(program, HX_UT_TO_RESET, level);
}

hx_status hx_program_add_jtag_init(hx_program *program)
{
    return add_value(program, HX_UT_TO_JTAG_INIT, 0);
}

hx_status hx_program_add_jtag_scaler(hx_program *program, uint8_t scaler)
{
    return add_value(program, HX_UT_TO_JTAG_SCALER, scaler);
}

hx_status hx_program_add_jtag_instruction(hx_program *program, uint8_t instruction)
{
    return add_value(program, HX_UT_TO_JTAG_INS, instruction);
}

hx_status hx_program_add_jtag_data(hx_program *program, uint64_t data, unsigned bits, bool keep)
{
    const hx_ut_message message = {
        .kind = HX_UT_TO_JTAG_DATA,
        .jtag = {.payload = data, .bit_count = (uint8_t)bits, .keep_response = keep}};
    return add(program, &message);
}

hx_status hx_program_add_loopback(hx_program *program, bool tick)
{
    return add_value(program, HX_UT_TO_LOOPBACK, tick ? HX_UT_TICK : HX_UT_HALT);
}

void hx_program_get_words(const hx_program *program, const uint64_t **words, size_t *count)
{
    *words = program->words;
    *count = program->count;
}
