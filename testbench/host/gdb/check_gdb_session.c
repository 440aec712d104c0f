// The debugger's session, packet by packet, with two cores.
// SPDX-License-Identifier: Apache-2.0
#include "host/gdb/session.h"
#include "testbench/host/gdb/fake_core.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static fake_core fakes[2];
static hx_gdb_core cores[2];
static hx_gdb_session *session;
static char received[65536];
static size_t received_length;

static void take(void *user, const char *bytes, size_t size)
{
    (void)user;
    ck_assert_uint_lt(received_length + size, sizeof received);
    memcpy(received + received_length, bytes, size);
    received_length += size;
    received[received_length] = 0;
}

static void setup(void)
{
    memset(fakes, 0, sizeof fakes);
    fakes[0].end = fakes[1].end = 0x1000;
    fakes[1].registers[0] = 0x11223344;
    for (unsigned i = 0; i < 2; i++)
        cores[i] = fake_core_make(&fakes[i]);
    session = hx_gdb_session_create(cores, 2, take, NULL);
    received_length = 0;
}

static void teardown(void)
{
    hx_gdb_session_destroy(session);
}

static void send(const char *text)
{
    char packet[1024];
    unsigned sum = 0;
    for (const char *c = text; *c; c++)
        sum += (unsigned char)*c;
    int length = snprintf(packet, sizeof packet, "$%s#%02x", text, sum & 255);
    received_length = 0;
    received[0] = 0;
    // In two pieces, as a network may do.
    hx_gdb_session_take(session, packet, 2);
    hx_gdb_session_take(session, packet + 2, (size_t)length - 2);
}

// The contents of the one packet that came, behind its acknowledgement.
static const char *answer(void)
{
    static char text[65536];
    char *start = strchr(received, '$'), *stop = strchr(received, '#');
    ck_assert_msg(start && stop && stop[1] && stop[2] && !stop[3], "not one packet: %s", received);
    unsigned sum = 0, wanted;
    for (char *c = start + 1; c < stop; c++)
        sum += (unsigned char)*c;
    ck_assert_int_eq(sscanf(stop + 1, "%2x", &wanted), 1);
    ck_assert_uint_eq(sum & 255, wanted);
    snprintf(text, sizeof text, "%.*s", (int)(stop - start - 1), start + 1);
    return text;
}

static void expect(const char *packet, const char *wanted)
{
    send(packet);
    const char *got = answer();
    ck_assert_msg(!strcmp(got, wanted), "%s: '%s', not '%s'", packet, got, wanted);
}

static const struct {
    const char *packet, *answer;
} exchanges[] = {
    {"?", "T05thread:1;"},
    {"p0", "00000000"},
    {"p8", "E01"},
    {"p", "E01"},
    {"P0=0000002a", "OK"},
    {"P0=00002a", "E01"},
    {"P0=0000002", "E01"},
    {"P0:0000002a", "E01"},
    {"P9=0000002a", "E01"},
    {"g", "0000000000000000000000000000000000000000000000000000000000000000"},
    {"G0000000100000002000000030000000400000005000000060000000700000008", "OK"},
    {"G00000001", "E01"},
    {"m10,4", "00000000"},
    {"m100,1", "E01"},
    {"mff,2", "E01"},
    {"m0,0", "E01"},
    {"m0,ffffffff", "E01"},
    {"mfffffffff,1", "E01"},
    {"M10,2:abcd", "OK"},
    {"M10,2:ab", "E01"},
    {"M10,2:abxd", "E01"},
    {"Mff,2:abcd", "E01"},
    {"Z0,10,4", "OK"},
    {"Z5,10,4", "E01"},
    {"Z0,10", "E01"},
    {"z2,10,4", "OK"},
    {"Hg2", "OK"},
    {"Hg3", "E01"},
    {"Hg0", "OK"},
    {"Hc-1", "OK"},
    {"T2", "OK"},
    {"T3", "E01"},
    {"T0000000000002", "OK"},
    {"qC", "QC1"},
    {"qfThreadInfo", "m1,2"},
    {"qsThreadInfo", "l"},
    {"qThreadExtraInfo,2", "66616b65"},
    {"qThreadExtraInfo,3", "E01"},
    {"qAttached", "1"},
    {"qXfer:features:read:target.xml:0,8", "m<target>"},
    {"qXfer:features:read:target.xml:12,ff", "l</target>"},
    {"qXfer:features:read:target.xml:ff,8", "E01"},
    {"qXfer:features:read:other.xml:0,8", ""},
    {"qRcmd,6379636c6573", "300a"},
    {"qRcmd,xx", "E01"},
    {"vCont?", "vCont;c;C;s;S"},
    {"vCont;q", "E01"},
    {"vCont;", "E01"},
    {"vMustReplyEmpty", ""},
    {"X0,0:", ""},
    {"c1000", "E01"},
    {"", ""},
};

START_TEST(exchange)
{
    expect(exchanges[_i].packet, exchanges[_i].answer);
    ck_assert_int_eq(received[0], '+');
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_STOPPED);
}
END_TEST

START_TEST(written_values_stay)
{
    expect("P2=0000002a", "OK");
    expect("p2", "0000002a");
    expect("M10,3:abcdef", "OK");
    expect("m10,4", "abcdef00");
    expect("Hg2", "OK");
    expect("p0", "11223344");
    expect("p2", "00000000");
}
END_TEST

START_TEST(damaged_packet)
{
    received_length = 0;
    hx_gdb_session_take(session, "$p0#00", 6);
    ck_assert_str_eq(received, "-");
    hx_gdb_session_take(session, "-", 1);
    ck_assert_str_eq(answer(), "T05thread:1;");
    expect("QStartNoAckMode", "OK");
    send("p0");
    ck_assert_int_eq(received[0], '$');
}
END_TEST

START_TEST(long_packet)
{
    hx_gdb_session_take(session, "$", 1);
    for (unsigned i = 0; i < 100000; i++)
        hx_gdb_session_take(session, "m", 1);
    received_length = 0;
    hx_gdb_session_take(session, "#00", 3);
    ck_assert_str_eq(received, "-");
    expect("qC", "QC1");
}
END_TEST

// Runs until something is reported.
static void run(void)
{
    received_length = 0;
    received[0] = 0;
    for (unsigned i = 0; i < 1000 && !received[0]; i++)
        hx_gdb_session_run(session, 7);
}

START_TEST(step_of_one_core)
{
    send("vCont;s:2;c");
    ck_assert_str_eq(received, "+");
    run();
    ck_assert_str_eq(answer(), "T05thread:2;");
    ck_assert_uint_eq(fakes[0].steps, 0);
    ck_assert_uint_eq(fakes[1].steps, 1);
    send("s");
    run();
    ck_assert_str_eq(answer(), "T05thread:2;");
    ck_assert_uint_eq(fakes[1].steps, 2);
}
END_TEST

START_TEST(end_of_all_cores)
{
    fakes[0].end = 0x10;
    fakes[1].end = 0x40;
    fakes[0].registers[3] = 6;
    send("c");
    run();
    ck_assert_str_eq(answer(), "W06");
    ck_assert_uint_eq(fakes[1].registers[7], 0x40);
}
END_TEST

START_TEST(step_of_a_sleeping_core)
{
    fakes[1].end = 0;
    send("vCont;s:2");
    run();
    ck_assert_str_eq(answer(), "T05thread:2;");
    ck_assert_uint_eq(fakes[1].steps, 0);
}
END_TEST

START_TEST(breakpoints)
{
    expect("Z0,20,4", "OK");
    expect("Z1,30,4", "OK");
    send("c");
    run();
    ck_assert_str_eq(answer(), "T05swbreak:;thread:1;");
    ck_assert_uint_eq(fakes[0].registers[7], 0x20);
    expect("z0,20,4", "OK");
    send("vCont;c");
    run();
    ck_assert_str_eq(answer(), "T05hwbreak:;thread:1;");
    ck_assert_uint_eq(fakes[0].registers[7], 0x30);
    expect("?", "T05hwbreak:;thread:1;");
}
END_TEST

static const struct {
    const char *point, *stop; // stop NULL: none
    unsigned steps;
} watches[] = {
    {"Z2,40,4", "T05watch:40;thread:1;", 0x40 / 4 + 1},
    {"Z2,3d,4", "T05watch:3d;thread:1;", 0x40 / 4 + 1},
    {"Z4,40,1", "T05awatch:40;thread:1;", 0x40 / 4 + 1},
    {"Z3,40,4", NULL, 0},
    {"Z2,41,3", NULL, 0},
};

START_TEST(watchpoints)
{
    expect(watches[_i].point, "OK");
    send("c");
    run();
    if (watches[_i].stop) {
        ck_assert_str_eq(answer(), watches[_i].stop);
        ck_assert_uint_eq(fakes[0].steps, watches[_i].steps);
    } else {
        ck_assert_str_eq(answer(), "W00");
    }
}
END_TEST

START_TEST(points_run_out)
{
    char packet[32];
    for (unsigned i = 0; i < 256; i++) {
        snprintf(packet, sizeof packet, "Z0,%x,4", 0x10000 + 4 * i);
        expect(packet, "OK");
    }
    expect("Z0,1,4", "E01");
    expect("Z0,10000,4", "OK"); // it is there
    expect("z0,10000,4", "OK");
    expect("Z0,1,4", "OK");
}
END_TEST

START_TEST(interrupt)
{
    send("c");
    hx_gdb_session_run(session, 10);
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_RUNNING);
    send("p0"); // not while it runs
    ck_assert_str_eq(received, "+");
    received_length = 0;
    hx_gdb_session_take(session, "\003", 1);
    ck_assert_str_eq(answer(), "T02thread:1;");
    ck_assert_uint_eq(fakes[0].steps, 10);
    ck_assert_uint_eq(fakes[1].steps, 10);
    received_length = 0;
    received[0] = 0;
    hx_gdb_session_take(session, "\003", 1); // stopped already
    ck_assert_str_eq(received, "");
}
END_TEST

START_TEST(end)
{
    fakes[1].end = 0x80;
    fakes[0].registers[3] = 0x1fe;
    send("c");
    run();
    ck_assert_str_eq(answer(), "Wfe");
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_ENDED);
}
END_TEST

START_TEST(detach_and_kill)
{
    expect("D;1", "OK");
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_DETACHED);
    teardown();
    setup();
    send("k");
    ck_assert_str_eq(received, "+");
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_KILLED);
    teardown();
    setup();
    expect("vKill;1", "OK");
    ck_assert_int_eq(hx_gdb_session_state(session), HX_GDB_KILLED);
}
END_TEST

Suite *gdb_session_suite(void);
Suite *gdb_session_suite(void)
{
    Suite *suite = suite_create("gdb session");
    TCase *test = tcase_create("session");
    tcase_add_checked_fixture(test, setup, teardown);
    tcase_add_loop_test(test, exchange, 0, sizeof exchanges / sizeof *exchanges);
    tcase_add_test(test, written_values_stay);
    tcase_add_test(test, damaged_packet);
    tcase_add_test(test, long_packet);
    tcase_add_test(test, step_of_one_core);
    tcase_add_test(test, end_of_all_cores);
    tcase_add_test(test, step_of_a_sleeping_core);
    tcase_add_test(test, breakpoints);
    tcase_add_loop_test(test, watchpoints, 0, sizeof watches / sizeof *watches);
    tcase_add_test(test, points_run_out);
    tcase_add_test(test, interrupt);
    tcase_add_test(test, end);
    tcase_add_test(test, detach_and_kill);
    suite_add_tcase(suite, test);
    return suite;
}
