// Queries of GDB's remote protocol: features, threads, target description, monitor.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool starts(const char *text, const char *with, const char **rest)
{
    size_t length = strlen(with);
    if (strncmp(text, with, length))
        return false;
    *rest = text + length;
    return true;
}

static void reply_threads(hx_gdb_session *session)
{
    char text[24];
    for (size_t i = 0; i < session->core_count; i++) {
        snprintf(text, sizeof text, "%c%zx", i ? ',' : 'm', i + 1);
        hx_gdb_reply_text(session, text);
    }
}

static void reply_thread_name(hx_gdb_session *session, const char *text)
{
    uint32_t number;
    if (!hx_gdb_hex_number(&text, &number) || !number || number > session->core_count) {
        hx_gdb_reply_text(session, "E01");
        return;
    }
    const char *name = session->cores[number - 1].name;
    hx_gdb_reply_bytes(session, (const uint8_t *)name, strlen(name));
}

// OFFSET,LENGTH of the description; m: more follows, l: the last part.
static void reply_description(hx_gdb_session *session, const char *text)
{
    const char *description = session->cores[session->selected].description;
    uint32_t offset, length;
    if (!hx_gdb_hex_number(&text, &offset) || *text++ != ',' ||
        !hx_gdb_hex_number(&text, &length) || offset > strlen(description)) {
        hx_gdb_reply_text(session, "E01");
        return;
    }
    char part[HX_GDB_PACKET];
    size_t rest = strlen(description) - offset;
    length = length < sizeof part - 1 ? length : (uint32_t)sizeof part - 1;
    hx_gdb_reply_text(session, rest > length ? "m" : "l");
    snprintf(part, sizeof part, "%.*s", (int)length, description + offset);
    hx_gdb_reply_text(session, part);
}

static void execute_monitor(hx_gdb_session *session, const char *text)
{
    char command[32] = "", answer[64];
    size_t length = strlen(text) / 2;
    if (length >= sizeof command || !hx_gdb_hex_bytes(text, (uint8_t *)command, length)) {
        hx_gdb_reply_text(session, "E01");
        return;
    }
    const hx_gdb_core *core = &session->cores[session->selected];
    if (!strcmp(command, "cycles"))
        snprintf(answer, sizeof answer, "%" PRIu64 "\n", core->get_cycle(core->context));
    else
        snprintf(answer, sizeof answer, "the only monitor command is cycles\n");
    hx_gdb_reply_bytes(session, (const uint8_t *)answer, strlen(answer));
}

void hx_gdb_query(hx_gdb_session *session)
{
    const char *packet = session->packet, *rest;
    char text[160];
    if (starts(packet, "qSupported", &rest)) {
        snprintf(text, sizeof text,
                 "PacketSize=%x;QStartNoAckMode+;qXfer:features:read+;swbreak+;hwbreak+;"
                 "vContSupported+",
                 HX_GDB_PACKET);
        hx_gdb_reply_text(session, text);
    } else if (starts(packet, "QStartNoAckMode", &rest)) {
        session->acknowledges = false;
        hx_gdb_reply_text(session, "OK");
    } else if (starts(packet, "qXfer:features:read:target.xml:", &rest)) {
        reply_description(session, rest);
    } else if (starts(packet, "qfThreadInfo", &rest)) {
        reply_threads(session);
    } else if (starts(packet, "qsThreadInfo", &rest)) {
        hx_gdb_reply_text(session, "l");
    } else if (starts(packet, "qThreadExtraInfo,", &rest)) {
        reply_thread_name(session, rest);
    } else if (starts(packet, "qAttached", &rest)) {
        hx_gdb_reply_text(session, "1");
    } else if (starts(packet, "qRcmd,", &rest)) {
        execute_monitor(session, rest);
    } else if (!strcmp(packet, "qC")) {
        snprintf(text, sizeof text, "QC%zx", session->stopped + 1);
        hx_gdb_reply_text(session, text);
    }
}
