// Results into the mailbox of the plasticity processor.
// SPDX-License-Identifier: Apache-2.0
#include "hx_ppu/mailbox.h"
#include "result.h"

void result(uint32_t value)
{
    hx_mailbox_hex(value);
    hx_mailbox_character('\n');
}
