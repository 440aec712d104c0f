// Playback programs: building the words, and reading what comes back.
// SPDX-License-Identifier: Apache-2.0
//
// A program is a list of instructions that the FPGA executes in order, one an FPGA cycle
// (8 ns); it ends with a halt. Buffers are kept over clear, so a program that is built again
// and again allocates nothing.
#ifndef HX_PROGRAM_PROGRAM_H
#define HX_PROGRAM_PROGRAM_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hx_program hx_program;

hx_status hx_program_create(hx_program **program);
void hx_program_destroy(hx_program *program);
void hx_program_clear(hx_program *program);

hx_status hx_program_add_timer_setup(hx_program *program);
hx_status hx_program_add_wait_until(hx_program *program, uint32_t fpga_cycles);
// Omnibus word addresses; bit 31 leads to the FPGA. A write takes two instructions.
hx_status hx_program_add_write(hx_program *program, uint32_t address, uint32_t value);
// `ticket` is the place of the answer among the reads of the program.
hx_status hx_program_add_read(hx_program *program, uint32_t address, size_t *ticket);
hx_status hx_program_add_spikes(hx_program *program, const uint16_t *labels, unsigned count);
hx_status hx_program_add_barrier(hx_program *program, unsigned mask); // 1 omnibus, 4 systime
// Goes on when a read of the polling address agrees with its target, or differs from it
// (FPGA registers polling_omnibus_block_config).
hx_status hx_program_add_polling(hx_program *program, bool until_equal);
hx_status hx_program_add_systime_init(hx_program *program, bool synchronise);
hx_status hx_program_add_reset(hx_program *program, bool level);
// JTAG: data are shifted least significant bit first, 3 to 33 bits; `keep` asks for an answer.
hx_status hx_program_add_jtag_init(hx_program *program);
hx_status hx_program_add_jtag_scaler(hx_program *program, uint8_t scaler);
hx_status hx_program_add_jtag_instruction(hx_program *program, uint8_t instruction);
hx_status hx_program_add_jtag_data(hx_program *program, uint64_t data, unsigned bits, bool keep);
hx_status hx_program_add_loopback(hx_program *program, bool tick); // false: halt

// The words so far, one instruction each; valid until the program changes.
void hx_program_get_words(const hx_program *program, const uint64_t **words, size_t *count);

// What the response of one program says.
typedef struct hx_program_result hx_program_result;

typedef struct hx_program_spike {
    uint64_t chip_time; // chip cycles of 4 ns, 44 bits, on the synchronised system time
    uint16_t label;
} hx_program_spike;

hx_status hx_program_result_create(hx_program_result **result);
void hx_program_result_destroy(hx_program_result *result);
// Ready for the response of the next program.
void hx_program_result_clear(hx_program_result *result);

// Takes response words up to the word that completes the halt; `*used` of them were taken.
// HX_ERROR_FORMAT: not a response stream. HX_ERROR_LIMIT: an instruction timed out.
// HX_ERROR_CHECK: a message of a kind that this builder never asks for.
hx_status hx_program_result_feed(hx_program_result *result, const uint64_t *words, size_t count,
                                 size_t *used, hx_error *error);
bool hx_program_result_is_done(const hx_program_result *result);

// Valid until the result changes. Ticks are the FPGA times of tick messages; the halt time
// that of the halt. FPGA times are cycles of 8 ns.
void hx_program_result_get_reads(const hx_program_result *result, const uint32_t **values,
                                 size_t *count);
void hx_program_result_get_spikes(const hx_program_result *result, const hx_program_spike **spikes,
                                  size_t *count);
void hx_program_result_get_ticks(const hx_program_result *result, const uint64_t **times,
                                 size_t *count);
uint64_t hx_program_result_get_halt_time(const hx_program_result *result);

#endif
