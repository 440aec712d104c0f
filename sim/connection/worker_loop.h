// Messages between host and worker process, and the worker's own loop.
// SPDX-License-Identifier: Apache-2.0
//
// Both ends are the same program on the same machine: native byte order. A message is a
// header and `size` bytes. Every message to the worker is counted; the worker reports after
// its time has stopped, with the number of messages that it had taken by then.
#ifndef HX_SIM_WORKER_LOOP_H
#define HX_SIM_WORKER_LOOP_H

#include <hxcosim/device.h>

enum {
    HX_WORKER_WORDS = 1, // both ways: 64-bit words
    HX_WORKER_TRIAL = 2, // to the worker: uint64_t
    HX_WORKER_REPORT = 3 // from the worker: hx_worker_report
};

typedef struct hx_worker_header {
    uint32_t kind, size;
} hx_worker_header;

typedef struct hx_worker_report {
    uint64_t messages;
    uint32_t status, state;
    hx_device_statistics statistics;
    hx_error error;
} hx_worker_report;

typedef struct hx_worker_buffer {
    char *data;
    size_t first, last, capacity;
} hx_worker_buffer;

// Reads once from the socket without waiting; HX_ERROR_CLOSED at its end.
hx_status hx_worker_buffer_fill(hx_worker_buffer *buffer, int socket);
// The next whole message, valid until the next fill.
bool hx_worker_buffer_next(hx_worker_buffer *buffer, hx_worker_header *header,
                           const void **payload);
void hx_worker_buffer_release(hx_worker_buffer *buffer);

// Runs a local device for the other end of `socket` until that is closed; the exit code.
int hx_worker_main(int socket, const hx_device_config *config);

#endif
