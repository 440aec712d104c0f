// Fuzz target: any datagrams into both ends of the link.
// SPDX-License-Identifier: Apache-2.0
//
// The input is cut into datagrams; each begins with one byte that says which end and port it
// goes to, how long it is, and whether a right header is put in front. Whatever comes, an end
// must keep its promises: frames that decode, deadlines that are kept, an end of its output.
#include "host/wire/arq_endpoint.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void drain(hx_arq_endpoint *end, uint64_t now)
{
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length, count = 0;
    hx_arq_port port;
    hx_arq_frame frame;
    uint64_t words[64];
    uint16_t pid;
    while (hx_arq_endpoint_output(end, now, &port, bytes, &length)) {
        check(!hx_arq_frame_decode(&frame, port, bytes, length, NULL));
        check(++count < 1000);
    }
    check(hx_arq_endpoint_get_deadline(end) > now);
    while (hx_arq_endpoint_receive(end, &pid, words, 64))
        check(pid == HX_ARQ_PID_WORDS || pid == HX_ARQ_PID_TRIALS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint16_t pids[] = {HX_ARQ_PID_WORDS, HX_ARQ_PID_LOOPBACK, HX_ARQ_PID_CONFIGURATION,
                                    HX_ARQ_PID_TRIALS};
    hx_arq_endpoint *ends[2];
    uint64_t now = 0;
    check(!hx_arq_endpoint_create(&ends[0], HX_ARQ_ROLE_FPGA, "version: 1\n"));
    check(!hx_arq_endpoint_create(&ends[1], HX_ARQ_ROLE_HOST, NULL));
    const uint8_t reset[] = {0xab, 0xab, 0xab, 0xab};
    check(hx_arq_endpoint_input(ends[0], now, HX_ARQ_PORT_RESET, reset, 4));
    hx_arq_endpoint_start(ends[1], now, 1);
    for (size_t at = 0; at < size;) {
        uint8_t how = data[at++];
        size_t length = how >> 3 < size - at ? how >> 3 : size - at, head = 0;
        uint8_t *bytes = malloc(HX_ARQ_FRAME_HEADER_BYTES + length + 1);
        check(bytes != NULL);
        if (how & 4 && length >= 8) {
            hx_arq_frame frame = {.type = HX_ARQ_FRAME_DATA,
                                  .ack = data[at],
                                  .sequence = data[at + 1] & 0x83u,
                                  .pid = pids[data[at + 2] & 3],
                                  .length = (uint16_t)(length / 8)};
            uint8_t made[HX_ARQ_FRAME_BYTES_MAXIMUM];
            check(!hx_arq_frame_encode(&frame, made, &head));
            head = HX_ARQ_FRAME_HEADER_BYTES;
            memcpy(bytes, made, head);
        }
        memcpy(bytes + head, data + at, length);
        hx_arq_endpoint_input(ends[how & 1], now, how & 2 ? HX_ARQ_PORT_RESET : HX_ARQ_PORT_DATA,
                              bytes, head + length);
        free(bytes);
        at += length;
        now += how;
        drain(ends[0], now);
        drain(ends[1], now);
    }
    hx_arq_endpoint_destroy(ends[0]);
    hx_arq_endpoint_destroy(ends[1]);
    return 0;
}
