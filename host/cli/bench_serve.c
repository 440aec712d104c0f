// Bench row serve_words: words over loopback UDP into a null FPGA and back.
// SPDX-License-Identifier: Apache-2.0
//
// The server runs in a process of its own and answers every word by itself. A counted word has
// gone both ways. A fixed number of words is under way, as in a batch of trials.
#include "host/cli/bench_rows.h"

#include <hxcosim/server.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_A_SEND 4096
#define WORDS_UNDER_WAY 131072

// Never returns; ended by a signal.
static void serve(int ready)
{
    const volatile sig_atomic_t stop = 0;
    hx_server_config config = hx_server_config_default();
    hx_server *server;
    uint16_t ports[2];
    config.data_port = config.reset_port = 0;
    config.null_device = true;
    if (!hx_server_create(&server, &config, NULL)) {
        hx_server_get_ports(server, &ports[0], &ports[1]);
        if (write(ready, ports, sizeof ports) == sizeof ports)
            hx_server_run(server, &stop, NULL);
    }
    _exit(1);
}

static hx_status exchange(hx_connection *device, double seconds, double *value, hx_error *error)
{
    uint64_t words[WORDS_A_SEND], sent = 0, received = 0;
    const double start = hx_bench_now();
    double now = start;
    hx_status status = HX_OK;
    while (!status && now - start < seconds) {
        size_t count;
        while (!status && sent < received + WORDS_UNDER_WAY) {
            for (size_t i = 0; i < WORDS_A_SEND; i++)
                words[i] = sent++;
            status = hx_connection_send(device, words, WORDS_A_SEND);
        }
        if (!status)
            status = hx_connection_receive(device, words, WORDS_A_SEND, &count, NULL);
        for (size_t i = 0; !status && i < count; i++)
            if (words[i] != received++)
                return hx_error_set(error, HX_ERROR_CHECK, "serve_words: a word was lost");
        now = hx_bench_now();
    }
    *value = (double)received / (now - start);
    return status ? hx_error_set(error, status, "serve_words: %s", hx_status_text(status)) : HX_OK;
}

hx_status hx_bench_serve_words(double seconds, double *value, hx_error *error)
{
    int ends[2];
    uint16_t ports[2];
    if (pipe(ends))
        return hx_error_set(error, HX_ERROR_IO, "serve_words: no pipe");
    pid_t server = fork();
    if (server == 0) {
        close(ends[0]);
        serve(ends[1]);
    }
    close(ends[1]);
    hx_connection *device = NULL;
    hx_status status = HX_OK;
    if (server < 0 || read(ends[0], ports, sizeof ports) != sizeof ports)
        status = hx_error_set(error, HX_ERROR_IO, "serve_words: the server does not start");
    close(ends[0]);
    if (!status)
        status = hx_connection_open_udp(&device, "127.0.0.1", ports[0], ports[1], error);
    if (!status)
        status = exchange(device, seconds, value, error);
    hx_connection_close(device);
    if (server > 0) { // it has no device process that would need a clean end
        kill(server, SIGKILL);
        waitpid(server, NULL, 0);
    }
    return status;
}
