// The hxcosim program: picks the subcommand.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/options.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"train", hx_cli_train, "train a spiking network in the loop with the simulated chip"},
    {"study", hx_cli_study, "repeat experiments of the literature, figures side by side"},
    {"run", hx_cli_run, "play raw host words and print the response words"},
    {"compare", hx_cli_compare, "play raw host words on both tiers, find the first difference"},
    {"serve", hx_cli_serve, "serve the simulated set-up over UDP, as the FPGA does"},
    {"wire", hx_cli_wire, "encode and decode words, time stamps and link frames (JSON Lines)"},
    {"trace", hx_cli_trace, "look into wave files: info, list, diff, plot, save"},
    {"ppu", hx_cli_ppu, "run programs of the plasticity processor (JSON Lines)"},
    {"calibrate", hx_cli_calibrate, "find settings that make all neurons of a virtual chip alike"},
    {"neuron", hx_cli_neuron, "integrate one ideal neuron with high accuracy"},
    {"bench", hx_cli_bench, "measure the speed of the parts"},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void print_help(FILE *out)
{
    fprintf(out,
            "hxcosim %s: co-simulation of the BrainScaleS-2 neuromorphic system\n\n"
            "hxcosim COMMAND [OPTIONS]\n\n",
            HX_VERSION);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fprintf(out, "\nhxcosim COMMAND --help tells more.\n\nExample:\n  hxcosim train yinyang\n");
}

int main(int argc, char **argv)
{
    // A file over the limit of its size is an error of the write that meets it.
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        print_help(stderr);
        return HX_EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
        print_help(stdout);
        return HX_EXIT_GOOD;
    }
    if (!strcmp(argv[1], "--version")) {
        puts(HX_VERSION);
        return HX_EXIT_GOOD;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!strcmp(argv[1], commands[i].name))
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "hxcosim: '%s' is not a command (hxcosim --help lists them)\n", argv[1]);
    return HX_EXIT_USAGE;
}
