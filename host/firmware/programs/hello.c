// Text in the mailbox.
// SPDX-License-Identifier: Apache-2.0
#include "hx_ppu/mailbox.h"
#include "hx_ppu/special.h"

int main(void)
{
    hx_mailbox_text("hello from the plasticity processor\nstarted before cycle ");
    hx_mailbox_decimal(hx_time());
    hx_mailbox_text("\n");
    return 0;
}
