// Parameter file of `hxcosim neuron`.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/neuron_file.h"
#include "host/cli/json_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 1e9   // us
#define SHORTEST 1e-9 // us between rows
#define MOST_ROWS 1e8
#define MOST_CHARGE 1e9  // fC
#define MOST_CURRENT 1e6 // nA

// Refuses what is not an object and keys outside the list, which ends with NULL.
static hx_status check_keys(const json_t *value, const char *const *keys, hx_error *error)
{
    if (!json_is_object(value)) {
        return hx_error_set(error, HX_ERROR_FORMAT, "an object is wanted");
    }
    const char *key;
    json_t *entry;
    json_object_foreach((json_t *)value, key, entry)
    {
        const char *const *known = keys;
        while (*known && strcmp(*known, key)) {
            ++known;
        }
        if (!*known) {
            return hx_error_set(error, HX_ERROR_FORMAT, "unknown key '%.60s'", key);
        }
    }
    return HX_OK;
}

static hx_status get_number(const json_t *object, const char *key, double minimum, double maximum,
                            double *number, hx_error *error)
{
    const json_t *value = json_object_get(object, key);
    if (!value) {
        return hx_error_set(error, HX_ERROR_FORMAT, "'%s' is missing", key);
    }
    if (!json_is_number(value)) {
        return hx_error_set(error, HX_ERROR_FORMAT, ".%s: a number is wanted", key);
    }
    *number = json_number_value(value);
    if (!(*number >= minimum && *number <= maximum)) {
        return hx_error_set(error, HX_ERROR_FORMAT, ".%s: %.9g is outside %g..%g", key, *number,
                            minimum, maximum);
    }
    return HX_OK;
}

// All fields of one part of the parameters.
static hx_status get_fields(const json_t *object, hx_single_neuron_part part,
                            hx_single_neuron_parameters *parameters, hx_error *error)
{
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < hx_single_neuron_field_count; i++) {
        const hx_single_neuron_field *field = &hx_single_neuron_fields[i];
        if (field->part == part) {
            double *place = (double *)((char *)parameters + field->offset);
            status = get_number(object, field->name, field->minimum, field->maximum, place, error);
        }
    }
    return status;
}

static hx_status get_section(const json_t *neuron, const char *name, hx_single_neuron_part part,
                             const char *const *keys, bool *present,
                             hx_single_neuron_parameters *parameters, hx_error *error)
{
    const json_t *section = json_object_get(neuron, name);
    *present = section != NULL;
    hx_status status = section ? check_keys(section, keys, error) : HX_OK;
    if (section && !status) {
        status = get_fields(section, part, parameters, error);
    }
    return status ? hx_json_error_at(error, status, ".%s", name) : HX_OK;
}

static hx_status get_neuron(const json_t *neuron, hx_single_neuron_parameters *p, hx_error *error)
{
    static const char *const keys[] = {
        "capacitance_pF", "leak_conductance_nS",  "leak_mV",       "threshold_mV",
        "reset_mV",       "reset_conductance_nS", "refractory_us", "tau_syn_exc_us",
        "tau_syn_inh_us", "exponential",          "adaptation",    NULL};
    static const char *const exponential_keys[] = {"slope_mV", "threshold_mV", NULL};
    static const char *const adaptation_keys[] = {"tau_us", "a_nS", "b_nA", NULL};
    hx_status status = check_keys(neuron, keys, error);
    if (!status) {
        status = get_fields(neuron, HX_SINGLE_NEURON_ALWAYS, p, error);
    }
    p->has_reset_conductance = !json_is_null(json_object_get(neuron, "reset_conductance_nS"));
    if (!status && p->has_reset_conductance) {
        status = get_fields(neuron, HX_SINGLE_NEURON_RESET_CONDUCTANCE, p, error);
    }
    if (!status) {
        status = get_section(neuron, "exponential", HX_SINGLE_NEURON_EXPONENTIAL, exponential_keys,
                             &p->has_exponential, p, error);
    }
    if (!status) {
        status = get_section(neuron, "adaptation", HX_SINGLE_NEURON_ADAPTATION, adaptation_keys,
                             &p->has_adaptation, p, error);
    }
    if (status) {
        return status;
    }
    hx_error rule = {""};
    status = hx_single_neuron_check(p, &rule);
    return status ? hx_error_set(error, status, ".%s", rule.text) : HX_OK;
}

static hx_status get_spike(const json_t *entry, hx_single_neuron_input *input, hx_error *error)
{
    static const char *const keys[] = {"t_us", "sign", "charge_fC", NULL};
    hx_status status = check_keys(entry, keys, error);
    if (!status) {
        status = get_number(entry, "t_us", 0, LONGEST, &input->time, error);
    }
    if (!status) {
        status = get_number(entry, "charge_fC", 0, MOST_CHARGE, &input->value, error);
    }
    const char *sign = json_string_value(json_object_get(entry, "sign"));
    if (!status && (!sign || (strcmp(sign, "exc") != 0 && strcmp(sign, "inh") != 0))) {
        status = hx_error_set(error, HX_ERROR_FORMAT, ".sign: \"exc\" or \"inh\" is wanted");
    }
    if (!status) {
        input->kind = sign[0] == 'e' ? HX_SINGLE_NEURON_EXCITATORY : HX_SINGLE_NEURON_INHIBITORY;
    }
    return status;
}

static hx_status get_current(const json_t *entry, hx_single_neuron_input *input, hx_error *error)
{
    static const char *const keys[] = {"t_us", "nA", NULL};
    hx_status status = check_keys(entry, keys, error);
    input->kind = HX_SINGLE_NEURON_CURRENT;
    if (!status) {
        status = get_number(entry, "t_us", 0, LONGEST, &input->time, error);
    }
    return status ? status
                  : get_number(entry, "nA", -MOST_CURRENT, MOST_CURRENT, &input->value, error);
}

typedef hx_status (*entry_fn)(const json_t *entry, hx_single_neuron_input *input, hx_error *error);

// Appends the entries of a list; there is room for them.
static hx_status get_list(const json_t *list, const char *name, entry_fn get_entry,
                          hx_neuron_file *file, hx_error *error)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        hx_status status =
            get_entry(json_array_get(list, i), &file->inputs[file->input_count++], error);
        if (status) {
            return hx_json_error_at(error, status, ".%s[%zu]", name, i);
        }
    }
    return HX_OK;
}

static hx_status get_input(const json_t *input, hx_neuron_file *file, hx_error *error)
{
    static const char *const keys[] = {"spikes", "current", NULL};
    hx_status status = check_keys(input, keys, error);
    const json_t *spikes = json_object_get(input, "spikes");
    const json_t *current = json_object_get(input, "current");
    if (!status && !spikes) {
        status = hx_error_set(error, HX_ERROR_FORMAT, "'spikes' is missing");
    } else if (!status && (!json_is_array(spikes) || (current && !json_is_array(current)))) {
        status = hx_error_set(error, HX_ERROR_FORMAT, ".%s: a list is wanted",
                              json_is_array(spikes) ? "current" : "spikes");
    }
    if (status) {
        return status;
    }
    size_t count = json_array_size(spikes) + json_array_size(current);
    file->inputs = calloc(count ? count : 1, sizeof *file->inputs);
    if (!file->inputs) {
        return HX_ERROR_MEMORY;
    }
    status = get_list(spikes, "spikes", get_spike, file, error);
    return status ? status : get_list(current, "current", get_current, file, error);
}

static hx_status get_record(const json_t *record, hx_neuron_file *file, hx_error *error)
{
    static const char *const keys[] = {"until_us", "every_us", NULL};
    hx_status status = check_keys(record, keys, error);
    if (!status) {
        status = get_number(record, "until_us", 0, LONGEST, &file->until_us, error);
    }
    if (!status) {
        status = get_number(record, "every_us", SHORTEST, LONGEST, &file->every_us, error);
    }
    if (!status && file->until_us / file->every_us > MOST_ROWS) {
        status = hx_error_set(error, HX_ERROR_FORMAT, ".every_us: more than %g rows", MOST_ROWS);
    }
    return status;
}

static hx_status get_root(const json_t *root, hx_neuron_file *file, hx_error *error)
{
    static const char *const keys[] = {"neuron", "input", "record", NULL};
    hx_status status = check_keys(root, keys, error);
    for (const char *const *key = keys; !status && *key; key++) {
        const json_t *value = json_object_get(root, *key);
        if (!value) {
            return hx_error_set(error, HX_ERROR_FORMAT, "'%s' is missing", *key);
        }
        status = key == keys       ? get_neuron(value, &file->parameters, error)
                 : key == keys + 1 ? get_input(value, file, error)
                                   : get_record(value, file, error);
        if (status && error->text[0]) {
            hx_json_error_at(error, status, "%s", *key);
        }
    }
    return status;
}

hx_status hx_neuron_file_read(const char *path, hx_neuron_file *file, hx_error *error)
{
    *file = (hx_neuron_file){0};
    FILE *stream = fopen(path, "r");
    if (!stream) {
        return hx_error_set(error, HX_ERROR_IO, "cannot open %s: %s", path, strerror(errno));
    }
    json_error_t problem;
    json_t *root = json_loadf(stream, JSON_REJECT_DUPLICATES, &problem);
    fclose(stream);
    if (!root) {
        return hx_error_set(error, HX_ERROR_FORMAT, "%s:%d: not JSON: %s", path,
                            problem.line > 0 ? problem.line : 1, problem.text);
    }
    hx_status status = get_root(root, file, error);
    json_decref(root);
    if (status) {
        hx_neuron_file_clear(file);
    }
    return status && error->text[0] ? hx_json_error_at(error, status, "%s", path) : status;
}

void hx_neuron_file_clear(hx_neuron_file *file)
{
    free(file->inputs);
    *file = (hx_neuron_file){0};
}
