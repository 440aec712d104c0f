// MNIST: files, reduction, rotation, latency code.
// SPDX-License-Identifier: Apache-2.0
//
// With HXCOSIM_DATA set to the data folder the real files are read too.
#include "host/data/mnist.h"

#include "testbench/host/data/idx_file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static char *place(char *path, const char *name)
{
    snprintf(path, 128, "%s/%s", folder, name);
    return path;
}

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/check_mnist_%ld", (long)getpid());
    ck_assert_int_eq(mkdir(folder, 0777), 0);
}

static void teardown(void)
{
    static const char *const names[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"};
    char path[128];
    for (int i = 0; i < 2; i++)
        unlink(place(path, names[i]));
    rmdir(folder);
}

static void write_set(uint32_t images, uint32_t labels, uint8_t last_label)
{
    char path[128];
    uint8_t *pixels = calloc(images, HX_MNIST_PIXELS), digits[8] = {3, 1, 4, 1};
    for (uint32_t i = 0; i < images; i++)
        pixels[i * HX_MNIST_PIXELS + i] = 255;
    digits[labels - 1] = last_label;
    idx_file_write(place(path, "train-images-idx3-ubyte"), false, 3,
                   (const uint32_t[]){images, 28, 28}, pixels, (size_t)images * HX_MNIST_PIXELS);
    idx_file_write(place(path, "train-labels-idx1-ubyte.gz"), true, 1, (const uint32_t[]){labels},
                   digits, labels);
    free(pixels);
}

START_TEST(images_and_labels_are_read_together)
{
    write_set(4, 4, 9);
    hx_mnist images;
    ck_assert_int_eq(hx_mnist_load(&images, folder, false, 2, 5, NULL), HX_OK);
    ck_assert_uint_eq(images.count, 2);
    ck_assert_uint_eq(images.labels[0], 4);
    ck_assert_uint_eq(images.labels[1], 9);
    ck_assert_uint_eq(images.images[2], 255);
    ck_assert_uint_eq(images.images[HX_MNIST_PIXELS + 3], 255);
    hx_mnist_release(&images);
}
END_TEST

START_TEST(wrong_sets_are_refused)
{
    hx_mnist images;
    hx_error error = {""};
    ck_assert_int_eq(hx_mnist_load(&images, folder, false, 0, 0, &error), HX_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "train-images-idx3-ubyte"));
    write_set(4, 3, 2);
    ck_assert_int_eq(hx_mnist_load(&images, folder, false, 0, 0, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "3 labels for 4 images"));
    write_set(4, 4, 10);
    ck_assert_int_eq(hx_mnist_load(&images, folder, false, 1, 0, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "item 3: 10 is not a digit"));
    char path[128];
    const uint8_t pixels[6] = {0};
    idx_file_write(place(path, "train-images-idx3-ubyte"), false, 3, (const uint32_t[]){1, 2, 3},
                   pixels, 6);
    ck_assert_int_eq(hx_mnist_load(&images, folder, false, 0, 0, &error), HX_ERROR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.text, "2x3"));
}
END_TEST

START_TEST(reduction_keeps_brightness_and_place)
{
    uint8_t image[HX_MNIST_PIXELS];
    float reduced[HX_MNIST_INPUTS];
    const hx_mnist_view straight = {0};
    memset(image, 255, sizeof image);
    hx_mnist_reduce(image, &straight, reduced);
    for (int i = 0; i < HX_MNIST_INPUTS; i++)
        ck_assert_float_eq_tol(reduced[i], 1.0f, 1e-6f);
    // A 3x3 block at rows 5..7, columns 8..10 is the area of rows 2..3, columns 4..5.
    memset(image, 0, sizeof image);
    for (int y = 5; y < 8; y++)
        memset(image + y * HX_MNIST_SIDE + 8, 200, 3);
    hx_mnist_reduce(image, &straight, reduced);
    float inside = 0, all = 0;
    for (int i = 0; i < HX_MNIST_INPUTS; i++) {
        all += reduced[i];
        if ((i / 16 == 2 || i / 16 == 3) && (i % 16 == 4 || i % 16 == 5))
            inside += reduced[i];
    }
    ck_assert_float_eq_tol(all * 1.5f * 1.5f, 9 * 200 / 255.0f, 0.1f);
    ck_assert_float_gt(inside, 0.75f * all);
}
END_TEST

// A bar to the right of the centre moves up when turned anticlockwise, outwards when it grows.
START_TEST(views_turn_grow_and_shift)
{
    static const struct {
        hx_mnist_view view;
        double x, y; // of the bar's centre in the result's pixels, upwards
    } cases[] = {{{.angle = 0.5}, 8.5 / 1.5 * 0.87758, 8.5 / 1.5 * 0.47943},
                 {{.growth = 0.1}, 8.5 * 1.1 / 1.5, 0},
                 {{.right = -3}, 5.5 / 1.5, 0},
                 {{.lower = 3}, 8.5 / 1.5, -3 / 1.5},
                 {{.growth = -0.2, .right = 1.5}, (8.5 * 0.8 + 1.5) / 1.5, 0}};
    uint8_t image[HX_MNIST_PIXELS] = {0};
    float reduced[HX_MNIST_INPUTS];
    for (int y = 12; y < 16; y++)
        memset(image + y * HX_MNIST_SIDE + 20, 255, 5);
    double x = 0, y = 0, sum = 0;
    hx_mnist_reduce(image, &cases[_i].view, reduced);
    for (int i = 0; i < HX_MNIST_INPUTS; i++) {
        x += reduced[i] * (i % 16 - 7.5);
        y += reduced[i] * (7.5 - i / 16);
        sum += reduced[i];
    }
    ck_assert_double_eq_tol(x / sum, cases[_i].x, 0.1);
    ck_assert_double_eq_tol(y / sum, cases[_i].y, 0.1);
}
END_TEST

START_TEST(bright_pixels_fire_early)
{
    float reduced[HX_MNIST_INPUTS] = {0};
    hx_spike spikes[HX_MNIST_INPUTS];
    reduced[3] = 1.0f;
    reduced[5] = 0.5f;
    reduced[7] = 0.1f; // too dark
    ck_assert_uint_eq(hx_mnist_encode(reduced, spikes), 2);
    ck_assert_uint_eq(spikes[0].unit, 3);
    ck_assert_float_eq_tol(spikes[0].time_us, 0, 1e-5);
    ck_assert_uint_eq(spikes[1].unit, 5);
    ck_assert_float_eq_tol(spikes[1].time_us, 2.5, 1e-5);
}
END_TEST

static const uint32_t counts[2][10] = {{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
                                       {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}};

START_TEST(the_real_files_have_their_published_counts)
{
    const char *data = getenv("HXCOSIM_DATA");
    if (!data) {
        printf("check_mnist: skipped, HXCOSIM_DATA is not set\n");
        return;
    }
    hx_mnist images;
    uint32_t found[10] = {0};
    double ink = 0;
    ck_assert_int_eq(hx_mnist_load(&images, data, _i, 0, 0, NULL), HX_OK);
    ck_assert_uint_eq(images.count, _i ? HX_MNIST_TEST_COUNT : HX_MNIST_TRAIN_COUNT);
    for (size_t i = 0; i < images.count; i++)
        found[images.labels[i]]++;
    for (size_t i = 0; i < images.count * HX_MNIST_PIXELS; i++)
        ink += images.images[i];
    ck_assert_mem_eq(found, counts[_i], sizeof found);
    ck_assert_double_eq_tol(ink / (double)(images.count * HX_MNIST_PIXELS), _i ? 33.7912 : 33.3184,
                            5e-5);
    hx_mnist_release(&images);
}
END_TEST

Suite *mnist_suite(void);
Suite *mnist_suite(void)
{
    Suite *suite = suite_create("mnist");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_checked_fixture(core, setup, teardown);
    tcase_add_test(core, images_and_labels_are_read_together);
    tcase_add_test(core, wrong_sets_are_refused);
    tcase_add_test(core, reduction_keeps_brightness_and_place);
    tcase_add_loop_test(core, views_turn_grow_and_shift, 0, 5);
    tcase_add_test(core, bright_pixels_fire_early);
    tcase_add_loop_test(core, the_real_files_have_their_published_counts, 0, 2);
    suite_add_tcase(suite, core);
    return suite;
}
