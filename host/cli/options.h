// Command line options: a table describes them, one parser checks them.
// SPDX-License-Identifier: Apache-2.0
//
// Values are written `--name VALUE` or `--name=VALUE`. A bad option gives one line that
// names it and the rule it breaks.
#ifndef HX_CLI_OPTIONS_H
#define HX_CLI_OPTIONS_H

#include <hxcosim/device.h>
#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Exit codes of the program.
enum { HX_EXIT_GOOD = 0, HX_EXIT_FAILED = 1, HX_EXIT_USAGE = 2, HX_EXIT_LIMIT = 3 };

typedef enum hx_option_kind {
    HX_OPTION_FLAG,   // bool *, becomes true
    HX_OPTION_UINT,   // uint64_t *, minimum..maximum
    HX_OPTION_REAL,   // double *, minimum..maximum, finite
    HX_OPTION_TEXT,   // const char **, not empty
    HX_OPTION_CHOICE, // const char **, one of `choices` ("a|b|c")
    HX_OPTION_LIST    // hx_option_list *, one item each time it is given, not empty
} hx_option_kind;

#define HX_OPTION_LIST_MAXIMUM 8
typedef struct hx_option_list {
    const char *items[HX_OPTION_LIST_MAXIMUM];
    size_t count;
} hx_option_list;

typedef struct hx_option {
    const char *name; // with the two dashes
    hx_option_kind kind;
    void *target;
    const char *value;   // name of the value in the help, NULL for flags
    const char *help;    // one line
    const char *choices; // HX_OPTION_CHOICE only
    double minimum, maximum;
} hx_option;

typedef struct hx_command {
    const char *name;    // "run"
    const char *summary; // one line
    const char *usage;   // "run --words FILE [OPTIONS]"
    const char *example; // one or more whole command lines
    const hx_option *options;
    size_t option_count;
    size_t positional_maximum;
} hx_command;

// Parses argv[1..]; positional arguments go to `positional` (room for positional_maximum).
// HX_INTERRUPTED: --help was asked for and printed on stdout.
hx_status hx_command_parse(const hx_command *command, int argc, char **argv,
                           const char **positional, size_t *positional_count, hx_error *error);

// Ends a command on an error: prints "hxcosim NAME: text" on stderr, returns the exit code.
int hx_command_fail(const char *name, hx_status status, const hx_error *error);

// What goes into a wave file and when (trace_options.h).
#define HX_TRACE_OPTION_COUNT 7
#define HX_TRACE_SCOPE_MAXIMUM 64
typedef struct hx_trace_options {
    const char *path, *scope_list, *neuron_list, *event;
    double from_us, to_us; // recorded span, 0: no end
    double last_us;        // 0: all
    // What the lists say.
    uint16_t neurons[HX_NEURON_COUNT];
    size_t neuron_count;
    char scope_text[1024];
    const char *scopes[HX_TRACE_SCOPE_MAXIMUM];
    size_t scope_count;
} hx_trace_options;

// Options that every simulating command shares.
typedef struct hx_common_options {
    uint64_t seed, chip_seed, workers;
    const char *tier;
    double mismatch, cell_settling, cell_crosstalk;
    double lane_ber; // bit error rate of the lanes
    const char *lane_off;
    uint64_t link_latency; // more FPGA cycles one way
    bool no_skip;          // evaluate cycles at rest too
    const char *plant;
    bool quiet, json, allow_inexact;
    hx_trace_options trace;
} hx_common_options;

#define HX_COMMON_OPTION_COUNT (15 + HX_TRACE_OPTION_COUNT)
void hx_common_options_init(hx_common_options *common);
// Appends HX_COMMON_OPTION_COUNT entries at `options`.
void hx_common_options_describe(hx_common_options *common, hx_option *options);
// Checks the lists and fills the device configuration.
hx_status hx_common_options_apply(hx_common_options *common, hx_device_config *config,
                                  hx_error *error);

#endif
