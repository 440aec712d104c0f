// The FPGA's UDP end: serves the simulated set-up to one host at a time.
// SPDX-License-Identifier: Apache-2.0
#include <hxcosim/server.h>

#include "host/wire/arq_endpoint.h"
#include "sim/connection/connection.h"
#include "sim/udp/faults.h"
#include "sim/udp/socket.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// What the FPGA end tells about itself, after a reset.
#define TEXT "version: 1\ncompatible_until: 1\n" HX_ARQ_TRIALS_KEY "\n"
#define DATAGRAMS_A_TURN 256
#define WORDS_A_TURN 4096       // the most that a writable worker takes without waiting
#define BACKLOG_WORDS 65536     // responses; more stay in the device's process
#define LONGEST_WAIT_US 100000  // so late may a stop be seen that came just before a wait
#define DATAGRAM_ROOM (1 << 16) // longer than any datagram, so none is cut to a valid one

struct hx_server {
    hx_server_config config;
    int data_socket, reset_socket;
    struct sockaddr_in data_address, reset_address, peer;
    bool has_peer;
    hx_arq_endpoint *link;
    hx_fault_channel *in, *out;
    hx_connection *device;
    bool device_is_new;
    uint64_t strangers;
    uint64_t words[WORDS_A_TURN];
    uint8_t bytes[DATAGRAM_ROOM];
};

hx_server_config hx_server_config_default(void)
{
    return (hx_server_config){.bind = "127.0.0.1",
                              .data_port = HX_UDP_DATA_PORT,
                              .reset_port = HX_UDP_RESET_PORT,
                              .device = hx_device_config_default(),
                              .faults = {.seed = 1}};
}

static void report(hx_server *server, const char *what, const char *detail)
{
    char line[512];
    if (!server->config.report)
        return;
    snprintf(line, sizeof line, "%s%s", what, detail);
    server->config.report(server->config.context, line);
}

static hx_status open_device(hx_server *server, hx_error *error)
{
    server->device_is_new = true;
    if (server->config.null_device)
        return HX_OK;
    return hx_connection_open_worker(&server->device, &server->config.device, error);
}

hx_status hx_server_create(hx_server **server, const hx_server_config *config, hx_error *error)
{
    *server = NULL;
    hx_server *made = calloc(1, sizeof *made);
    if (!made)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    made->config = *config;
    made->data_socket = made->reset_socket = -1;
    hx_status status = hx_udp_resolve(&made->data_address, config->bind, config->data_port, error);
    made->reset_address = made->data_address;
    made->reset_address.sin_port = htons(config->reset_port);
    // The first device forks before the sockets are there, later ones inherit copies.
    if (!status)
        status = open_device(made, error);
    if (!status)
        status = hx_udp_socket_open(&made->data_socket, &made->data_address, error);
    if (!status)
        status = hx_udp_socket_open(&made->reset_socket, &made->reset_address, error);
    if (!status && (hx_arq_endpoint_create(&made->link, HX_ARQ_ROLE_FPGA, TEXT) ||
                    hx_fault_channel_create(&made->in, &config->faults, 0) ||
                    hx_fault_channel_create(&made->out, &config->faults, 1)))
        status = hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    if (status) {
        hx_server_destroy(made);
        return status;
    }
    *server = made;
    return HX_OK;
}

void hx_server_destroy(hx_server *server)
{
    if (!server)
        return;
    hx_connection_close(server->device);
    if (server->data_socket >= 0)
        close(server->data_socket);
    if (server->reset_socket >= 0)
        close(server->reset_socket);
    hx_arq_endpoint_destroy(server->link);
    hx_fault_channel_destroy(server->in);
    hx_fault_channel_destroy(server->out);
    free(server);
}

void hx_server_get_ports(const hx_server *server, uint16_t *data_port, uint16_t *reset_port)
{
    *data_port = ntohs(server->data_address.sin_port);
    *reset_port = ntohs(server->reset_address.sin_port);
}

// Reads one datagram; false if there is none.
static bool read_datagram(hx_server *server, int socket, struct sockaddr_in *from, size_t *length)
{
    socklen_t size = sizeof *from;
    ssize_t n =
        recvfrom(socket, server->bytes, sizeof server->bytes, 0, (struct sockaddr *)from, &size);
    *length = n < 0 ? 0 : (size_t)n;
    return n >= 0;
}

static hx_status take_resets(hx_server *server, uint64_t now, hx_error *error)
{
    struct sockaddr_in from;
    size_t length;
    bool reset = false;
    for (int i = 0;
         i < DATAGRAMS_A_TURN && read_datagram(server, server->reset_socket, &from, &length); i++)
        if (hx_arq_endpoint_input(server->link, now, HX_ARQ_PORT_RESET, server->bytes, length)) {
            server->peer = from;
            reset = true;
        }
    if (!reset)
        return HX_OK;
    server->has_peer = true;
    // A host says nothing between its reset and the answer: what is here is older.
    while (read_datagram(server, server->data_socket, &from, &length))
        ;
    hx_fault_channel_clear(server->in);
    hx_fault_channel_clear(server->out);
    char text[INET_ADDRSTRLEN + 16] = "";
    inet_ntop(AF_INET, &server->peer.sin_addr, text, INET_ADDRSTRLEN);
    snprintf(text + strlen(text), 16, ":%u", ntohs(server->peer.sin_port));
    report(server, "reset by ", text);
    if (server->device_is_new)
        return HX_OK;
    hx_connection_close(server->device);
    server->device = NULL;
    return open_device(server, error);
}

static bool is_peer(const hx_server *server, const struct sockaddr_in *from)
{
    return server->has_peer && from->sin_port == server->peer.sin_port &&
           from->sin_addr.s_addr == server->peer.sin_addr.s_addr;
}

static hx_status take_datagrams(hx_server *server, uint64_t now)
{
    struct sockaddr_in from;
    size_t length;
    uint8_t bytes[HX_FAULT_DATAGRAM_BYTES];
    for (int i = 0;
         i < DATAGRAMS_A_TURN && read_datagram(server, server->data_socket, &from, &length); i++) {
        if (!is_peer(server, &from)) {
            server->strangers++;
            continue;
        }
        // The link looks at no more of a datagram than its longest frame.
        if (length > sizeof bytes)
            length = sizeof bytes;
        hx_status status = hx_fault_channel_push(server->in, now, server->bytes, length);
        if (status)
            return status;
    }
    while (hx_fault_channel_pop(server->in, now, bytes, &length))
        hx_arq_endpoint_input(server->link, now, HX_ARQ_PORT_DATA, bytes, length);
    return HX_OK;
}

// The device failed or is gone: the host hears nothing more until it resets.
static void lose_device(hx_server *server, hx_status status)
{
    report(server, "the device stopped until the next reset: ", hx_status_text(status));
    hx_connection_close(server->device);
    server->device = NULL;
    server->device_is_new = false;
}

static bool is_writable(int descriptor)
{
    struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
    return poll(&entry, 1, 0) > 0 && (entry.revents & POLLOUT);
}

static void feed_device(hx_server *server)
{
    uint16_t pid;
    size_t count;
    while (hx_arq_endpoint_count_received(server->link) &&
           (!server->device || is_writable(hx_connection_get_descriptor(server->device)))) {
        hx_status status = HX_OK;
        count = hx_arq_endpoint_receive(server->link, &pid, server->words, WORDS_A_TURN);
        server->device_is_new = false;
        if (server->config.null_device && pid == HX_ARQ_PID_WORDS)
            status = hx_arq_endpoint_send(server->link, pid, server->words, count);
        else if (server->device && pid == HX_ARQ_PID_WORDS)
            status = hx_connection_send(server->device, server->words, count);
        for (size_t i = 0; server->device && !status && pid == HX_ARQ_PID_TRIALS && i < count; i++)
            status = hx_connection_start_trial(server->device, server->words[i]);
        if (status && server->device)
            lose_device(server, status);
    }
}

static bool wants_responses(const hx_server *server)
{
    return server->device && hx_arq_endpoint_count_waiting(server->link) < BACKLOG_WORDS;
}

static void take_responses(hx_server *server)
{
    size_t count = 1;
    while (count && wants_responses(server)) {
        hx_status status =
            hx_connection_receive_ready(server->device, server->words, WORDS_A_TURN, &count);
        // Words of a device whose link has failed go nowhere.
        if (count && hx_arq_endpoint_get_state(server->link, NULL) == HX_ARQ_READY)
            status = hx_arq_endpoint_send(server->link, HX_ARQ_PID_WORDS, server->words, count);
        if (status)
            lose_device(server, status);
    }
}

static hx_status send_datagrams(hx_server *server, uint64_t now)
{
    uint8_t bytes[HX_FAULT_DATAGRAM_BYTES];
    size_t length;
    hx_arq_port port;
    hx_status status = HX_OK;
    while (!status && hx_arq_endpoint_output(server->link, now, &port, bytes, &length))
        status = hx_fault_channel_push(server->out, now, bytes, length);
    // A full socket loses the datagram, as a full switch would; it will be sent again.
    while (!status && hx_fault_channel_pop(server->out, now, bytes, &length))
        sendto(server->data_socket, bytes, length, 0, (struct sockaddr *)&server->peer,
               sizeof server->peer);
    return status;
}

static void wait_for_something(hx_server *server)
{
    uint64_t until = hx_arq_endpoint_get_deadline(server->link);
    uint64_t in = hx_fault_channel_get_deadline(server->in);
    uint64_t out = hx_fault_channel_get_deadline(server->out);
    until = in < until ? in : until;
    until = out < until ? out : until;
    struct pollfd entries[3] = {{.fd = server->data_socket, .events = POLLIN},
                                {.fd = server->reset_socket, .events = POLLIN},
                                {.fd = -1}};
    if (server->device) {
        if (wants_responses(server))
            entries[2].events |= POLLIN;
        if (hx_arq_endpoint_count_received(server->link))
            entries[2].events |= POLLOUT;
        // With no events a closed end would still wake us, again and again.
        if (entries[2].events)
            entries[2].fd = hx_connection_get_descriptor(server->device);
    }
    hx_udp_wait(entries, 3, until, LONGEST_WAIT_US);
}

hx_status hx_server_run(hx_server *server, const volatile sig_atomic_t *stop, hx_error *error)
{
    hx_status status = HX_OK;
    bool failed = false;
    while (!status && !*stop) {
        uint64_t now = hx_udp_now_us();
        status = take_resets(server, now, error);
        if (status)
            return status;
        status = take_datagrams(server, now);
        feed_device(server);
        take_responses(server);
        if (!status)
            status = send_datagrams(server, now);
        hx_error reason = {""};
        bool fails = hx_arq_endpoint_get_state(server->link, &reason) == HX_ARQ_FAILED;
        if (fails && !failed)
            report(server, "silent until the next reset: ", reason.text);
        failed = fails;
        wait_for_something(server);
    }
    if (status)
        return hx_error_set(error, status, "%s", hx_status_text(status));
    status = hx_connection_finish(server->device, error);
    server->device = NULL;
    return status;
}

hx_server_counters hx_server_get_counters(const hx_server *server)
{
    const hx_arq_endpoint_counters link = hx_arq_endpoint_get_counters(server->link);
    return (hx_server_counters){.resets = link.resets,
                                .words_in = link.words_received,
                                .words_out = link.words_sent,
                                .frames_in = link.data_received,
                                .frames_refused = link.data_refused,
                                .frames_out = link.data_sent,
                                .frames_again = link.data_resent,
                                .bad = link.bad,
                                .strangers = server->strangers,
                                .stray = link.stray,
                                .to_fpga = hx_fault_channel_get_counters(server->in),
                                .to_host = hx_fault_channel_get_counters(server->out)};
}
