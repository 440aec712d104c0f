// The device in a forked process, behind a socket pair: the host's end.
// SPDX-License-Identifier: Apache-2.0
//
// Neither end may block the other: whenever the host waits for room to send it also takes
// what has arrived.
#include "sim/connection/connection.h"
#include "sim/connection/worker_loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HX_PROFILES
void __gcov_dump(void); // of the compiler's profiling library
#endif

typedef struct worker {
    pid_t process;
    int socket;
    hx_worker_buffer arrived; // bytes from the worker, not yet a whole message
    uint64_t *words;          // response words, taken from `first` on
    size_t first, last, capacity;
    uint64_t sent, answered; // messages to the worker, and the last one it reported on
    hx_worker_report report; // its last report
} worker;

static hx_status store_words(worker *w, const void *words, size_t count)
{
    if (w->first == w->last)
        w->first = w->last = 0;
    if (w->last + count > w->capacity) {
        size_t capacity = 2 * (w->last + count);
        uint64_t *larger = realloc(w->words, capacity * sizeof *larger);
        if (!larger)
            return HX_ERROR_MEMORY;
        w->words = larger;
        w->capacity = capacity;
    }
    memcpy(w->words + w->last, words, count * sizeof *w->words);
    w->last += count;
    return HX_OK;
}

static hx_status take_messages(worker *w)
{
    hx_worker_header header;
    const void *payload;
    while (hx_worker_buffer_next(&w->arrived, &header, &payload)) {
        hx_status status = HX_OK;
        if (header.kind == HX_WORKER_WORDS)
            status = store_words(w, payload, header.size / sizeof(uint64_t));
        else if (header.kind == HX_WORKER_REPORT) {
            memcpy(&w->report, payload, sizeof w->report);
            w->answered = w->report.messages;
        }
        if (status)
            return status;
    }
    return HX_OK;
}

// Reads what is there; with `wait` until something is.
static hx_status read_some(worker *w, bool wait)
{
    if (wait) {
        struct pollfd entry = {.fd = w->socket, .events = POLLIN};
        while (poll(&entry, 1, -1) < 0)
            if (errno != EINTR)
                return HX_ERROR_IO;
    }
    hx_status status = hx_worker_buffer_fill(&w->arrived, w->socket);
    return status ? status : take_messages(w);
}

static hx_status send_message(worker *w, uint32_t kind, const void *payload, size_t size)
{
    const hx_worker_header header = {kind, (uint32_t)size};
    const char *parts[2] = {(const char *)&header, payload};
    size_t sizes[2] = {sizeof header, size};
    for (int part = 0; part < 2; part++)
        for (size_t done = 0; done < sizes[part];) {
            ssize_t n = send(w->socket, parts[part] + done, sizes[part] - done,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n > 0) {
                done += (size_t)n;
                continue;
            }
            if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
                return HX_ERROR_CLOSED;
            struct pollfd entry = {.fd = w->socket, .events = POLLIN | POLLOUT};
            if (poll(&entry, 1, -1) > 0 && (entry.revents & POLLIN)) {
                hx_status status = read_some(w, false);
                if (status)
                    return status;
            }
        }
    w->sent++;
    return HX_OK;
}

static hx_status send_words(void *self, const uint64_t *words, size_t count)
{
    // A message stays far below the size limit of its header.
    const size_t most = 1 << 16;
    for (size_t i = 0; i < count; i += most) {
        size_t part = count - i < most ? count - i : most;
        hx_status status = send_message(self, HX_WORKER_WORDS, words + i, part * sizeof *words);
        if (status)
            return status;
    }
    return HX_OK;
}

static hx_status start_trial(void *self, uint64_t trial)
{
    return send_message(self, HX_WORKER_TRIAL, &trial, sizeof trial);
}

static hx_status receive(void *self, uint64_t *words, size_t capacity, size_t *count,
                         hx_device_state *state)
{
    worker *w = self;
    for (;;) {
        size_t have = w->last - w->first;
        if (have) {
            *count = have < capacity ? have : capacity;
            memcpy(words, w->words + w->first, *count * sizeof *words);
            w->first += *count;
            *state = HX_DEVICE_RUNNING;
            return HX_OK;
        }
        if (w->answered == w->sent) {
            *state = (hx_device_state)w->report.state;
            return (hx_status)w->report.status;
        }
        hx_status status = read_some(w, true);
        if (status)
            return status;
    }
}

static int get_descriptor(void *self)
{
    return ((worker *)self)->socket;
}

static hx_status receive_ready(void *self, uint64_t *words, size_t capacity, size_t *count)
{
    worker *w = self;
    hx_status status = w->first == w->last ? read_some(w, false) : HX_OK;
    size_t have = w->last - w->first;
    *count = have < capacity ? have : capacity;
    // Words that came before an error are not lost: the next call tells of it.
    if (have) {
        memcpy(words, w->words + w->first, *count * sizeof *words);
        w->first += *count;
        return HX_OK;
    }
    return status || w->answered != w->sent ? status : (hx_status)w->report.status;
}

static hx_status get_statistics(void *self, hx_device_statistics *statistics)
{
    worker *w = self;
    hx_status status = HX_OK;
    while (!status && w->answered != w->sent)
        status = read_some(w, true);
    *statistics = w->report.statistics;
    return status;
}

static void close_worker(void *self)
{
    worker *w = self;
    // The worker ends when it sees this. A close would not show: later workers hold copies.
    shutdown(w->socket, SHUT_RDWR);
    close(w->socket);
    while (waitpid(w->process, NULL, 0) < 0 && errno == EINTR)
        ;
    hx_worker_buffer_release(&w->arrived);
    free(w->words);
    free(w);
}

hx_status hx_worker_open(void **self, const hx_device_config *config, hx_error *error)
{
    int sockets[2];
    worker *w = calloc(1, sizeof *w);
    *self = NULL;
    if (!w)
        return HX_ERROR_MEMORY;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets)) {
        free(w);
        return hx_error_set(error, HX_ERROR_IO, "worker: no socket pair: %s", strerror(errno));
    }
    w->process = fork();
    if (w->process == 0) {
        close(sockets[0]);
        signal(SIGINT, SIG_IGN); // the parent decides when to end
        int code = hx_worker_main(sockets[1], config);
#ifdef HX_PROFILES
        __gcov_dump(); // _exit leaves it out
#endif
        _exit(code);
    }
    close(sockets[1]);
    w->socket = sockets[0];
    if (w->process < 0) {
        close(sockets[0]);
        free(w);
        return hx_error_set(error, HX_ERROR_IO, "worker: cannot fork: %s", strerror(errno));
    }
    // The first report says whether the device could be opened.
    w->sent = 1;
    hx_device_statistics statistics;
    hx_status status = get_statistics(w, &statistics);
    if (!status && w->report.status)
        status = hx_error_set(error, (hx_status)w->report.status, "%s", w->report.error.text);
    else if (status)
        hx_error_set(error, status, "worker: ended while opening the device");
    if (status) {
        close_worker(w);
        return status;
    }
    *self = w;
    return HX_OK;
}

const hx_connection_kind hx_worker_kind = {
    send_words, start_trial, receive, get_statistics, close_worker, get_descriptor, receive_ready};
