// The program that takes a set-up from power-on to ready for experiments.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_PROGRAM_BRING_UP_H
#define HX_PROGRAM_BRING_UP_H

#include "host/program/program.h"

// Appends: instruction timeout, chip reset, system time from 0, event recording on. No halt.
// Afterwards the link is up, chip and FPGA time agree and spikes are recorded.
hx_status hx_bring_up_build(hx_program *program);

#endif
