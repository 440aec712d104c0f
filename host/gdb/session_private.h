// Parts of a debugger's session.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_GDB_SESSION_PRIVATE_H
#define HX_GDB_SESSION_PRIVATE_H

#include "host/gdb/session.h"

enum {
    HX_GDB_PACKET = 0x4000, // longest packet, both directions
    HX_GDB_POINTS = 256,    // break- and watchpoints
    HX_GDB_SIGINT = 2,
    HX_GDB_SIGTRAP = 5
};

// As in the Z packets.
typedef enum hx_gdb_point_kind {
    HX_GDB_BREAK_SOFT,
    HX_GDB_BREAK_HARD,
    HX_GDB_WATCH_WRITE,
    HX_GDB_WATCH_READ,
    HX_GDB_WATCH_ACCESS
} hx_gdb_point_kind;

typedef struct hx_gdb_point {
    hx_gdb_point_kind kind;
    uint32_t address, size;
} hx_gdb_point;

struct hx_gdb_session {
    const hx_gdb_core *cores;
    size_t core_count;
    hx_gdb_output *output;
    void *user;
    hx_gdb_state state;
    bool acknowledges;
    size_t selected;      // core that register and memory commands mean
    size_t stopped;       // core of the last stop
    size_t stepped;       // core that steps once, or core_count: all run
    char stop_reply[128]; // of the last stop
    hx_gdb_point points[HX_GDB_POINTS];
    size_t point_count, watch_count;
    // Packet being received: 0 outside, 1 in it, 2 and 3 its checksum
    unsigned phase;
    size_t length;
    uint8_t sum, wanted;
    char packet[HX_GDB_PACKET + 1];
    char reply[HX_GDB_PACKET + 1];
    size_t reply_length;
};

// The reply that is being made; what does not fit is dropped.
void hx_gdb_reply_text(hx_gdb_session *session, const char *text);
void hx_gdb_reply_bytes(hx_gdb_session *session, const uint8_t *bytes, size_t size); // as hex
void hx_gdb_send_reply(hx_gdb_session *session);

// -1: not a digit.
int hx_gdb_hex_digit(char character);
// Reads a number and moves behind it. False: there is none, or it has more than 32 bits.
bool hx_gdb_hex_number(const char **text, uint32_t *value);
// Reads `size` bytes. False: other than 2 * size digits.
bool hx_gdb_hex_bytes(const char *text, uint8_t *bytes, size_t size);

// Answers the packet in session->packet, a terminated string of session->length.
void hx_gdb_execute(hx_gdb_session *session);
void hx_gdb_query(hx_gdb_session *session); // packets that begin with q or Q

// True: the packet was known and reply and state are set.
bool hx_gdb_change_point(hx_gdb_session *session, bool insert);

// Keeps the stop for later questions and reports it.
void hx_gdb_report_stop(hx_gdb_session *session, size_t core, int signal, const char *reason);

#endif
