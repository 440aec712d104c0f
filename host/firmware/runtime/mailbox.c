// Text to the host through the mailbox, the top 4 KiB of the local memory.
// SPDX-License-Identifier: Apache-2.0
#include "hx_ppu/mailbox.h"

static unsigned position;

extern volatile char __mailbox[];

void hx_mailbox_character(char character)
{
    if (position < HX_MAILBOX_SIZE - 1)
        __mailbox[position++] = character;
}

void hx_mailbox_text(const char *text)
{
    while (*text)
        hx_mailbox_character(*text++);
}

void hx_mailbox_hex(uint32_t value)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        hx_mailbox_character("0123456789abcdef"[value >> shift & 15]);
}

void hx_mailbox_decimal(uint32_t value)
{
    char digits[10];
    unsigned count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count)
        hx_mailbox_character(digits[--count]);
}
