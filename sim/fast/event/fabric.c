// The event fabric of the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/fabric.h"

#include <stdlib.h>
#include <string.h>

hx_status hx_fabric_create(hx_fabric **fabric)
{
    *fabric = calloc(1, sizeof **fabric);
    if (!*fabric)
        return HX_ERROR_MEMORY;
    hx_fabric_reset(*fabric);
    return HX_OK;
}

void hx_fabric_destroy(hx_fabric *fabric)
{
    free(fabric);
}

void hx_fabric_reset(hx_fabric *f)
{
    hx_backend_reset(&f->backend);
    hx_background_reset(&f->background);
    hx_crossbar_reset(&f->crossbar);
    for (unsigned half = 0; half < 2; half++)
        hx_padi_reset(&f->padi[half]);
}

void hx_fabric_get(const hx_fabric *f, hx_fabric_out *out)
{
    memset(out, 0, sizeof *out);
    for (unsigned bus = 0; bus < 8; bus++) {
        const hx_padi *padi = &f->padi[bus / 4];
        out->padi_valid |= (uint8_t)(padi->bus[bus % 4].valid << bus);
        out->padi_label[bus] = padi->bus[bus % 4].label;
    }
    out->l2_valid = (uint8_t)(hx_crossbar_valid(&f->crossbar) >> 8);
    for (unsigned k = 0; k < 4; k++)
        out->l2_event[k] = hx_crossbar_get_event(&f->crossbar, 8 + k);
    out->reset_changed = f->backend.reset_changed;
    memcpy(out->reset, f->backend.reset, sizeof out->reset);
    out->post_valid = f->backend.post_valid;
    if (out->post_valid)
        memcpy(out->post, f->backend.post, sizeof out->post);
    out->side_post = f->backend.side_post;
    out->adapt_valid = f->backend.adapt_valid;
    if (out->adapt_valid) {
        memcpy(out->adapt, f->backend.adapt, sizeof out->adapt);
        memcpy(out->adapt_scale, f->backend.adapt_scale, sizeof out->adapt_scale);
    }
    for (unsigned half = 0; half < 2; half++)
        out->read_data[HX_FABRIC_PADI_TOP + half] = f->padi[half].read_data;
    out->read_data[HX_FABRIC_BACKEND] = f->backend.read_data;
    out->read_data[HX_FABRIC_CROSSBAR] = f->crossbar.read_data | f->background.read_data;
}

// The buses of a half see what the crossbar showed in this cycle; returns those that take it.
static unsigned step_padi(hx_fabric *f, unsigned half, const hx_fabric_in *in)
{
    hx_padi *padi = &f->padi[half];
    const hx_access *access = &in->access[HX_FABRIC_PADI_TOP + half];
    unsigned valid = hx_crossbar_valid(&f->crossbar) >> (4 * half) & 0xf;
    if (!valid && !access->valid && hx_padi_next(padi, in->now) > in->now)
        return 0;
    uint16_t label[4];
    for (unsigned b = 0; b < 4; b++)
        label[b] = hx_crossbar_get_event(&f->crossbar, 4 * half + b).label & 0x7ff;
    unsigned ready = hx_padi_ready(padi, in->now);
    hx_padi_step(padi, in->now, valid, label, access);
    return ready;
}

static void step_crossbar(hx_fabric *f, const hx_fabric_in *in, unsigned padi_ready)
{
    const hx_access *access = &in->access[HX_FABRIC_CROSSBAR];
    if (hx_crossbar_rests(&f->crossbar) && !f->backend.valid && !in->link_valid &&
        !f->background.valid && !access->valid)
        return;
    hx_crossbar_in events = {.neuron_valid = f->backend.valid,
                             .link_valid = in->link_valid,
                             .background_valid = f->background.valid,
                             .ready = (uint16_t)(in->l2_ready << 8 | padi_ready),
                             .systime = in->systime,
                             .now = in->now,
                             .access = *access};
    memcpy(events.neuron_label, f->backend.label, sizeof events.neuron_label);
    memcpy(events.link_label, in->link_label, sizeof events.link_label);
    for (unsigned i = 0; i < HX_BACKGROUND_SOURCES; i++)
        events.background_label[i] = f->background.source[i].label;
    hx_crossbar_step(&f->crossbar, &events);
}

static void step_backend(hx_fabric *f, const hx_fabric_in *in)
{
    const hx_access *access = &in->access[HX_FABRIC_BACKEND];
    if (!in->fire_valid && !in->array_reset_valid && !in->row_reset_valid && !access->valid &&
        hx_backend_next(&f->backend, in->now) > in->now)
        return;
    const hx_backend_in fires = {
        .fire = in->fire_valid ? in->fire : NULL,
        .array_reset_valid = in->array_reset_valid,
        .array_reset_quad = {in->array_reset_quad[0], in->array_reset_quad[1]},
        .array_reset_entries = {in->array_reset_entries[0], in->array_reset_entries[1]},
        .row_reset_valid = in->row_reset_valid,
        .row_reset_parity = {in->row_reset_parity[0], in->row_reset_parity[1]},
        .row_reset = {in->row_reset[0], in->row_reset[1]},
        .systime = in->systime,
        .now = in->now,
        .access = *access};
    hx_backend_step(&f->backend, &fires);
}

// All blocks see what the others showed in this cycle: each comes after those that take from it.
void hx_fabric_step(hx_fabric *f, const hx_fabric_in *in)
{
    unsigned ready = step_padi(f, 0, in) | step_padi(f, 1, in) << 4;
    step_crossbar(f, in, ready);
    hx_background_step(&f->background, in->now, &in->access[HX_FABRIC_CROSSBAR]);
    step_backend(f, in);
}

uint64_t hx_fabric_next(const hx_fabric *f, uint64_t now)
{
    if (!hx_crossbar_rests(&f->crossbar) || hx_padi_next(&f->padi[0], now) <= now ||
        hx_padi_next(&f->padi[1], now) <= now)
        return now;
    uint64_t background = hx_background_next(&f->background, now);
    uint64_t backend = hx_backend_next(&f->backend, now);
    return background < backend ? background : backend;
}

uint64_t hx_fabric_get_lost(const hx_fabric *fabric)
{
    return fabric->crossbar.lost_total;
}
