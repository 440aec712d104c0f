// One end of the host link: start-up, reliable words, teardown; without sockets and clocks.
// SPDX-License-Identifier: Apache-2.0
//
// Datagrams go in and come out, times are microseconds of any clock that does not go back.
// After input, after queueing words, and when the deadline has passed, the owner takes
// datagrams out until there are none. Between resets every word that is queued here is
// received at the other end once and in order, or this end fails.
//
// The FPGA end is silent until its first reset; every reset clears it and is answered with
// the configuration. The host end starts itself: reset, configuration, loopback, then words.
#ifndef HX_WIRE_ARQ_ENDPOINT_H
#define HX_WIRE_ARQ_ENDPOINT_H

#include "host/wire/arq_frame.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// Packet type of this project, for words that each are the number of the trial which starts
// here. Machines do not know it: it is sent only to an end whose configuration text has
// HX_ARQ_TRIALS_KEY.
enum { HX_ARQ_PID_TRIALS = 0x7001 };
#define HX_ARQ_TRIALS_KEY "hxcosim_trials: 1"

// Nothing happens by itself.
#define HX_ARQ_NO_DEADLINE UINT64_MAX

enum {
    HX_ARQ_ACK_DELAY_US = 500, // between two frames that only acknowledge
    HX_ARQ_RESEND_US = 1000,
    HX_ARQ_SEND_LIMIT = 10000,           // of one frame
    HX_ARQ_CONFIGURATION_US = 2000000,   // from reset to configuration
    HX_ARQ_LOOPBACK_US = 400000,         // from there to the loopback's answer
    HX_ARQ_PROBE_US = 1000000,           // of silence, then a host asks
    HX_ARQ_HELD_WORDS_MAXIMUM = 67108864 // not yet taken by the owner; frames above are refused
};

typedef enum hx_arq_role { HX_ARQ_ROLE_FPGA, HX_ARQ_ROLE_HOST } hx_arq_role;

typedef enum hx_arq_state {
    HX_ARQ_SILENT,   // FPGA: before the first reset; host: before start
    HX_ARQ_STARTING, // host: between reset and the loopback's answer
    HX_ARQ_READY,    // words may flow
    HX_ARQ_FAILED    // until the next reset or start
} hx_arq_state;

typedef struct hx_arq_endpoint_counters {
    uint64_t resets;
    uint64_t data_sent, data_resent, acks_sent;
    uint64_t data_received; // all data frames between resets
    uint64_t data_refused;  // of these: doubled, outside the window, or no room
    uint64_t words_sent, words_received;
    uint64_t loopbacks, flushes;
    uint64_t unknown_pids; // frames, received in order and dropped
    uint64_t bad;          // datagrams that are no frame of their port
    uint64_t stray;        // frames that do not belong to the state of this end
} hx_arq_endpoint_counters;

typedef struct hx_arq_endpoint hx_arq_endpoint;

// `text` is what the FPGA end tells about itself (a copy is kept); NULL for the host end.
hx_status hx_arq_endpoint_create(hx_arq_endpoint **endpoint, hx_arq_role role, const char *text);
void hx_arq_endpoint_destroy(hx_arq_endpoint *endpoint); // accepts NULL

// Host: forgets everything and begins again. `token` is the word sent as loopback.
void hx_arq_endpoint_start(hx_arq_endpoint *endpoint, uint64_t now_us, uint64_t token);

// A datagram has arrived; never fails on its content. True: it was a reset, so words queued
// or received earlier are gone.
bool hx_arq_endpoint_input(hx_arq_endpoint *endpoint, uint64_t now_us, hx_arq_port port,
                           const uint8_t *bytes, size_t length);

// Takes the next datagram that is to be sent now; false if there is none.
bool hx_arq_endpoint_output(hx_arq_endpoint *endpoint, uint64_t now_us, hx_arq_port *port,
                            uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM], size_t *length);

// When output must be asked again although nothing happens; may lie in the past.
uint64_t hx_arq_endpoint_get_deadline(const hx_arq_endpoint *endpoint);

// Queues words, all or none. HX_ERROR_STATE unless READY.
hx_status hx_arq_endpoint_send(hx_arq_endpoint *endpoint, uint16_t pid, const uint64_t *words,
                               size_t count);

// Takes received words of one packet type (HX_ARQ_PID_WORDS or, at the FPGA,
// HX_ARQ_PID_TRIALS); 0: there are none.
size_t hx_arq_endpoint_receive(hx_arq_endpoint *endpoint, uint16_t *pid, uint64_t *words,
                               size_t capacity);
size_t hx_arq_endpoint_count_received(const hx_arq_endpoint *endpoint);

// Host: the last thing before closing.
hx_status hx_arq_endpoint_flush(hx_arq_endpoint *endpoint);

// Words that wait for their first sending.
size_t hx_arq_endpoint_count_waiting(const hx_arq_endpoint *endpoint);
// All that was queued has been acknowledged.
bool hx_arq_endpoint_is_drained(const hx_arq_endpoint *endpoint);

// `error` (may be NULL) gets the reason of FAILED.
hx_arq_state hx_arq_endpoint_get_state(const hx_arq_endpoint *endpoint, hx_error *error);
// Host: what the FPGA told about itself, "" before.
const char *hx_arq_endpoint_get_text(const hx_arq_endpoint *endpoint);
hx_arq_endpoint_counters hx_arq_endpoint_get_counters(const hx_arq_endpoint *endpoint);

#ifdef __cplusplus
}
#endif

#endif
