// The paper's experiments: what a study is given and what it leaves.
// SPDX-License-Identifier: Apache-2.0
//
// A study fills a table and a plot and sets its figures beside published ones. The framework
// writes NAME.csv, NAME.svg and report.html. Same settings, same files.
#ifndef HX_CLI_STUDY_RUN_H
#define HX_CLI_STUDY_RUN_H

#include "host/report/svg.h"
#include "host/train/experiment.h"

#include <signal.h>

#define HX_STUDY_MAX_COLUMNS 8
#define HX_STUDY_MAX_COMPARISONS 8

typedef struct hx_study_settings {
    const char *out, *data, *task, *preset;          // NULL: default of the study
    const char *calibration_file;                    // of the chip, NULL: none
    const hx_calibration *calibration;               // what it holds
    const char *init;                                // weights instead of training in software
    uint64_t epochs, batch, train_limit, test_limit; // 0: as the preset says
    uint64_t loop_epochs, loop_limit;                // UINT64_MAX: as the task says
    uint64_t chips, points;                          // 0: default of the study
    size_t workers;
    bool quiet;
    hx_device_config device; // chip_seed: the first chip
    const volatile sig_atomic_t *stop;
} hx_study_settings;

// Marks of published figures: S stated in a document this project builds on, V read in primary
// material, 2 read in a survey, R recalled and not read again; own: a gate
// of this project.
typedef struct hx_study_comparison {
    char what[96], ours[64];
    const char *paper, *mark, *source;
} hx_study_comparison;

typedef struct hx_study_results {
    const char *columns[HX_STUDY_MAX_COLUMNS]; // names with unit, ended by NULL
    double *cells;                             // row by row
    size_t rows, capacity;
    hx_plot *plot;
    hx_study_comparison comparisons[HX_STUDY_MAX_COMPARISONS];
    size_t comparison_count;
    const char *remark; // one paragraph: conditions
} hx_study_results;

typedef struct hx_study hx_study;
struct hx_study {
    const char *name;
    const char *summary;
    const char *duration;      // on the machine of the README's figures
    const char *task, *preset; // task NULL: nothing is trained
    uint64_t chips, points;
    hx_status (*run)(const hx_study_settings *settings, const hx_study *study,
                     hx_study_results *results, hx_error *error);
};

extern const hx_study hx_study_self_correction, hx_study_calibration, hx_study_yinyang,
    hx_study_sparsity, hx_study_decision_time, hx_study_gradients, hx_study_dendrite_plateau,
    hx_study_dendrite_calcium, hx_study_dendrite_coincidence, hx_study_accuracy,
    hx_study_convergence;

// Adds a row of as many numbers as there are columns.
hx_status hx_study_add_row(hx_study_results *results, const double *cells);
// A new comparison to fill; NULL: no room.
hx_study_comparison *hx_study_add_comparison(hx_study_results *results);
// "95.2 +- 0.4 %" of shares 0..1; the deviation only for two values or more.
void hx_study_format_share(char *text, size_t size, const double *shares, size_t count);

// The task of the study with the sizes that the settings ask for, and its data.
hx_status hx_study_load(const hx_study_settings *settings, const hx_study *study,
                        const hx_task **task, hx_task_preset *sizes, hx_task_data *data,
                        hx_error *error);

typedef struct hx_study_training {
    const hx_task *task;
    const hx_task_preset *sizes;
    const hx_task_data *data;
    uint64_t chip_seed;
    double mismatch;
    double burst;                // regulariser; below 0: that of the task
    bool eventprop, first_spike; // as in hx_network
    uint64_t seed;               // 0: of the settings
    // In software; 0: of the task. `input_mean`: of the first weights to hidden neurons.
    double rate, rate_decay, input_mean;
    unsigned refine; // software: grid steps for each of the task's; 0: 1
} hx_study_training;

// Trains in software, or takes the weights of settings.init, and leaves the experiment open.
hx_status hx_study_train(const hx_study_settings *settings, const hx_study_training *training,
                         hx_experiment **experiment, hx_error *error);

// Carries the weights over to a chip. `carried` (may be NULL) gets what they are worth there on
// the test set.
hx_status hx_study_carry_over(const hx_study_settings *settings, const hx_study_training *training,
                              hx_experiment *software, hx_experiment **experiment,
                              hx_evaluation *carried, hx_error *error);

// Goes on in the loop, then tests on the chip (`corrected` NULL: no test).
hx_status hx_study_correct(const hx_study_settings *settings, const hx_study_training *training,
                           hx_experiment *experiment, hx_evaluation *corrected, hx_error *error);

// Runs a study and writes its files. An interrupted study leaves the rows it has.
hx_status hx_study_execute(const hx_study *study, const hx_study_settings *settings,
                           hx_error *error);

#endif
