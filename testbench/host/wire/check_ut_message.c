// UT messages: layouts, ranges, names.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/ut_message.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>

static uint64_t pack(hx_ut_message message)
{
    hx_ut_bits bits;
    ck_assert_int_eq(hx_ut_message_pack(&message, &bits), HX_OK);
    ck_assert_uint_eq(bits.length, 64);
    ck_assert_uint_eq(bits.second, 0);
    return bits.first;
}

START_TEST(words_of_the_protocol_page)
{
    ck_assert_uint_eq(pack((hx_ut_message){.kind = HX_UT_TO_LOOPBACK, .value = HX_UT_HALT}),
                      UINT64_C(0x0a00000000000000));
    ck_assert_uint_eq(pack((hx_ut_message){.kind = HX_UT_TO_LOOPBACK, .value = HX_UT_TICK}),
                      UINT64_C(0x0a00000000000001));
    ck_assert_uint_eq(pack((hx_ut_message){
                          .kind = HX_UT_TO_OMNIBUS_ADDRESS,
                          .omnibus = {.address = 0x12345, .byte_enables = 0xf, .is_read = true}}),
                      UINT64_C(0x0b00001f00012345));
    ck_assert_uint_eq(
        pack((hx_ut_message){
            .kind = HX_UT_TO_JTAG_DATA,
            .jtag = {.payload = UINT64_C(0x123456789), .bit_count = 33, .keep_response = true}}),
        UINT64_C(0x0301210123456789));
    ck_assert_uint_eq(pack((hx_ut_message){.kind = HX_UT_TO_SPIKE_PACK_3,
                                           .events = {{1, 0}, {2, 0}, {0xffff, 0}}}),
                      UINT64_C(0x0f0000010002ffff));
    ck_assert_uint_eq(pack((hx_ut_message){.kind = HX_UT_FROM_SPIKE_PACK_2,
                                           .events = {{0x1234, 0x56}, {0x789a, 0xbc}}}),
                      UINT64_C(0x0b00561234bc789a));
}
END_TEST

START_TEST(three_events_take_80_bits)
{
    const hx_ut_message message = {.kind = HX_UT_FROM_SPIKE_PACK_3,
                                   .events = {{0xb201, 0xa3}, {0x0002, 0xe1}, {0x60ec, 0xb0}}};
    hx_ut_bits bits;
    ck_assert_int_eq(hx_ut_message_pack(&message, &bits), HX_OK);
    ck_assert_uint_eq(bits.length, 80);
    ck_assert_uint_eq(bits.first, UINT64_C(0x0ca3b201e10002b0));
    ck_assert_uint_eq(bits.second, UINT64_C(0x60ec000000000000));
}
END_TEST

START_TEST(random_messages_survive)
{
    uint64_t state = hx_test_seed("ut_message", 1);
    bool seen[32] = {false};
    for (int i = 0; i < 20000; i++) {
        hx_ut_direction direction = i & 1 ? HX_UT_FROM_FPGA : HX_UT_TO_FPGA;
        hx_ut_message message = hx_test_random_message(direction, &state), back;
        hx_ut_bits bits;
        ck_assert_int_eq(hx_ut_message_pack(&message, &bits), HX_OK);
        // The padding between header and payload is ignored.
        unsigned payload = hx_ut_kind_get_info(message.kind)->payload_bits;
        if (payload < 56)
            bits.first |= hx_test_random(&state) >> 8 & ~((UINT64_C(1) << payload) - 1);
        ck_assert_int_eq(hx_ut_message_unpack(direction, &bits, &back), HX_OK);
        ck_assert(hx_ut_message_is_equal(&message, &back));
        seen[message.kind] = true;
    }
    for (unsigned kind = 0; kind < 32; kind++)
        ck_assert_int_eq(seen[kind], hx_ut_kind_get_info((hx_ut_kind)kind) != NULL);
}
END_TEST

// The largest value of every plain field packs, one more does not.
START_TEST(values_are_limited)
{
    for (unsigned kind = 0; kind < 32; kind++) {
        const hx_ut_kind_info *info = hx_ut_kind_get_info((hx_ut_kind)kind);
        hx_ut_bits bits;
        if (!info || info->form != HX_UT_FORM_VALUE)
            continue;
        hx_ut_message message = {.kind = (hx_ut_kind)kind,
                                 .value = (UINT64_C(1) << info->payload_bits) - 1};
        ck_assert_int_eq(hx_ut_message_pack(&message, &bits), HX_OK);
        message.value++;
        ck_assert_int_eq(hx_ut_message_pack(&message, &bits), HX_ERROR_ARGUMENT);
    }
}
END_TEST

START_TEST(fields_are_limited)
{
    hx_ut_message jtag = {.kind = HX_UT_TO_JTAG_DATA, .jtag = {.bit_count = 3}};
    hx_error error;
    ck_assert_int_eq(hx_ut_message_check(&jtag, &error), HX_OK);
    jtag.jtag.bit_count = 2;
    ck_assert_int_eq(hx_ut_message_check(&jtag, &error), HX_ERROR_ARGUMENT);
    ck_assert_str_eq(error.text, "jtag_data: 2 bits are outside 3..33");
    jtag.jtag.bit_count = 34;
    ck_assert_int_eq(hx_ut_message_check(&jtag, NULL), HX_ERROR_ARGUMENT);
    jtag.jtag.bit_count = 33;
    jtag.jtag.payload = UINT64_C(1) << 33;
    ck_assert_int_eq(hx_ut_message_check(&jtag, NULL), HX_ERROR_ARGUMENT);
    hx_ut_message bus = {.kind = HX_UT_TO_OMNIBUS_ADDRESS, .omnibus = {.byte_enables = 16}};
    ck_assert_int_eq(hx_ut_message_check(&bus, NULL), HX_ERROR_ARGUMENT);
    hx_ut_message sample = {.kind = HX_UT_FROM_MADC_SAMPLE_PACK_3,
                            .events = {{0, 0}, {0, 0}, {0x4000, 0}}};
    ck_assert_int_eq(hx_ut_message_check(&sample, NULL), HX_ERROR_ARGUMENT);
    hx_ut_message none = {.kind = (hx_ut_kind)29};
    ck_assert_int_eq(hx_ut_message_check(&none, NULL), HX_ERROR_ARGUMENT);
}
END_TEST

START_TEST(upper_sample_bits_are_ignored)
{
    const hx_ut_bits bits = {.first = UINT64_C(0x070000000012ffff), .length = 64};
    hx_ut_message message;
    ck_assert_int_eq(hx_ut_message_unpack(HX_UT_FROM_FPGA, &bits, &message), HX_OK);
    ck_assert_uint_eq(message.events[0].value, 0x3fff);
    ck_assert_uint_eq(message.events[0].timestamp, 0x12);
}
END_TEST

START_TEST(jtag_numbers_are_checked_on_the_way_in)
{
    const struct {
        uint64_t word;
        hx_status status;
    } cases[] = {
        {UINT64_C(0x0300030000000000), HX_OK},
        {UINT64_C(0x030003fe00000001), HX_OK}, // between number and payload: ignored
        {UINT64_C(0x0300020000000000), HX_ERROR_FORMAT},
        {UINT64_C(0x0300220000000000), HX_ERROR_FORMAT},
        {UINT64_C(0x0300430000000000), HX_ERROR_FORMAT}, // bit 46
        {UINT64_C(0x0302030000000000), HX_ERROR_FORMAT}, // bit 49
        {UINT64_C(0x0380030000000000), HX_ERROR_FORMAT}, // bit 55
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const hx_ut_bits bits = {.first = cases[i].word, .length = 64};
        hx_ut_message message;
        ck_assert_int_eq(hx_ut_message_unpack(HX_UT_TO_FPGA, &bits, &message), cases[i].status);
    }
}
END_TEST

START_TEST(names_find_their_kinds)
{
    hx_ut_kind found;
    for (unsigned kind = 0; kind < 32; kind++) {
        const hx_ut_kind_info *info = hx_ut_kind_get_info((hx_ut_kind)kind);
        if (!info)
            continue;
        hx_ut_direction direction = kind < 16 ? HX_UT_TO_FPGA : HX_UT_FROM_FPGA;
        ck_assert_int_eq(hx_ut_kind_find(direction, info->name, info->event_count, &found), HX_OK);
        ck_assert_uint_eq(found, kind);
    }
    ck_assert_int_ne(hx_ut_kind_find(HX_UT_FROM_FPGA, "reset", 0, &found), HX_OK);
    ck_assert_int_ne(hx_ut_kind_find(HX_UT_FROM_FPGA, "spike_pack", 4, &found), HX_OK);
    ck_assert_ptr_null(hx_ut_kind_get_info((hx_ut_kind)32));
}
END_TEST

START_TEST(timeout_parts)
{
    hx_ut_timeout parts = hx_ut_timeout_split(UINT64_C(0xb37770c597d));
    ck_assert_uint_eq(parts.instruction, 1997298045);
    ck_assert_uint_eq(parts.trace_stall, 55);
    ck_assert_uint_eq(parts.omnibus_reads_in_flight, 22);
    ck_assert_uint_eq(hx_ut_timeout_join(parts), UINT64_C(0xb37770c597d));
}
END_TEST

Suite *ut_message_suite(void);
Suite *ut_message_suite(void)
{
    Suite *suite = suite_create("ut_message");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, words_of_the_protocol_page);
    tcase_add_test(core, three_events_take_80_bits);
    tcase_add_test(core, random_messages_survive);
    tcase_add_test(core, values_are_limited);
    tcase_add_test(core, fields_are_limited);
    tcase_add_test(core, upper_sample_bits_are_ignored);
    tcase_add_test(core, jtag_numbers_are_checked_on_the_way_in);
    tcase_add_test(core, names_find_their_kinds);
    tcase_add_test(core, timeout_parts);
    suite_add_tcase(suite, core);
    return suite;
}
