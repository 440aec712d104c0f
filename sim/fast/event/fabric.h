// The event fabric of the chip: backend, background sources, crossbar, PADI buses, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// The golden model of the RTL in rtl/event: equal inputs give equal outputs in every cycle.
#ifndef HX_FAST_EVENT_FABRIC_H
#define HX_FAST_EVENT_FABRIC_H

#include "sim/fast/event/backend.h"
#include "sim/fast/event/background.h"
#include "sim/fast/event/crossbar.h"
#include "sim/fast/event/padi.h"

#include <hxcosim/status.h>

#ifdef __cplusplus
extern "C" {
#endif

// Register blocks with an access port of their own.
typedef enum hx_fabric_block {
    HX_FABRIC_PADI_TOP,
    HX_FABRIC_PADI_BOTTOM,
    HX_FABRIC_BACKEND,
    HX_FABRIC_CROSSBAR, // with the background sources
    HX_FABRIC_BLOCKS
} hx_fabric_block;

typedef struct hx_fabric_in {
    bool fire_valid;
    uint64_t fire[HX_BACKEND_WORDS]; // if valid
    uint8_t array_reset_valid;
    uint8_t array_reset_quad[2], array_reset_entries[2];
    uint8_t row_reset_valid; // by rows: see hx_backend_in
    bool row_reset_parity[2];
    uint32_t row_reset[2][4];
    uint8_t link_valid; // index 2 comes first
    uint16_t link_label[3];
    uint8_t l2_ready; // bit k: the event of L2 output k is taken in this cycle
    uint64_t systime, now;
    hx_access access[HX_FABRIC_BLOCKS];
} hx_fabric_in;

// What the pins show in a cycle. Labels count where their valid bit is set.
typedef struct hx_fabric_out {
    uint8_t padi_valid;     // 0..3 top, 4..7 bottom
    uint16_t padi_label[8]; // {row select 5, synapse label 6}
    uint8_t l2_valid;
    hx_crossbar_event l2_event[4];
    bool reset_changed;
    uint64_t reset[HX_BACKEND_WORDS];
    bool post_valid;
    uint64_t post[HX_BACKEND_WORDS]; // 0 where not valid
    uint8_t side_post;
    bool adapt_valid;
    uint64_t adapt[HX_BACKEND_WORDS];     // 0 where not valid
    uint8_t adapt_scale[2];               // likewise
    uint32_t read_data[HX_FABRIC_BLOCKS]; // of the last access
} hx_fabric_out;

typedef struct hx_fabric {
    hx_backend backend;
    hx_background background;
    hx_crossbar crossbar;
    hx_padi padi[2];
} hx_fabric;

hx_status hx_fabric_create(hx_fabric **fabric);
void hx_fabric_destroy(hx_fabric *fabric); // accepts NULL
void hx_fabric_reset(hx_fabric *fabric);

void hx_fabric_get(const hx_fabric *fabric, hx_fabric_out *out);
void hx_fabric_step(hx_fabric *fabric, const hx_fabric_in *in);

// First cycle, from `now` on, in which a step does something though nothing comes in. The cycles
// before it need no step; what the pins show stays as it is.
uint64_t hx_fabric_next(const hx_fabric *fabric, uint64_t now);

// Events lost at the inputs of the crossbar since reset, whether or not the chip counts them.
uint64_t hx_fabric_get_lost(const hx_fabric *fabric);

#ifdef __cplusplus
}
#endif

#endif
