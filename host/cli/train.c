// `hxcosim train TASK`: trains a network in the loop with the simulated chip.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/interrupt.h"
#include "host/cli/options.h"
#include "host/cli/train_run.h"

#include <stdlib.h>
#include <string.h>

#define OWN_OPTIONS 19

static hx_status check_support(const hx_train_settings *settings, const char *task,
                               const char *connect, hx_error *error)
{
    if (!hx_task_find(task))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "'%s' is not a task; there are: yinyang, mnist, speech", task);
    if (connect && settings->device.trace.path)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace and --connect: the server of the board writes waves");
    if (connect && settings->resume && !settings->no_in_loop)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED,
                            "--resume and --connect: the seeds of a served board are not known");
    if (settings->hold_out != UINT64_MAX && strcmp(task, "speech") != 0)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--hold-out: only speech has speakers");
    if (settings->test_only && !settings->init)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--test-only: --init names no weights");
    if (settings->test_only && settings->resume)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "--test-only and --resume: nothing goes on");
    if (settings->device.trace.path && settings->no_in_loop)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace and --no-in-loop: there is no simulation to trace");
    return HX_OK;
}

// HOST:PORT or HOST:PORT:RESETPORT; the name is copied to `host`.
static hx_status parse_board(const char *text, char host[256], uint16_t ports[2], hx_error *error)
{
    size_t length = strcspn(text, ":");
    const char *at = text + length;
    ports[1] = HX_UDP_RESET_PORT;
    for (int i = 0; i < 2 && *at == ':'; i++) {
        char *end;
        unsigned long port = at[1] >= '0' && at[1] <= '9' ? strtoul(at + 1, &end, 10) : 0;
        if (port < 1 || port > 65535)
            break;
        ports[i] = (uint16_t)port;
        at = end;
    }
    if (*at || length < 1 || length > 255 || !text[length])
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--connect: '%s' is not HOST:PORT or HOST:PORT:RESETPORT", text);
    memcpy(host, text, length);
    host[length] = 0;
    return HX_OK;
}

int hx_cli_train(int argc, char **argv)
{
    hx_common_options common;
    hx_common_options_init(&common);
    hx_train_settings settings = hx_train_settings_default();
    const char *connect = NULL;
    const char *gradient = "surrogate", *loss = "max", *sampler = "ppu";
    hx_option options[HX_COMMON_OPTION_COUNT + OWN_OPTIONS] = {
        {"--out", HX_OPTION_TEXT, &settings.out, "DIR", "where results go (out/TASK)", NULL, 0, 0},
        {"--data", HX_OPTION_TEXT, &settings.data, "DIR",
         "data set of mnist or speech ($HXCOSIM_DATA)", NULL, 0, 0},
        {"--preset", HX_OPTION_CHOICE, &settings.preset, "NAME",
         "quick or full: number of epochs and samples (quick)", "quick|full", 0, 0},
        {"--epochs", HX_OPTION_UINT, &settings.epochs, "N", "passes over the training set", NULL, 1,
         100000},
        {"--batch", HX_OPTION_UINT, &settings.batch, "N", "samples a weight update (20 or 50)",
         NULL, 1, 100000},
        {"--train-limit", HX_OPTION_UINT, &settings.train_limit, "N",
         "use only the first N training samples", NULL, 1, 1000000},
        {"--test-limit", HX_OPTION_UINT, &settings.test_limit, "N",
         "use only the first N test samples", NULL, 1, 1000000},
        {"--gradient", HX_OPTION_CHOICE, &gradient, "KIND",
         "surrogate or eventprop: through voltages or spike times (surrogate)",
         "surrogate|eventprop", 0, 0},
        {"--loss", HX_OPTION_CHOICE, &loss, "KIND",
         "max: largest output voltage decides; first-spike: earliest output spike (max)",
         "max|first-spike", 0, 0},
        {"--sampler", HX_OPTION_CHOICE, &sampler, "KIND",
         "ppu: membranes through the processors; bus: by bus reads, faster to simulate (ppu)",
         "ppu|bus", 0, 0},
        {"--no-in-loop", HX_OPTION_FLAG, &settings.no_in_loop, NULL,
         "train in software, then carry the weights to the chip", NULL, 0, 0},
        {"--resume", HX_OPTION_FLAG, &settings.resume, NULL, "go on from the checkpoint in --out",
         NULL, 0, 0},
        {"--init", HX_OPTION_TEXT, &settings.init, "FILE",
         "start with the weights of this weights.h5 (random ones)", NULL, 0, 0},
        {"--hold-out", HX_OPTION_UINT, &settings.hold_out, "SPEAKER",
         "speech: test with this speaker's training recordings, train without", NULL, 0, 10000},
        {"--test-only", HX_OPTION_FLAG, &settings.test_only, NULL,
         "no training: run the weights of --init on validation and test set", NULL, 0, 0},
        {"--rate", HX_OPTION_REAL, &settings.rate, "F",
         "learning rate of the first epoch (of the task)", NULL, 1e-9, 1},
        {"--rate-decay", HX_OPTION_REAL, &settings.rate_decay, "F",
         "its factor from epoch to epoch (of the task)", NULL, 1e-9, 1},
        {"--calibration", HX_OPTION_TEXT, &settings.calibration, "FILE",
         "parameters of this chip, from `hxcosim calibrate`", NULL, 0, 0},
        {"--connect", HX_OPTION_TEXT, &connect, "HOST:PORT[:RESETPORT]",
         "use the board of `hxcosim serve`, with its seeds", NULL, 0, 0},
    };
    hx_common_options_describe(&common, options + OWN_OPTIONS);
    const hx_command command = {
        .name = "train",
        .summary = "Trains a spiking network by surrogate gradients, in the loop with the chip.",
        .usage = "train TASK [OPTIONS]",
        .example = "  hxcosim train yinyang --out out/yinyang --chip-seed 7",
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .positional_maximum = 1,
    };
    const char *task = NULL;
    size_t count = 0;
    hx_error error = {""};
    hx_status status = hx_command_parse(&command, argc, argv, &task, &count, &error);
    if (!status && !count)
        status =
            hx_error_set(&error, HX_ERROR_ARGUMENT,
                         "a task is missing; there are: yinyang, mnist, speech (usage: hxcosim %s)",
                         command.usage);
    if (!status)
        status = hx_common_options_apply(&common, &settings.device, &error);
    if (!status)
        status = check_support(&settings, task, connect, &error);
    if (status)
        return hx_command_fail(command.name, status, &error);
    char host[256];
    if (connect) {
        status = parse_board(connect, host, settings.board_ports, &error);
        if (status)
            return hx_command_fail(command.name, status, &error);
        settings.board = host;
    }
    settings.workers = connect ? 1 : common.workers;
    settings.eventprop = !strcmp(gradient, "eventprop");
    settings.first_spike = !strcmp(loss, "first-spike");
    settings.bus_sampler = !strcmp(sampler, "bus");
    settings.quiet = common.quiet;
    settings.json = common.json;
    settings.tier = common.tier;
    settings.stop = hx_interrupt_watch();
    status = hx_train_run(hx_task_find(task), &settings, &error);
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}
