// A debugger's session: running, stopping, breakpoints and watchpoints.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session.h"

#include "host/gdb/session_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

hx_gdb_session *hx_gdb_session_create(const hx_gdb_core *cores, size_t count, hx_gdb_output *output,
                                      void *user)
{
    hx_gdb_session *session = count <= HX_GDB_CORES ? calloc(1, sizeof *session) : NULL;
    if (!session)
        return NULL;
    session->cores = cores;
    session->core_count = count;
    session->output = output;
    session->user = user;
    session->acknowledges = true;
    session->stepped = count;
    snprintf(session->stop_reply, sizeof session->stop_reply, "T%02xthread:1;", HX_GDB_SIGTRAP);
    return session;
}

void hx_gdb_session_destroy(hx_gdb_session *session)
{
    free(session);
}

hx_gdb_state hx_gdb_session_state(const hx_gdb_session *session)
{
    return session->state;
}

void hx_gdb_report_stop(hx_gdb_session *session, size_t core, int signal, const char *reason)
{
    session->state = HX_GDB_STOPPED;
    session->selected = session->stopped = core;
    snprintf(session->stop_reply, sizeof session->stop_reply, "T%02x%sthread:%zx;",
             (unsigned)signal, reason, core + 1);
    hx_gdb_reply_text(session, session->stop_reply);
    hx_gdb_send_reply(session);
}

static void report_end(hx_gdb_session *session, size_t core)
{
    const hx_gdb_core *c = &session->cores[core];
    char text[16];
    snprintf(text, sizeof text, "W%02x", (unsigned)c->exit_code(c->context) & 0xff);
    session->state = HX_GDB_ENDED;
    hx_gdb_reply_text(session, text);
    hx_gdb_send_reply(session);
}

static bool is_watch(hx_gdb_point_kind kind)
{
    return kind >= HX_GDB_WATCH_WRITE;
}

bool hx_gdb_change_point(hx_gdb_session *session, bool insert)
{
    const char *text = session->packet + 1;
    uint32_t kind, address, size;
    if (!hx_gdb_hex_number(&text, &kind) || kind > HX_GDB_WATCH_ACCESS || *text++ != ',' ||
        !hx_gdb_hex_number(&text, &address) || *text++ != ',' || !hx_gdb_hex_number(&text, &size))
        return false;
    size_t i = 0;
    while (i < session->point_count &&
           (session->points[i].kind != (hx_gdb_point_kind)kind ||
            session->points[i].address != address || session->points[i].size != size))
        i++;
    bool exists = i < session->point_count;
    if (insert && !exists) {
        if (session->point_count == HX_GDB_POINTS) {
            hx_gdb_reply_text(session, "E01");
            return true;
        }
        session->points[session->point_count++] =
            (hx_gdb_point){(hx_gdb_point_kind)kind, address, size};
        session->watch_count += is_watch((hx_gdb_point_kind)kind);
    } else if (!insert && exists) {
        session->points[i] = session->points[--session->point_count];
        session->watch_count -= is_watch((hx_gdb_point_kind)kind);
    }
    hx_gdb_reply_text(session, "OK");
    return true;
}

// The breakpoint in front of the next instruction.
static const hx_gdb_point *find_break(const hx_gdb_session *session, uint32_t pc)
{
    for (size_t i = 0; i < session->point_count; i++)
        if (!is_watch(session->points[i].kind) && session->points[i].address == pc)
            return &session->points[i];
    return NULL;
}

static const hx_gdb_point *find_watch(const hx_gdb_session *session, hx_gdb_access access)
{
    for (size_t i = 0; i < session->point_count && access.size; i++) {
        const hx_gdb_point *point = &session->points[i];
        bool kind = point->kind == HX_GDB_WATCH_ACCESS ||
                    point->kind == (access.is_write ? HX_GDB_WATCH_WRITE : HX_GDB_WATCH_READ);
        if (kind &&
            access.address - point->address + access.size - 1 < point->size + access.size - 1)
            return point;
    }
    return NULL;
}

typedef enum outcome { RAN, STOPPED, ASLEEP } outcome;

// One instruction of a core.
static outcome advance(hx_gdb_session *session, size_t core)
{
    static const char *const names[] = {"swbreak:", "hwbreak:", "watch", "rwatch", "awatch"};
    const hx_gdb_core *c = &session->cores[core];
    const hx_gdb_point *watch = NULL, *point;
    char reason[64];
    if (session->watch_count)
        watch = find_watch(session, c->next_access(c->context));
    if (!c->step(c->context))
        return ASLEEP;
    if (watch) {
        snprintf(reason, sizeof reason, "%s:%" PRIx32 ";", names[watch->kind], watch->address);
        hx_gdb_report_stop(session, core, HX_GDB_SIGTRAP, reason);
        return STOPPED;
    }
    point = find_break(session, c->get_pc(c->context));
    if (!point && session->stepped != core)
        return RAN;
    snprintf(reason, sizeof reason, "%s%s", point ? names[point->kind] : "", point ? ";" : "");
    hx_gdb_report_stop(session, core, HX_GDB_SIGTRAP, reason);
    return STOPPED;
}

// The core that is behind the others in time; core_count: all sleep.
static size_t find_next(const hx_gdb_session *session, uint64_t asleep)
{
    size_t next = session->core_count;
    uint64_t least = 0;
    for (size_t core = 0; core < session->core_count; core++) {
        const hx_gdb_core *c = &session->cores[core];
        if (asleep >> core & 1)
            continue;
        const uint64_t cycle = c->get_cycle(c->context);
        if (next == session->core_count || cycle < least) {
            next = core;
            least = cycle;
        }
    }
    return next;
}

static void run_all(hx_gdb_session *session, unsigned instructions)
{
    uint64_t asleep = 0;
    for (unsigned i = 0; i < instructions && session->state == HX_GDB_RUNNING; i++) {
        const size_t core = find_next(session, asleep);
        if (core == session->core_count) {
            report_end(session, 0);
            return;
        }
        if (advance(session, core) == ASLEEP)
            asleep |= UINT64_C(1) << core;
    }
}

void hx_gdb_session_run(hx_gdb_session *session, unsigned instructions)
{
    const size_t core = session->stepped;
    if (core == session->core_count)
        run_all(session, instructions * (unsigned)session->core_count);
    else if (session->state == HX_GDB_RUNNING && instructions && advance(session, core) == ASLEEP) {
        if (session->core_count == 1)
            report_end(session, core);
        else // others may go on
            hx_gdb_report_stop(session, core, HX_GDB_SIGTRAP, "");
    }
}
