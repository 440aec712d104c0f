// Commands of GDB's remote protocol on registers, memory and execution.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session_private.h"

#include <stdio.h>
#include <string.h>

static const hx_gdb_core *selected(const hx_gdb_session *session)
{
    return &session->cores[session->selected];
}

static void read_registers(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    uint8_t bytes[HX_GDB_REGISTER_BYTES];
    for (unsigned i = 0; i < core->register_count; i++)
        hx_gdb_reply_bytes(session, bytes, core->read_register(core->context, i, bytes));
}

static bool write_registers(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    uint8_t bytes[HX_GDB_REGISTER_BYTES];
    char digits[2 * HX_GDB_REGISTER_BYTES + 1];
    const char *text = session->packet + 1;
    for (unsigned i = 0; i < core->register_count; i++) {
        size_t size = core->read_register(core->context, i, bytes);
        if (strlen(text) < 2 * size)
            return false;
        memcpy(digits, text, 2 * size);
        digits[2 * size] = 0;
        if (!hx_gdb_hex_bytes(digits, bytes, size) ||
            !core->write_register(core->context, i, bytes, size))
            return false;
        text += 2 * size;
    }
    return !*text;
}

static bool read_register(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    const char *text = session->packet + 1;
    uint8_t bytes[HX_GDB_REGISTER_BYTES];
    uint32_t number;
    if (!hx_gdb_hex_number(&text, &number))
        return false;
    size_t size = core->read_register(core->context, number, bytes);
    hx_gdb_reply_bytes(session, bytes, size);
    return size > 0;
}

static bool write_register(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    const char *text = session->packet + 1;
    uint8_t bytes[HX_GDB_REGISTER_BYTES];
    uint32_t number;
    if (!hx_gdb_hex_number(&text, &number) || *text++ != '=')
        return false;
    size_t size = strlen(text) / 2;
    return size <= sizeof bytes && hx_gdb_hex_bytes(text, bytes, size) &&
           core->write_register(core->context, number, bytes, size);
}

static bool read_memory(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    const char *text = session->packet + 1;
    uint8_t bytes[HX_GDB_PACKET / 2];
    uint32_t address, size;
    if (!hx_gdb_hex_number(&text, &address) || *text++ != ',' || !hx_gdb_hex_number(&text, &size))
        return false;
    if (!size || size > sizeof bytes || !core->read_memory(core->context, address, bytes, size))
        return false;
    hx_gdb_reply_bytes(session, bytes, size);
    return true;
}

static bool write_memory(hx_gdb_session *session)
{
    const hx_gdb_core *core = selected(session);
    const char *text = session->packet + 1;
    uint8_t bytes[HX_GDB_PACKET / 2];
    uint32_t address, size;
    if (!hx_gdb_hex_number(&text, &address) || *text++ != ',' || !hx_gdb_hex_number(&text, &size) ||
        *text++ != ':')
        return false;
    return size <= sizeof bytes && hx_gdb_hex_bytes(text, bytes, size) &&
           core->write_memory(core->context, address, bytes, size);
}

// A thread number: 0 and -1 mean any.
static bool read_thread(const hx_gdb_session *session, const char *text, size_t *core)
{
    uint32_t number;
    *core = session->selected;
    if (!strcmp(text, "-1") || !strcmp(text, "0"))
        return true;
    if (!hx_gdb_hex_number(&text, &number) || *text || !number || number > session->core_count)
        return false;
    *core = number - 1;
    return true;
}

static void resume(hx_gdb_session *session, size_t stepped)
{
    session->state = HX_GDB_RUNNING;
    session->stepped = stepped;
}

// vCont;ACTION[:THREAD]... The first step wins; else all run.
static bool resume_many(hx_gdb_session *session)
{
    const char *text = session->packet + strlen("vCont");
    size_t stepped = session->core_count;
    bool known = false;
    while (*text == ';') {
        char action = *++text, thread[16];
        size_t length = strcspn(text, ";"), colon = strcspn(text, ":;"), core = session->selected;
        if (colon < length) {
            snprintf(thread, sizeof thread, "%.*s", (int)(length - colon - 1), text + colon + 1);
            if (!read_thread(session, thread, &core))
                return false;
        }
        if (!strchr("cCsS", action) || !action)
            return false;
        known = true;
        if ((action == 's' || action == 'S') && stepped == session->core_count)
            stepped = core;
        text += length;
    }
    if (!known || *text)
        return false;
    resume(session, stepped);
    return true;
}

static void reply_good(hx_gdb_session *session, bool good)
{
    session->reply_length = 0;
    hx_gdb_reply_text(session, good ? "OK" : "E01");
}

static void read_or_error(hx_gdb_session *session, bool good)
{
    if (!good)
        reply_good(session, false);
}

// c and s may name an address to go on at; GDB does not use that with vCont, so it is refused.
static void resume_one(hx_gdb_session *session, bool step)
{
    if (session->packet[1])
        reply_good(session, false);
    else
        resume(session, step ? session->selected : session->core_count);
}

static void select_thread(hx_gdb_session *session)
{
    size_t core;
    bool good = session->packet[1] && read_thread(session, session->packet + 2, &core);
    if (good && session->packet[1] == 'g')
        session->selected = core;
    reply_good(session, good);
}

static void execute_v(hx_gdb_session *session)
{
    if (!strcmp(session->packet, "vCont?")) {
        hx_gdb_reply_text(session, "vCont;c;C;s;S");
    } else if (!strncmp(session->packet, "vCont;", 6)) {
        read_or_error(session, resume_many(session));
    } else if (!strncmp(session->packet, "vKill", 5)) {
        session->state = HX_GDB_KILLED;
        hx_gdb_reply_text(session, "OK");
    }
}

void hx_gdb_execute(hx_gdb_session *session)
{
    size_t core;
    switch (session->packet[0]) {
    case '?':
        hx_gdb_reply_text(session, session->stop_reply);
        break;
    case 'g':
        read_registers(session);
        break;
    case 'G':
        reply_good(session, write_registers(session));
        break;
    case 'p':
        read_or_error(session, read_register(session));
        break;
    case 'P':
        reply_good(session, write_register(session));
        break;
    case 'm':
        read_or_error(session, read_memory(session));
        break;
    case 'M':
        reply_good(session, write_memory(session));
        break;
    case 'c':
    case 's':
        resume_one(session, session->packet[0] == 's');
        break;
    case 'v':
        execute_v(session);
        break;
    case 'Z':
    case 'z':
        if (!hx_gdb_change_point(session, session->packet[0] == 'Z'))
            reply_good(session, false);
        break;
    case 'H':
        select_thread(session);
        break;
    case 'T':
        reply_good(session, read_thread(session, session->packet + 1, &core));
        break;
    case 'D':
        session->state = HX_GDB_DETACHED;
        reply_good(session, true);
        break;
    case 'k':
        session->state = HX_GDB_KILLED;
        return; // has no reply
    case 'q':
    case 'Q':
        hx_gdb_query(session);
        break;
    default:
        break; // an empty reply: not known
    }
    if (session->state != HX_GDB_RUNNING)
        hx_gdb_send_reply(session);
}
