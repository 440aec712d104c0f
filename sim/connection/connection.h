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
} hx_connection_kind;

hx_status hx_local_open(void **self, const hx_device_config *config, hx_error *error);
extern const hx_connection_kind hx_local_kind;

hx_status hx_worker_open(void **self, const hx_device_config *config, hx_error *error);
extern const hx_connection_kind hx_worker_kind;

#endif
