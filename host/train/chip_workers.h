// Devices that simulate the same chip, and what came back from them.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TRAIN_CHIP_WORKERS_H
#define HX_TRAIN_CHIP_WORKERS_H

#include "host/program/program.h"

#include <hxcosim/device.h>

// A board behind UDP (hxcosim/device.h).
typedef struct hx_chip_session_board {
    const char *host; // NULL: workers of this process instead
    uint16_t data_port, reset_port;
} hx_chip_session_board;

typedef struct hx_chip_worker hx_chip_worker;

typedef struct hx_chip_workers {
    size_t count;
    hx_chip_worker *list;
} hx_chip_workers;

// What is open stays to be closed after a failure. Waves of worker 0 go to the file of the device's
// trace, F.fst, those of the others to F.1.fst, F.2.fst, ...
hx_status hx_chip_workers_open(hx_chip_workers *workers, size_t count,
                               const hx_device_config *device, const hx_chip_session_board *board,
                               hx_error *error);
// The first failure of hx_connection_finish.
hx_status hx_chip_workers_close(hx_chip_workers *workers, hx_error *error);

hx_status hx_chip_workers_send(hx_chip_workers *workers, size_t worker, const hx_program *program);
// Takes response words of one worker until its program is finished.
hx_status hx_chip_workers_receive(hx_chip_workers *workers, size_t worker, hx_error *error);

hx_connection *hx_chip_workers_get(hx_chip_workers *workers, size_t worker);
// Of the program received last.
const hx_program_result *hx_chip_workers_get_result(const hx_chip_workers *workers, size_t worker);

#endif
