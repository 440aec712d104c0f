// CRC-32 (IEEE 802.3, reflected) of 1,024 bytes, bit by bit: a scalar benchmark.
// SPDX-License-Identifier: Apache-2.0
//
// Returns the low bits of the CRC; the mailbox has the value and the cycles.
#include "hx_ppu/mailbox.h"
#include "hx_ppu/special.h"

#define SIZE 1024u

static uint32_t crc32_of(const uint8_t *bytes, unsigned size)
{
    uint32_t crc = UINT32_MAX;
    for (unsigned i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xedb88320u & -(crc & 1u));
    }
    return ~crc;
}

int main(void)
{
    static uint8_t bytes[SIZE];
    for (unsigned i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)i;
    uint32_t start = hx_time();
    uint32_t crc = crc32_of(bytes, SIZE);
    uint32_t end = hx_time();
    hx_mailbox_text("crc ");
    hx_mailbox_hex(crc);
    hx_mailbox_text(" cycles ");
    hx_mailbox_decimal(end - start);
    hx_mailbox_text("\n");
    return crc == 0xb70b4c26u ? 0 : 1;
}
