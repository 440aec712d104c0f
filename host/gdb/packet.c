// Framing of GDB's remote protocol: $text#checksum, acknowledgements, hexadecimal numbers.
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

static void take_packet(hx_gdb_session *session)
{
    bool good = session->sum == session->wanted && session->length <= HX_GDB_PACKET;
    if (session->acknowledges)
        session->output(session->user, good ? "+" : "-", 1);
    if (!good)
        return;
    session->packet[session->length] = 0;
    // While the cores run only an interrupt is listened to.
    if (session->state == HX_GDB_STOPPED)
        hx_gdb_execute(session);
}

static void take_outside(hx_gdb_session *session, char byte)
{
    if (byte == '$') {
        session->phase = 1;
        session->length = 0;
        session->sum = 0;
    } else if (byte == '-' && session->acknowledges && session->state == HX_GDB_STOPPED) {
        // The last reply was damaged on its way, which a local connection does not do; a stop can
        // be told again.
        hx_gdb_reply_text(session, session->stop_reply);
        hx_gdb_send_reply(session);
    } else if (byte == 3 && session->state == HX_GDB_RUNNING) {
        hx_gdb_report_stop(session, session->selected, HX_GDB_SIGINT, "");
    }
}

void hx_gdb_session_take(hx_gdb_session *session, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i];
        switch (session->phase) {
        case 0:
            take_outside(session, byte);
            break;
        case 1:
            if (byte == '#') {
                session->phase = 2;
                break;
            }
            session->sum = (uint8_t)(session->sum + (uint8_t)byte);
            if (session->length < HX_GDB_PACKET)
                session->packet[session->length] = byte;
            if (session->length <= HX_GDB_PACKET)
                session->length++;
            break;
        default:
            session->wanted = (uint8_t)(session->wanted << 4 | (hx_gdb_hex_digit(byte) & 15));
            if (session->phase++ == 3) {
                session->phase = 0;
                take_packet(session);
            }
            break;
        }
    }
}
