// Targets and calibrations as JSON files.
// SPDX-License-Identifier: Apache-2.0
#include "host/calibrate/calibration_file.h"

#include <jansson.h>

#include <string.h>

#define FORMAT "hxcosim calibration"
#define VERSION 1

static hx_status read_object(json_t **object, const char *path, hx_error *error)
{
    json_error_t problem;
    *object = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
    if (!*object && problem.line < 0)
        return hx_error_set(error, HX_ERROR_IO, "%s", problem.text);
    if (!*object)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s:%d: %s", path, problem.line, problem.text);
    if (!json_is_object(*object)) {
        json_decref(*object);
        *object = NULL;
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: not a JSON object", path);
    }
    return HX_OK;
}

#define TARGET_KEYS 9
typedef struct target_key {
    const char *key;
    double *value;
} target_key;

static void list_target(hx_calibration_target *t, target_key keys[TARGET_KEYS])
{
    const target_key list[TARGET_KEYS] = {
        {"leak_lsb", &t->leak},
        {"reset_lsb", &t->reset},
        {"threshold_lsb", &t->threshold},
        {"tau_mem_us", &t->tau_mem_us},
        {"tau_syn_exc_us", &t->tau_syn_exc_us},
        {"tau_syn_inh_us", &t->tau_syn_inh_us},
        {"height_exc_lsb", &t->height_exc},
        {"height_inh_lsb", &t->height_inh},
        {"refractory_us", &t->refractory_us},
    };
    memcpy(keys, list, sizeof list);
}

static hx_status read_target(json_t *object, hx_calibration_target *target, const char *path,
                             hx_error *error)
{
    target_key keys[TARGET_KEYS];
    *target = hx_calibration_target_default();
    list_target(target, keys);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (i < TARGET_KEYS && strcmp(keys[i].key, key) != 0)
            i++;
        if (i == TARGET_KEYS)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: unknown key '%.60s'", path, key);
        if (!json_is_number(value))
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s: not a number", path, key);
        *keys[i].value = json_number_value(value);
    }
    hx_error detail;
    if (hx_calibration_target_check(target, &detail))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s", path, detail.text);
    return HX_OK;
}

hx_status hx_calibration_target_load(hx_calibration_target *target, const char *path,
                                     hx_error *error)
{
    json_t *object;
    hx_status status = read_object(&object, path, error);
    if (status)
        return status;
    status = read_target(object, target, path, error);
    json_decref(object);
    return status;
}

static json_t *make_target(hx_calibration_target *target)
{
    target_key keys[TARGET_KEYS];
    list_target(target, keys);
    json_t *object = json_object();
    for (size_t i = 0; i < TARGET_KEYS; i++)
        json_object_set_new(object, keys[i].key, json_real(*keys[i].value));
    return object;
}

// A member of one of the two structures; all are whole numbers or switches.
typedef struct member {
    const char *key;
    uint32_t *number; // exactly one of the two
    bool *flag;
    uint32_t maximum;
} member;

#define MEMBERS_MAXIMUM 40
#define NUMBER(name, limit)                                                                        \
    {                                                                                              \
#name, &n->name, NULL, limit                                                               \
    }
#define FLAG(name)                                                                                 \
    {                                                                                              \
#name, NULL, &n->name, 0                                                                   \
    }

static size_t list_neuron(hx_chip_neuron_parameters *n, member members[MEMBERS_MAXIMUM])
{
    const member list[] = {
        FLAG(spiking),
        FLAG(enable_excitatory),
        FLAG(enable_inhibitory),
        FLAG(bypass_excitatory),
        FLAG(leak_division),
        FLAG(leak_multiplication),
        FLAG(reset_division),
        FLAG(reset_multiplication),
        FLAG(excitatory_high_resistance),
        FLAG(inhibitory_high_resistance),
        FLAG(excitatory_small_capacitance),
        FLAG(inhibitory_small_capacitance),
        FLAG(fast_clock),
        NUMBER(membrane_capacitor_size, 63),
        NUMBER(v_leak, 1022),
        NUMBER(v_reset, 1022),
        NUMBER(v_threshold, 1022),
        NUMBER(i_bias_leak, 1022),
        NUMBER(i_bias_reset, 1022),
        NUMBER(i_bias_synin_exc_tau, 1022),
        NUMBER(i_bias_synin_exc_shift, 1022),
        NUMBER(i_bias_synin_exc_gm, 1022),
        NUMBER(i_bias_synin_inh_tau, 1022),
        NUMBER(i_bias_synin_inh_shift, 1022),
        NUMBER(i_bias_synin_inh_gm, 1022),
        NUMBER(refractory_time, 255),
        NUMBER(reset_holdoff, 15),
        NUMBER(address_out, 255),
    };
    memcpy(members, list, sizeof list);
    return sizeof list / sizeof *list;
}

static size_t list_chip(hx_chip_settings *n, member members[MEMBERS_MAXIMUM])
{
    const member list[] = {
        FLAG(clear_synapses),
        FLAG(clear_parameters),
        NUMBER(weight_scale, 1022),
        NUMBER(ramp_slope, 1022),
        NUMBER(ramp_offset, 1022),
        NUMBER(cadc_reset_wait, UINT16_MAX),
        NUMBER(cadc_dead_time, UINT16_MAX),
        NUMBER(sense_delay, UINT16_MAX),
        NUMBER(clock_scale_slow, 15),
        NUMBER(clock_scale_fast, 15),
    };
    memcpy(members, list, sizeof list);
    return sizeof list / sizeof *list;
}

static json_t *make_object(const member *members, size_t count)
{
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++)
        if (json_object_set_new(object, members[i].key,
                                members[i].flag ? json_boolean(*members[i].flag)
                                                : json_integer(*members[i].number))) {
            json_decref(object);
            return NULL;
        }
    return object;
}

// All members must be there, and nothing else.
static hx_status read_members(const json_t *object, const member *members, size_t count,
                              const char *path, const char *place, hx_error *error)
{
    if (!json_is_object(object))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s: not an object", path, place);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(object, members[i].key);
        const char *rule = NULL;
        if (!value)
            rule = "is missing";
        else if (members[i].flag && !json_is_boolean(value))
            rule = "is not true or false";
        else if (members[i].number && (!json_is_integer(value) || json_integer_value(value) < 0 ||
                                       json_integer_value(value) > (json_int_t)members[i].maximum))
            rule = "is not a whole number in its range";
        if (rule)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s.%s %s", path, place, members[i].key,
                                rule);
        if (members[i].flag)
            *members[i].flag = json_is_true(value);
        else
            *members[i].number = (uint32_t)json_integer_value(value);
    }
    if (json_object_size(object) != count)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: %s: has unknown keys", path, place);
    return HX_OK;
}

static json_t *make_calibration(hx_calibration *calibration)
{
    member members[MEMBERS_MAXIMUM];
    size_t count = list_chip(&calibration->chip, members);
    json_t *chip = make_object(members, count);
    json_t *offsets = json_array(), *neurons = json_array();
    int failed = 0;
    for (unsigned n = 0; n < HX_NEURON_COUNT; n++) {
        count = list_neuron(&calibration->neurons[n], members);
        failed |= json_array_append_new(offsets, json_integer(calibration->cadc_offsets[n]));
        failed |= json_array_append_new(neurons, make_object(members, count));
    }
    json_t *object = json_pack("{s:s, s:i, s:I, s:o, s:o, s:o, s:o}", "format", FORMAT, "version",
                               VERSION, "chip_seed", (json_int_t)calibration->chip_seed, "target",
                               make_target(&calibration->target), "chip", chip, "cadc_offsets",
                               offsets, "neurons", neurons);
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

hx_status hx_calibration_save(const hx_calibration *calibration, const char *path, hx_error *error)
{
    hx_calibration copy = *calibration;
    json_t *object = make_calibration(&copy);
    if (!object)
        return hx_error_set(error, HX_ERROR_MEMORY, "calibration: memory ran out");
    int failed = json_dump_file(object, path, JSON_INDENT(1) | JSON_SORT_KEYS);
    json_decref(object);
    return failed ? hx_error_set(error, HX_ERROR_IO, "cannot write '%s'", path) : HX_OK;
}

static hx_status read_calibration(const json_t *object, hx_calibration *calibration,
                                  const char *path, hx_error *error)
{
    const json_t *format = json_object_get(object, "format");
    const json_t *offsets = json_object_get(object, "cadc_offsets");
    const json_t *neurons = json_object_get(object, "neurons");
    if (!json_is_string(format) || strcmp(json_string_value(format), FORMAT) != 0)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: not a calibration ('format' must be '%s')",
                            path, FORMAT);
    if (json_integer_value(json_object_get(object, "version")) != VERSION)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED, "%s: version is not %d", path, VERSION);
    if (json_array_size(offsets) != HX_NEURON_COUNT || json_array_size(neurons) != HX_NEURON_COUNT)
        return hx_error_set(error, HX_ERROR_FORMAT,
                            "%s: cadc_offsets and neurons must have %d entries", path,
                            HX_NEURON_COUNT);
    const json_t *chip_seed = json_object_get(object, "chip_seed");
    json_t *target = json_object_get(object, "target");
    if (!json_is_integer(chip_seed) || json_integer_value(chip_seed) < 0)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: chip_seed is not a whole number", path);
    calibration->chip_seed = (uint64_t)json_integer_value(chip_seed);
    if (!json_is_object(target))
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: target is not an object", path);
    hx_status status = read_target(target, &calibration->target, path, error);
    if (status)
        return status;
    member members[MEMBERS_MAXIMUM];
    size_t count = list_chip(&calibration->chip, members);
    status = read_members(json_object_get(object, "chip"), members, count, path, "chip", error);
    for (unsigned n = 0; !status && n < HX_NEURON_COUNT; n++) {
        const json_t *offset = json_array_get(offsets, n);
        const json_int_t value = json_integer_value(offset);
        char place[32];
        snprintf(place, sizeof place, "neurons[%u]", n);
        if (!json_is_integer(offset) || value < -128 || value > 127)
            return hx_error_set(error, HX_ERROR_FORMAT,
                                "%s: cadc_offsets[%u] is not a whole number in -128..127", path, n);
        calibration->cadc_offsets[n] = (int)value;
        count = list_neuron(&calibration->neurons[n], members);
        status = read_members(json_array_get(neurons, n), members, count, path, place, error);
    }
    return status;
}

hx_status hx_calibration_load(hx_calibration *calibration, const char *path, hx_error *error)
{
    json_t *object;
    memset(calibration, 0, sizeof *calibration);
    hx_status status = read_object(&object, path, error);
    if (status)
        return status;
    status = read_calibration(object, calibration, path, error);
    json_decref(object);
    return status;
}
