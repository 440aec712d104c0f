// The Yin-Yang generator against stored samples and, if present, the published files.
// SPDX-License-Identifier: Apache-2.0
//
// With HXCOSIM_DATA set to the data folder all 7000 published points and the three
// generator listings must agree bit for bit.
#include "host/data/yinyang.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    uint32_t seed;
    size_t index;
    double x, y, mirror_x, mirror_y;
    uint32_t label;
} stored[] = {
    {40, 0, 0.23409664559563403, 0.4017249751828972, 0.765903354404366, 0.5982750248171028, 2},
    {40, 1, 0.7513290219574494, 0.4682425192680968, 0.24867097804255056, 0.5317574807319032, 2},
    {40, 2, 0.13832530718825586, 0.570953971325061, 0.8616746928117441, 0.429046028674939, 1},
    {41, 0, 0.6805727261759029, 0.3209733938933629, 0.3194272738240971, 0.6790266061066371, 0},
    {41, 1, 0.6685157172603458, 0.9174478488708967, 0.33148428273965425, 0.0825521511291033, 1},
    {41, 2, 0.8019778902252007, 0.17902872922296542, 0.19802210977479928, 0.8209712707770346, 0},
    {42, 0, 0.6803075385877797, 0.450499251969543, 0.3196924614122203, 0.549500748030457, 2},
    {42, 1, 0.09767211400638387, 0.6842330265121569, 0.9023278859936161, 0.3157669734878431, 1},
    {42, 2, 0.7553614103176525, 0.4251558744912447, 0.24463858968234753, 0.5748441255087553, 2},
};

START_TEST(first_points_are_the_published_ones)
{
    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
        hx_yinyang_point points[3];
        hx_yinyang_generate(stored[i].seed, 3, points);
        const hx_yinyang_point *point = &points[stored[i].index];
        ck_assert_double_eq(point->value[0], stored[i].x);
        ck_assert_double_eq(point->value[1], stored[i].y);
        ck_assert_double_eq(point->value[2], stored[i].mirror_x);
        ck_assert_double_eq(point->value[3], stored[i].mirror_y);
        ck_assert_uint_eq(point->label, stored[i].label);
    }
}
END_TEST

// Counts of the classes in the first 1000 points, as listed for the published sets.
START_TEST(class_counts_are_the_published_ones)
{
    static const struct {
        uint32_t seed;
        unsigned count[3];
    } expected[] = {{42, {333, 321, 346}}, {41, {316, 336, 348}}, {40, {350, 316, 334}}};
    for (int set = 0; set < 3; set++) {
        hx_yinyang_point *points = calloc(1000, sizeof *points);
        hx_yinyang_generate(expected[set].seed, 1000, points);
        unsigned count[3] = {0};
        for (int i = 0; i < 1000; i++)
            count[points[i].label]++;
        for (int c = 0; c < 3; c++)
            ck_assert_uint_eq(count[c], expected[set].count[c]);
        free(points);
    }
}
END_TEST

START_TEST(latency_code_is_linear_and_sorted)
{
    hx_dataset dataset;
    ck_assert_int_eq(hx_yinyang_create(&dataset, 42, 10), HX_OK);
    ck_assert_uint_eq(dataset.count, 10);
    ck_assert_uint_eq(dataset.inputs, 5);
    const hx_sample *sample = &dataset.samples[0];
    ck_assert_uint_eq(sample->spike_count, 5);
    ck_assert_uint_eq(sample->label, 2);
    static const uint32_t order[5] = {4, 2, 1, 3, 0};
    static const double value[5] = {0.6803075385877797, 0.450499251969543, 0.3196924614122203,
                                    0.549500748030457, 0.0};
    for (int i = 0; i < 5; i++) {
        ck_assert_uint_eq(sample->spikes[i].unit, order[i]);
        ck_assert_float_eq(sample->spikes[i].time_us, (float)(2.0 + 24.0 * value[order[i]]));
    }
    hx_dataset_release(&dataset);
    ck_assert_ptr_null(dataset.samples);
}
END_TEST

static FILE *open_data(const char *name)
{
    const char *folder = getenv("HXCOSIM_DATA");
    char path[4096];
    FILE *file = NULL;
    if (folder) {
        snprintf(path, sizeof path, "%s/yin_yang/%s", folder, name);
        file = fopen(path, "rb");
    }
    if (!file)
        printf("check_yinyang: no %s in HXCOSIM_DATA, comparison left out\n", name);
    return file;
}

static const struct {
    const char *name;
    uint32_t seed;
    size_t count;
} sets[] = {{"train", 42, 5000}, {"validation", 41, 1000}, {"test", 40, 1000}};

START_TEST(listings_agree)
{
    char name[128], line[512];
    snprintf(name, sizeof name, "yin_yang_%s_seed%u_n1000.csv", sets[_i].name, sets[_i].seed);
    FILE *file = open_data(name);
    if (!file)
        return;
    hx_yinyang_point *points = calloc(1000, sizeof *points);
    hx_yinyang_generate(sets[_i].seed, 1000, points);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file)); // header
    for (unsigned row = 0; row < 1000; row++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
        char *next = line;
        ck_assert_uint_eq(strtoul(next, &next, 10), row);
        for (int k = 0; k < 4; k++)
            ck_assert_double_eq(strtod(next + 1, &next), points[row].value[k]);
        ck_assert_uint_eq(strtoul(next + 1, &next, 10), points[row].label);
    }
    ck_assert_ptr_null(fgets(line, sizeof line, file));
    free(points);
    fclose(file);
}
END_TEST

// Both .npy files have a 128-byte header and plain little-endian rows.
static void compare_npy(const char *kind, const hx_yinyang_point *points, size_t count)
{
    char name[128];
    snprintf(name, sizeof name, "publication/%s_samples.npy", kind);
    FILE *file = open_data(name);
    if (!file)
        return;
    ck_assert_int_eq(fseek(file, 128, SEEK_SET), 0);
    for (size_t i = 0; i < count; i++) {
        double row[4];
        ck_assert_uint_eq(fread(row, sizeof row, 1, file), 1);
        ck_assert_mem_eq(row, points[i].value, sizeof row);
    }
    ck_assert_int_eq(fgetc(file), EOF);
    fclose(file);
    snprintf(name, sizeof name, "publication/%s_labels.npy", kind);
    file = open_data(name);
    if (!file)
        return;
    ck_assert_int_eq(fseek(file, 128, SEEK_SET), 0);
    for (size_t i = 0; i < count; i++) {
        int64_t label;
        ck_assert_uint_eq(fread(&label, sizeof label, 1, file), 1);
        ck_assert_int_eq(label, points[i].label);
    }
    ck_assert_int_eq(fgetc(file), EOF);
    fclose(file);
}

START_TEST(publication_agrees)
{
    hx_yinyang_point *points = calloc(sets[_i].count, sizeof *points);
    hx_yinyang_generate(sets[_i].seed, sets[_i].count, points);
    compare_npy(sets[_i].name, points, sets[_i].count);
    free(points);
}
END_TEST

Suite *yinyang_suite(void);
Suite *yinyang_suite(void)
{
    Suite *suite = suite_create("yinyang");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 30);
    tcase_add_test(core, first_points_are_the_published_ones);
    tcase_add_test(core, class_counts_are_the_published_ones);
    tcase_add_test(core, latency_code_is_linear_and_sorted);
    tcase_add_loop_test(core, listings_agree, 0, 3);
    tcase_add_loop_test(core, publication_agrees, 0, 3);
    suite_add_tcase(suite, core);
    return suite;
}
