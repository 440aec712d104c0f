// Slow, independent computation of loss and gradient, for comparison.
// SPDX-License-Identifier: Apache-2.0
//
// Double precision, dense, one graph with every value kept, reverse-mode derivatives in the
// order of the graph. With `seen` the graph's spikes and voltages are overwritten at every
// point; the gradient passes straight through to the model's own values.
#ifndef HX_TEST_REFERENCE_H
#define HX_TEST_REFERENCE_H

#include "host/train/gradient.h"

// Adds one sample's gradient (of loss / batch and regularisers) to `gradient`, returns its
// cross entropy.
double reference_add(const hx_network *network, const float *const weights[HX_LAYER_COUNT],
                     const hx_sample *sample, const hx_observation *seen,
                     const hx_regularisers *regularisers, size_t batch,
                     double *const gradient[HX_LAYER_COUNT]);

#endif
