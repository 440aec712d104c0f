// What `hxcosim run` reads and prints: messages as JSON Lines beside raw words.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_RUN_IO_H
#define HX_CLI_RUN_IO_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// Reads a file of messages to the FPGA, one JSON object a line, as words; the caller frees
// them. Errors name file, line and rule; a file without a halt is refused.
hx_status hx_run_read_messages(const char *path, uint64_t **words, size_t *count, hx_error *error);

typedef struct hx_run_printer hx_run_printer;

// `messages`: behind the word that completes it, each message as a JSON object with its
// `fpga_time`, spikes also with their `chip_time` (cycles of 8 ns, hexadecimal).
hx_status hx_run_printer_create(hx_run_printer **printer, FILE *out, bool messages);
void hx_run_printer_destroy(hx_run_printer *printer);
hx_status hx_run_printer_take(hx_run_printer *printer, const uint64_t *words, size_t count,
                              hx_error *error);

#endif
