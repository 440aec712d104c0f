// `hxcosim serve`: the FPGA's UDP end.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/interrupt.h"
#include "host/cli/options.h"

#include <hxcosim/server.h>

#include <stdio.h>
#include <string.h>

typedef struct serve_options {
    const char *bind;
    uint64_t data_port, reset_port, fault_seed;
    hx_udp_faults faults;
    bool null_device;
} serve_options;

static void print_report(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "hxcosim serve: %s\n", line);
}

static void print_ready(const hx_server *server, const char *bind, bool json)
{
    uint16_t data_port, reset_port;
    hx_server_get_ports(server, &data_port, &reset_port);
    if (json)
        printf("{\"bind\": \"%s\", \"data_port\": %u, \"reset_port\": %u}\n", bind, data_port,
               reset_port);
    else
        printf("ready: %s, data port %u, reset port %u\n", bind, data_port, reset_port);
    fflush(stdout);
}

static void print_counters(const hx_server *server, bool faulty)
{
    const hx_server_counters c = hx_server_get_counters(server);
    fprintf(stderr,
            "hxcosim serve: %ju resets; words %ju in, %ju out; frames %ju in (%ju refused), %ju "
            "out, %ju again; %ju bad datagrams, %ju of strangers, %ju stray\n",
            (uintmax_t)c.resets, (uintmax_t)c.words_in, (uintmax_t)c.words_out,
            (uintmax_t)c.frames_in, (uintmax_t)c.frames_refused, (uintmax_t)c.frames_out,
            (uintmax_t)c.frames_again, (uintmax_t)c.bad, (uintmax_t)c.strangers,
            (uintmax_t)c.stray);
    if (faulty)
        fprintf(stderr,
                "hxcosim serve: faults to the FPGA / to the host: dropped %ju / %ju, doubled %ju / "
                "%ju, reordered %ju / %ju, corrupted %ju / %ju\n",
                (uintmax_t)c.to_fpga.dropped, (uintmax_t)c.to_host.dropped,
                (uintmax_t)c.to_fpga.duplicated, (uintmax_t)c.to_host.duplicated,
                (uintmax_t)c.to_fpga.reordered, (uintmax_t)c.to_host.reordered,
                (uintmax_t)c.to_fpga.corrupted, (uintmax_t)c.to_host.corrupted);
}

static hx_status serve(const serve_options *own, const hx_common_options *common,
                       const hx_device_config *device, hx_error *error)
{
    hx_server_config config = hx_server_config_default();
    config.bind = own->bind;
    config.data_port = (uint16_t)own->data_port;
    config.reset_port = (uint16_t)own->reset_port;
    config.device = *device;
    config.faults = own->faults;
    config.faults.seed = own->fault_seed;
    config.null_device = own->null_device;
    if (!common->quiet)
        config.report = print_report;
    const volatile sig_atomic_t *stop = hx_interrupt_watch();
    hx_server *server = NULL;
    hx_status status = hx_server_create(&server, &config, error);
    if (!status) {
        print_ready(server, own->bind, common->json);
        status = hx_server_run(server, stop, error);
        if (!common->quiet)
            print_counters(server, own->faults.drop + own->faults.duplicate + own->faults.reorder +
                                           own->faults.corrupt >
                                       0);
    }
    hx_server_destroy(server);
    return status;
}

int hx_cli_serve(int argc, char **argv)
{
    hx_common_options common;
    hx_common_options_init(&common);
    serve_options own = {.bind = "127.0.0.1",
                         .data_port = HX_UDP_DATA_PORT,
                         .reset_port = HX_UDP_RESET_PORT,
                         .fault_seed = 1};
    enum { OWN = 10 };
    hx_option options[OWN + HX_COMMON_OPTION_COUNT] = {
        {"--bind", HX_OPTION_TEXT, &own.bind, "ADDRESS", "IPv4 address to listen on (127.0.0.1)",
         NULL, 0, 0},
        {"--data-port", HX_OPTION_UINT, &own.data_port, "N", "UDP port for data, 0: any (1234)",
         NULL, 0, 65535},
        {"--reset-port", HX_OPTION_UINT, &own.reset_port, "N",
         "UDP port for resets, 0: any (45054)", NULL, 0, 65535},
        {"--drop", HX_OPTION_REAL, &own.faults.drop, "P", "probability to lose a datagram (0)",
         NULL, 0, 1},
        {"--duplicate", HX_OPTION_REAL, &own.faults.duplicate, "P", "to double it (0)", NULL, 0, 1},
        {"--reorder", HX_OPTION_REAL, &own.faults.reorder, "P",
         "to let the next 1 to 3 overtake it (0)", NULL, 0, 1},
        {"--corrupt", HX_OPTION_REAL, &own.faults.corrupt, "P",
         "to damage it, so its checksum drops it (0)", NULL, 0, 1},
        {"--delay", HX_OPTION_REAL, &own.faults.delay_us, "US", "delay of every datagram (0)", NULL,
         0, 1e5},
        {"--fault-seed", HX_OPTION_UINT, &own.fault_seed, "N", "seed of these faults (1)", NULL, 0,
         9007199254740991.0},
        {"--null-device", HX_OPTION_FLAG, &own.null_device, NULL,
         "no chip: answer every word with itself", NULL, 0, 0},
    };
    hx_common_options_describe(&common, options + OWN);
    const hx_command command = {
        .name = "serve",
        .summary = "Serves the simulated set-up over UDP, as the FPGA does, to one host at a time.",
        .usage = "serve [OPTIONS]",
        .example = "  hxcosim serve --chip-seed 7\n"
                   "  hxcosim train yinyang --connect 127.0.0.1:1234",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    hx_error error = {""};
    hx_device_config device;
    hx_status status = hx_command_parse(&command, argc, argv, NULL, NULL, &error);
    if (!status)
        status = hx_common_options_apply(&common, &device, &error);
    if (!status)
        status = serve(&own, &common, &device, &error);
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}
