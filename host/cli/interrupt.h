// Ctrl-C: the first asks for a clean end, the second ends at once.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_INTERRUPT_H
#define HX_CLI_INTERRUPT_H

#include <signal.h>

// Catches SIGINT and SIGTERM from now on. The flag becomes 1 when one has come.
const volatile sig_atomic_t *hx_interrupt_watch(void);

#endif
