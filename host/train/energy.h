// A model of the energy of an inference. It is a model: nothing here is measured or simulated.
// SPDX-License-Identifier: Apache-2.0
//
// The chip draws a constant power, and an amount of energy for each event that goes through its
// synapse arrays (input and hidden spikes). Both constants are the line through two published
// totals: 175 mW at 20,800 images/s (Goeltz et al., arXiv 1912.11443; recalled, mark R) and 200 mW
// at 85,000 images/s (Cramer et al., arXiv 2006.07239; "below 200 mW", mark S): 167 mW and 0.39 uJ
// an image, which is shared out to about 200 events (own estimate, mark E).
#ifndef HX_TRAIN_ENERGY_H
#define HX_TRAIN_ENERGY_H

#define HX_ENERGY_IDLE_W 0.167
#define HX_ENERGY_EVENT_J 1.9e-9

typedef struct hx_energy {
    double power_w; // while images follow each other
    double image_j;
} hx_energy;

// Mean events an image, time from one image to the next.
hx_energy hx_energy_estimate(double events, double period_us);

#endif
