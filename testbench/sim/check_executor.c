// What every instruction does, on the whole set-up: small programs, their answers and times.
// SPDX-License-Identifier: Apache-2.0
//
// The wanted times follow from the published rules: one instruction a cycle; a wait ends when the
// timer has reached its value, and the next instruction executes one cycle later.
#include "testbench/sim/executor_program.h"

#include <check.h>

static const row ROWS[] = {
    {"one instruction a cycle",
     {WORD_TICK, WORD_TICK, WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 1}, {'T', 1, 2}, {'H', 0, 3}}},
    {"wait", {WORD_TICK, WORD_WAIT_UNTIL(50), WORD_TICK}, {{'T', 1, 0}, {'T', 1, 51}}},
    {"wait for 0", {WORD_TICK, WORD_WAIT_UNTIL(0), WORD_TICK}, {{'T', 1, 0}, {'T', 1, 2}}},
    {"wait for its own cycle",
     {WORD_TICK, WORD_WAIT_UNTIL(1), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 2}}},
    {"wait for the cycle after",
     {WORD_TICK, WORD_WAIT_UNTIL(2), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 3}}},
    {"wait in the past",
     {WORD_TICK, WORD_WAIT_UNTIL(900), WORD_WAIT_UNTIL(10), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 902}}},
    // The setup executes at 21, so the timer is 0 again at 22, and the wait ends at 22 + 5.
    {"timer setup",
     {WORD_TICK, WORD_WAIT_UNTIL(20), WORD_TIMER_SETUP, WORD_WAIT_UNTIL(5), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 28}}},
    {"gaps around a sysdelta",
     {WORD_TICK, WORD_WAIT_UNTIL(256), WORD_TICK, WORD_WAIT_UNTIL(514), WORD_TICK,
      WORD_WAIT_UNTIL(773), WORD_TICK, WORD_WAIT_UNTIL(5000), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 257}, {'T', 1, 515}, {'T', 1, 774}, {'T', 1, 5001}, {'H', 0, 5002}}},
    {"report of the time",
     {WORD_TICK, SYSTIME_REPORT, WORD_TICK},
     {{'T', 1, 0}, {'S', 0, 1}, {'T', 1, 2}}},
    {"barriers on what rests",
     {WORD_TICK, BARRIER(0), BARRIER(0x1f), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 3}}},
    // The answer is a message two cycles after a tick in place of the read would be one; the
    // barrier executes at 2, finds nothing under way at 5, and ends.
    {"omnibus barrier, FPGA",
     {WORD_TICK, WORD_READ(MEMORY), BARRIER(1), WORD_TICK},
     {{'T', 1, 0}, {'D', 0x77, 3}, {'T', 1, 6}}},
    {"omnibus barrier, chip",
     {WORD_TICK, WORD_READ(NODE_0), BARRIER(1), WORD_TICK},
     {{'T', 1, 0}, {'D', 0x10000, AT_LEAST(20)}, {'T', 1, AT_LEAST(21)}}},
    {"another barrier does not wait for the bus",
     {WORD_TICK, WORD_READ(NODE_0), BARRIER(0x1e), WORD_TICK},
     {{'T', 1, 0}, {'D', 0x10000, AT_LEAST(20)}, {'T', 1, 3}}},
    {"tick and halt do not wait",
     {WORD_TICK, WORD_READ(NODE_0), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 2}, {'H', 0, 3}, {'D', 0x10000, ANY}}},
    {"read after write",
     {WORD_TICK, WRITE(MEMORY, 0x12345678), WORD_READ(MEMORY), WRITE(NODE_0, 0x12340567),
      WORD_READ(NODE_0), WRITE(NODE_0, 0x10000), WORD_READ(NODE_0), BARRIER(1)},
     {{'T', 1, 0}, {'D', 0x12345678, ANY}, {'D', 0x12340567, ANY}, {'D', 0x10000, ANY}}},
    {"byte enables",
     {WORD_TICK, WRITE(MEMORY, 0x12345678), WRITE_SOME(1, MEMORY), WORD_DATA(0x87654321),
      WORD_READ(MEMORY), WRITE_SOME(10, MEMORY), WORD_DATA(0xaabbccdd), WORD_READ(MEMORY),
      WRITE_SOME(0, MEMORY), WORD_DATA(0), WORD_READ(MEMORY), WRITE(MEMORY, 0x77), BARRIER(1)},
     {{'T', 1, 0}, {'D', 0x12345621, ANY}, {'D', 0xaa34cc21, ANY}, {'D', 0xaa34cc21, ANY}}},
    {"byte enables on the chip",
     {WORD_TICK, WRITE(NODE_0, 0x12340567), WRITE_SOME(1, NODE_0), WORD_DATA(0x87654321),
      WORD_READ(NODE_0), WRITE(NODE_0, 0x10000), BARRIER(1)},
     {{'T', 1, 0}, {'D', 0x12340521, ANY}}},
    {"answers over both ways in the order of the reads",
     {WORD_TICK, WORD_READ(NODE_0), WORD_READ(MEMORY), WORD_READ(NODE_0), WORD_READ(TIMEOUT),
      BARRIER(1)},
     {{'T', 1, 0},
      {'D', 0x10000, ANY},
      {'D', 0x77, ANY},
      {'D', 0x10000, ANY},
      {'D', 1250000, ANY}}},
    {"identification",
     {WORD_TICK, ROW_JTAG_INIT, SHIFT(1, 32, 0), INS(1), SHIFT(1, 32, 0), SHIFT(1, 32, 0),
      BARRIER(2), WORD_TICK},
     {{'T', 1, 0},
      {'J', 0x448590af, ANY},
      {'J', 0x448590af, ANY},
      {'J', 0x448590af, ANY},
      {'T', 1, AT_LEAST(100)}}},
    {"bypass moves up by one bit",
     {WORD_TICK, INS(127), SHIFT(1, 33, 0x123456789), SHIFT(0, 33, 0x1ffffffff), SHIFT(1, 3, 7),
      SHIFT(1, 4, 5), BARRIER(2)},
     {{'T', 1, 0}, {'J', 0x2468acf12 & 0x1ffffffff, ANY}, {'J', 6, ANY}, {'J', 10, ANY}}},
    {"bit counts out of range are shifts all the same",
     {WORD_TICK, INS(127), SHIFT(1, 0, 0), SHIFT(1, 63, 0x1ffffffff), SHIFT(1, 3, 1), BARRIER(2)},
     {{'T', 1, 0}, {'J', 0, ANY}, {'J', 0x1fffffffe, ANY}, {'J', 2, ANY}}},
    {"bus write and read over JTAG",
     {WORD_TICK, INS(5), SHIFT(0, 33, NODE_0), INS(6), SHIFT(0, 32, 0x2ead0123), INS(7),
      SHIFT(0, 3, 0), INS(5), SHIFT(0, 33, 0x100000000u | NODE_0), INS(7), SHIFT(0, 3, 0), INS(6),
      SHIFT(1, 32, 0), BARRIER(2), WORD_READ(NODE_0), WRITE(NODE_0, 0x10000), BARRIER(1)},
     {{'T', 1, 0}, {'J', 0x2ead0123, ANY}, {'D', 0x2ead0123, ANY}}},
    {"a JTAG instruction does not hold the program",
     {WORD_TICK, SHIFT(0, 33, 0), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 2}}},
    {"polling until equal",
     {WORD_TICK, WRITE(0x88000006, 0x8800000c), WRITE(0x88000007, 0xfffff100),
      WRITE(0x88000008, 0x00000f80), POLL(1), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, AT_LEAST(0x100)}}},
    {"polling while equal", {WORD_TICK, POLL(0), WORD_TICK}, {{'T', 1, 0}, {'T', 1, AT_LEAST(4)}}},
    {"polling of the chip",
     {WORD_TICK, WRITE(0x88000006, NODE_0), WRITE(0x88000007, 0xff01ffff),
      WRITE(0x88000008, 0x00ff0000), POLL(1), WORD_TICK, WORD_READ(NODE_0), BARRIER(1)},
     {{'T', 1, 0}, {'T', 1, AT_LEAST(20)}, {'D', 0x10000, ANY}}},
    {"polling that never agrees",
     {WORD_TICK, WRITE(TIMEOUT, 1000), WRITE(0x88000007, 0), POLL(1), WORD_TICK},
     {{'T', 1, 0}, {'O', PREFIX + 5, AT_LEAST(1000)}, {'H', 0, ANY}}},
    {"words that ask for nothing",
     {WORD_TICK, IDLE, UNKNOWN, WORD_DATA(5), WORD_TICK, WORD_READ(0x8800000f), BARRIER(1)},
     {{'T', 1, 0}, {'T', 1, 4}, {'D', 1, ANY}}},
    // The wait executes at 3 and may hold for 100 cycles, at 4 to 103; the report comes after.
    {"timeout of a wait",
     {WORD_TICK, WRITE(TIMEOUT, 100), WORD_WAIT_UNTIL(100000), WORD_TICK, WORD_SPIKE(1),
      WORD_READ(MEMORY), WORD_WAIT_UNTIL(100000)},
     {{'T', 1, 0}, {'O', PREFIX + 3, 104}, {'H', 0, ANY}}},
    {"no timeout of a wait that is just as long",
     {WORD_TICK, WRITE(TIMEOUT, 100), WORD_WAIT_UNTIL(103), WORD_TICK, WRITE(TIMEOUT, 1250000)},
     {{'T', 1, 0}, {'T', 1, 104}}},
    {"waits do not add up",
     {WORD_TICK, WRITE(TIMEOUT, 100), WORD_WAIT_UNTIL(90), WORD_WAIT_UNTIL(180),
      WORD_WAIT_UNTIL(270), WORD_TICK, WRITE(TIMEOUT, 1250000)},
     {{'T', 1, 0}, {'T', 1, 271}}},
    {"timeout of the time correction",
     {WORD_TICK, WRITE(TIMEOUT, 100), WRITE(0x8800000b, 1), BARRIER(16), WORD_TICK},
     {{'T', 1, 0}, {'O', PREFIX + 5, ANY}, {'H', 0, ANY}}},
    {"time correction that is not armed",
     {WORD_TICK, WRITE(0x8800000b, 0), BARRIER(16), WORD_TICK},
     {{'T', 1, 0}, {'T', 1, 4}}},
    // Silent or not is decided before the write: the one that turns the filter on is answered.
    {"answers of writes",
     {WORD_TICK, WRITE(0x88000000, 0), WRITE(MEMORY, 0x77), WRITE(NODE_0, 0x10000),
      WRITE(0x88000000, 1), WRITE(MEMORY, 0x77), WORD_READ(MEMORY), BARRIER(1)},
     {{'T', 1, 0}, {'D', 0, ANY}, {'D', 0, ANY}, {'D', 0, ANY}, {'D', 0x77, ANY}}},
};

START_TEST(instructions)
{
    static const row RESTORE = {
        "restore", {WORD_TICK, WRITE(TIMEOUT, 1250000), WRITE(0x8800000b, 0)}, {{'T', 1, 0}}};
    hx_connection *device = open_with_link();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        play_row(device, &ROWS[i]);
        compare(&ROWS[i]);
        play_row(device, &RESTORE);
        compare(&RESTORE);
    }
    hx_connection_close(device);
}
END_TEST

Suite *executor_suite(void);
Suite *executor_suite(void)
{
    Suite *suite = suite_create("executor");
    TCase *programs = tcase_create("programs");
    tcase_set_timeout(programs, 60);
    tcase_add_test(programs, instructions);
    suite_add_tcase(suite, programs);
    return suite;
}
