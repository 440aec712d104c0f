// Hands the outputs of the digital part to the analog core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/drive_core.h"

#include <assert.h>
#include <string.h>

static_assert(HX_BACKEND_WORDS == HX_ANNCORE_FIRE_WORDS, "a bit for each neuron");

#define LABEL_BITS 6

static void send_events(const hx_fabric *fabric, hx_anncore *core)
{
    for (unsigned bus = 0; bus < 8; bus++) {
        const hx_padi *padi = &fabric->padi[bus / 4];
        if (!padi->bus[bus % 4].valid)
            continue;
        unsigned label = padi->bus[bus % 4].label;
        hx_anncore_send_padi_event(core, bus, label >> LABEL_BITS,
                                   label & ((1u << LABEL_BITS) - 1));
    }
}

static void send_post_pulses(const hx_backend *backend, hx_anncore *core)
{
    uint64_t pulses[HX_BACKEND_WORDS] = {0};
    if (!backend->post_valid && !backend->side_post)
        return;
    if (backend->post_valid)
        memcpy(pulses, backend->post, sizeof pulses);
    // A side is 128 columns of both rows.
    for (unsigned word = 0; word < HX_BACKEND_WORDS; word++)
        if (backend->side_post >> word / 2 % 2 & 1)
            pulses[word] = UINT64_MAX;
    hx_anncore_send_post_pulses(core, pulses);
}

static void access_words(const hx_digital *d, hx_anncore *core, hx_digital_in *in)
{
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++) {
        const hx_word_access *access = hx_digital_get_access(d, port);
        hx_anncore_block block = (hx_anncore_block)access->block;
        if (!access->valid)
            continue;
        if (access->write)
            hx_anncore_write_word(core, block, access->offset, access->byte_enables, access->data);
        else
            in->word_data[port] = hx_anncore_read_word(core, block, access->offset);
    }
}

// A vector is so many words of the array block, the first at the top.
static void access_row(const hx_digital *d, unsigned half, hx_anncore *core, hx_digital_in *in)
{
    const hx_row_request *row = d->port[half].row;
    hx_anncore_block block = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
    for (unsigned word = 0; word < HX_ROW_WORDS; word++) {
        uint32_t offset = d->array[half].row_offset + word;
        unsigned place = HX_ROW_WORDS - 1 - word;
        if (row->write)
            hx_anncore_write_word(core, block, offset,
                                  row->enable[place / 8] >> place % 8 * 4 & 0xf,
                                  row->data.word[place]);
        else
            in->row_data[half].word[place] = hx_anncore_read_word(core, block, offset);
    }
}

void hx_drive_core(const hx_digital *d, hx_anncore *core, hx_digital_in *in)
{
    if (d->was_calm)
        return;
    for (unsigned half = 0; half < 2; half++)
        if (d->fabric.padi[half].settings_changed)
            hx_anncore_set_padi(core, half, d->fabric.padi[half].config, d->fabric.padi[half].stp);
    if (d->fabric.backend.reset_changed)
        hx_anncore_set_reset(core, d->fabric.backend.reset);
    if (d->fabric.backend.adapt_valid)
        hx_anncore_send_adaptation_pulses(core, d->fabric.backend.adapt,
                                          d->fabric.backend.adapt_scale);
    send_events(&d->fabric, core);
    send_post_pulses(&d->fabric.backend, core);
    if (d->madc.sample)
        in->madc_value = (uint16_t)hx_anncore_sample_madc(core, d->madc.source);
    for (unsigned half = 0; half < 2; half++)
        if (d->array[half].convert)
            hx_anncore_convert_cadc(core, half, d->array[half].row,
                                    d->registers.cadc_crossed[half]);
    access_words(d, core, in);
    for (unsigned half = 0; half < 2; half++)
        if (d->array[half].row_valid)
            access_row(d, half, core, in);
}
