// Output pins of the chip in one cycle, of the RTL or of its C model.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/digital.h"
#include "testbench/rtl/chip/chip_pins.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void take_events(const hx_digital *d, chip_pins *pins)
{
    hx_fabric_out out;
    hx_fabric_get(&d->fabric, &out);
    pins->padi_valid = out.padi_valid;
    for (unsigned bus = 0; bus < 8; bus++)
        pins->padi_label[bus] = out.padi_valid >> bus & 1 ? out.padi_label[bus] : 0;
    pins->reset_changed = out.reset_changed;
    memcpy(pins->reset, out.reset, sizeof pins->reset);
    pins->post_valid = out.post_valid;
    memcpy(pins->post, out.post, sizeof pins->post);
    pins->side_post = out.side_post;
    pins->adapt_valid = out.adapt_valid;
    memcpy(pins->adapt, out.adapt, sizeof pins->adapt);
    memcpy(pins->adapt_scale, out.adapt_scale, sizeof pins->adapt_scale);
}

static void take_rows(const hx_digital *d, chip_pins *pins)
{
    for (unsigned half = 0; half < 2; half++) {
        const hx_row_request *row = d->port[half].row;
        if (!d->array[half].row_valid)
            continue;
        pins->row_valid |= (uint8_t)(1u << half);
        pins->row_write |= (uint8_t)(row->write << half);
        pins->row_offset[half] = d->array[half].row_offset;
        if (!row->write)
            continue;
        memcpy(pins->row_enable[half], row->enable, sizeof pins->row_enable[half]);
        pins->row_data[half] = row->data;
    }
}

void chip_pins_of_model(const hx_digital *d, chip_pins *pins)
{
    memset(pins, 0, sizeof *pins);
    pins->lane_valid = d->lane_valid;
    pins->lane = d->lane_valid ? d->lane : 0;
    pins->lane_word = d->lane_valid ? d->lane_word : 0;
    pins->lane_ready = d->lanes.ready;
    pins->tdo = d->tap.tdo;
    for (unsigned half = 0; half < 2; half++) {
        const hx_padi *padi = &d->fabric.padi[half];
        pins->padi_changed |= (uint8_t)(padi->settings_changed << half);
        pins->padi_config[half] = padi->settings_changed ? padi->config : 0;
        pins->padi_stp[half] = padi->settings_changed ? padi->stp : 0;
    }
    take_events(d, pins);
    pins->sample = d->madc.sample;
    pins->source = d->madc.sample ? d->madc.source : 0;
    for (unsigned half = 0; half < 2; half++) {
        pins->convert |= (uint8_t)(d->array[half].convert << half);
        pins->row[half] = d->array[half].convert ? d->array[half].row : 0;
        pins->crossed[half] = d->registers.cadc_crossed[half];
    }
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++) {
        const hx_word_access *access = hx_digital_get_access(d, port);
        if (access->valid)
            pins->word[port] = *access;
    }
    take_rows(d, pins);
}

static const char *compare_words(const chip_pins *rtl, const chip_pins *c, char text[200])
{
    for (unsigned port = 0; port < HX_DIGITAL_WORD_PORTS; port++) {
        const hx_word_access *a = &rtl->word[port], *b = &c->word[port];
        if (a->valid == b->valid && a->write == b->write && a->block == b->block &&
            a->offset == b->offset && a->byte_enables == b->byte_enables && a->data == b->data)
            continue;
        snprintf(text, 200,
                 "word port %u: valid %d write %d block %u offset %" PRIx32 " %x data %" PRIx32
                 ", C %d %d %u %" PRIx32 " %x %" PRIx32,
                 port, a->valid, a->write, a->block, a->offset, a->byte_enables, a->data, b->valid,
                 b->write, b->block, b->offset, b->byte_enables, b->data);
        return text;
    }
    return NULL;
}

#define COMPARE(field)                                                                             \
    if (rtl->field != c->field) {                                                                  \
        snprintf(text, 200, #field ": %" PRIx64 ", C %" PRIx64, (uint64_t)rtl->field,              \
                 (uint64_t)c->field);                                                              \
        return text;                                                                               \
    }

const char *chip_pins_compare(const chip_pins *rtl, const chip_pins *c, char text[200])
{
    COMPARE(lane_valid)
    COMPARE(lane)
    COMPARE(lane_word)
    COMPARE(lane_ready)
    COMPARE(tdo)
    COMPARE(padi_changed)
    COMPARE(padi_config[0])
    COMPARE(padi_config[1])
    COMPARE(padi_stp[0])
    COMPARE(padi_stp[1])
    COMPARE(padi_valid)
    COMPARE(reset_changed)
    COMPARE(post_valid)
    COMPARE(side_post)
    COMPARE(adapt_valid)
    COMPARE(adapt_scale[0])
    COMPARE(adapt_scale[1])
    COMPARE(sample)
    COMPARE(source)
    COMPARE(convert)
    COMPARE(row[0])
    COMPARE(row[1])
    COMPARE(crossed[0])
    COMPARE(crossed[1])
    COMPARE(row_valid)
    COMPARE(row_write)
    for (unsigned half = 0; half < 2; half++) {
        COMPARE(row_offset[half])
        for (unsigned w = 0; w < HX_ROW_ENABLE_WORDS; w++)
            COMPARE(row_enable[half][w])
        for (unsigned w = 0; w < HX_ROW_WORDS; w++)
            COMPARE(row_data[half].word[w])
    }
    for (unsigned bus = 0; bus < 8; bus++)
        COMPARE(padi_label[bus])
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++) {
        COMPARE(reset[w])
        COMPARE(post[w])
        COMPARE(adapt[w])
    }
    return compare_words(rtl, c, text);
}
