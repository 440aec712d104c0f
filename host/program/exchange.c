// Playing programs on a device.
// SPDX-License-Identifier: Apache-2.0
#include "host/program/exchange.h"

#include <stdlib.h>

#define RECEIVE_WORDS 4096

struct hx_exchange {
    hx_connection *device;
    uint64_t words[RECEIVE_WORDS]; // received, of which first..last are not looked at yet
    size_t first, last;
};

hx_status hx_exchange_create(hx_exchange **exchange, hx_connection *device)
{
    *exchange = calloc(1, sizeof **exchange);
    if (!*exchange)
        return HX_ERROR_MEMORY;
    (*exchange)->device = device;
    return HX_OK;
}

void hx_exchange_destroy(hx_exchange *exchange)
{
    free(exchange);
}

hx_status hx_exchange_send(hx_exchange *exchange, const hx_program *program)
{
    const uint64_t *words;
    size_t count;
    hx_program_get_words(program, &words, &count);
    return hx_connection_send(exchange->device, words, count);
}

hx_status hx_exchange_receive(hx_exchange *exchange, hx_program_result *result, hx_error *error)
{
    hx_program_result_clear(result);
    while (!hx_program_result_is_done(result)) {
        hx_status status;
        if (exchange->first == exchange->last) {
            exchange->first = 0;
            status = hx_connection_receive(exchange->device, exchange->words, RECEIVE_WORDS,
                                           &exchange->last, NULL);
            if (status)
                return hx_error_set(error, status, "%s", hx_status_text(status));
            if (!exchange->last)
                return hx_error_set(error, HX_ERROR_CHECK,
                                    "the device stopped before the end of a program");
        }
        size_t used;
        status = hx_program_result_feed(result, exchange->words + exchange->first,
                                        exchange->last - exchange->first, &used, error);
        exchange->first += used;
        if (status)
            return status;
    }
    return HX_OK;
}

hx_status hx_exchange_play(hx_exchange *exchange, hx_program *program, hx_program_result *result,
                           hx_error *error)
{
    hx_status status = hx_program_add_loopback(program, false);
    if (!status)
        status = hx_exchange_send(exchange, program);
    return status ? status : hx_exchange_receive(exchange, result, error);
}
