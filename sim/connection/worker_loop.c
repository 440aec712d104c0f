// The device in a forked process: the worker's end.
// SPDX-License-Identifier: Apache-2.0
#include "sim/connection/worker_loop.h"

#include "sim/connection/machine.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES 65536
#define SEND_WORDS 1024
#define SLICE_STEPS 12500 // FPGA cycles, 100 us: so long the host may wait to be heard

hx_status hx_worker_buffer_fill(hx_worker_buffer *buffer, int socket)
{
    if (buffer->first) {
        memmove(buffer->data, buffer->data + buffer->first, buffer->last - buffer->first);
        buffer->last -= buffer->first;
        buffer->first = 0;
    }
    if (buffer->last + READ_BYTES > buffer->capacity) {
        size_t capacity = 2 * buffer->capacity + READ_BYTES;
        char *larger = realloc(buffer->data, capacity);
        if (!larger)
            return HX_ERROR_MEMORY;
        buffer->data = larger;
        buffer->capacity = capacity;
    }
    ssize_t n = recv(socket, buffer->data + buffer->last, READ_BYTES, MSG_DONTWAIT);
    if (n > 0)
        buffer->last += (size_t)n;
    else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
        return HX_ERROR_CLOSED;
    return HX_OK;
}

bool hx_worker_buffer_next(hx_worker_buffer *buffer, hx_worker_header *header, const void **payload)
{
    size_t have = buffer->last - buffer->first;
    if (have < sizeof *header)
        return false;
    memcpy(header, buffer->data + buffer->first, sizeof *header);
    if (have < sizeof *header + header->size)
        return false;
    *payload = buffer->data + buffer->first + sizeof *header;
    buffer->first += sizeof *header + header->size;
    return true;
}

void hx_worker_buffer_release(hx_worker_buffer *buffer)
{
    free(buffer->data);
    *buffer = (hx_worker_buffer){0};
}

static hx_status send_all(int socket, const void *data, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = send(socket, (const char *)data + done, size - done, MSG_NOSIGNAL);
        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno != EINTR)
            return HX_ERROR_CLOSED;
    }
    return HX_OK;
}

static hx_status send_message(int socket, uint32_t kind, const void *payload, size_t size)
{
    const hx_worker_header header = {kind, (uint32_t)size};
    hx_status status = send_all(socket, &header, sizeof header);
    return status ? status : send_all(socket, payload, size);
}

static hx_status send_responses(hx_machine *machine, int socket)
{
    uint64_t words[SEND_WORDS];
    size_t count;
    while ((count = hx_machine_pop_words(machine, words, SEND_WORDS))) {
        hx_status status = send_message(socket, HX_WORKER_WORDS, words, count * sizeof *words);
        if (status)
            return status;
    }
    return HX_OK;
}

// Gives the machine all messages that have arrived.
static hx_status take_messages(hx_worker_buffer *buffer, hx_machine *machine, uint64_t *messages)
{
    hx_worker_header header;
    const void *payload;
    while (hx_worker_buffer_next(buffer, &header, &payload)) {
        ++*messages;
        hx_status status = HX_OK;
        if (header.kind == HX_WORKER_WORDS) {
            // The payload need not be aligned.
            uint64_t words[SEND_WORDS];
            for (size_t at = 0; !status && at < header.size; at += sizeof words) {
                size_t size = header.size - at < sizeof words ? header.size - at : sizeof words;
                memcpy(words, (const char *)payload + at, size);
                status = hx_machine_push_words(machine, words, size / sizeof *words);
            }
        } else {
            uint64_t trial;
            memcpy(&trial, payload, sizeof trial);
            status = hx_machine_push_trial(machine, trial);
        }
        if (status)
            return status;
    }
    return HX_OK;
}

static hx_status serve(int socket, hx_machine *machine, uint64_t messages)
{
    hx_worker_buffer buffer = {0};
    bool reported = true;
    hx_status status = HX_OK;
    while (!status) {
        struct pollfd entry = {.fd = socket, .events = POLLIN};
        // Wait only when time has stopped and the other end knows it.
        int ready = poll(&entry, 1, reported ? -1 : 0);
        if (ready > 0) {
            status = hx_worker_buffer_fill(&buffer, socket);
            uint64_t before = messages;
            if (!status)
                status = take_messages(&buffer, machine, &messages);
            if (messages != before)
                reported = false;
        }
        if (status || reported)
            continue;
        hx_worker_report report = {.messages = messages};
        hx_device_state state;
        hx_status ran = hx_machine_run(machine, SEND_WORDS, SLICE_STEPS, &state);
        status = send_responses(machine, socket);
        if (!status && (ran || state != HX_DEVICE_RUNNING)) {
            report.status = (uint32_t)ran;
            report.state = (uint32_t)state;
            report.statistics = hx_machine_get_statistics(machine);
            status = send_message(socket, HX_WORKER_REPORT, &report, sizeof report);
            reported = true;
        }
    }
    hx_worker_buffer_release(&buffer);
    return status;
}

int hx_worker_main(int socket, const hx_device_config *config)
{
    hx_machine *machine = NULL;
    hx_worker_report report = {.messages = 1, .state = HX_DEVICE_IDLE};
    report.status = (uint32_t)hx_machine_create(&machine, config, &report.error);
    if (machine)
        report.statistics = hx_machine_get_statistics(machine);
    hx_status status = send_message(socket, HX_WORKER_REPORT, &report, sizeof report);
    if (!status && machine)
        serve(socket, machine, report.messages);
    hx_machine_destroy(machine);
    return 0;
}
