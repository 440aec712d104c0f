// `hxcosim wire`: JSON Lines filters on words, times and link frames.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/options.h"
#include "host/cli/wire_filters.h"

#include <string.h>

static const struct {
    hx_json_line_fn function;
    hx_command command;
} filters[] = {
    {hx_wire_line_encode,
     {.name = "wire encode",
      .summary = "Reads lines with dir and messages (flush_after: indices of messages after\n"
                 "which the encoder is flushed), prints id and words.",
      .usage = "wire encode < LINES",
      .example = "  echo '{\"id\":1,\"dir\":\"to_fpga\",\"messages\":[{\"kind\":\"wait_until\","
                 "\"value\":100}]}' \\\n    | hxcosim wire encode"}},
    {hx_wire_line_decode,
     {.name = "wire decode",
      .summary = "Reads lines with dir and words, prints id and messages. A message that is not\n"
                 "finished at the end of the line is an error.",
      .usage = "wire decode < LINES",
      .example = "  echo '{\"id\":1,\"dir\":\"from_fpga\",\"words\":[\"0x0200000000000000\"]}' \\\n"
                 "    | hxcosim wire decode"}},
    {hx_wire_line_annotate,
     {.name = "wire annotate",
      .summary = "Reads lines with steps (messages from the FPGA, spike, madc_sample), prints id\n"
                 "and steps with their FPGA time and chip time, in FPGA cycles of 8 ns.",
      .usage = "wire annotate < LINES",
      .example = "  echo '{\"id\":1,\"steps\":[{\"kind\":\"systime\",\"value\":\"0x100\"},"
                 "{\"kind\":\"spike\",\"label\":\"0x7\",\"timestamp\":9}]}' \\\n"
                 "    | hxcosim wire annotate"}},
    {hx_wire_line_window,
     {.name = "wire window",
      .summary = "Reads lines with type (rx_window, tx_window), nrframes, winsize and steps (seq;\n"
                 "or send; or ack), prints id and steps with their results.",
      .usage = "wire window < LINES",
      .example = "  echo '{\"id\":1,\"type\":\"rx_window\",\"nrframes\":256,\"winsize\":128,"
                 "\"steps\":[{\"seq\":1},{\"seq\":0}]}' \\\n    | hxcosim wire window"}},
    {hx_wire_line_frame,
     {.name = "wire frame",
      .summary = "Reads lines with bytes and udp_port (data, reset) and prints id and frame, or\n"
                 "lines with frame alone and prints id and bytes.",
      .usage = "wire frame < LINES",
      .example = "  echo '{\"id\":1,\"udp_port\":\"data\",\"bytes\":\"00000007\"}' | hxcosim wire "
                 "frame"}},
};
#define FILTER_COUNT (sizeof filters / sizeof *filters)

static void print_help(FILE *out)
{
    fprintf(out, "hxcosim wire FILTER\n\n"
                 "JSON Lines filters from stdin to stdout: one output line per input line, in\n"
                 "order. A bad line gives {\"id\", \"error\"}; the rest goes on, exit code 2.\n\n");
    for (size_t i = 0; i < FILTER_COUNT; i++)
        fprintf(out, "  hxcosim %s\n", filters[i].command.usage);
    fprintf(out, "\nhxcosim wire FILTER --help tells more.\n\nExample:\n%s\n",
            filters[0].command.example);
}

static int run_filter(size_t index, int argc, char **argv)
{
    const hx_command *command = &filters[index].command;
    hx_error error = {""};
    hx_json_lines_result result;
    hx_status status = hx_command_parse(command, argc, argv, NULL, NULL, &error);
    if (!status)
        status = hx_json_lines_filter(stdin, stdout, filters[index].function, &result, &error);
    if (status)
        return hx_command_fail(command->name, status, &error);
    if (result.bad_count == 0)
        return HX_EXIT_GOOD;
    fprintf(stderr, "hxcosim %s: %zu of %zu lines are bad, the first is line %zu: %s\n",
            command->name, result.bad_count, result.line_count, result.first_bad_line,
            result.first_bad.text);
    return HX_EXIT_USAGE;
}

int hx_cli_wire(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return HX_EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        print_help(stdout);
        return HX_EXIT_GOOD;
    }
    for (size_t i = 0; i < FILTER_COUNT; i++)
        if (!strcmp(argv[1], filters[i].command.name + strlen("wire ")))
            return run_filter(i, argc - 1, argv + 1);
    fprintf(stderr, "hxcosim wire: '%s' is not a filter (hxcosim wire --help lists them)\n",
            argv[1]);
    return HX_EXIT_USAGE;
}
