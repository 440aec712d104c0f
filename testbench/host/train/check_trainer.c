// The training loop: learning, repeatability, stop, in-the-loop correction.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/trainer.h"

#include "host/data/yinyang.h"
#include "host/train/software.h"
#include "testbench/host/train/substrate.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    hx_trainer_config config;
    hx_dataset train, validation;
    hx_trainer *trainer;
    hx_software *software;
} fixture;

static void setup(fixture *f, size_t samples)
{
    f->config = hx_trainer_config_default();
    ck_assert_int_eq(hx_yinyang_create(&f->train, HX_YINYANG_TRAIN_SEED, samples), HX_OK);
    ck_assert_int_eq(hx_yinyang_create(&f->validation, HX_YINYANG_VALIDATION_SEED, 500), HX_OK);
    ck_assert_int_eq(hx_trainer_create(&f->trainer, &f->config, NULL), HX_OK);
    ck_assert_int_eq(hx_software_create(&f->software, &f->config.network), HX_OK);
}

static void teardown(fixture *f)
{
    hx_trainer_destroy(f->trainer);
    hx_software_destroy(f->software);
    hx_dataset_release(&f->train);
    hx_dataset_release(&f->validation);
}

typedef struct log {
    size_t epochs, batches;
    hx_epoch_metrics last;
    volatile sig_atomic_t stop;
    size_t stop_after;
} log_t;

static void on_batch(void *context, const hx_batch_progress *progress)
{
    log_t *log = context;
    ck_assert_uint_le(progress->samples, progress->total);
    if (++log->batches == log->stop_after)
        log->stop = 1;
}

static hx_status on_epoch(void *context, const hx_epoch_metrics *metrics)
{
    log_t *log = context;
    ck_assert_uint_eq(metrics->epoch, ++log->epochs);
    log->last = *metrics;
    return HX_OK;
}

START_TEST(learns_in_software)
{
    fixture f;
    log_t log = {0};
    setup(&f, 3000);
    hx_trainer_observer observer = {&log, on_batch, on_epoch};
    ck_assert_int_eq(hx_trainer_run(f.trainer, 3, &f.train, &f.validation, hx_software_present,
                                    f.software, &observer, NULL),
                     HX_OK);
    ck_assert_uint_eq(log.epochs, 3);
    ck_assert_double_gt(log.last.validation_accuracy, 0.8);
    ck_assert_double_gt(log.last.train_accuracy, 0.75);
    ck_assert_double_gt(log.last.hidden_spikes, 1.0);
    uint32_t predictions[500];
    hx_evaluation evaluation;
    ck_assert_int_eq(hx_trainer_evaluate(f.trainer, &f.validation, hx_software_present, f.software,
                                         &evaluation, predictions),
                     HX_OK);
    ck_assert_double_eq(evaluation.accuracy, log.last.validation_accuracy);
    size_t right = 0;
    for (int i = 0; i < 500; i++)
        right += predictions[i] == f.validation.samples[i].label;
    ck_assert_double_eq((double)right / 500.0, evaluation.accuracy);
    teardown(&f);
}
END_TEST

static void assert_equal(fixture *a, fixture *b)
{
    for (int layer = 0; layer < HX_LAYER_COUNT; layer++)
        ck_assert_mem_eq(hx_trainer_weights(a->trainer, layer),
                         hx_trainer_weights(b->trainer, layer),
                         hx_network_weight_count(&a->config.network, layer) * sizeof(float));
}

static hx_status run(fixture *f, size_t epochs, const hx_trainer_observer *observer)
{
    return hx_trainer_run(f->trainer, epochs, &f->train, NULL, hx_software_present, f->software,
                          observer, NULL);
}

START_TEST(same_seed_gives_the_same_bits)
{
    fixture a, b;
    setup(&a, 330); // the last batch is a short one
    setup(&b, 330);
    ck_assert_int_eq(run(&a, 2, NULL), HX_OK);
    ck_assert_int_eq(run(&b, 1, NULL), HX_OK);
    ck_assert_int_eq(run(&b, 2, NULL), HX_OK); // in two parts
    assert_equal(&a, &b);
    hx_trainer_destroy(b.trainer);
    b.config.seed++;
    ck_assert_int_eq(hx_trainer_create(&b.trainer, &b.config, NULL), HX_OK);
    ck_assert_int_eq(run(&b, 2, NULL), HX_OK);
    ck_assert_mem_ne(hx_trainer_weights(a.trainer, 1), hx_trainer_weights(b.trainer, 1), 360);
    teardown(&a);
    teardown(&b);
}
END_TEST

START_TEST(stop_leaves_the_last_whole_epoch)
{
    fixture a, b;
    setup(&a, 300);
    setup(&b, 300);
    size_t per_epoch = (300 + a.config.batch - 1) / a.config.batch;
    log_t log = {.stop_after = per_epoch + 2};
    hx_trainer_observer observer = {&log, on_batch, on_epoch};
    hx_trainer_set_stop(a.trainer, &log.stop);
    ck_assert_int_eq(run(&a, 5, &observer), HX_INTERRUPTED);
    ck_assert_uint_eq(log.batches, per_epoch + 2);
    ck_assert_uint_eq(hx_trainer_get_epoch(a.trainer), 1);
    ck_assert_int_eq(run(&b, 1, NULL), HX_OK);
    assert_equal(&a, &b);
    log.stop = 0; // going on gives what an unbroken run gives
    ck_assert_int_eq(run(&a, 3, NULL), HX_OK);
    ck_assert_int_eq(run(&b, 3, NULL), HX_OK);
    assert_equal(&a, &b);
    teardown(&a);
    teardown(&b);
}
END_TEST

START_TEST(masked_weights_stay_zero)
{
    fixture f;
    setup(&f, 200);
    size_t count = hx_network_weight_count(&f.config.network, HX_LAYER_INPUT), kept = 0;
    uint8_t *mask = calloc(count, 1);
    for (size_t i = 0; i < count; i++)
        mask[i] = i % 3 != 0;
    ck_assert_int_eq(hx_trainer_set_mask(f.trainer, HX_LAYER_INPUT, mask), HX_OK);
    ck_assert_int_eq(run(&f, 2, NULL), HX_OK);
    for (size_t i = 0; i < count; i++) {
        float weight = hx_trainer_weights(f.trainer, HX_LAYER_INPUT)[i];
        ck_assert(mask[i] || weight == 0.0f);
        kept += weight != 0.0f;
    }
    ck_assert_uint_gt(kept, count / 2);
    free(mask);
    teardown(&f);
}
END_TEST

START_TEST(layers_learn_at_rates_of_their_own)
{
    fixture f;
    setup(&f, 200);
    float *kept[HX_LAYER_COUNT];
    f.config.layer_rate[HX_LAYER_INPUT] = 0.0;
    hx_trainer_destroy(f.trainer);
    ck_assert_int_eq(hx_trainer_create(&f.trainer, &f.config, NULL), HX_OK);
    for (int layer = 0; layer <= HX_LAYER_OUTPUT; layer++) {
        size_t bytes = hx_network_weight_count(&f.config.network, layer) * sizeof(float);
        kept[layer] = malloc(bytes);
        ck_assert_ptr_nonnull(kept[layer]);
        memcpy(kept[layer], hx_trainer_weights(f.trainer, layer), bytes);
    }
    ck_assert_int_eq(
        hx_trainer_run(f.trainer, 1, &f.train, NULL, hx_software_present, f.software, NULL, NULL),
        HX_OK);
    for (int layer = 0; layer <= HX_LAYER_OUTPUT; layer++) {
        size_t bytes = hx_network_weight_count(&f.config.network, layer) * sizeof(float);
        int differs = memcmp(kept[layer], hx_trainer_weights(f.trainer, layer), bytes);
        ck_assert(layer == HX_LAYER_INPUT ? !differs : differs != 0);
        free(kept[layer]);
    }
    hx_trainer_destroy(f.trainer);
    f.config.layer_rate[HX_LAYER_OUTPUT] = -1.0;
    ck_assert_int_eq(hx_trainer_create(&f.trainer, &f.config, NULL), HX_ERROR_ARGUMENT);
    teardown(&f);
}
END_TEST

// Counts presented output weights that are 0, row by row.
typedef struct dropped {
    hx_software *software;
    size_t batches, rows;
} dropped_t;

static hx_status count_dropped(void *context, const hx_sample *samples, size_t count,
                               const hx_quantised_weights *weights, hx_observation *observations)
{
    dropped_t *d = context;
    d->batches++;
    for (size_t h = 0; h < weights->rows[HX_LAYER_OUTPUT]; h++) {
        bool all = true;
        for (size_t o = 0; o < weights->columns[HX_LAYER_OUTPUT]; o++)
            all = all && !weights->layer[HX_LAYER_OUTPUT][h * weights->columns[1] + o];
        d->rows += all;
    }
    return hx_software_present(d->software, samples, count, weights, observations);
}

START_TEST(dropout_silences_its_share_and_repeats)
{
    fixture a, b;
    setup(&a, 400);
    setup(&b, 400);
    for (fixture *f = &a;; f = &b) {
        hx_trainer_destroy(f->trainer);
        f->config.dropout = 0.25;
        ck_assert_int_eq(hx_trainer_create(&f->trainer, &f->config, NULL), HX_OK);
        dropped_t d = {.software = f->software};
        ck_assert_int_eq(
            hx_trainer_run(f->trainer, 2, &f->train, NULL, count_dropped, &d, NULL, NULL), HX_OK);
        double share = (double)d.rows / (double)(d.batches * f->config.network.hidden);
        ck_assert_double_eq_tol(share, 0.25, 0.05);
        if (f == &b)
            break;
    }
    assert_equal(&a, &b);
    teardown(&a);
    teardown(&b);
}
END_TEST

// A variant without spikes: what is learnt from must be the variant.
static size_t silence(void *context, uint64_t seed, size_t epoch, const hx_sample *sample,
                      hx_spike *spikes)
{
    size_t *calls = context;
    (void)seed, (void)epoch, (void)sample, (void)spikes;
    ++*calls;
    return 0;
}

START_TEST(variants_take_the_place_of_training_samples)
{
    fixture f;
    log_t log = {0};
    size_t calls = 0;
    setup(&f, 100);
    hx_trainer_observer observer = {&log, NULL, on_epoch};
    ck_assert_int_eq(hx_trainer_set_augment(f.trainer, silence, &calls, 5), HX_OK);
    ck_assert_int_eq(hx_trainer_run(f.trainer, 1, &f.train, &f.validation, hx_software_present,
                                    f.software, &observer, NULL),
                     HX_OK);
    ck_assert_uint_eq(calls, 100); // none for the validation set
    ck_assert_double_eq(log.last.hidden_spikes, 0.0);
    teardown(&f);
}
END_TEST

static hx_status refuse(void *context, const hx_sample *samples, size_t count,
                        const hx_quantised_weights *weights, hx_observation *observations)
{
    (void)context, (void)samples, (void)count, (void)weights, (void)observations;
    return HX_ERROR_CLOSED;
}

START_TEST(failures_are_passed_on)
{
    fixture f;
    hx_error error;
    setup(&f, 100);
    ck_assert_int_eq(hx_trainer_run(f.trainer, 1, &f.train, NULL, refuse, NULL, NULL, &error),
                     HX_ERROR_CLOSED);
    ck_assert_ptr_nonnull(strstr(error.text, "epoch 1"));
    hx_trainer *none;
    f.config.batch = 0;
    ck_assert_int_eq(hx_trainer_create(&none, &f.config, &error), HX_ERROR_ARGUMENT);
    ck_assert_ptr_null(none);
    teardown(&f);
}
END_TEST

// The chip stand-in has 20 % spread. Trained on it, accuracy is good; the same weights carried
// over to another chip fall.
START_TEST(training_in_the_loop_absorbs_mismatch)
{
    fixture f;
    setup(&f, 2500);
    substrate_config chip = {0.25, 0.2, 0.1, 2.0, 1.0 / 60.0, 0.03, 7};
    substrate *own = substrate_create(&f.config.network, &chip);
    chip.seed = 8;
    substrate *other = substrate_create(&f.config.network, &chip);
    ck_assert_int_eq(
        hx_trainer_run(f.trainer, 3, &f.train, NULL, substrate_present, own, NULL, NULL), HX_OK);
    hx_evaluation here, there;
    ck_assert_int_eq(
        hx_trainer_evaluate(f.trainer, &f.validation, substrate_present, own, &here, NULL), HX_OK);
    ck_assert_int_eq(
        hx_trainer_evaluate(f.trainer, &f.validation, substrate_present, other, &there, NULL),
        HX_OK);
    ck_assert_double_gt(here.accuracy, 0.8);
    ck_assert_double_gt(here.accuracy, there.accuracy + 0.05);
    substrate_destroy(own);
    substrate_destroy(other);
    teardown(&f);
}
END_TEST

Suite *trainer_suite(void);
Suite *trainer_suite(void)
{
    Suite *suite = suite_create("trainer");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 120);
    tcase_add_test(core, learns_in_software);
    tcase_add_test(core, same_seed_gives_the_same_bits);
    tcase_add_test(core, masked_weights_stay_zero);
    tcase_add_test(core, layers_learn_at_rates_of_their_own);
    tcase_add_test(core, dropout_silences_its_share_and_repeats);
    tcase_add_test(core, variants_take_the_place_of_training_samples);
    tcase_add_test(core, stop_leaves_the_last_whole_epoch);
    tcase_add_test(core, failures_are_passed_on);
    tcase_add_test(core, training_in_the_loop_absorbs_mismatch);
    suite_add_tcase(suite, core);
    return suite;
}
