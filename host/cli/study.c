// `hxcosim study NAME`: the paper's experiments, beside their published figures.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.h"
#include "host/cli/interrupt.h"
#include "host/cli/options.h"
#include "host/cli/study_run.h"

#include <stdio.h>
#include <string.h>

#define OWN_OPTIONS 14

static const hx_study *const studies[] = {
    &hx_study_self_correction,  &hx_study_calibration,      &hx_study_yinyang,
    &hx_study_sparsity,         &hx_study_decision_time,    &hx_study_gradients,
    &hx_study_dendrite_plateau, &hx_study_dendrite_calcium, &hx_study_dendrite_coincidence,
    &hx_study_accuracy,         &hx_study_convergence};
#define STUDY_COUNT (sizeof studies / sizeof *studies)

static const char names[] =
    "self-correction, calibration, yinyang, sparsity, decision-time, gradients, "
    "dendrite-plateau, dendrite-calcium, dendrite-coincidence, accuracy, convergence";

static void list(void)
{
    for (size_t i = 0; i < STUDY_COUNT; i++) {
        const hx_study *s = studies[i];
        printf("%-20s %s\n%-20s ", s->name, s->summary, "");
        if (s->task)
            printf("task %s, preset %s, %llu chips; %s on two cores\n", s->task, s->preset,
                   (unsigned long long)s->chips, s->duration);
        else
            printf("analog core alone; %s\n", s->duration);
    }
}

int hx_cli_study(int argc, char **argv)
{
    hx_common_options common;
    hx_common_options_init(&common);
    hx_study_settings settings = {.loop_epochs = UINT64_MAX, .loop_limit = UINT64_MAX};
    hx_option options[HX_COMMON_OPTION_COUNT + OWN_OPTIONS] = {
        {"--out", HX_OPTION_TEXT, &settings.out, "DIR", "where results go (out/study-NAME)", NULL,
         0, 0},
        {"--data", HX_OPTION_TEXT, &settings.data, "DIR",
         "data set of mnist or speech ($HXCOSIM_DATA)", NULL, 0, 0},
        {"--task", HX_OPTION_CHOICE, &settings.task, "TASK", "another task than the study's own",
         "yinyang|mnist|speech", 0, 0},
        {"--preset", HX_OPTION_CHOICE, &settings.preset, "NAME",
         "number of epochs and samples (as listed)", "quick|full", 0, 0},
        {"--epochs", HX_OPTION_UINT, &settings.epochs, "N",
         "passes over the training set in software", NULL, 1, 100000},
        {"--init", HX_OPTION_TEXT, &settings.init, "FILE",
         "weights.h5 to carry over instead of training in software", NULL, 0, 0},
        {"--calibration", HX_OPTION_TEXT, &settings.calibration_file, "FILE",
         "parameters of the chip (one chip only)", NULL, 0, 0},
        {"--loop-epochs", HX_OPTION_UINT, &settings.loop_epochs, "N",
         "passes in the loop after that (3)", NULL, 0, 100000},
        {"--loop-limit", HX_OPTION_UINT, &settings.loop_limit, "N",
         "use only the first N training samples there (of the task)", NULL, 1, 1000000},
        {"--batch", HX_OPTION_UINT, &settings.batch, "N", "samples a weight update", NULL, 1,
         100000},
        {"--train-limit", HX_OPTION_UINT, &settings.train_limit, "N",
         "use only the first N training samples", NULL, 1, 1000000},
        {"--test-limit", HX_OPTION_UINT, &settings.test_limit, "N",
         "use only the first N test samples", NULL, 1, 1000000},
        {"--chips", HX_OPTION_UINT, &settings.chips, "N",
         "virtual chips, from --chip-seed on (as listed)", NULL, 1, 1000},
        {"--points", HX_OPTION_UINT, &settings.points, "N",
         "points of a sweep, experiments of a kind (as listed)", NULL, 1, 100},
    };
    hx_common_options_describe(&common, options + OWN_OPTIONS);
    const hx_command command = {
        .name = "study",
        .summary = "Repeats experiments of the literature and sets the figures side by side.\n"
                   "Without a name it lists the studies and how long they take.",
        .usage = "study [NAME] [OPTIONS]",
        .example = "  hxcosim study self-correction --chips 1 --points 3",
        .options = options,
        .option_count = sizeof options / sizeof *options,
        .positional_maximum = 1,
    };
    const char *name = NULL;
    size_t count = 0;
    hx_error error = {""};
    hx_status status = hx_command_parse(&command, argc, argv, &name, &count, &error);
    if (!status)
        status = hx_common_options_apply(&common, &settings.device, &error);
    if (status)
        return hx_command_fail(command.name, status, &error);
    if (!count) {
        list();
        return HX_EXIT_GOOD;
    }
    const hx_study *study = NULL;
    for (size_t i = 0; i < STUDY_COUNT; i++)
        if (!strcmp(studies[i]->name, name))
            study = studies[i];
    if (!study) {
        hx_error_set(&error, HX_ERROR_ARGUMENT, "'%s' is not a study; there are: %s", name, names);
        return hx_command_fail(command.name, HX_ERROR_ARGUMENT, &error);
    }
    if (settings.device.trace.path) {
        hx_error_set(&error, HX_ERROR_ARGUMENT, "--trace: a study simulates many chips");
        return hx_command_fail(command.name, HX_ERROR_ARGUMENT, &error);
    }
    settings.workers = (size_t)common.workers;
    settings.quiet = common.quiet;
    settings.stop = hx_interrupt_watch();
    status = hx_study_execute(study, &settings, &error);
    return status ? hx_command_fail(command.name, status, &error) : HX_EXIT_GOOD;
}
