// Small programs behind a synchronisation, and their answers with the host's time of each.
// SPDX-License-Identifier: Apache-2.0
//
// A row is a program behind "synchronise, wait for it, set the timer to 0". Its first instruction
// is a tick, which executes while the timer is 0; the time of a later message minus that of this
// tick is the timer value at which it happened.
#ifndef HX_TEST_EXECUTOR_PROGRAM_H
#define HX_TEST_EXECUTOR_PROGRAM_H

#include "testbench/sim/device_words.h"

#define MEMORY 0x80000010u
#define NODE_0 0x00130019u // a chip register of 32 bits less some
#define TIMEOUT 0x88000009u
#define BARRIER(mask) (0x0700000000000000u | (mask))
#define SYSTIME_REPORT 0x0600000000000000u
#define IDLE 0xffffffffffffffffu
#define UNKNOWN 0x1100000000000000u
#define SCALER(s) (0x0100000000000000u | (s))
#define JTAG_INIT 0x0000000000000000u
#define INS(i) (0x0200000000000000u | (i))
#define SHIFT(keep, bits, data)                                                                    \
    (0x0300000000000000u | (uint64_t)(keep) << 48 | (uint64_t)(bits) << 40 | (data))
#define POLL(equal) (0x0800000000000000u | (equal))
#define WRITE_SOME(enables, address) (0x0b00000000000000u | (uint64_t)(enables) << 32 | (address))
#define WRITE(address, value) WORD_WRITE(address), WORD_DATA(value)
#define PREFIX 3 // instructions in front of a row

#define ANY (-1)
#define AT_LEAST(at) (-2 - (at))

typedef struct answer {
    char kind; // T tick, H halt, D bus data, J JTAG data, S time, O timeout
    uint64_t value;
    int at; // timer value, ANY or AT_LEAST
} answer;

typedef struct row {
    const char *name;
    uint64_t words[20]; // up to the first 0, which is no instruction here
    answer answers[12];
} row;

// JTAG init is a word of zeros; a zero in its padding keeps it apart from the end of a row.
#define ROW_JTAG_INIT 0x0000000000000001u

typedef struct message {
    char kind;
    uint64_t value, time;
} message;

// Opens a quiet device, brings the lanes up and writes 0x77 to MEMORY.
hx_connection *open_with_link(void);

// Plays the row and keeps its answers, also as words.
void play_row(hx_connection *device, const row *it);
const word_list *get_answers(void);

// The same with a program of one's own, without anything in front of it.
void play_words(hx_connection *device, const word_list *words);

// The answers against those of the row: order inside a kind, values, times. Messages that tell the
// time as they need, and the one of the synchronisation, are no answers but where a row asks for
// one, which then is the last.
void compare(const row *it);

// The message of a kind with this number, NULL if there is none; how many there are.
const message *find(char kind, size_t number);
size_t count(char kind);

#endif
