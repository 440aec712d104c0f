// The FPGA's UDP end: serves the simulated set-up to one host at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Every reset gives its sender a fresh device (a worker process of its own) and takes the
// link away from whoever had it. This process never makes a board itself. Faults act on the
// datagrams of the data port, both ways; resets always arrive, because no host repeats one.
#ifndef HXCOSIM_SERVER_H
#define HXCOSIM_SERVER_H

#include <hxcosim/device.h>

#include <signal.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_udp_faults {
    double drop, duplicate, reorder, corrupt; // probabilities of a datagram, 0..1
    double delay_us;                          // of every datagram
    uint64_t seed;
} hx_udp_faults;

typedef struct hx_fault_counters {
    uint64_t datagrams, dropped, duplicated, reordered, corrupted;
} hx_fault_counters;

typedef struct hx_server_config {
    const char *bind;               // IPv4 address
    uint16_t data_port, reset_port; // 0: any free port
    hx_device_config device;
    hx_udp_faults faults;
    bool null_device; // no chip: every word is answered by itself
    // Told in one line what happens; may be NULL.
    void (*report)(void *context, const char *line);
    void *context;
} hx_server_config;

typedef struct hx_server_counters {
    uint64_t resets;
    uint64_t words_in, words_out;                                 // of the host
    uint64_t frames_in, frames_refused, frames_out, frames_again; // with data
    uint64_t bad;       // datagrams that are no frame of their port
    uint64_t strangers; // datagrams from others than the host of the last reset
    uint64_t stray;     // frames after the link had failed
    hx_fault_counters to_fpga, to_host;
} hx_server_counters;

typedef struct hx_server hx_server;

hx_server_config hx_server_config_default(void);

// Binds the ports and opens the first device.
hx_status hx_server_create(hx_server **server, const hx_server_config *config, hx_error *error);
void hx_server_destroy(hx_server *server); // accepts NULL
void hx_server_get_ports(const hx_server *server, uint16_t *data_port, uint16_t *reset_port);

// Serves until `stop` is not 0. A device that fails does not end it: the next reset brings a
// new one.
hx_status hx_server_run(hx_server *server, const volatile sig_atomic_t *stop, hx_error *error);

hx_server_counters hx_server_get_counters(const hx_server *server);

#ifdef __cplusplus
}
#endif

#endif
