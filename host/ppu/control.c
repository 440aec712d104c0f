// Running programs on the plasticity processors of a chip, over its words.
// SPDX-License-Identifier: Apache-2.0
#include "host/ppu/control.h"

#include "hx_map.h"

#include <string.h>

static hx_status write_control(hx_program *program, unsigned half, bool run)
{
    if (half >= HX_PPU_COUNT)
        return HX_ERROR_ARGUMENT;
    hx_map_ppu_control_register control = hx_map_ppu_control_register_default();
    control.inhibit_reset = run;
    control.cache_controller_enable = run;
    uint32_t word;
    hx_map_ppu_control_register_encode(&control, &word);
    return hx_program_add_write(program, hx_map_ppu_control_register_address(half), word);
}

hx_status hx_ppu_add_start(hx_program *program, unsigned half)
{
    return write_control(program, half, true);
}

hx_status hx_ppu_add_stop(hx_program *program, unsigned half)
{
    return write_control(program, half, false);
}

hx_status hx_ppu_add_load(hx_program *program, unsigned half, const hx_ppu_loadable *loadable)
{
    const uint8_t *owned;
    const uint32_t *local = hx_ppu_loadable_get_local(loadable);
    const uint32_t *external = hx_ppu_loadable_get_external(loadable, &owned);
    hx_status status = hx_ppu_add_stop(program, half);
    for (unsigned i = 0; !status && i < HX_PPU_LOCAL_WORDS; i++)
        status = hx_program_add_write(program, hx_map_ppu_memory_word_address(half, i), local[i]);
    for (unsigned i = 0; !status && i < HX_PPU_EXTERNAL_WORDS; i++)
        if (owned[i])
            status = hx_program_add_write(program, hx_map_external_ppu_memory_quad_address(i),
                                          external[i]);
    return status;
}

hx_status hx_ppu_add_set(hx_program *program, unsigned half, const hx_ppu_loadable *loadable,
                         const char *symbol, const uint32_t *words, size_t count, hx_error *error)
{
    unsigned first = 0;
    hx_status status = hx_ppu_loadable_find(loadable, symbol, count, &first, error);
    if (!status && half >= HX_PPU_COUNT)
        status = HX_ERROR_ARGUMENT;
    for (unsigned i = 0; !status && i < count; i++)
        status = hx_program_add_write(program, hx_map_ppu_memory_word_address(half, first + i),
                                      words[i]);
    return status;
}

// The status register is not 0 in sleep: polls until it differs from 0.
hx_status hx_ppu_add_wait_for_sleep(hx_program *program, unsigned half)
{
    if (half >= HX_PPU_COUNT)
        return HX_ERROR_ARGUMENT;
    const hx_map_polling_omnibus_block_config polling = {
        .address = hx_map_ppu_status_register_address(half), .target = 0, .mask = UINT32_MAX};
    uint32_t words[HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_WORDS];
    hx_map_polling_omnibus_block_config_encode(&polling, words);
    hx_status status = HX_OK;
    for (unsigned w = 0; !status && w < HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_WORDS; w++)
        status = hx_program_add_write(program, hx_map_polling_omnibus_block_config_address() + w,
                                      words[w]);
    return status ? status : hx_program_add_polling(program, false);
}

hx_status hx_ppu_add_read_status(hx_program *program, unsigned half, size_t *ticket)
{
    if (half >= HX_PPU_COUNT)
        return HX_ERROR_ARGUMENT;
    return hx_program_add_read(program, hx_map_ppu_status_register_address(half), ticket);
}

hx_status hx_ppu_add_read_report(hx_program *program, unsigned half, size_t *ticket)
{
    size_t other;
    hx_status status = hx_ppu_add_read_status(program, half, ticket);
    if (!status)
        status = hx_program_add_read(
            program, hx_map_ppu_memory_word_address(half, HX_MAP_PPU_WORD_RETURN_CODE), &other);
    for (unsigned i = HX_MAP_PPU_WORD_MAILBOX; !status && i < HX_PPU_LOCAL_WORDS; i++)
        status = hx_program_add_read(program, hx_map_ppu_memory_word_address(half, i), &other);
    return status;
}

hx_status hx_ppu_report_take(hx_ppu_report *report, const hx_program_result *result, size_t ticket,
                             hx_error *error)
{
    const uint32_t *values;
    size_t count;
    hx_program_result_get_reads(result, &values, &count);
    if (count < ticket || count - ticket < HX_PPU_REPORT_READS)
        return hx_error_set(error, HX_ERROR_CHECK, "processor: %zu answers came back, not %zu",
                            count, ticket + HX_PPU_REPORT_READS);
    report->asleep = values[ticket] != 0;
    report->return_code = (int32_t)values[ticket + 1];
    hx_ppu_mailbox_read(values + ticket + 2, report->mailbox);
    return HX_OK;
}
