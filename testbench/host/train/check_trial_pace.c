// Times of a trial, and the energy model.
// SPDX-License-Identifier: Apache-2.0
#include "host/train/energy.h"
#include "host/train/task.h"
#include "host/train/trial.h"

#include <check.h>
#include <string.h>

typedef struct fixture {
    hx_network network;
    hx_router *router;
    hx_router_readout_plan plan;
    hx_chip_settings chip;
} fixture;

static fixture make(const hx_task *task)
{
    const hx_task_data none = {.train = {.classes = 10}};
    fixture f = {.network = task->configure(&none).network, .chip = hx_chip_settings_default()};
    const hx_router_size size = {(unsigned)f.network.inputs, task->shared_rows ? 1 : 5,
                                 (unsigned)f.network.hidden, (unsigned)f.network.outputs};
    hx_error error = {""};
    hx_status status = task->shared_rows
                           ? hx_router_create_shared(&f.router, &size, f.network.recurrent, &error)
                           : hx_router_create(&f.router, &size, &error);
    ck_assert_msg(!status, "%s", error.text);
    hx_router_get_readout_plan(f.router, !task->pace.only_outputs, &f.plan);
    return f;
}

// The last reading of an image falls on 8 us, the next image comes 11.76 us after it.
START_TEST(images_follow_at_the_published_pace)
{
    fixture f = make(&hx_task_mnist);
    hx_trial_config config;
    hx_error error = {""};
    ck_assert_int_eq(hx_trial_configure(&config, &f.network, f.router, &f.plan, &f.chip,
                                        &hx_task_mnist.pace, HX_SAMPLER_PPU, &error),
                     HX_OK);
    ck_assert_uint_eq(config.period, 1470);
    ck_assert_uint_eq(config.sample_first + (config.samples - 1) * config.sample_step, 1000);
    ck_assert_uint_ge(config.sample_step, 200); // a conversion takes 1.6 us
    hx_trial_pace fast = hx_task_mnist.pace;
    fast.period_us = 9.0;
    ck_assert_int_eq(hx_trial_configure(&config, &f.network, f.router, &f.plan, &f.chip, &fast,
                                        HX_SAMPLER_PPU, &error),
                     HX_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.text, "a sample each 9 us"));
    hx_router_destroy(f.router);
}
END_TEST

// Readings cover the grid and none starts when another sample's is due.
START_TEST(readings_cover_the_grid)
{
    static const hx_task *const tasks[] = {&hx_task_yinyang, &hx_task_mnist, &hx_task_speech};
    fixture f = make(tasks[_i]);
    hx_trial_config c;
    ck_assert_int_eq(hx_trial_configure(&c, &f.network, f.router, &f.plan, &f.chip,
                                        &tasks[_i]->pace, HX_SAMPLER_BUS, NULL),
                     HX_OK);
    const uint32_t last = c.sample_first + (uint32_t)(c.samples - 1) * c.sample_step;
    ck_assert_uint_ge(last, (f.network.steps - 1) * c.grid_step);
    ck_assert_uint_ge(c.period + c.sample_first, last + c.sample_step);
    ck_assert_uint_gt(c.period, f.network.steps * c.grid_step + c.settle);
    ck_assert_uint_ge(c.sample_step, c.read_delay + f.plan.count * (c.read_delay > 0));
    hx_router_destroy(f.router);
}
END_TEST

// Both published totals lie on the model's line, as far as their digits go.
START_TEST(energy_meets_the_published_totals)
{
    const hx_energy slow = hx_energy_estimate(200, 1e6 / 20800),
                    fast = hx_energy_estimate(200, 11.76);
    ck_assert_double_eq_tol(slow.power_w, 0.175, 0.001);
    ck_assert_double_eq_tol(slow.image_j, 8.4e-6, 0.05e-6);
    ck_assert_double_eq_tol(fast.power_w, 0.2, 0.001);
    ck_assert_double_eq_tol(fast.image_j, 2.4e-6, 0.06e-6);
}
END_TEST

Suite *trial_pace_suite(void);
Suite *trial_pace_suite(void)
{
    Suite *suite = suite_create("trial pace");
    TCase *core = tcase_create("core");
    tcase_add_test(core, images_follow_at_the_published_pace);
    tcase_add_loop_test(core, readings_cover_the_grid, 0, 3);
    tcase_add_test(core, energy_meets_the_published_totals);
    suite_add_tcase(suite, core);
    return suite;
}
