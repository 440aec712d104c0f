// What the studies of dendrites share.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_STUDY_DENDRITE_H
#define HX_CLI_STUDY_DENDRITE_H

#include "host/analog/dendrite.h"
#include "host/cli/study_run.h"

#define HX_DENDRITE_SOURCE "Schemmel et al., arXiv 1703.07286"

extern const char *const hx_study_dendrite_remark;

// Adds the course of a compartment to the plot.
hx_status hx_study_plot_membrane(hx_study_results *results, const char *name, unsigned colour,
                                 const hx_dendrite_result *result, unsigned compartment);

#endif
