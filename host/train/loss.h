// Losses of one sample and their derivatives.
// SPDX-License-Identifier: Apache-2.0
//
// Derivatives are those of the mean over a batch: divided by `batch`.
#ifndef HX_TRAIN_LOSS_H
#define HX_TRAIN_LOSS_H

#include "host/train/network.h"

// Cross entropy of the softmax of the scores. `slope` gets the derivative by each output's
// voltage at its maximum, of the loss plus `readout` * mean(score^2).
double hx_loss_scores(const hx_network *network, const float *scores, uint32_t label,
                      double readout, double batch, float *slope);

// ln sum_k e^(-t_k/T) + t/T + a e^(t/tau) with the first spikes t_k of the outputs, t that of the
// right one, T = 0.2 tau, tau the outputs' synaptic time constant, a = 0.005; 100 if the right
// output is silent. `slope` gets the derivative by each output's time (0: silent), `step` its
// grid point. Source: Goeltz et al., arXiv 1912.11443, and their published code.
double hx_loss_first_spike(const hx_network *network, const hx_observation *observation,
                           uint32_t label, double batch, float *slope, uint32_t *step);

#endif
