// The text of GDB's remote protocol: hexadecimal numbers, and replies as $text#checksum.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session_private.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

int hx_gdb_hex_digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

bool hx_gdb_hex_number(const char **text, uint32_t *value)
{
    unsigned count = 0;
    *value = 0;
    for (; hx_gdb_hex_digit(**text) >= 0; (*text)++, count++) {
        if (*value >> 28)
            return false;
        *value = *value << 4 | (uint32_t)hx_gdb_hex_digit(**text);
    }
    return count > 0;
}

bool hx_gdb_hex_bytes(const char *text, uint8_t *bytes, size_t size)
{
    if (strlen(text) != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = hx_gdb_hex_digit(text[2 * i]), low = hx_gdb_hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void hx_gdb_reply_text(hx_gdb_session *session, const char *text)
{
    for (; *text && session->reply_length < HX_GDB_PACKET; text++)
        session->reply[session->reply_length++] = *text;
}

void hx_gdb_reply_bytes(hx_gdb_session *session, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const char pair[3] = {digits[bytes[i] >> 4], digits[bytes[i] & 15], 0};
        hx_gdb_reply_text(session, pair);
    }
}

void hx_gdb_send_reply(hx_gdb_session *session)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < session->reply_length; i++)
        sum = (uint8_t)(sum + (uint8_t)session->reply[i]);
    const char end[3] = {'#', digits[sum >> 4], digits[sum & 15]};
    session->output(session->user, "$", 1);
    session->output(session->user, session->reply, session->reply_length);
    session->output(session->user, end, sizeof end);
    session->reply_length = 0;
}
