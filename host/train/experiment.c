// A task on one virtual chip: the trainer with its partners, the chip and the software model.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/experiment.h"

#include "host/train/software.h"
#include "host/train/weights_file.h"

#include <stdlib.h>

struct hx_experiment {
    hx_experiment_config config;
    const hx_task_data *data;
    hx_dataset train; // the part in use
    hx_chip_session_config session;
    hx_trainer *trainer;
    hx_chip_session *chip;
    hx_software *software;
    hx_error error; // behind the last failed presentation
};

static void set_gain(hx_chip_neuron_parameters *neuron, double gain)
{
    neuron->i_bias_synin_exc_gm = (uint32_t)(neuron->i_bias_synin_exc_gm * gain + 0.5);
    neuron->i_bias_synin_inh_gm = (uint32_t)(neuron->i_bias_synin_inh_gm * gain + 0.5);
}

static hx_chip_session_config describe_session(const hx_experiment_config *config)
{
    hx_chip_session_config session =
        hx_chip_session_config_default(&config->trainer.network, config->task->shared_rows);
    session.device = config->device;
    session.board = config->board;
    session.workers = config->workers;
    session.pace = config->task->pace;
    if (config->task->weight_scale)
        session.chip.weight_scale = config->task->weight_scale;
    if (config->task->output_gain > 0)
        set_gain(&session.output, config->task->output_gain);
    if (session.pace.period_us > 0)
        session.baseline_trials = 32; // each grid point has a reading of its own
    session.calibration = config->calibration;
    if (config->calibration) {
        const hx_calibration_target *target = &config->calibration->target;
        session.threshold_lsb = target->threshold - target->leak;
    }
    session.sampler = config->sampler;
    session.copies = (unsigned)config->trainer.range[HX_LAYER_INPUT].limit / HX_SYNAPSE_WEIGHT_MAX;
    return session;
}

// Only what the chip can connect is trained.
static hx_status mask_weights(hx_experiment *e, hx_error *error)
{
    hx_status status = HX_OK;
    for (int layer = 0; !status && layer < HX_LAYER_COUNT; layer++) {
        size_t count = hx_network_weight_count(&e->config.trainer.network, layer);
        uint8_t *mask = malloc(count + 1);
        status = mask ? hx_chip_session_find_connections(&e->session, layer, mask, error)
                      : HX_ERROR_MEMORY;
        if (!status)
            status = hx_trainer_set_mask(e->trainer, layer, mask);
        free(mask);
    }
    return status;
}

static hx_status open_chip(hx_experiment *e, hx_error *error)
{
    return e->chip ? HX_OK : hx_chip_session_create(&e->chip, &e->session, error);
}

hx_status hx_experiment_create(hx_experiment **experiment, const hx_experiment_config *config,
                               const hx_task_data *data, hx_error *error)
{
    *experiment = NULL;
    hx_experiment *made = calloc(1, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    made->config = *config;
    made->data = data;
    made->train = data->train;
    made->session = describe_session(config);
    hx_status status = hx_trainer_create(&made->trainer, &config->trainer, error);
    if (!status)
        status = mask_weights(made, error);
    if (!status && data->augment)
        status = hx_trainer_set_augment(made->trainer, data->augment, data->source,
                                        data->variant_capacity);
    if (!status)
        status = hx_software_create(&made->software, &config->trainer.network);
    if (!status && config->in_loop)
        status = open_chip(made, error);
    if (status) {
        hx_experiment_destroy(made);
        return status;
    }
    *experiment = made;
    return HX_OK;
}

void hx_experiment_destroy(hx_experiment *experiment)
{
    if (!experiment)
        return;
    hx_chip_session_destroy(experiment->chip);
    hx_software_destroy(experiment->software);
    hx_trainer_destroy(experiment->trainer);
    free(experiment);
}

hx_status hx_experiment_load(hx_experiment *experiment, const char *path, hx_error *error)
{
    hx_status status = hx_weights_load(path, experiment->trainer, NULL, false, error);
    return status ? status : mask_weights(experiment, error);
}

hx_trainer *hx_experiment_get_trainer(hx_experiment *experiment)
{
    return experiment->trainer;
}

hx_chip_session *hx_experiment_get_chip(hx_experiment *experiment)
{
    return experiment->chip;
}

// A present function for the chip that keeps the line behind a failure.
static hx_status present_on_chip(void *context, const hx_sample *samples, size_t count,
                                 const hx_quantised_weights *weights, hx_observation *observations)
{
    hx_experiment *e = context;
    hx_status status = hx_chip_session_present(e->chip, samples, count, weights, observations);
    if (status)
        hx_error_set(&e->error, status, "%s", hx_chip_session_get_error(e->chip));
    return status;
}

// The chip's own line says more than what the trainer makes of the status.
static hx_status report(hx_experiment *e, hx_status status, hx_error *error)
{
    if (status && e->error.text[0] && error)
        *error = e->error;
    return status;
}

hx_status hx_experiment_learn(hx_experiment *experiment, size_t epochs,
                              const hx_trainer_observer *observer, hx_error *error)
{
    bool in_loop = experiment->config.in_loop;
    hx_present_fn present = in_loop ? present_on_chip : hx_software_present;
    void *context = in_loop ? (void *)experiment : (void *)experiment->software;
    // Nobody would hear of a validation.
    const hx_dataset *validation = observer ? &experiment->data->validation : NULL;
    hx_status status = hx_trainer_run(experiment->trainer, epochs, &experiment->train, validation,
                                      present, context, observer, error);
    return report(experiment, status, error);
}

hx_status hx_experiment_test(hx_experiment *experiment, bool on_chip, const hx_dataset *dataset,
                             hx_evaluation *evaluation, uint32_t *predictions, hx_error *error)
{
    hx_status status = on_chip ? open_chip(experiment, error) : HX_OK;
    if (status)
        return status;
    hx_present_fn present = on_chip ? present_on_chip : hx_software_present;
    void *context = on_chip ? (void *)experiment : (void *)experiment->software;
    status = hx_trainer_evaluate(experiment->trainer, dataset, present, context, evaluation,
                                 predictions);
    return report(experiment, status, error);
}

void hx_experiment_limit_training(hx_experiment *experiment, size_t count)
{
    if (experiment->train.count > count)
        experiment->train.count = count;
}

hx_status hx_experiment_observe(hx_experiment *experiment, const hx_sample *samples, size_t count,
                                hx_observation *observations, hx_error *error)
{
    hx_status status = open_chip(experiment, error);
    if (status)
        return status;
    const hx_quantised_weights weights = hx_trainer_quantised(experiment->trainer);
    status = present_on_chip(experiment, samples, count, &weights, observations);
    return report(experiment, status, error);
}
