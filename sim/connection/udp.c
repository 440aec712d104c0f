// The device behind UDP: the host's end of the link, served by a thread of its own.
// SPDX-License-Identifier: Apache-2.0
//
// The link must be served while its owner computes: the other end repeats what is not
// acknowledged and gives up in the end. All members of the struct below the mutex belong to
// whoever holds it; the thread sleeps without it.
#include "sim/connection/connection.h"

#include "host/wire/arq_endpoint.h"
#include "sim/udp/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RESET_TRIES 3           // the reset has no repetition of its own
#define CLOSE_LIMIT_US 2000000  // for the acknowledgement of the last words
#define LONGEST_WAIT_US 1000000 // no end depends on it
#define DATAGRAM_ROOM 2048
#define DATAGRAMS_A_TURN 256

typedef struct udp {
    int socket, wake[2];
    struct sockaddr_in data, reset;
    bool knows_trials, has_thread;
    pthread_t thread;
    pthread_cond_t arrived; // words, or the end of the link
    pthread_mutex_t mutex;
    hx_arq_endpoint *link;
    bool is_woken, stop;
    hx_device_statistics statistics;
} udp;

static void take_datagrams(udp *u, uint64_t now)
{
    uint8_t bytes[DATAGRAM_ROOM];
    for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(u->socket, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
        if (n < 0)
            return;
        if (from.sin_port == u->data.sin_port && from.sin_addr.s_addr == u->data.sin_addr.s_addr)
            hx_arq_endpoint_input(u->link, now, HX_ARQ_PORT_DATA, bytes, (size_t)n);
    }
}

static void send_datagrams(udp *u, uint64_t now)
{
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    hx_arq_port port;
    while (hx_arq_endpoint_output(u->link, now, &port, bytes, &length)) {
        const struct sockaddr_in *to = port == HX_ARQ_PORT_RESET ? &u->reset : &u->data;
        // A datagram that the kernel refuses is lost like any other and will be sent again.
        sendto(u->socket, bytes, length, 0, (const struct sockaddr *)to, sizeof *to);
    }
}

// One turn with the mutex held: what has come, then what is to be sent.
static void turn(udp *u)
{
    uint64_t now = hx_udp_now_us();
    take_datagrams(u, now);
    send_datagrams(u, now);
    if (hx_arq_endpoint_count_received(u->link) ||
        hx_arq_endpoint_get_state(u->link, NULL) != HX_ARQ_READY)
        pthread_cond_broadcast(&u->arrived);
}

static void *serve(void *context)
{
    udp *u = context;
    pthread_mutex_lock(&u->mutex);
    while (!u->stop) {
        turn(u);
        struct pollfd entries[2] = {{.fd = u->socket, .events = POLLIN},
                                    {.fd = u->wake[0], .events = POLLIN}};
        uint64_t until = hx_arq_endpoint_get_deadline(u->link);
        pthread_mutex_unlock(&u->mutex);
        hx_udp_wait(entries, 2, until, LONGEST_WAIT_US);
        pthread_mutex_lock(&u->mutex);
        char dropped[64];
        if (entries[1].revents && read(u->wake[0], dropped, sizeof dropped) > 0)
            u->is_woken = false;
    }
    pthread_mutex_unlock(&u->mutex);
    return NULL;
}

// With the mutex held: there is something for the thread to do.
static void wake(udp *u)
{
    if (!u->is_woken)
        u->is_woken = write(u->wake[1], "", 1) == 1;
}

static hx_status get_status(udp *u)
{
    return hx_arq_endpoint_get_state(u->link, NULL) == HX_ARQ_READY ? HX_OK : HX_ERROR_CLOSED;
}

static hx_status send_packets(udp *u, uint16_t pid, const uint64_t *words, size_t count)
{
    pthread_mutex_lock(&u->mutex);
    hx_status status = get_status(u);
    if (!status)
        status = hx_arq_endpoint_send(u->link, pid, words, count);
    if (!status && pid == HX_ARQ_PID_WORDS)
        u->statistics.words_sent += count;
    wake(u);
    pthread_mutex_unlock(&u->mutex);
    return status;
}

static hx_status send_words(void *self, const uint64_t *words, size_t count)
{
    return send_packets(self, HX_ARQ_PID_WORDS, words, count);
}

static hx_status start_trial(void *self, uint64_t trial)
{
    udp *u = self;
    return u->knows_trials ? send_packets(u, HX_ARQ_PID_TRIALS, &trial, 1) : HX_OK;
}

static hx_status receive(void *self, uint64_t *words, size_t capacity, size_t *count,
                         hx_device_state *state)
{
    udp *u = self;
    uint16_t pid;
    struct timespec limit;
    int waited = 0;
    clock_gettime(CLOCK_MONOTONIC, &limit);
    limit.tv_sec += HX_UDP_RECEIVE_LIMIT_S;
    *state = HX_DEVICE_RUNNING;
    pthread_mutex_lock(&u->mutex);
    while (!(*count = hx_arq_endpoint_receive(u->link, &pid, words, capacity)) && !waited &&
           !get_status(u))
        waited = pthread_cond_timedwait(&u->arrived, &u->mutex, &limit);
    hx_status status = *count ? HX_OK : waited == ETIMEDOUT ? HX_ERROR_LIMIT : HX_ERROR_CLOSED;
    u->statistics.words_received += *count;
    pthread_mutex_unlock(&u->mutex);
    return status;
}

static hx_status get_statistics(void *self, hx_device_statistics *statistics)
{
    udp *u = self;
    pthread_mutex_lock(&u->mutex);
    *statistics = u->statistics;
    pthread_mutex_unlock(&u->mutex);
    return HX_OK;
}

// Serves the link from this thread until `done` holds or the time is over.
static void serve_until(udp *u, bool (*done)(const hx_arq_endpoint *), uint64_t limit_us)
{
    for (turn(u); !done(u->link) && hx_udp_now_us() < limit_us; turn(u)) {
        struct pollfd entry = {.fd = u->socket, .events = POLLIN};
        hx_udp_wait(&entry, 1, hx_arq_endpoint_get_deadline(u->link), 100000);
    }
}

static bool is_started(const hx_arq_endpoint *link)
{
    return hx_arq_endpoint_get_state(link, NULL) != HX_ARQ_STARTING;
}

static bool is_finished(const hx_arq_endpoint *link)
{
    return hx_arq_endpoint_get_state(link, NULL) != HX_ARQ_READY ||
           hx_arq_endpoint_is_drained(link);
}

static void release(udp *u)
{
    for (int i = 0; i < 2; i++)
        if (u->wake[i] >= 0)
            close(u->wake[i]);
    if (u->socket >= 0)
        close(u->socket);
    hx_arq_endpoint_destroy(u->link);
    pthread_cond_destroy(&u->arrived);
    pthread_mutex_destroy(&u->mutex);
    free(u);
}

static void close_udp(void *self)
{
    udp *u = self;
    if (u->has_thread) {
        pthread_mutex_lock(&u->mutex);
        u->stop = true;
        wake(u);
        pthread_mutex_unlock(&u->mutex);
        pthread_join(u->thread, NULL);
        if (!hx_arq_endpoint_flush(u->link))
            serve_until(u, is_finished, hx_udp_now_us() + CLOSE_LIMIT_US);
    }
    release(u);
}

static hx_status connect_link(udp *u, const char *host, hx_error *error)
{
    hx_error reason = {""};
    hx_arq_state state = HX_ARQ_SILENT;
    for (int i = 0; i < RESET_TRIES && state != HX_ARQ_READY; i++) {
        uint64_t now = hx_udp_now_us();
        uint8_t dropped[DATAGRAM_ROOM];
        while (recv(u->socket, dropped, sizeof dropped, 0) >= 0)
            ;
        hx_arq_endpoint_start(u->link, now, now * UINT64_C(0x9e3779b97f4a7c15));
        serve_until(u, is_started, UINT64_MAX);
        state = hx_arq_endpoint_get_state(u->link, &reason);
    }
    if (state != HX_ARQ_READY)
        return hx_error_set(error, HX_ERROR_CLOSED, "%s, ports %u and %u: %s", host,
                            ntohs(u->data.sin_port), ntohs(u->reset.sin_port), reason.text);
    u->knows_trials = strstr(hx_arq_endpoint_get_text(u->link), HX_ARQ_TRIALS_KEY) != NULL;
    return HX_OK;
}

static hx_status start_thread(udp *u, hx_error *error)
{
    if (pipe(u->wake))
        return hx_error_set(error, HX_ERROR_IO, "no pipe: %s", strerror(errno));
    for (int i = 0; i < 2; i++)
        fcntl(u->wake[i], F_SETFL, O_NONBLOCK);
    // Signals are for the owner's threads.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&u->thread, NULL, serve, u);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    u->has_thread = !failed;
    return failed ? hx_error_set(error, HX_ERROR_MEMORY, "no thread: %s", strerror(failed)) : HX_OK;
}

hx_status hx_udp_open(void **self, const char *host, uint16_t data_port, uint16_t reset_port,
                      hx_error *error)
{
    *self = NULL;
    udp *u = calloc(1, sizeof *u);
    if (!u)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    u->socket = u->wake[0] = u->wake[1] = -1;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&u->arrived, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&u->mutex, NULL);
    struct sockaddr_in any = {.sin_family = AF_INET};
    hx_status status = hx_udp_resolve(&u->data, host, data_port, error);
    u->reset = u->data;
    u->reset.sin_port = htons(reset_port);
    if (!status)
        status = hx_udp_socket_open(&u->socket, &any, error);
    if (!status && hx_arq_endpoint_create(&u->link, HX_ARQ_ROLE_HOST, NULL))
        status = hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    if (!status)
        status = connect_link(u, host, error);
    if (!status)
        status = start_thread(u, error);
    if (status) {
        release(u);
        return status;
    }
    *self = u;
    return HX_OK;
}

const hx_connection_kind hx_udp_kind = {send_words, start_trial, receive, get_statistics,
                                        close_udp,  NULL,        NULL};
