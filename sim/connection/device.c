// The public door: a connection is a kind and its state.
// SPDX-License-Identifier: Apache-2.0
#include "sim/connection/connection.h"

#include "traces/trace.h"

#include <stdlib.h>
#include <string.h>

struct hx_connection {
    const hx_connection_kind *kind;
    void *self;
    char *wave; // file that it writes, or NULL
};

hx_device_config hx_device_config_default(void)
{
    return (hx_device_config){.tier = HX_TIER_RTL,
                              .seed = 1,
                              .chip_seed = 1,
                              .mismatch = 1,
                              .noise = 1,
                              .trace = {.flush_interval_us = 100}};
}

static hx_status check_config(const hx_device_config *config, hx_error *error)
{
    if (!(config->mismatch >= 0) || !(config->noise >= 0) || !(config->max_time_us >= 0))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "mismatch, noise and time limit must not be negative");
    if (!(config->cell_settling_ms >= 0 && config->cell_settling_ms <= 1000) ||
        !(config->cell_crosstalk >= 0 && config->cell_crosstalk <= 100))
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "settling of the parameter cells must be 0..1000 ms, crosstalk 0..100");
    if (!(config->link.bit_error_rate >= 0) || !(config->link.bit_error_rate <= 0.5))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the bit error rate must be 0..0.5");
    if (config->link.latency > HX_LINK_LATENCY_MAXIMUM)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the link latency must be 0..%d FPGA cycles",
                            HX_LINK_LATENCY_MAXIMUM);
    if (config->trace.path && !(config->trace.flush_interval_us > 0))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the flush interval must be above 0");
    if (config->trace.path &&
        (!(config->trace.from_us >= 0) || !(config->trace.to_us >= 0) ||
         (config->trace.to_us > 0 && !(config->trace.to_us > config->trace.from_us))))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the recorded span of time is empty");
    if (config->trace.path && !(config->trace.last_us >= 0))
        return hx_error_set(error, HX_ERROR_ARGUMENT, "the stretch to keep is negative");
    if (config->trace.trigger.event == HX_TRACE_ON_SPIKE &&
        config->trace.trigger.value >= HX_NEURON_COUNT)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "there is no neuron %u",
                            config->trace.trigger.value);
    for (size_t i = 0; i < config->trace.neuron_count; i++)
        if (config->trace.neurons[i] >= HX_NEURON_COUNT)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "there is no neuron %u",
                                config->trace.neurons[i]);
    return HX_OK;
}

static hx_status open_kind(hx_connection **connection, const hx_connection_kind *kind,
                           hx_status (*open)(void **, const hx_device_config *, hx_error *),
                           const hx_device_config *config, hx_error *error)
{
    *connection = NULL;
    hx_status status = check_config(config, error);
    if (status)
        return status;
    hx_connection *made = calloc(1, sizeof *made);
    if (made && config->trace.path)
        made->wave = strdup(config->trace.path);
    if (!made || (config->trace.path && !made->wave)) {
        free(made);
        return hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    }
    made->kind = kind;
    status = open(&made->self, config, error);
    if (status) {
        free(made->wave);
        free(made);
        return status;
    }
    *connection = made;
    return HX_OK;
}

hx_status hx_connection_open_local(hx_connection **connection, const hx_device_config *config,
                                   hx_error *error)
{
    return open_kind(connection, &hx_local_kind, hx_local_open, config, error);
}

hx_status hx_connection_open_worker(hx_connection **connection, const hx_device_config *config,
                                    hx_error *error)
{
    return open_kind(connection, &hx_worker_kind, hx_worker_open, config, error);
}

hx_status hx_connection_open_udp(hx_connection **connection, const char *host, uint16_t data_port,
                                 uint16_t reset_port, hx_error *error)
{
    *connection = NULL;
    hx_connection *made = calloc(1, sizeof *made);
    if (!made)
        return hx_error_set(error, HX_ERROR_MEMORY, "%s", hx_status_text(HX_ERROR_MEMORY));
    made->kind = &hx_udp_kind;
    hx_status status = hx_udp_open(&made->self, host, data_port, reset_port, error);
    if (status) {
        free(made);
        return status;
    }
    *connection = made;
    return HX_OK;
}

int hx_connection_get_descriptor(hx_connection *connection)
{
    return connection->kind->get_descriptor ? connection->kind->get_descriptor(connection->self)
                                            : -1;
}

hx_status hx_connection_receive_ready(hx_connection *connection, uint64_t *words, size_t capacity,
                                      size_t *count)
{
    *count = 0;
    if (!connection->kind->receive_ready)
        return HX_ERROR_UNSUPPORTED;
    return connection->kind->receive_ready(connection->self, words, capacity, count);
}

hx_status hx_connection_send(hx_connection *connection, const uint64_t *words, size_t count)
{
    return connection->kind->send(connection->self, words, count);
}

hx_status hx_connection_start_trial(hx_connection *connection, uint64_t trial)
{
    return connection->kind->start_trial(connection->self, trial);
}

hx_status hx_connection_receive(hx_connection *connection, uint64_t *words, size_t capacity,
                                size_t *count, hx_device_state *state)
{
    hx_device_state ignored;
    *count = 0;
    if (!capacity)
        return HX_ERROR_ARGUMENT;
    return connection->kind->receive(connection->self, words, capacity, count,
                                     state ? state : &ignored);
}

hx_status hx_connection_get_statistics(hx_connection *connection, hx_device_statistics *statistics)
{
    return connection->kind->get_statistics(connection->self, statistics);
}

hx_status hx_connection_finish(hx_connection *connection, hx_error *error)
{
    if (!connection)
        return HX_OK;
    connection->kind->close(connection->self);
    hx_status status = connection->wave ? hx_trace_check(connection->wave, error) : HX_OK;
    free(connection->wave);
    free(connection);
    return status;
}

void hx_connection_close(hx_connection *connection)
{
    (void)hx_connection_finish(connection, NULL);
}
