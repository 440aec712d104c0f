// A host made of bare datagrams: plays recorded frames, or rubbish.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/udp/raw_host.h"

#include "host/wire/arq_frame.h"
#include "host/wire/arq_window.h"
#include "testbench/host/wire/random_message.h"
#include "testbench/sim/device_words.h"

#include <arpa/inet.h>
#include <check.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WORDS_MAXIMUM 8192
#define QUIET_MS 50  // longer than the server's resend time
#define LATE_MS 5000 // for what must come

typedef struct raw_host {
    int socket;
    struct sockaddr_in data, reset;
    hx_arq_receiver *window;
    hx_arq_frame held[HX_ARQ_SEQUENCE_COUNT];
    raw_host_peer peer;
    uint64_t wanted[WORDS_MAXIMUM];               // what comes back
    uint64_t loopback;                            // word of the recorded host
    hx_arq_frame recorded[HX_ARQ_SEQUENCE_COUNT]; // its data frames by number
    size_t wanted_count, received, loopbacks, configurations, frames;
    uint32_t acknowledged; // by the server
} raw_host;

static struct sockaddr_in loopback_address(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void open_host(raw_host *host, uint16_t data_port, uint16_t reset_port)
{
    memset(host, 0, sizeof *host);
    host->data = loopback_address(data_port);
    host->reset = loopback_address(reset_port);
    host->socket = socket(AF_INET, SOCK_DGRAM, 0);
    ck_assert_int_ge(host->socket, 0);
    ck_assert_int_eq(hx_arq_receiver_create(&host->window, HX_ARQ_SEQUENCE_COUNT, HX_ARQ_WINDOW),
                     HX_OK);
}

static void close_host(raw_host *host)
{
    close(host->socket);
    hx_arq_receiver_destroy(host->window);
}

static void send_bytes(raw_host *host, bool reset, const uint8_t *bytes, size_t length)
{
    const struct sockaddr_in *to = reset ? &host->reset : &host->data;
    ck_assert_int_eq(
        sendto(host->socket, bytes, length, 0, (const struct sockaddr *)to, sizeof *to),
        (ssize_t)length);
}

// A frame that has its turn.
static void deliver(raw_host *host, const hx_arq_frame *frame)
{
    static const char text[] = "version: 1\ncompatible_until: 1\n";
    switch (frame->pid) {
    case HX_ARQ_PID_CONFIGURATION: {
        char got[8 * HX_ARQ_FRAME_WORDS_MAXIMUM];
        ck_assert_uint_eq(host->configurations++, 0);
        ck_assert_uint_eq(frame->words[0], 256);
        ck_assert_uint_eq(frame->words[1], 128);
        ck_assert_uint_eq(frame->words[2], 180);
        ck_assert_uint_eq(frame->words[3], frame->length - 4u);
        for (unsigned i = 0; i < 8u * (frame->length - 4u); i++)
            got[i] = (char)(frame->words[4 + i / 8] >> (56 - 8 * (i % 8)));
        ck_assert_int_eq(got[8 * (frame->length - 4) - 1], 0);
        ck_assert_int_eq(strncmp(got, text, sizeof text - 1), 0);
        break;
    }
    case HX_ARQ_PID_LOOPBACK:
        ck_assert_uint_eq(host->loopbacks++, 0);
        ck_assert_uint_eq(frame->length, 1);
        ck_assert_uint_eq(frame->words[0], host->loopback);
        break;
    case HX_ARQ_PID_WORDS:
        for (unsigned i = 0; i < frame->length; i++) {
            ck_assert_uint_lt(host->received, host->wanted_count);
            ck_assert_uint_eq(frame->words[i], host->wanted[host->received]);
            host->received++;
        }
        break;
    default:
        ck_abort_msg("packet type 0x%04x", frame->pid);
    }
}

// Takes one datagram if it comes within `wait_ms`.
static bool take(raw_host *host, int wait_ms)
{
    uint8_t bytes[4096];
    hx_arq_frame frame;
    hx_error error = {""};
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    struct pollfd entry = {.fd = host->socket, .events = POLLIN};
    if (poll(&entry, 1, wait_ms) < 1)
        return false;
    ssize_t n = recvfrom(host->socket, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
    ck_assert_int_gt(n, 0);
    ck_assert_uint_eq(from.sin_port, host->data.sin_port);
    ck_assert_msg(hx_arq_frame_decode(&frame, HX_ARQ_PORT_DATA, bytes, (size_t)n, &error) == HX_OK,
                  "%s", error.text);
    host->frames++;
    host->acknowledged = frame.ack;
    if (frame.type == HX_ARQ_FRAME_ACK)
        return true;
    ck_assert_int_eq(n, 12 + 8 * frame.length);
    if (host->configurations == 0)
        ck_assert_uint_eq(frame.ack, 255);
    if (!hx_arq_receiver_accept(host->window, frame.sequence))
        return true;
    host->held[frame.sequence] = frame;
    uint32_t sequence;
    while (hx_arq_receiver_deliver(host->window, &sequence))
        deliver(host, &host->held[sequence]);
    return true;
}

static void send_ack(raw_host *host)
{
    const hx_arq_frame ack = {.type = HX_ARQ_FRAME_ACK,
                              .ack = hx_arq_receiver_get_ack(host->window)};
    uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
    size_t length;
    ck_assert_int_eq(hx_arq_frame_encode(&ack, bytes, &length), HX_OK);
    send_bytes(host, false, bytes, length);
}

// What will come back: the words in the order of the frames' numbers, repeated ones once. Ticks
// and a halt take the place of the words that the program needs.
static void list_words(raw_host *host)
{
    hx_arq_frame *last = NULL;
    for (int i = 0; i < HX_ARQ_SEQUENCE_COUNT; i++) {
        hx_arq_frame *frame = &host->recorded[i];
        if (frame->pid == HX_ARQ_PID_LOOPBACK)
            host->loopback = frame->words[0];
        if (frame->pid != HX_ARQ_PID_WORDS || host->peer == RAW_HOST_CHIP)
            continue;
        ck_assert_uint_le(host->wanted_count + frame->length, WORDS_MAXIMUM);
        for (unsigned j = 0; j < frame->length; j++) {
            if (host->peer == RAW_HOST_PROGRAM)
                frame->words[j] = WORD_TICK;
            host->wanted[host->wanted_count++] =
                host->peer == RAW_HOST_PROGRAM ? ANSWER_TICK : frame->words[j];
        }
        last = frame;
    }
    if (host->peer == RAW_HOST_PROGRAM) {
        ck_assert_ptr_nonnull(last);
        last->words[last->length - 1] = WORD_HALT;
        host->wanted[host->wanted_count - 1] = ANSWER_HALT;
    }
}

static size_t parse_hex(const char *text, uint8_t *bytes)
{
    size_t length = strlen(text) / 2;
    for (size_t i = 0; i < length; i++) {
        unsigned value;
        ck_assert_int_eq(sscanf(text + 2 * i, "%2x", &value), 1);
        bytes[i] = (uint8_t)value;
    }
    return length;
}

// First pass: takes note of the frame. Second pass: sends it and hears what comes.
static void play_line(raw_host *host, const char *trace, const char *line, bool send)
{
    json_t *entry = json_loads(line, 0, NULL);
    const char *from = json_string_value(json_object_get(entry, "from"));
    ck_assert_ptr_nonnull(from);
    if (!strcmp(json_string_value(json_object_get(entry, "trace")), trace) &&
        !strcmp(from, "host")) {
        bool reset = !strcmp(json_string_value(json_object_get(entry, "udp_port")), "reset");
        uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM];
        hx_arq_frame frame;
        size_t length = parse_hex(json_string_value(json_object_get(entry, "bytes")), bytes);
        ck_assert_int_eq(hx_arq_frame_decode(&frame, reset ? HX_ARQ_PORT_RESET : HX_ARQ_PORT_DATA,
                                             bytes, length, NULL),
                         HX_OK);
        if (!send && frame.type == HX_ARQ_FRAME_DATA)
            host->recorded[frame.sequence] = frame;
        if (send && host->peer == RAW_HOST_PROGRAM && frame.type == HX_ARQ_FRAME_DATA) {
            memcpy(frame.words, host->recorded[frame.sequence].words, sizeof frame.words);
            ck_assert_int_eq(hx_arq_frame_encode(&frame, bytes, &length), HX_OK);
        }
        if (send)
            send_bytes(host, reset, bytes, length);
        if (send && reset) // the recorded host says nothing before the answer
            while (!host->configurations)
                ck_assert(take(host, LATE_MS));
        while (send && take(host, 0))
            ;
    }
    json_decref(entry);
}

void raw_host_replay(const char *trace, raw_host_peer peer, uint16_t data_port, uint16_t reset_port)
{
    static raw_host host;
    char *line = NULL;
    size_t size = 0;
    open_host(&host, data_port, reset_port);
    host.peer = peer;
    FILE *file = fopen(HX_VECTORS_DIR "/arq_frames.jsonl", "r");
    ck_assert_ptr_nonnull(file);
    while (getline(&line, &size, file) > 0)
        play_line(&host, trace, line, false);
    list_words(&host);
    rewind(file);
    while (getline(&line, &size, file) > 0)
        play_line(&host, trace, line, true);
    free(line);
    fclose(file);
    // The recorded acknowledgements belong to other frames than those of this server, so the
    // rest is acknowledged here; then nothing may come any more.
    ck_assert(host.wanted_count > 0 || peer == RAW_HOST_CHIP);
    for (int i = 0; take(&host, host.received < host.wanted_count ? LATE_MS : QUIET_MS); i++) {
        ck_assert_int_lt(i, 10000);
        send_ack(&host);
    }
    ck_assert_uint_eq(host.received, host.wanted_count);
    ck_assert_uint_eq(host.loopbacks, 1);
    uint32_t last = 0;
    for (uint32_t i = 0; i < HX_ARQ_SEQUENCE_COUNT; i++)
        last = host.recorded[i].length ? i : last;
    ck_assert_uint_eq(host.acknowledged, last);
    close_host(&host);
}

void raw_host_send_bad(uint64_t *random, size_t count, bool reset, uint16_t data_port,
                       uint16_t reset_port)
{
    static raw_host host;
    open_host(&host, data_port, reset_port);
    if (reset) {
        const uint8_t pattern[] = {0xab, 0xab, 0xab, 0xab};
        send_bytes(&host, true, pattern, sizeof pattern);
        while (!host.configurations)
            ck_assert(take(&host, LATE_MS));
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[4000];
        size_t length = hx_test_random(random) % (i % 2 ? 40 : sizeof bytes);
        for (size_t j = 0; j < length; j++)
            bytes[j] = (uint8_t)hx_test_random(random);
        if (i % 3 == 0 && length >= 12) { // a frame but for its length field
            memset(bytes, 0, 12);
            bytes[7] = (uint8_t)i;
            bytes[9] = 0x10;
            bytes[10] = (uint8_t)(hx_test_random(random) % 2);
            bytes[11] = (uint8_t)hx_test_random(random);
        }
        send_bytes(&host, i % 5 == 0, bytes, length);
        if (i % 64 == 0) // no faster than the server reads
            poll(NULL, 0, 1);
    }
    close_host(&host);
}
