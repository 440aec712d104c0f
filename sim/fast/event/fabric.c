// The event fabric of the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/event/fabric.h"

#include <stdlib.h>
#include <string.h>

struct hx_fabric {
    hx_backend backend;
    hx_background background;
    hx_crossbar crossbar;
    hx_padi padi[2];
};

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
    for (unsigned half = 0; half < 2; half++)
        out->read_data[HX_FABRIC_PADI_TOP + half] = f->padi[half].read_data;
    out->read_data[HX_FABRIC_BACKEND] = f->backend.read_data;
    out->read_data[HX_FABRIC_CROSSBAR] = f->crossbar.read_data | f->background.read_data;
}

void hx_fabric_step(hx_fabric *f, const hx_fabric_in *in)
{
    hx_crossbar_in events = {.neuron_valid = f->backend.valid,
                             .link_valid = in->link_valid,
                             .background_valid = f->background.valid,
                             .ready = (uint16_t)(in->l2_ready << 8),
                             .systime = in->systime,
                             .access = in->access[HX_FABRIC_CROSSBAR]};
    memcpy(events.neuron_label, f->backend.label, sizeof events.neuron_label);
    memcpy(events.link_label, in->link_label, sizeof events.link_label);
    for (unsigned i = 0; i < HX_BACKGROUND_SOURCES; i++)
        events.background_label[i] = f->background.source[i].label;

    // All blocks see what the others showed in this cycle.
    unsigned valid = hx_crossbar_valid(&f->crossbar);
    for (unsigned half = 0; half < 2; half++) {
        uint16_t label[4];
        for (unsigned b = 0; b < 4; b++)
            label[b] = hx_crossbar_get_event(&f->crossbar, 4 * half + b).label & 0x7ff;
        events.ready |= (uint16_t)(hx_padi_ready(&f->padi[half]) << (4 * half));
        hx_padi_step(&f->padi[half], valid >> (4 * half) & 0xf, label,
                     &in->access[HX_FABRIC_PADI_TOP + half]);
    }
    hx_crossbar_step(&f->crossbar, &events);
    hx_background_step(&f->background, in->now, &in->access[HX_FABRIC_CROSSBAR]);
    hx_backend_in fires = {.array_reset_valid = in->array_reset_valid,
                           .array_reset_quad = {in->array_reset_quad[0], in->array_reset_quad[1]},
                           .systime = in->systime,
                           .now = in->now,
                           .access = in->access[HX_FABRIC_BACKEND]};
    memcpy(fires.array_reset_entries, in->array_reset_entries, sizeof fires.array_reset_entries);
    memcpy(fires.fire, in->fire, sizeof fires.fire);
    hx_backend_step(&f->backend, &fires);
}

uint64_t hx_fabric_get_lost(const hx_fabric *fabric)
{
    return fabric->crossbar.lost_total;
}
