// Text to the host through the mailbox, the top 4 KiB of the local memory.
// SPDX-License-Identifier: Apache-2.0
//
// The text ends at the first zero byte; what does not fit is dropped. The memory is zero at the
// start when the host has loaded the program.
#ifndef HX_PPU_MAILBOX_H
#define HX_PPU_MAILBOX_H

#include <stdint.h>

#define HX_MAILBOX_SIZE 4096u

void hx_mailbox_character(char character);
void hx_mailbox_text(const char *text);
void hx_mailbox_hex(uint32_t value);     // 8 digits
void hx_mailbox_decimal(uint32_t value); // as many digits as it takes

#endif
