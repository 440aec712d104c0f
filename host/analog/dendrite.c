// Experiments with non-linear dendrites on the clocked analog core.
// SPDX-License-Identifier: Apache-2.0
#include "host/analog/dendrite.h"

#include "models/parameters.h"

#include <math.h>
#include <stdlib.h>

#define CYCLE_US (HX_PARAMETERS_CYCLE * 1e6)

// One circuit; the compartment it belongs to shows its membrane.
typedef struct part {
    unsigned compartment;
    hx_circuit circuit;
} part;

// Plateau as in the public example: 50 / 80 / 100 steps, 20 us; the hold-off is 1.5 times the time
// in which the membrane falls from the reset to the threshold.
#define PLATEAU(number)                                                                            \
    {                                                                                              \
        number,                                                                                    \
        {                                                                                          \
            .neuron = 60 + (number), .leak = 50, .reset = 100, .threshold = 80, .tau_mem = 10,     \
            .tau_syn = 3, .tau_icc = 10, .tau_reset = 0.5, .held = 20, .quiet = 7.7,               \
            .fires = true, .switches = (number) == 4 ? 0 : HX_CIRCUIT_LINE, .weight = 63           \
        }                                                                                          \
    }

static const part plateau[] = {
    {0,
     {.neuron = 60,
      .leak = 50,
      .reset = 45,
      .threshold = 60,
      .tau_mem = 10,
      .tau_syn = 3,
      .tau_reset = 0.5,
      .held = 1,
      .quiet = 1,
      .fires = true,
      .switches = HX_CIRCUIT_SOMA | HX_CIRCUIT_LINE,
      .weight = 63}},
    PLATEAU(1),
    PLATEAU(2),
    PLATEAU(3),
    PLATEAU(4),
};

// The soma is two circuits of one column. Both fire together: the strong one pulls the membrane
// up for 1 us, the other pulls it below the threshold for 5 us.
static const part calcium[] = {
    {0,
     {.neuron = 60,
      .leak = 50,
      .reset = 40,
      .threshold = 75,
      .tau_mem = 10,
      .tau_syn = 3,
      .tau_reset = 1.5,
      .held = 5,
      .quiet = 1,
      .fires = true,
      .switches = HX_CIRCUIT_SOMA | HX_CIRCUIT_LINE | HX_CIRCUIT_BOTTOM,
      .weight = 63}},
    {0,
     {.neuron = 316,
      .leak = 50,
      .reset = 200,
      .threshold = 75,
      .tau_mem = 20,
      .tau_syn = 3,
      .tau_reset = 0.5,
      .held = 1,
      .quiet = 15,
      .fires = true,
      .switches = HX_CIRCUIT_BOTTOM}},
    {1,
     {.neuron = 61,
      .leak = 50,
      .reset = 110,
      .threshold = 80,
      .tau_mem = 10,
      .tau_syn = 3,
      .tau_icc = 8,
      .tau_reset = 0.5,
      .held = 30,
      .quiet = 9,
      .fires = true,
      .weight = 63}},
};

typedef struct neuron {
    const part *parts;
    size_t count;
    unsigned compartments;
} neuron;

static neuron get_neuron(hx_dendrite_kind kind)
{
    if (kind == HX_DENDRITE_PLATEAU)
        return (neuron){plateau, sizeof plateau / sizeof *plateau, 5};
    return (neuron){calcium, sizeof calcium / sizeof *calcium, 2};
}

// The first one of the compartment stands for it.
static const part *find_part(const neuron *n, unsigned compartment)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->parts[i].compartment == compartment)
            return &n->parts[i];
    return NULL;
}

const hx_circuit *hx_dendrite_get_circuit(hx_dendrite_kind kind, unsigned compartment)
{
    neuron n = get_neuron(kind);
    const part *p = find_part(&n, compartment);
    return p ? &p->circuit : NULL;
}

static hx_status play(hx_clocked_core *clocked, const neuron *n, const hx_dendrite_input *inputs,
                      size_t count, hx_dendrite_result *result)
{
    hx_status status = hx_circuit_start(clocked);
    size_t next = 0;
    for (size_t cycle = 0; !status && cycle < result->cycles; cycle++) {
        for (; next < count && inputs[next].time <= (double)cycle * CYCLE_US; next++) {
            unsigned c = inputs[next].compartment;
            hx_circuit_send(clocked, find_part(n, c)->circuit.neuron, c);
        }
        for (unsigned c = 0; c < n->compartments; c++)
            result->membrane[c][cycle] =
                hx_circuit_get_membrane(clocked, find_part(n, c)->circuit.neuron);
        status = hx_clocked_core_step(clocked);
    }
    return status;
}

static void count_spikes(const hx_clocked_core *clocked, const neuron *n,
                         hx_dendrite_result *result)
{
    size_t count;
    const hx_clocked_spike *spikes = hx_clocked_core_get_spikes(clocked, &count);
    for (unsigned c = 0; c < n->compartments; c++)
        result->first_spike[c] = INFINITY;
    for (size_t i = 0; i < count; i++)
        for (unsigned c = 0; c < n->compartments; c++)
            if (spikes[i].neuron == find_part(n, c)->circuit.neuron) {
                double time = (double)spikes[i].cycle * CYCLE_US;
                result->first_spike[c] = fmin(result->first_spike[c], time);
                result->spikes[c]++;
            }
}

hx_status hx_dendrite_run(hx_dendrite_kind kind, const hx_dendrite_input *inputs, size_t count,
                          double length, hx_dendrite_result *result, hx_error *error)
{
    const neuron n = get_neuron(kind);
    *result =
        (hx_dendrite_result){.compartments = n.compartments, .cycles = (size_t)(length / CYCLE_US)};
    const hx_anncore_config nominal = {.seed = 1, .chip_seed = 1};
    hx_clocked_core *clocked = NULL;
    hx_status status = hx_clocked_core_create(&clocked, &nominal);
    for (unsigned c = 0; !status && c < n.compartments; c++) {
        result->membrane[c] = calloc(result->cycles + 1, sizeof(double));
        status = result->membrane[c] ? HX_OK : HX_ERROR_MEMORY;
    }
    if (!status)
        status = hx_circuit_prepare(clocked);
    for (size_t i = 0; !status && i < n.count; i++)
        status = hx_circuit_write(clocked, &n.parts[i].circuit, n.parts[i].compartment, error);
    if (!status)
        status = play(clocked, &n, inputs, count, result);
    if (!status)
        count_spikes(clocked, &n, result);
    hx_clocked_core_destroy(clocked);
    if (status)
        hx_dendrite_release(result);
    return status;
}

void hx_dendrite_release(hx_dendrite_result *result)
{
    for (unsigned c = 0; c < HX_DENDRITE_MAX_CIRCUITS; c++) {
        free(result->membrane[c]);
        result->membrane[c] = NULL;
    }
}

double hx_dendrite_measure_plateau(const hx_dendrite_result *result, const hx_circuit *circuit,
                                   unsigned compartment)
{
    if (!result->spikes[compartment])
        return 0;
    const double *membrane = result->membrane[compartment];
    size_t start = (size_t)(result->first_spike[compartment] / CYCLE_US);
    // Late, when what made the spike has gone.
    size_t late = start + (size_t)(0.8 * circuit->held / CYCLE_US);
    if (late >= result->cycles)
        return 0;
    const double edge = membrane[late] - 0.01 * (membrane[late] - circuit->leak);
    size_t cycle = late;
    while (cycle < result->cycles && membrane[cycle] >= edge)
        cycle++;
    return (double)(cycle - start) * CYCLE_US;
}
