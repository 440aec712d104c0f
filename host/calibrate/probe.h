// A chip on the measuring bench: single experiments on all 512 neurons at once.
// SPDX-License-Identifier: Apache-2.0
//
// Everything goes through the word door: settings are bus writes, voltages are CADC conversions
// of the causal channels, stimuli are events from the FPGA, spikes come back as events. One
// experiment is one playback program and one trial; the neurons are parked between them.
//
// Row 0 of each half is excitatory and row 1 inhibitory, with a synapse of weight 63 on every
// neuron: one event reaches all 512.
#ifndef HX_CALIBRATE_PROBE_H
#define HX_CALIBRATE_PROBE_H

#include "host/chip/configure.h"

#include <hxcosim/device.h>

#define HX_PROBE_SAMPLES_MAXIMUM 64
#define HX_PROBE_EVENTS_MAXIMUM 64

typedef struct hx_probe hx_probe;

typedef struct hx_probe_event {
    double time_us;
    bool inhibitory;
} hx_probe_event;

// Times count from the release of the neurons from forced reset, or from where it would be.
typedef struct hx_probe_experiment {
    bool stay_in_reset;
    double samples_us[HX_PROBE_SAMPLES_MAXIMUM]; // start of a conversion, at least 4 us apart
    size_t sample_count;
    hx_probe_event events[HX_PROBE_EVENTS_MAXIMUM]; // by time
    size_t event_count;
    double until_us; // the neurons are parked again
} hx_probe_experiment;

typedef struct hx_probe_reading {
    double voltage[HX_PROBE_SAMPLES_MAXIMUM][HX_NEURON_COUNT]; // CADC steps
    unsigned spikes[HX_NEURON_COUNT];
} hx_probe_reading;

// Opens the device, brings it up and configures the neutral chip, CADC on.
hx_status hx_probe_create(hx_probe **probe, const hx_device_config *device,
                          const hx_chip_settings *settings, hx_error *error);
void hx_probe_destroy(hx_probe *probe); // accepts NULL

hx_status hx_probe_write_neurons(hx_probe *probe,
                                 const hx_chip_neuron_parameters neurons[HX_NEURON_COUNT],
                                 hx_error *error);
// Offset registers of the causal CADC channels, -128..127.
hx_status hx_probe_write_offsets(hx_probe *probe, const int offsets[HX_NEURON_COUNT],
                                 hx_error *error);
// Whether the channels read the membranes; else the constant level of the correlation sensors.
hx_status hx_probe_connect_membranes(hx_probe *probe, bool connect, hx_error *error);

// Plays the experiment `repeats` times; voltages are means, spikes are sums.
hx_status hx_probe_run(hx_probe *probe, const hx_probe_experiment *experiment, unsigned repeats,
                       hx_probe_reading *reading, hx_error *error);

// Time on the chip so far.
double hx_probe_get_chip_seconds(const hx_probe *probe);

#endif
