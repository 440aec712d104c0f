// Serves one debugger over TCP on the loopback interface.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Instructions between two looks at the socket; about a millisecond.
enum { SLICE = 10000, POLL_MS = 100 };

typedef struct connection {
    int descriptor;
    bool is_lost;
} connection;

static void send_bytes(void *user, const char *bytes, size_t size)
{
    connection *c = user;
    while (size && !c->is_lost) {
        ssize_t sent = send(c->descriptor, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0) {
            c->is_lost = true;
            return;
        }
        bytes += sent;
        size -= (size_t)sent;
    }
}

static hx_status listen_at(uint16_t *port, int *listener, hx_error *error)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int on = 1;
    *listener = socket(AF_INET, SOCK_STREAM, 0);
    if (*listener < 0 || setsockopt(*listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) ||
        bind(*listener, (struct sockaddr *)&address, size) || listen(*listener, 1) ||
        getsockname(*listener, (struct sockaddr *)&address, &size))
        return hx_error_set(error, HX_ERROR_IO, "port %u: %s", *port, strerror(errno));
    *port = ntohs(address.sin_port);
    return HX_OK;
}

// Waits for input. HX_OK: there is some, or the time is over and `*input` is false.
static hx_status wait_input(int descriptor, int milliseconds, const volatile sig_atomic_t *stop,
                            bool *input)
{
    struct pollfd entry = {.fd = descriptor, .events = POLLIN};
    int count = poll(&entry, 1, milliseconds);
    *input = count > 0;
    return *stop ? HX_INTERRUPTED : HX_OK;
}

static hx_status serve_connection(connection *c, hx_gdb_session *session,
                                  const volatile sig_atomic_t *stop)
{
    hx_gdb_state state;
    while ((state = hx_gdb_session_state(session)) == HX_GDB_STOPPED || state == HX_GDB_RUNNING) {
        char bytes[4096];
        bool input, running = state == HX_GDB_RUNNING;
        hx_status status = wait_input(c->descriptor, running ? 0 : POLL_MS, stop, &input);
        if (status)
            return status;
        if (input) {
            ssize_t count = recv(c->descriptor, bytes, sizeof bytes, 0);
            if (count <= 0)
                c->is_lost = true;
            else
                hx_gdb_session_take(session, bytes, (size_t)count);
        }
        if (c->is_lost)
            return HX_OK;
        hx_gdb_session_run(session, SLICE);
    }
    return HX_OK;
}

static hx_status accept_one(int listener, connection *c, const volatile sig_atomic_t *stop)
{
    bool input = false;
    int on = 1;
    while (!input) {
        hx_status status = wait_input(listener, POLL_MS, stop, &input);
        if (status)
            return status;
    }
    c->descriptor = accept(listener, NULL, NULL);
    if (c->descriptor < 0)
        return HX_ERROR_IO;
    setsockopt(c->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return HX_OK;
}

hx_status hx_gdb_serve(const hx_gdb_core *cores, size_t count, uint16_t port,
                       void (*ready)(uint16_t port), const volatile sig_atomic_t *stop,
                       hx_gdb_state *state, hx_error *error)
{
    connection c = {.descriptor = -1};
    hx_gdb_session *session = hx_gdb_session_create(cores, count, send_bytes, &c);
    int listener = -1;
    hx_status status = session ? listen_at(&port, &listener, error) : HX_ERROR_MEMORY;
    if (!status) {
        ready(port);
        status = accept_one(listener, &c, stop);
    }
    if (listener >= 0)
        close(listener);
    if (!status)
        status = serve_connection(&c, session, stop);
    // A debugger that went without a word is as one that detached.
    if (session)
        *state = c.is_lost ? HX_GDB_DETACHED : hx_gdb_session_state(session);
    if (c.descriptor >= 0)
        close(c.descriptor);
    hx_gdb_session_destroy(session);
    return status;
}
