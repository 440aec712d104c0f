// What every kind of connection provides.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_CONNECTION_H
#define HX_SIM_CONNECTION_H

#include <hxcosim/device.h>

typedef struct hx_connection_kind {
    hx_status (*send)(void *self, const uint64_t *words, size_t count);
    hx_status (*start_trial)(void *self, uint64_t trial);
    hx_status (*receive)(void *self, uint64_t *words, size_t capacity, size_t *count,
                         hx_device_state *state);
    hx_status (*get_statistics)(void *self, hx_device_statistics *statistics);
    void (*close)(void *self);
    // Only where the device runs by itself, else NULL:
    int (*get_descriptor)(void *self);
    hx_status (*receive_ready)(void *self, uint64_t *words, size_t capacity, size_t *count);
} hx_connection_kind;

// For a server that waits for many things. The descriptor is readable when something has come
// from the device, and takes 4096 words without waiting when it is writable; -1: none.
// hx_connection_receive_ready never waits; what it left behind does not show at the descriptor.
int hx_connection_get_descriptor(hx_connection *connection);
hx_status hx_connection_receive_ready(hx_connection *connection, uint64_t *words, size_t capacity,
                                      size_t *count);

hx_status hx_local_open(void **self, const hx_device_config *config, hx_error *error);
extern const hx_connection_kind hx_local_kind;

hx_status hx_worker_open(void **self, const hx_device_config *config, hx_error *error);
extern const hx_connection_kind hx_worker_kind;

hx_status hx_udp_open(void **self, const char *host, uint16_t data_port, uint16_t reset_port,
                      hx_error *error);
extern const hx_connection_kind hx_udp_kind;

#endif
