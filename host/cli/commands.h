// The subcommands of hxcosim. Each takes its own name as argv[0] and returns the exit code.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_COMMANDS_H
#define HX_CLI_COMMANDS_H

int hx_cli_train(int argc, char **argv);
int hx_cli_run(int argc, char **argv);
int hx_cli_wire(int argc, char **argv);
int hx_cli_serve(int argc, char **argv);
int hx_cli_neuron(int argc, char **argv);
int hx_cli_ppu(int argc, char **argv);
int hx_cli_compare(int argc, char **argv);
int hx_cli_bench(int argc, char **argv);
int hx_cli_bench_ppu(int argc, char **argv); // bench ppu
int hx_cli_calibrate(int argc, char **argv);
int hx_cli_study(int argc, char **argv);
int hx_cli_trace(int argc, char **argv);

#endif
