// A debugger's session with one or more cores: GDB's remote serial protocol, without the socket.
// SPDX-License-Identifier: Apache-2.0
//
// Bytes go in, bytes come out through a callback. Each core is a thread, numbered from 1; all
// stop together. Known: registers, memory, breakpoints (Z0, Z1), watchpoints (Z2 to Z4), step,
// continue, interrupt, kill, detach, target description, `monitor cycles`.
#ifndef HX_GDB_SESSION_H
#define HX_GDB_SESSION_H

#include "host/gdb/core.h"

typedef struct hx_gdb_session hx_gdb_session;

typedef enum hx_gdb_state {
    HX_GDB_STOPPED,  // waits for commands
    HX_GDB_RUNNING,  // hx_gdb_session_run goes on
    HX_GDB_DETACHED, // the debugger went and lets the cores run
    HX_GDB_KILLED,
    HX_GDB_ENDED // the program ended and the debugger knows
} hx_gdb_state;

typedef void hx_gdb_output(void *user, const char *bytes, size_t size);

// The cores must outlive the session. NULL: no memory, or more than HX_GDB_CORES.
#define HX_GDB_CORES 64
hx_gdb_session *hx_gdb_session_create(const hx_gdb_core *cores, size_t count, hx_gdb_output *output,
                                      void *user);
void hx_gdb_session_destroy(hx_gdb_session *session);

// Takes bytes from the debugger; whole packets are answered at once.
void hx_gdb_session_take(hx_gdb_session *session, const char *bytes, size_t size);
// Runs at most so many instructions a core while running; a stop is reported to the debugger.
// The core that is behind in cycles goes first. The end is reported when all cores sleep for
// good, with the exit code of core 0.
void hx_gdb_session_run(hx_gdb_session *session, unsigned instructions);
hx_gdb_state hx_gdb_session_state(const hx_gdb_session *session);

#endif
