// Serves one debugger over TCP on the loopback interface.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_GDB_SERVER_H
#define HX_GDB_SERVER_H

#include "host/gdb/session.h"

#include <hxcosim/status.h>

#include <signal.h>

// Listens, calls `ready` with the port once it does (port 0: any free one), and serves until the
// debugger detaches, kills, goes away or sees the end of the program; `state` tells which.
// HX_INTERRUPTED: `*stop` became other than 0.
hx_status hx_gdb_serve(const hx_gdb_core *cores, size_t count, uint16_t port,
                       void (*ready)(uint16_t port), const volatile sig_atomic_t *stop,
                       hx_gdb_state *state, hx_error *error);

#endif
