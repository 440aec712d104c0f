// Loads and stores of a processor: local memory, chip Omnibus, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/chip/hx_ppu_data.sv.
#ifndef HX_FAST_PROCESSOR_DATA_BUS_H
#define HX_FAST_PROCESSOR_DATA_BUS_H

#include "sim/fast/event/access.h"
#include "sim/fast/processor/load_store.h"
#include "sim/fast/processor/replies.h"

enum { HX_DATA_BUS_DEPTH = 8, HX_DATA_BUS_QUEUE = 16 };

typedef enum hx_data_target { HX_DATA_LOCAL, HX_DATA_CHIP, HX_DATA_FPGA } hx_data_target;

// One word of the FPGA's memory.
typedef struct hx_external_access {
    bool write;
    uint8_t enables;
    uint32_t address, data; // address: words
} hx_external_access;

typedef struct hx_data_bus {
    hx_data_target target; // of the last access
    uint8_t remote;        // answers on their way, all from there
    bool at_once, reply;   // answers of this cycle
    uint32_t local_data, reply_data;
    hx_access chip[HX_DATA_BUS_DEPTH];
    uint8_t chip_first, chip_count;
    hx_external_access external[HX_DATA_BUS_QUEUE];
    uint8_t external_first, external_count;
    hx_replies chip_replies, external_replies;
} hx_data_bus;

typedef struct hx_data_bus_in {
    bool core_reset, stop;
    const hx_data_request *request;
    const uint32_t *memory; // before the edge
    bool chip_taken, chip_answered;
    uint32_t chip_answer;
    bool external_pop, external_answered;
    uint32_t external_answer;
} hx_data_bus_in;

void hx_data_bus_reset(hx_data_bus *bus);

static inline bool hx_data_bus_responds(const hx_data_bus *bus)
{
    return bus->at_once || bus->reply;
}
static inline uint32_t hx_data_bus_get_data(const hx_data_bus *bus)
{
    return bus->reply ? bus->reply_data : bus->local_data;
}
static inline bool hx_data_bus_is_busy(const hx_data_bus *bus)
{
    return bus->chip_replies.owed || bus->external_replies.owed || bus->external_count;
}
bool hx_data_bus_accepts(const hx_data_bus *bus, const hx_data_request *request, bool stop);

// The edge. Returns true if anything changed.
bool hx_data_bus_step(hx_data_bus *bus, const hx_data_bus_in *in);

#endif
