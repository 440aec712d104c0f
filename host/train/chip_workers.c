// Devices that simulate the same chip, and what came back from them.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/chip_workers.h"

#include "host/program/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hx_chip_worker {
    hx_connection *device;
    hx_exchange *exchange;
    hx_program_result *result;
};

static hx_status open_worker(hx_chip_worker *worker, size_t number, const hx_device_config *config,
                             const hx_chip_session_board *board, hx_error *error)
{
    hx_device_config device = *config;
    char path[4096];
    if (device.trace.path && number > 0) {
        const char *dot = strrchr(device.trace.path, '.');
        int stem = dot ? (int)(dot - device.trace.path) : (int)strlen(device.trace.path);
        int length = snprintf(path, sizeof path, "%.*s.%zu.fst", stem, device.trace.path, number);
        if (length < 0 || (size_t)length >= sizeof path)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "--trace: the file name is too long");
        device.trace.path = path;
    }
    hx_status status = hx_program_result_create(&worker->result);
    if (!status && board->host)
        status = hx_connection_open_udp(&worker->device, board->host, board->data_port,
                                        board->reset_port, error);
    else if (!status)
        status = hx_connection_open_worker(&worker->device, &device, error);
    return status ? status : hx_exchange_create(&worker->exchange, worker->device);
}

hx_status hx_chip_workers_open(hx_chip_workers *workers, size_t count,
                               const hx_device_config *device, const hx_chip_session_board *board,
                               hx_error *error)
{
    workers->list = calloc(count, sizeof *workers->list);
    if (!workers->list)
        return HX_ERROR_MEMORY;
    workers->count = count;
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = open_worker(&workers->list[i], i, device, board, error);
    return status;
}

hx_status hx_chip_workers_close(hx_chip_workers *workers, hx_error *error)
{
    hx_status status = HX_OK;
    for (size_t i = 0; i < workers->count; i++) {
        hx_exchange_destroy(workers->list[i].exchange);
        hx_status end = hx_connection_finish(workers->list[i].device, status ? NULL : error);
        status = status ? status : end;
        hx_program_result_destroy(workers->list[i].result);
    }
    free(workers->list);
    *workers = (hx_chip_workers){0};
    return status;
}

hx_status hx_chip_workers_send(hx_chip_workers *workers, size_t worker, const hx_program *program)
{
    return hx_exchange_send(workers->list[worker].exchange, program);
}

hx_status hx_chip_workers_receive(hx_chip_workers *workers, size_t worker, hx_error *error)
{
    hx_error reason = {""};
    hx_status status =
        hx_exchange_receive(workers->list[worker].exchange, workers->list[worker].result, &reason);
    return status ? hx_error_set(error, status, "worker %zu: %.230s", worker, reason.text) : HX_OK;
}

hx_connection *hx_chip_workers_get(hx_chip_workers *workers, size_t worker)
{
    return workers->list[worker].device;
}

const hx_program_result *hx_chip_workers_get_result(const hx_chip_workers *workers, size_t worker)
{
    return workers->list[worker].result;
}
