// The debugger's view of a lone plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_PPU_GDB_H
#define HX_CLI_PPU_GDB_H

#include "host/cli/ppu_machine.h"

#include <signal.h>

// Lets a debugger run the program; prints a line on stderr when it listens on the loopback port.
// `*ended`: the program came to its end. Otherwise the debugger detached (go on without it) or
// killed the program (HX_INTERRUPTED).
hx_status hx_ppu_gdb_run(hx_ppu_machine *machines, size_t count, uint16_t port, bool *ended,
                         hx_error *error);

#endif
