// Ctrl-C: the first asks for a clean end, the second ends at once.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/interrupt.h"

// A signal handler can reach nothing but static storage.
static volatile sig_atomic_t requested = 0;

static void on_signal(int number)
{
    requested = 1;
    signal(number, SIG_DFL);
}

const volatile sig_atomic_t *hx_interrupt_watch(void)
{
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    return &requested;
}
