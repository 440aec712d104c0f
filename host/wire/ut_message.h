// UT messages: the instructions to the FPGA and its answers.
// SPDX-License-Identifier: Apache-2.0
//
// A message is a header byte (comma bit 0, then the code), zero padding and the payload
// at the low end; 64 bits, or 80 for packs of three events. The code is the position of
// the instruction in the list of its direction.
#ifndef HX_WIRE_UT_MESSAGE_H
#define HX_WIRE_UT_MESSAGE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hx_ut_direction { HX_UT_TO_FPGA, HX_UT_FROM_FPGA } hx_ut_direction;

// How the payload is held in hx_ut_message.
typedef enum hx_ut_form {
    HX_UT_FORM_EMPTY,
    HX_UT_FORM_VALUE,   // value
    HX_UT_FORM_JTAG,    // jtag
    HX_UT_FORM_OMNIBUS, // omnibus
    HX_UT_FORM_LABELS,  // events[].value, 16 bits each, no time stamp
    HX_UT_FORM_SPIKES,  // events[].value is the label
    HX_UT_FORM_SAMPLES  // events[].value is the 14-bit sample
} hx_ut_form;

// symbol, code, name, form, payload bits, events
#define HX_UT_TO_FPGA_LIST(X)                                                                      \
    X(JTAG_INIT, 0x0, jtag_init, EMPTY, 0, 0)                                                      \
    X(JTAG_SCALER, 0x1, jtag_scaler, VALUE, 8, 0)                                                  \
    X(JTAG_INS, 0x2, jtag_ins, VALUE, 7, 0)                                                        \
    X(JTAG_DATA, 0x3, jtag_data, JTAG, 56, 0)                                                      \
    X(TIMER_SETUP, 0x4, timer_setup, EMPTY, 0, 0)                                                  \
    X(WAIT_UNTIL, 0x5, wait_until, VALUE, 32, 0)                                                   \
    X(SYSTIME_INIT, 0x6, systime_init, VALUE, 1, 0)                                                \
    X(BARRIER, 0x7, barrier, VALUE, 5, 0)                                                          \
    X(POLLING_OMNIBUS_BLOCK, 0x8, polling_omnibus_block, VALUE, 1, 0)                              \
    X(RESET, 0x9, reset, VALUE, 1, 0)                                                              \
    X(LOOPBACK, 0xa, loopback, VALUE, 1, 0)                                                        \
    X(OMNIBUS_ADDRESS, 0xb, omnibus_address, OMNIBUS, 37, 0)                                       \
    X(OMNIBUS_DATA, 0xc, omnibus_data, VALUE, 32, 0)                                               \
    X(SPIKE_PACK_1, 0xd, spike_pack, LABELS, 16, 1)                                                \
    X(SPIKE_PACK_2, 0xe, spike_pack, LABELS, 32, 2)                                                \
    X(SPIKE_PACK_3, 0xf, spike_pack, LABELS, 48, 3)

#define HX_UT_FROM_FPGA_LIST(X)                                                                    \
    X(JTAG_DATA, 0x0, jtag_data, VALUE, 33, 0)                                                     \
    X(OMNIBUS_DATA, 0x1, omnibus_data, VALUE, 32, 0)                                               \
    X(LOOPBACK, 0x2, loopback, VALUE, 1, 0)                                                        \
    X(HIGHSPEED_LINK_NOTIFICATION, 0x3, highspeed_link_notification, VALUE, 8, 0)                  \
    X(TIMEOUT_NOTIFICATION, 0x4, timeout_notification, VALUE, 45, 0)                               \
    X(SYSTIME, 0x5, systime, VALUE, 43, 0)                                                         \
    X(SYSDELTA, 0x6, sysdelta, VALUE, 8, 0)                                                        \
    X(MADC_SAMPLE_PACK_1, 0x7, madc_sample_pack, SAMPLES, 24, 1)                                   \
    X(MADC_SAMPLE_PACK_2, 0x8, madc_sample_pack, SAMPLES, 48, 2)                                   \
    X(MADC_SAMPLE_PACK_3, 0x9, madc_sample_pack, SAMPLES, 72, 3)                                   \
    X(SPIKE_PACK_1, 0xa, spike_pack, SPIKES, 24, 1)                                                \
    X(SPIKE_PACK_2, 0xb, spike_pack, SPIKES, 48, 2)                                                \
    X(SPIKE_PACK_3, 0xc, spike_pack, SPIKES, 72, 3)

// Both directions in one number: direction * 16 + code.
typedef enum hx_ut_kind {
#define HX_UT_TO_KIND(symbol, code, name, form, bits, events) HX_UT_TO_##symbol = code,
#define HX_UT_FROM_KIND(symbol, code, name, form, bits, events) HX_UT_FROM_##symbol = 16 + code,
    HX_UT_TO_FPGA_LIST(HX_UT_TO_KIND) HX_UT_FROM_FPGA_LIST(HX_UT_FROM_KIND)
#undef HX_UT_TO_KIND
#undef HX_UT_FROM_KIND
} hx_ut_kind;

// Values of some messages.
enum { HX_UT_HALT = 0, HX_UT_TICK = 1 };
enum {
    HX_UT_BARRIER_OMNIBUS = 1,
    HX_UT_BARRIER_JTAG = 2,
    HX_UT_BARRIER_SYSTIME = 4,
    HX_UT_BARRIER_MULTI_FPGA = 8,
    HX_UT_BARRIER_SYSTIME_CORRECTION = 16
};
enum { HX_UT_JTAG_BITS_MINIMUM = 3, HX_UT_JTAG_BITS_MAXIMUM = 33 };
enum { HX_UT_EVENTS_MAXIMUM = 3 };

typedef struct hx_ut_event {
    uint16_t value;    // label, or 14-bit sample
    uint8_t timestamp; // chip cycles of 4 ns, low 8 bits; from FPGA only
} hx_ut_event;

typedef struct hx_ut_message {
    hx_ut_kind kind;
    union {
        uint64_t value;
        struct {
            uint64_t payload;
            uint8_t bit_count; // 3..33
            bool keep_response;
        } jtag;
        struct {
            uint32_t address;
            uint8_t byte_enables; // 4 bits
            bool is_read;
        } omnibus;
        hx_ut_event events[HX_UT_EVENTS_MAXIMUM]; // first event first
    };
} hx_ut_message;

// A timeout notification's value, taken apart.
typedef struct hx_ut_timeout {
    uint32_t instruction;            // 0-based count of messages in the program
    uint8_t trace_stall;             // 7 bits
    uint8_t omnibus_reads_in_flight; // 6 bits
} hx_ut_timeout;

typedef struct hx_ut_kind_info {
    const char *name;
    hx_ut_form form;
    uint8_t payload_bits;
    uint8_t event_count; // 0 for messages that are no packs
} hx_ut_kind_info;

// The bits of one message in the order of the stream: the header is at the top of `first`,
// bits beyond `length` (64 or 80) are 0.
typedef struct hx_ut_bits {
    uint64_t first, second;
    unsigned length;
} hx_ut_bits;

// Number of codes of a direction: 16 and 13.
unsigned hx_ut_code_count(hx_ut_direction direction);

// NULL for a number that is no kind.
const hx_ut_kind_info *hx_ut_kind_get_info(hx_ut_kind kind);

// Finds a kind by its name; `event_count` tells packs apart and is 0 for the others.
hx_status hx_ut_kind_find(hx_ut_direction direction, const char *name, unsigned event_count,
                          hx_ut_kind *kind);

// HX_ERROR_ARGUMENT if a field does not fit (`error` says which).
hx_status hx_ut_message_check(const hx_ut_message *message, hx_error *error);
hx_status hx_ut_message_pack(const hx_ut_message *message, hx_ut_bits *bits);

// The header must hold a code of the direction. HX_ERROR_FORMAT: JTAG data whose number
// of bits, together with the zero bits beside it, is outside its range.
hx_status hx_ut_message_unpack(hx_ut_direction direction, const hx_ut_bits *bits,
                               hx_ut_message *message);

bool hx_ut_message_is_equal(const hx_ut_message *a, const hx_ut_message *b);

hx_ut_timeout hx_ut_timeout_split(uint64_t value);
uint64_t hx_ut_timeout_join(hx_ut_timeout timeout);

#ifdef __cplusplus
}
#endif

#endif
