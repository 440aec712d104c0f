// Lane words: kinds, fields, check.
// SPDX-License-Identifier: Apache-2.0
//
// Layouts: docs/link-words.md. A word is {kind or events, fields, check}; its top bit tells
// events from all others. The field readers look at nothing but their bits.
#ifndef HX_FAST_LINK_LANE_WORD_H
#define HX_FAST_LINK_LANE_WORD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_LANES 8
#define HX_LANE_CYCLES 8   // FPGA cycles a word occupies its lane
#define HX_LINK_LATENCY 10 // FPGA cycles, serialisation and both PHYs
#define HX_ARQ_WINDOW 64   // bus words not acknowledged; they are numbered modulo 128
#define HX_ARQ_NUMBERS 128

typedef enum hx_lane_kind {
    HX_LANE_IDLE = 0,
    HX_LANE_MEMORY_READ = 1, // from chip: a read of the FPGA's memory
    HX_LANE_BUS_ADDRESS = 2, // to chip: a read, or the address of a write; from chip: the address
                             // of a write to the FPGA's memory
    HX_LANE_BUS_DATA = 3,    // to chip: write data; from chip: read result
    HX_LANE_BUS_DONE = 4,    // from chip: a write was carried out
    HX_LANE_SYSTIME = 5,
    HX_LANE_CONTROL = 6,
    HX_LANE_MEMORY_DATA = 7 // from chip: data for the FPGA's memory; to chip: read result
} hx_lane_kind;

#define HX_LANE_ROW_WORDS 32 // of the FPGA's memory in a row read

#define HX_LANE_SYSTIME_MASK ((UINT64_C(1) << 43) - 1)

// A word with its check; the one given is not looked at.
uint64_t hx_lane_seal(uint64_t word);
bool hx_lane_is_good(uint64_t word);

static inline bool hx_lane_is_events(uint64_t word)
{
    return word >> 63;
}

// Of a word without events.
static inline unsigned hx_lane_get_kind(uint64_t word)
{
    return (unsigned)(word >> 60);
}

// Of words with events: events sent before, modulo 32.
static inline unsigned hx_lane_get_events_sent(uint64_t word)
{
    return word >> 56 & 0x1f;
}

// Of bus and control words.
static inline unsigned hx_lane_get_number(uint64_t word)
{
    return word >> 53 & 0x7f;
}
static inline bool hx_lane_is_read(uint64_t word) // to chip
{
    return word >> 52 & 1;
}
static inline unsigned hx_lane_get_byte_enables(uint64_t word) // to chip
{
    return word >> 48 & 0xf;
}
static inline unsigned hx_lane_get_bus_sent(uint64_t word) // from chip, modulo 32
{
    return word >> 48 & 0x1f;
}
static inline uint32_t hx_lane_get_payload(uint64_t word)
{
    return (uint32_t)(word >> 16);
}
static inline unsigned hx_lane_get_acknowledge(uint64_t word)
{
    return word >> 9 & 0x7f;
}
static inline bool hx_lane_get_go_back(uint64_t word)
{
    return word >> 8 & 1;
}

static inline uint64_t hx_lane_get_systime(uint64_t word)
{
    return word >> 17 & HX_LANE_SYSTIME_MASK;
}

// Bus and control words without check; `fields`: the five bits between number and payload.
static inline uint64_t hx_lane_make_bus(hx_lane_kind kind, unsigned number, unsigned fields,
                                        uint32_t payload, unsigned acknowledge, bool go_back)
{
    return (uint64_t)kind << 60 | (uint64_t)(number & 0x7f) << 53 |
           (uint64_t)(fields & 0x1f) << 48 | (uint64_t)payload << 16 |
           (uint64_t)(acknowledge & 0x7f) << 9 | (uint64_t)go_back << 8;
}

static inline uint64_t hx_lane_make_systime(uint64_t systime)
{
    return (uint64_t)HX_LANE_SYSTIME << 60 | (systime & HX_LANE_SYSTIME_MASK) << 17;
}

// The whole number of events sent, if `known` of them were known before the short one came.
static inline uint32_t hx_lane_count_sent(uint32_t known, unsigned low)
{
    return known + ((low - known) & 0x1f);
}

// Whether a number is ahead of the expected one; it is behind or equal otherwise.
static inline bool hx_lane_is_ahead(unsigned number, unsigned expected)
{
    unsigned distance = (number - expected) & 0x7f;
    return distance != 0 && distance < HX_ARQ_WINDOW;
}

#ifdef __cplusplus
}
#endif

#endif
