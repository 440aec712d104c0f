// Playing programs on a device: what one program answers, taken out of the stream of words.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_PROGRAM_EXCHANGE_H
#define HX_PROGRAM_EXCHANGE_H

#include "host/program/program.h"

#include <hxcosim/device.h>

typedef struct hx_exchange hx_exchange;

// The device stays the caller's; nobody else may receive from it meanwhile.
hx_status hx_exchange_create(hx_exchange **exchange, hx_connection *device);
void hx_exchange_destroy(hx_exchange *exchange); // accepts NULL

// Sends the words of a program that ends with a halt.
hx_status hx_exchange_send(hx_exchange *exchange, const hx_program *program);
// Takes the answers of the program sent first among those not taken yet, up to its halt.
// HX_ERROR_CHECK: the device stopped before; other errors as of hx_program_result_feed.
hx_status hx_exchange_receive(hx_exchange *exchange, hx_program_result *result, hx_error *error);

// Adds the halt, sends and takes the answers.
hx_status hx_exchange_play(hx_exchange *exchange, hx_program *program, hx_program_result *result,
                           hx_error *error);

#endif
