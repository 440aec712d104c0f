// Ranges of a single neuron's parameters.
// SPDX-License-Identifier: Apache-2.0
//
// The ranges are far wider than what the chip can be set to; they keep out values without
// physical sense and those for which no solver can work.
#include "models/single_neuron.h"

#define FIELD(part, name, member, minimum, maximum)                                                \
    {                                                                                              \
        HX_SINGLE_NEURON_##part, name, offsetof(hx_single_neuron_parameters, member), minimum,     \
            maximum                                                                                \
    }

const hx_single_neuron_field hx_single_neuron_fields[] = {
    FIELD(ALWAYS, "capacitance_pF", capacitance, 1e-3, 1e6),
    FIELD(ALWAYS, "leak_conductance_nS", leak_conductance, 0.0, 1e7),
    FIELD(ALWAYS, "leak_mV", leak, -1e5, 1e5),
    FIELD(ALWAYS, "threshold_mV", threshold, -1e5, 1e5),
    FIELD(ALWAYS, "reset_mV", reset, -1e5, 1e5),
    FIELD(RESET_CONDUCTANCE, "reset_conductance_nS", reset_conductance, 0.0, 1e7),
    FIELD(ALWAYS, "refractory_us", refractory, 0.0, 1e6),
    FIELD(ALWAYS, "tau_syn_exc_us", tau_syn_exc, 1e-6, 1e6),
    FIELD(ALWAYS, "tau_syn_inh_us", tau_syn_inh, 1e-6, 1e6),
    FIELD(EXPONENTIAL, "slope_mV", slope, 1e-2, 1e5),
    FIELD(EXPONENTIAL, "threshold_mV", exponential_at, -1e5, 1e5),
    FIELD(ADAPTATION, "tau_us", tau_w, 1e-6, 1e7),
    FIELD(ADAPTATION, "a_nS", a, -1e7, 1e7),
    FIELD(ADAPTATION, "b_nA", b, -1e6, 1e6),
};
const size_t hx_single_neuron_field_count =
    sizeof hx_single_neuron_fields / sizeof *hx_single_neuron_fields;

static bool has_part(const hx_single_neuron_parameters *p, hx_single_neuron_part part)
{
    switch (part) {
    case HX_SINGLE_NEURON_RESET_CONDUCTANCE:
        return p->has_reset_conductance;
    case HX_SINGLE_NEURON_EXPONENTIAL:
        return p->has_exponential;
    case HX_SINGLE_NEURON_ADAPTATION:
        return p->has_adaptation;
    case HX_SINGLE_NEURON_ALWAYS:
        break;
    }
    return true;
}

static const char *get_prefix(hx_single_neuron_part part)
{
    return part == HX_SINGLE_NEURON_EXPONENTIAL  ? "exponential."
           : part == HX_SINGLE_NEURON_ADAPTATION ? "adaptation."
                                                 : "";
}

hx_status hx_single_neuron_check(const hx_single_neuron_parameters *p, hx_error *error)
{
    for (size_t i = 0; i < hx_single_neuron_field_count; ++i) {
        const hx_single_neuron_field *field = &hx_single_neuron_fields[i];
        double value = *(const double *)((const char *)p + field->offset);
        if (has_part(p, field->part) && !(value >= field->minimum && value <= field->maximum)) {
            return hx_error_set(error, HX_ERROR_ARGUMENT, "%s%s: %.9g is outside %g..%g",
                                get_prefix(field->part), field->name, value, field->minimum,
                                field->maximum);
        }
    }
    if (p->refractory == 0.0 && p->has_reset_conductance) {
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "refractory_us: 0 leaves no time for the reset conductance to act");
    }
    if (p->refractory == 0.0 && p->reset >= p->threshold) {
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "reset_mV: %.9g is not below threshold_mV, which needs a "
                            "refractory_us above 0",
                            p->reset);
    }
    return HX_OK;
}
