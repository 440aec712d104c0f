// One end of the host link: start-up, reliable words, teardown; without sockets and clocks.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_endpoint_private.h"

#include <stdlib.h>
#include <string.h>

void hx_arq_endpoint_fail(hx_arq_endpoint *e, const char *reason)
{
    e->state = HX_ARQ_FAILED;
    hx_error_set(&e->error, HX_ERROR_CLOSED, "%s", reason);
}

hx_status hx_arq_endpoint_create(hx_arq_endpoint **endpoint, hx_arq_role role, const char *text)
{
    *endpoint = NULL;
    hx_arq_endpoint *e = calloc(1, sizeof *e);
    if (!e)
        return HX_ERROR_MEMORY;
    e->role = role;
    hx_status status =
        hx_arq_sender_create(&e->sender, HX_ARQ_SEQUENCE_COUNT, HX_ARQ_IN_FLIGHT_MAXIMUM);
    if (!status)
        status = hx_arq_receiver_create(&e->receiver, HX_ARQ_SEQUENCE_COUNT, HX_ARQ_WINDOW);
    if (!status && role == HX_ARQ_ROLE_FPGA)
        status = hx_arq_configuration_make(text, &e->answer, &e->answer_words);
    if (status) {
        hx_arq_endpoint_destroy(e);
        return status;
    }
    *endpoint = e;
    return HX_OK;
}

void hx_arq_endpoint_destroy(hx_arq_endpoint *endpoint)
{
    if (!endpoint)
        return;
    hx_arq_sender_destroy(endpoint->sender);
    hx_arq_receiver_destroy(endpoint->receiver);
    hx_arq_queue_release(&endpoint->waiting);
    hx_arq_queue_release(&endpoint->received);
    free(endpoint->answer);
    free(endpoint);
}

void hx_arq_endpoint_clear(hx_arq_endpoint *e)
{
    hx_arq_sender_reset(e->sender);
    hx_arq_receiver_reset(e->receiver);
    hx_arq_queue_clear(&e->waiting);
    hx_arq_queue_clear(&e->received);
    e->resend_us = HX_ARQ_NO_DEADLINE;
    e->ack_wanted = false;
    e->frames_to_ack = 0;
    e->next_ack_us = 0;
    e->counters.resets++;
}

void hx_arq_endpoint_start(hx_arq_endpoint *endpoint, uint64_t now_us, uint64_t token)
{
    hx_arq_endpoint_clear(endpoint);
    endpoint->state = HX_ARQ_STARTING;
    endpoint->step = HX_ARQ_WAIT_CONFIGURATION;
    endpoint->reset_wanted = true;
    endpoint->limit_us = now_us + HX_ARQ_CONFIGURATION_US;
    endpoint->token = token;
    hx_arq_configuration_clear(&endpoint->configuration);
}

void hx_arq_endpoint_queue(hx_arq_endpoint *e, uint16_t pid, const uint64_t *words, size_t count)
{
    if (hx_arq_queue_push(&e->waiting, pid, words, count, true))
        hx_arq_endpoint_fail(e, "memory ran out");
}

static void make_data(hx_arq_endpoint *e, uint64_t now_us, uint32_t sequence, uint8_t *bytes,
                      size_t *length)
{
    hx_arq_slot *place = &e->sent[sequence % HX_ARQ_WINDOW];
    hx_arq_frame frame = {.type = HX_ARQ_FRAME_DATA,
                          .ack = hx_arq_receiver_get_ack(e->receiver),
                          .sequence = sequence,
                          .pid = place->pid,
                          .length = place->length};
    memcpy(frame.words, place->words, place->length * sizeof *place->words);
    hx_arq_frame_encode(&frame, bytes, length);
    place->sends++;
    place->resend_us = now_us + HX_ARQ_RESEND_US;
    if (place->resend_us < e->resend_us)
        e->resend_us = place->resend_us;
    e->ack_wanted = false;
    e->frames_to_ack = 0;
}

// The first frame in flight whose time has come; also finds the next time for all.
static bool find_resend(hx_arq_endpoint *e, uint64_t now_us, uint32_t *sequence)
{
    uint32_t count = hx_arq_sender_get_in_flight(e->sender);
    uint32_t oldest = hx_arq_sender_get_oldest(e->sender);
    uint64_t earliest = HX_ARQ_NO_DEADLINE;
    for (uint32_t i = 0; i < count; i++) {
        *sequence = (oldest + i) % HX_ARQ_SEQUENCE_COUNT;
        uint64_t due = e->sent[*sequence % HX_ARQ_WINDOW].resend_us;
        if (due <= now_us)
            return true;
        if (due < earliest)
            earliest = due;
    }
    e->resend_us = earliest;
    return false;
}

static void check_limits(hx_arq_endpoint *e, uint64_t now_us)
{
    if (e->state == HX_ARQ_STARTING && now_us >= e->limit_us)
        hx_arq_endpoint_fail(e, e->step == HX_ARQ_WAIT_CONFIGURATION
                                    ? "no answer to the reset within 2 s"
                                    : "no answer to the loopback within 400 ms");
    if (e->role == HX_ARQ_ROLE_HOST && e->state == HX_ARQ_READY && hx_arq_endpoint_is_drained(e) &&
        now_us >= e->heard_us + HX_ARQ_PROBE_US)
        hx_arq_endpoint_queue(e, HX_ARQ_PID_LOOPBACK, &e->token, 1);
}

bool hx_arq_endpoint_output(hx_arq_endpoint *endpoint, uint64_t now_us, hx_arq_port *port,
                            uint8_t bytes[HX_ARQ_FRAME_BYTES_MAXIMUM], size_t *length)
{
    hx_arq_endpoint *e = endpoint;
    *port = HX_ARQ_PORT_DATA;
    check_limits(e, now_us);
    if (e->state == HX_ARQ_SILENT || e->state == HX_ARQ_FAILED)
        return false;
    if (e->reset_wanted) {
        const hx_arq_frame frame = {.type = HX_ARQ_FRAME_RESET};
        e->reset_wanted = false;
        *port = HX_ARQ_PORT_RESET;
        return !hx_arq_frame_encode(&frame, bytes, length);
    }
    uint32_t sequence;
    if (now_us >= e->resend_us && find_resend(e, now_us, &sequence)) {
        if (e->sent[sequence % HX_ARQ_WINDOW].sends >= HX_ARQ_SEND_LIMIT) {
            hx_arq_endpoint_fail(e, "the other end does not acknowledge any more");
            return false;
        }
        make_data(e, now_us, sequence, bytes, length);
        e->counters.data_resent++;
        return true;
    }
    if (e->waiting.count && hx_arq_sender_send(e->sender, &sequence)) {
        hx_arq_slot *place = &e->sent[sequence % HX_ARQ_WINDOW];
        place->sends = 0;
        place->length = (uint16_t)hx_arq_queue_pop(&e->waiting, &place->pid, place->words,
                                                   HX_ARQ_FRAME_WORDS_MAXIMUM);
        make_data(e, now_us, sequence, bytes, length);
        e->counters.data_sent++;
        e->counters.words_sent += place->pid == HX_ARQ_PID_WORDS ? place->length : 0;
        return true;
    }
    if (!e->ack_wanted || now_us < e->ack_us)
        return false;
    const hx_arq_frame frame = {.type = HX_ARQ_FRAME_ACK,
                                .ack = hx_arq_receiver_get_ack(e->receiver)};
    e->ack_wanted = false;
    e->frames_to_ack = 0;
    e->next_ack_us = now_us + HX_ARQ_ACK_DELAY_US;
    e->counters.acks_sent++;
    return !hx_arq_frame_encode(&frame, bytes, length);
}

uint64_t hx_arq_endpoint_get_deadline(const hx_arq_endpoint *endpoint)
{
    const hx_arq_endpoint *e = endpoint;
    uint64_t deadline = HX_ARQ_NO_DEADLINE, other;
    if (e->state == HX_ARQ_SILENT || e->state == HX_ARQ_FAILED)
        return deadline;
    uint32_t in_flight = hx_arq_sender_get_in_flight(e->sender);
    if (e->reset_wanted || (e->waiting.count && in_flight < HX_ARQ_IN_FLIGHT_MAXIMUM))
        return 0;
    if (in_flight)
        deadline = e->resend_us;
    if (e->ack_wanted && e->ack_us < deadline)
        deadline = e->ack_us;
    if (e->state == HX_ARQ_STARTING && e->limit_us < deadline)
        deadline = e->limit_us;
    other = e->heard_us + HX_ARQ_PROBE_US;
    if (e->role == HX_ARQ_ROLE_HOST && e->state == HX_ARQ_READY && other < deadline)
        deadline = !in_flight ? other : deadline;
    return deadline;
}

hx_status hx_arq_endpoint_send(hx_arq_endpoint *endpoint, uint16_t pid, const uint64_t *words,
                               size_t count)
{
    if (endpoint->state != HX_ARQ_READY)
        return HX_ERROR_STATE;
    return hx_arq_queue_push(&endpoint->waiting, pid, words, count, false);
}

size_t hx_arq_endpoint_receive(hx_arq_endpoint *endpoint, uint16_t *pid, uint64_t *words,
                               size_t capacity)
{
    return hx_arq_queue_pop(&endpoint->received, pid, words, capacity);
}

size_t hx_arq_endpoint_count_received(const hx_arq_endpoint *endpoint)
{
    return endpoint->received.count;
}

hx_status hx_arq_endpoint_flush(hx_arq_endpoint *endpoint)
{
    const uint64_t zero = 0;
    if (endpoint->state != HX_ARQ_READY)
        return HX_ERROR_STATE;
    return hx_arq_queue_push(&endpoint->waiting, HX_ARQ_PID_FLUSH, &zero, 1, true);
}

size_t hx_arq_endpoint_count_waiting(const hx_arq_endpoint *endpoint)
{
    return endpoint->waiting.count;
}

bool hx_arq_endpoint_is_drained(const hx_arq_endpoint *endpoint)
{
    return !endpoint->waiting.count && !hx_arq_sender_get_in_flight(endpoint->sender);
}

hx_arq_state hx_arq_endpoint_get_state(const hx_arq_endpoint *endpoint, hx_error *error)
{
    if (error && endpoint->state == HX_ARQ_FAILED)
        *error = endpoint->error;
    return endpoint->state;
}

const char *hx_arq_endpoint_get_text(const hx_arq_endpoint *endpoint)
{
    return endpoint->configuration.text;
}

hx_arq_endpoint_counters hx_arq_endpoint_get_counters(const hx_arq_endpoint *endpoint)
{
    return endpoint->counters;
}
