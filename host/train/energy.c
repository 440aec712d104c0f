// A model of the energy of an inference.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/energy.h"

hx_energy hx_energy_estimate(double events, double period_us)
{
    const double period_s = 1e-6 * period_us;
    const double image_j = HX_ENERGY_IDLE_W * period_s + HX_ENERGY_EVENT_J * events;
    return (hx_energy){image_j / period_s, image_j};
}
