// Packets of GDB's remote protocol as they come in, byte by byte: checksum, acknowledgements.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session_private.h"

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
