// The filters of `hxcosim wire` on the vector files and on bad lines.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/wire_filters.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

typedef void (*prepare_fn)(json_t *line);

static json_t *load_vectors(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", HX_VECTORS_DIR, name);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot open %s", path);
    json_t *lines = json_array();
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, file) > 0)
        ck_assert_int_eq(json_array_append_new(lines, json_loads(line, 0, NULL)), 0);
    free(line);
    fclose(file);
    ck_assert_uint_gt(json_array_size(lines), 0);
    return lines;
}

// Runs `text` through a filter; returns the list of output objects.
static json_t *run_text(hx_json_line_fn function, const char *text, size_t length,
                        hx_json_lines_result *result)
{
    FILE *in = tmpfile(), *out = tmpfile();
    ck_assert_uint_eq(fwrite(text, 1, length, in), length);
    rewind(in);
    ck_assert_int_eq(hx_json_lines_filter(in, out, function, result, NULL), HX_OK);
    rewind(out);
    json_t *lines = json_array();
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, out) > 0)
        ck_assert_int_eq(json_array_append_new(lines, json_loads(line, JSON_ALLOW_NUL, NULL)), 0);
    free(line);
    fclose(in);
    fclose(out);
    return lines;
}

// Every line of `inputs` must give its `id` and its member `key`.
static void expect_members(hx_json_line_fn function, const json_t *inputs, const json_t *wanted,
                           const char *key)
{
    char *text = NULL;
    size_t length = 0, i;
    json_t *line;
    hx_json_lines_result result;
    FILE *stream = open_memstream(&text, &length);
    json_array_foreach(inputs, i, line)
    {
        json_dumpf(line, stream, JSON_COMPACT);
        putc('\n', stream);
    }
    fclose(stream);
    json_t *outputs = run_text(function, text, length, &result);
    free(text);
    ck_assert_msg(result.bad_count == 0, "line %zu: %s", result.first_bad_line,
                  result.first_bad.text);
    ck_assert_uint_eq(json_array_size(outputs), json_array_size(wanted));
    json_array_foreach(wanted, i, line)
    {
        json_t *expected = json_pack("{s:O, s:O}", "id", json_object_get(line, "id"), key,
                                     json_object_get(line, key));
        ck_assert_msg(json_equal(expected, json_array_get(outputs, i)), "%s differs",
                      json_string_value(json_object_get(line, "id")));
        json_decref(expected);
    }
    json_decref(outputs);
}

START_TEST(words_and_messages)
{
    json_t *all = load_vectors("ut_messages.jsonl"), *encode = json_array(), *line;
    size_t i;
    json_array_foreach(all, i, line)
    {
        if (!strcmp(json_string_value(json_object_get(line, "op")), "encode"))
            json_array_append(encode, line);
    }
    ck_assert_uint_gt(json_array_size(encode), 0);
    expect_members(hx_wire_line_encode, encode, encode, "words");
    expect_members(hx_wire_line_decode, all, all, "messages");
    json_decref(encode);
    json_decref(all);
}
END_TEST

// Takes what a filter has to find out from the steps.
static json_t *without_results(const json_t *lines, const char *const *keys, size_t count)
{
    json_t *copy = json_deep_copy(lines), *line, *step;
    size_t i, j;
    json_array_foreach(copy, i, line)
    {
        json_array_foreach(json_object_get(line, "steps"), j, step)
        {
            if (json_object_get(step, "raw"))
                json_object_del(step, "value");
            if (json_object_get(step, "seq"))
                json_object_del(step, "ack");
            for (size_t k = 0; k < count; k++)
                json_object_del(step, keys[k]);
        }
    }
    return copy;
}

START_TEST(times)
{
    static const char *const keys[] = {"fpga_time", "chip_time", "channel"};
    json_t *all = load_vectors("time_annotation.jsonl");
    json_t *bare = without_results(all, keys, sizeof keys / sizeof *keys);
    expect_members(hx_wire_line_annotate, all, all, "steps");
    expect_members(hx_wire_line_annotate, bare, all, "steps");
    json_decref(bare);
    json_decref(all);
}
END_TEST

START_TEST(windows)
{
    static const char *const keys[] = {"accepted", "delivered",      "sent",     "next_seq",
                                       "freed",    "oldest_unacked", "in_flight"};
    json_t *all = load_vectors("arq_windows.jsonl");
    json_t *bare = without_results(all, keys, sizeof keys / sizeof *keys);
    expect_members(hx_wire_line_window, all, all, "steps");
    expect_members(hx_wire_line_window, bare, all, "steps");
    json_decref(bare);
    json_decref(all);
}
END_TEST

START_TEST(frames)
{
    json_t *all = load_vectors("arq_frames.jsonl"), *bare = json_deep_copy(all), *line;
    size_t i;
    json_array_foreach(bare, i, line)
    {
        json_object_del(line, "bytes");
    }
    expect_members(hx_wire_line_frame, all, all, "frame");
    expect_members(hx_wire_line_frame, bare, all, "bytes");
    json_decref(bare);
    json_decref(all);
}
END_TEST

START_TEST(packs_get_a_chip_time_for_every_event)
{
    const char text[] =
        "{\"steps\":[{\"kind\":\"loopback\",\"value\":1},{\"kind\":\"spike_pack\",\"count\":2,"
        "\"spikes\":[{\"label\":\"0x1\",\"timestamp\":4},{\"label\":\"0x2\",\"timestamp\":3}]}]}";
    hx_json_lines_result result;
    json_t *lines = run_text(hx_wire_line_annotate, text, sizeof text - 1, &result);
    json_t *wanted = json_loads(
        "[{\"id\":null,\"steps\":[{\"kind\":\"loopback\",\"value\":1,\"fpga_time\":\"0x1\"},"
        "{\"kind\":\"spike_pack\",\"count\":2,\"spikes\":["
        "{\"label\":\"0x1\",\"timestamp\":4,\"chip_time\":\"0x2\"},"
        "{\"label\":\"0x2\",\"timestamp\":3,\"chip_time\":\"0x1\"}],\"fpga_time\":\"0x2\"}]}]",
        0, NULL);
    ck_assert(json_equal(lines, wanted));
    json_decref(wanted);
    json_decref(lines);
}
END_TEST

// A bad line is reported with its id, whatever that is, and the next line is read.
START_TEST(bad_lines)
{
    static const struct {
        hx_json_line_fn function;
        const char *line, *place;
    } cases[] = {
        {hx_wire_line_encode, "{\"id\":7}", "'dir' is missing"},
        {hx_wire_line_encode, "{\"id\":7,\"dir\":\"up\",\"messages\":[]}", "dir: "},
        {hx_wire_line_encode, "{\"id\":7,\"dir\":\"to_fpga\"}", "'messages' is missing"},
        {hx_wire_line_encode, "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[3]}", "messages[0]: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"systime\",\"value\":\"0x0\"}]}",
         "messages[0]: kind: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"reset\",\"value\":2}]}",
         "messages[0]: value: 2 is outside 0..1"},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"reset\",\"value\":true}]}",
         "messages[0]: value: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"wait_until\",\"value\":-1}]}",
         "messages[0]: value: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"jtag_ins\",\"value\":\"0x80\"}]}",
         "messages[0]: value: 0x80 has more than 7 bits"},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"jtag_data\",\"keep_response\":"
         "false,\"num_bits\":34,\"payload\":\"0x0\"}]}",
         "messages[0]: num_bits: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"spike_pack\",\"count\":4,"
         "\"labels\":[]}]}",
         "messages[0]: count: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"from_fpga\",\"messages\":[{\"kind\":\"madc_sample_pack\",\"count\":1,"
         "\"samples\":[{\"value\":\"0x4000\",\"timestamp\":0}]}]}",
         "messages[0]: samples[0]: value: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"from_fpga\",\"messages\":[{\"kind\":\"timeout_notification\","
         "\"raw\":\"0x1\",\"instruction\":2}]}",
         "messages[0]: instruction: "},
        {hx_wire_line_encode,
         "{\"id\":7,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"jtag_init\"}],\"flush_after\":"
         "[1]}",
         "flush_after[0]: "},
        {hx_wire_line_decode, "{\"id\":7,\"dir\":\"to_fpga\",\"words\":[\"0x0\"]}", "words[0]: "},
        {hx_wire_line_decode, "{\"id\":7,\"dir\":\"to_fpga\",\"words\":[\"0x0A00000000000000\"]}",
         "words[0]: "},
        {hx_wire_line_decode, "{\"id\":7,\"dir\":\"to_fpga\",\"words\":[\"0x1000000000000000\"]}",
         "word 0: header"},
        {hx_wire_line_decode, "{\"id\":7,\"dir\":\"from_fpga\",\"words\":[\"0x0c00000000000000\"]}",
         "word 0: "},
        {hx_wire_line_annotate, "{\"id\":7,\"steps\":{}}", "steps: "},
        {hx_wire_line_annotate,
         "{\"id\":7,\"steps\":[{\"kind\":\"spike\",\"label\":\"0x0\",\"timestamp\":256}]}",
         "steps[0]: timestamp: "},
        {hx_wire_line_annotate,
         "{\"id\":7,\"steps\":[{\"kind\":\"madc_sample\",\"raw\":\"0x4000\",\"timestamp\":0}]}",
         "steps[0]: raw: "},
        {hx_wire_line_window,
         "{\"id\":7,\"type\":\"rx_window\",\"nrframes\":8,\"winsize\":9,\"steps\":[]}",
         "winsize: "},
        {hx_wire_line_window,
         "{\"id\":7,\"type\":\"rx_window\",\"nrframes\":8,\"winsize\":4,\"steps\":[{\"seq\":8}]}",
         "steps[0]: seq: "},
        {hx_wire_line_window,
         "{\"id\":7,\"type\":\"tx_window\",\"nrframes\":8,\"winsize\":4,\"steps\":[{}]}",
         "steps[0]: 'ack' is missing"},
        {hx_wire_line_frame, "{\"id\":7,\"bytes\":\"00000000\"}", "'udp_port' is missing"},
        {hx_wire_line_frame, "{\"id\":7,\"bytes\":\"000\",\"udp_port\":\"data\"}", "bytes: "},
        {hx_wire_line_frame, "{\"id\":7,\"bytes\":\"\",\"udp_port\":\"data\"}", "bytes: "},
        {hx_wire_line_frame,
         "{\"id\":7,\"frame\":{\"type\":\"data\",\"ack\":0,\"seq\":0,\"pid\":\"0x0010\",\"len\":2,"
         "\"words\":[\"0x0000000000000000\"]}}",
         "frame: words: "},
        {hx_wire_line_frame, "{\"id\":7,\"frame\":{\"type\":\"ack\",\"ack\":4294967296}}",
         "frame: ack: "},
        {hx_wire_line_frame, "{\"id\":7}", "'frame' is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        hx_json_lines_result result;
        // No line end after the last line.
        int length =
            snprintf(text, sizeof text, "not json\n%s\n\n[]\n%s", cases[i].line, cases[i].line);
        json_t *lines = run_text(cases[i].function, text, (size_t)length, &result);
        ck_assert_uint_eq(json_array_size(lines), 5);
        ck_assert_uint_eq(result.bad_count, 5);
        ck_assert_uint_eq(result.first_bad_line, 1);
        json_t *bad = json_array_get(lines, 1);
        ck_assert_uint_eq(json_object_size(bad), 2);
        ck_assert_int_eq(json_integer_value(json_object_get(bad, "id")), 7);
        const char *error = json_string_value(json_object_get(bad, "error"));
        ck_assert_msg(!strncmp(error, cases[i].place, strlen(cases[i].place)), "%s gives: %s",
                      cases[i].line, error);
        ck_assert(json_equal(bad, json_array_get(lines, 4)));
        ck_assert(json_is_null(json_object_get(json_array_get(lines, 0), "id")));
        json_decref(lines);
    }
}
END_TEST

START_TEST(any_id_is_kept)
{
    static const char *const ids[] = {"\"a\\u0000b\"", "[1,{\"x\":null}]", "1.5", "true", "-3"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char text[300];
        hx_json_lines_result result;
        int length = snprintf(text, sizeof text,
                              "{\"id\":%s,\"dir\":\"to_fpga\",\"messages\":[]}\n{\"id\":%s}\n",
                              ids[i], ids[i]);
        json_t *lines = run_text(hx_wire_line_encode, text, (size_t)length, &result);
        json_t *id = json_loads(ids[i], JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        ck_assert_uint_eq(result.bad_count, 1);
        for (size_t j = 0; j < 2; j++)
            ck_assert(json_equal(json_object_get(json_array_get(lines, j), "id"), id));
        json_decref(id);
        json_decref(lines);
    }
}
END_TEST

Suite *wire_suite(void);
Suite *wire_suite(void)
{
    Suite *suite = suite_create("wire");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, words_and_messages);
    tcase_add_test(core, times);
    tcase_add_test(core, windows);
    tcase_add_test(core, frames);
    tcase_add_test(core, packs_get_a_chip_time_for_every_event);
    tcase_add_test(core, bad_lines);
    tcase_add_test(core, any_id_is_kept);
    suite_add_tcase(suite, core);
    return suite;
}
