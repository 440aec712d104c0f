// The simulated chip as a trainer's partner: workers, configuration, presentation.
// SPDX-License-Identifier: Apache-2.0
//
// A session opens workers that simulate the same virtual chip, configures them for the
// network, measures the resting CADC reading of every neuron, and then presents
// samples: weights that changed are written to every worker, each group of samples is one trial.
// Observations depend on seeds, weights and the number of the trial, not on the number of
// workers. Everything it knows came back as response words, except hidden voltages that are not
// sampled: those are the model's, which spikes and resets when the chip did.
#ifndef HX_TRAIN_CHIP_SESSION_H
#define HX_TRAIN_CHIP_SESSION_H

#include "host/calibrate/calibration.h"
#include "host/chip/configure.h"
#include "host/train/chip_workers.h"
#include "host/train/trainer.h"
#include "host/train/trial.h"

#include <hxcosim/device.h>

typedef struct hx_chip_session hx_chip_session;

typedef struct hx_chip_session_config {
    hx_network network;
    hx_chip_session_board board;
    hx_device_config device;
    size_t workers;        // 1..64; 1 with a board, which also has seeds of its own
    hx_sampler sampler;    // who samples the membranes
    bool shared_rows;      // layout of the router: shared rows instead of direct
    unsigned copies;       // row pairs of an input; 1 with shared rows
    hx_chip_settings chip; // shared settings
    hx_chip_neuron_parameters hidden, output;
    hx_trial_pace pace;                // group: samples of a trial of its own noise, >= 1
    const hx_calibration *calibration; // cells of this chip, in use as long as the session; or NULL
    double threshold_lsb;              // CADC steps between leak and threshold as set, > 0
    unsigned baseline_trials;          // trials without input that find the resting readings, >= 1
} hx_chip_session_config;

// Parameter cells that give the network's time constants on a nominal chip, in the direct layout
// of the router or in that with shared rows.
hx_chip_session_config hx_chip_session_config_default(const hx_network *network, bool shared_rows);

// The connections of a layer that the chip has room for, 1 or 0 in the order of the weights.
hx_status hx_chip_session_find_connections(const hx_chip_session_config *config, int layer,
                                           uint8_t *connected, hx_error *error);

hx_status hx_chip_session_create(hx_chip_session **session, const hx_chip_session_config *config,
                                 hx_error *error);
// Ends its devices. HX_ERROR_IO: a wave file is not whole.
hx_status hx_chip_session_finish(hx_chip_session *session, hx_error *error);
void hx_chip_session_destroy(hx_chip_session *session);

// An hx_present_fn; the context is the session.
hx_status hx_chip_session_present(void *context, const hx_sample *samples, size_t count,
                                  const hx_quantised_weights *weights,
                                  hx_observation *observations);

// The line behind the last failed presentation.
const char *hx_chip_session_get_error(const hx_chip_session *session);

typedef struct hx_chip_session_statistics {
    uint64_t next_trial;    // number of the next trial, which its noise depends on
    uint64_t presentations; // samples so far, without the baseline
    double chip_seconds;    // time of these trials on the chip's own clock
    uint64_t stray_spikes;  // spikes outside the grid or from no neuron of the network
} hx_chip_session_statistics;

hx_chip_session_statistics hx_chip_session_get_statistics(const hx_chip_session *session);
// Lets a new session go on where another one ended.
void hx_chip_session_set_statistics(hx_chip_session *session,
                                    const hx_chip_session_statistics *statistics);

// Hidden spikes of the sample presented last, with their exact times.
void hx_chip_session_get_last_spikes(const hx_chip_session *session, const hx_spike **spikes,
                                     size_t *count);

#endif
