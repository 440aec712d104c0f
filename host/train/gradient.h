// Loss and gradient of the weights from what was observed.
// SPDX-License-Identifier: Apache-2.0
//
// Back-propagation through time on the graph of the discrete model with its values
// overwritten by the observation. The graph is linear in the weights between spikes, so
// the model's own voltages and currents drop out: only observed voltages (surrogate
// derivative), observed spikes and the times of the observed output maxima are needed.
// An observation made by the model itself gives the model's plain gradient.
//
// With hx_network.eventprop the derivative is exact in the times of the spikes instead, as far
// as the grid shows them: a spike's time moves the voltages and currents it causes, and moves
// itself with what reaches its neuron (Wunderlich and Pehle, arXiv 2009.08378; on this chip
// Pehle et al., arXiv 2302.07141). It needs no observed hidden voltages; the membrane's slope at
// a spike is the model's, from the observed spikes. The number of spikes has no such derivative:
// the burst regulariser does nothing, and a silent neuron stays silent. A maximum that a spike with
// a negative weight makes, because it ends the rise, moves with that spike; the time of any other
// maximum does not matter.
//
// Samples are added one by one in the order of the calls, so sums are repeatable.
#ifndef HX_TRAIN_GRADIENT_H
#define HX_TRAIN_GRADIENT_H

#include "host/train/network.h"

typedef struct hx_regularisers {
    double readout; // factor of mean(score^2)
    double burst;   // factor of mean((spikes of a hidden neuron)^2)
    double weights; // factor of mean(w^2), of each layer
} hx_regularisers;

typedef struct hx_gradient hx_gradient;

hx_status hx_gradient_create(hx_gradient **gradient, const hx_network *network);
void hx_gradient_destroy(hx_gradient *gradient);

// Starts a batch: clears the sums and takes the weights (model units, must stay valid
// until the batch ends). Sets the weight regulariser's gradient.
void hx_gradient_begin(hx_gradient *gradient, const float *const weights[HX_LAYER_COUNT],
                       const hx_regularisers *regularisers, size_t batch);

// Adds one sample of the batch. `loss` (may be NULL) gets its cross entropy.
void hx_gradient_add(hx_gradient *gradient, const hx_input *input,
                     const hx_observation *observation, uint32_t label, double *loss);

// Cross entropy alone; may be called outside a batch.
double hx_gradient_loss(hx_gradient *gradient, const hx_observation *observation, uint32_t label);

// Sets the gradient of a layer to 0 where the mask is 0. Ends the batch.
void hx_gradient_mask(hx_gradient *gradient, int layer, const uint8_t *mask);

// Gradient of the mean loss of the batch, layout of the weights.
const float *hx_gradient_get(const hx_gradient *gradient, int layer);

#endif
