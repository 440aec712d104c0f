// Register tables: known words, round trips, and what the generator refuses.
// SPDX-License-Identifier: Apache-2.0
#include "hx_map.h"
#include "rtl/tables/table.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT_WORDS(R, value, ...)                                                                \
    do {                                                                                           \
        const uint32_t expected_[] = {__VA_ARGS__};                                                \
        uint32_t words_[sizeof expected_ / sizeof *expected_];                                     \
        hx_map_##R##_encode(&(value), words_);                                                     \
        for (unsigned w_ = 0; w_ < sizeof expected_ / sizeof *expected_; ++w_)                     \
            ck_assert_msg(words_[w_] == expected_[w_], #R " word %u: 0x%08X", w_, words_[w_]);     \
    } while (0)

#define EXPECT_DEFAULT(R, ...)                                                                     \
    do {                                                                                           \
        const hx_map_##R default_ = hx_map_##R##_default();                                        \
        EXPECT_WORDS(R, default_, __VA_ARGS__);                                                    \
    } while (0)

START_TEST(defaults_are_the_published_words)
{
    EXPECT_DEFAULT(synapse_driver_config, 0x3E00, 0x3F00, 0x40);
    EXPECT_DEFAULT(neuron_backend_config, 0xFF, 0xFF, 0xBC, 0x00);
    EXPECT_DEFAULT(common_neuron_backend_config, 0xF005, 0x04700401);
    EXPECT_DEFAULT(adpll, 0x2A20A902, 0xC0CBF200);
    EXPECT_DEFAULT(pll_clock_output_block, 0x110D0101);
    EXPECT_DEFAULT(capmem_sram_timing_config, 0x0F, 0x1E);
    EXPECT_DEFAULT(synapse_driver_sram_timing_config, 192, 0xFF);
    EXPECT_DEFAULT(neuron_sram_timing_config, 0xFF, 0xFF);
    EXPECT_DEFAULT(phy_config_fpga, 0x00204040);
    EXPECT_DEFAULT(phy_config_chip, 0x00204000);
    EXPECT_DEFAULT(madc_config, 0x3500, 0xC060, 0, 0, 0x103, 0x1C9, 1, 0xF9, 0, 0x51);
    EXPECT_DEFAULT(synapse_bias_selection, 0xFFFF);
    EXPECT_DEFAULT(cadc_channel_config, 0x80);
    EXPECT_DEFAULT(cadc_config, 100 << 4 | 20 << 12);
    EXPECT_DEFAULT(common_correlation_config, 1, 200, 5, 0);
    EXPECT_DEFAULT(common_synram_config, 0x88, 0x303, 4);
    EXPECT_DEFAULT(instruction_timeout_config, 1250000);
    EXPECT_DEFAULT(fpga_systime_sync_num_retries, 3);
    EXPECT_DEFAULT(capmem_block_config, 0, 0, 0, 0x7337, 8, 0, 0x03310010, 0x00040007, 0, 8096);
}
END_TEST

// One spike in, one spike out: the words of the map's worked example.
START_TEST(the_worked_example)
{
    const hx_map_crossbar_node into = {.mask = 0x2000, .target = 0x2000};
    const hx_map_crossbar_node out = {.mask = 0xFF, .target = 0x2A};
    const hx_map_crossbar_node drop = {.mask = 0, .target = 1};
    const hx_map_crossbar_output_config count = {.enable_event_counter = 1 << 1 | 1 << 8};
    const hx_map_synapse_weight_quad weight = {.weight_2 = 63}, weaker = {.weight_2 = 40};
    const hx_map_synapse_label_quad label = {.label_2 = 0x2C};
    const hx_map_padi_event event = {
        .fire_bus = 2, .event_address = 0x2C, .row_select_address = 19};
    hx_map_synapse_driver_config driver = hx_map_synapse_driver_config_default();
    hx_map_neuron_backend_config backend = hx_map_neuron_backend_config_default();
    driver.enable_receiver = 1;
    driver.row_mode_excitatory_bottom = 1;
    backend.address_out = 0x2A;
    backend.refractory_time = 250;
    backend.select_input_clock = 1;
    backend.enable_spike_out = 1;
    backend.enable_neuron_master = 1;
    EXPECT_WORDS(crossbar_node, into, 0x20002000);
    EXPECT_WORDS(crossbar_node, out, 0x002A00FF);
    EXPECT_WORDS(crossbar_node, drop, 0x00010000);
    EXPECT_WORDS(crossbar_output_config, count, 0x1020);
    EXPECT_WORDS(synapse_weight_quad, weight, 0x3F00);
    EXPECT_WORDS(synapse_weight_quad, weaker, 0x2200);
    EXPECT_WORDS(synapse_label_quad, label, 0x2C00);
    EXPECT_WORDS(padi_event, event, 0x04EC0002);
    EXPECT_WORDS(synapse_driver_config, driver, 0xBE00, 0x3F10, 0x40);
    EXPECT_WORDS(neuron_backend_config, backend, 0xF5, 0xD0, 0x96, 0x30);
    ck_assert_uint_eq(hx_map_crossbar_node_address(43), 0x00130044);
    ck_assert_uint_eq(hx_map_synapse_driver_config_address(0, 77), 0x00110534);
    ck_assert_uint_eq(hx_map_synapse_weight_quad_address(0, 154, 32), 0x02C026A0);
    ck_assert_uint_eq(hx_map_synapse_label_quad_address(0, 154, 32), 0x02C426A0);
    ck_assert_uint_eq(hx_map_column_current_quad_address(0, 32), 0x02C14020);
    ck_assert_uint_eq(hx_map_column_correlation_quad_address(0, 32), 0x02CF80A0);
    ck_assert_uint_eq(hx_map_column_correlation_quad_address(0, 32) +
                          hx_map_column_correlation_quad_word_offset(2),
                      0x02C04020);
    ck_assert_uint_eq(hx_map_neuron_config_address(0, 5), 0x0016002A);
    ck_assert_uint_eq(hx_map_neuron_backend_config_address(0, 5), 0x001A1014);
    ck_assert_uint_eq(hx_map_capmem_cell_address(0, 5, 0), 0x001400A0);
    ck_assert_uint_eq(hx_map_capmem_cell_address(0, 128, HX_MAP_CAPMEM_ROW_128_SYN_I_BIAS_DAC),
                      0x00141008);
    ck_assert_uint_eq(hx_map_cadc_sample_quad_address(0, 0, 0, 0, 32), 0x02C80020);
    ck_assert_uint_eq(hx_map_cadc_sample_quad_address(0, 1, 0, 0, 32), 0x02E80020);
    ck_assert_uint_eq(hx_map_crossbar_output_event_counter_address(8), 0x00130081);
    ck_assert_uint_eq(hx_map_spike_counter_read_address(0, 5), 0x00122814);
}
END_TEST

// Fields whose meaning the public texts do not print under our names.
START_TEST(words_the_vectors_do_not_name)
{
    const hx_map_current_dac dac = {
        .current_binary = 212 - 192, .current_thermometer = 7, .sink = 1, .connect_neuron = 3};
    const hx_map_synapse_bias_selection bias = {.dac_1 = 1, .ramp_2 = 1, .ramp_3 = 1};
    const hx_map_common_synram_config synram = {.pc_conf_west = 10,
                                                .pc_conf_east = 9,
                                                .w_conf_west = 154,
                                                .w_conf_east = 59,
                                                .wait_ctr_clear = 2};
    const hx_map_common_correlation_config correlation = {.sense_delay = 3227,
                                                          .reset_duration = 365,
                                                          .reset_fall_time = 3882,
                                                          .reset_mode = 1,
                                                          .cadc_offset_source_left = 0,
                                                          .cadc_offset_source_right = 1};
    const hx_map_fpga_systime_sync_last_rtt rtt = {.high = 528280979253 >> 32,
                                                   .low = (uint32_t)528280979253};
    const hx_map_common_phy_config_chip phy = {.enable_phy = 1};
    EXPECT_WORDS(current_dac, dac, 0x1F54);
    EXPECT_WORDS(synapse_bias_selection, bias, 0x4408);
    EXPECT_WORDS(common_synram_config, synram, 0x9A, 0x3B9A, 2);
    EXPECT_WORDS(common_correlation_config, correlation, 0xC9B, 0x16D, 0xF2A, 1);
    EXPECT_WORDS(fpga_systime_sync_last_rtt, rtt, 0x7B, 0x735);
    EXPECT_WORDS(common_phy_config_chip, phy, 0x80);
    ck_assert_uint_eq(hx_map_phy_config_chip_address(7), 0);
    ck_assert_uint_eq(hx_map_phy_config_chip_address(0), 7);
    ck_assert_uint_eq(hx_map_cadc_offset_sram_timing_config_address(1, 1), 0x03400102);
    ck_assert_uint_eq(hx_map_phy_status_rx_count_address(7), 0x8800C00F);
    ck_assert_uint_eq(hx_map_block_capmem_address(3), 0x00158000);
}
END_TEST

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 32;
}

#define ROUND_TRIP(R, UPPER)                                                                       \
    for (unsigned i_ = 0; i_ < 500; ++i_) {                                                        \
        uint32_t before_[HX_MAP_##UPPER##_WORDS], after_[HX_MAP_##UPPER##_WORDS];                  \
        hx_map_##R value_;                                                                         \
        for (unsigned w_ = 0; w_ < HX_MAP_##UPPER##_WORDS; ++w_)                                   \
            before_[w_] = (uint32_t)draw(&state);                                                  \
        hx_map_##R##_decode(before_, &value_);                                                     \
        hx_map_##R##_encode(&value_, after_);                                                      \
        for (unsigned w_ = 0; w_ < HX_MAP_##UPPER##_WORDS; ++w_)                                   \
            ck_assert_uint_eq(after_[w_], before_[w_] & hx_map_##R##_mask(w_));                    \
    }

START_TEST(encode_undoes_decode)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    uint64_t state = text ? strtoull(text, NULL, 0) : 4711;
    printf("check_tables: seed %llu\n", (unsigned long long)state);
    ROUND_TRIP(synapse_driver_config, SYNAPSE_DRIVER_CONFIG)
    ROUND_TRIP(synapse_weight_quad, SYNAPSE_WEIGHT_QUAD)
    ROUND_TRIP(synapse_quad, SYNAPSE_QUAD)
    ROUND_TRIP(column_correlation_quad, COLUMN_CORRELATION_QUAD)
    ROUND_TRIP(neuron_config, NEURON_CONFIG)
    ROUND_TRIP(neuron_backend_config, NEURON_BACKEND_CONFIG)
    ROUND_TRIP(common_neuron_backend_config, COMMON_NEURON_BACKEND_CONFIG)
    ROUND_TRIP(capmem_sram_timing_config, CAPMEM_SRAM_TIMING_CONFIG)
    ROUND_TRIP(cadc_channel_config, CADC_CHANNEL_CONFIG)
    ROUND_TRIP(adpll, ADPLL)
    ROUND_TRIP(pll_clock_output_block, PLL_CLOCK_OUTPUT_BLOCK)
    ROUND_TRIP(readout_source_selection, READOUT_SOURCE_SELECTION)
    ROUND_TRIP(pad_multiplexer_config, PAD_MULTIPLEXER_CONFIG)
    ROUND_TRIP(background_spike_source, BACKGROUND_SPIKE_SOURCE)
}
END_TEST

START_TEST(encodings_of_single_values)
{
    uint32_t words[2];
    hx_map_cadc_channel_config channel = {.offset = -128};
    hx_map_cadc_channel_config_encode(&channel, words);
    ck_assert_uint_eq(words[0], 0);
    words[0] = 0xFF;
    hx_map_cadc_channel_config_decode(words, &channel);
    ck_assert_int_eq(channel.offset, 127);
    for (uint32_t w = 0; w < 64; ++w) {
        const hx_map_synapse_weight_quad weight = {.weight_3 = w};
        hx_map_synapse_weight_quad_encode(&weight, words);
        uint32_t m = words[0];
        ck_assert_uint_eq(w, 32 * (m >> 5 & 1) + 16 * (m & 1) + 8 * (m >> 1 & 1) +
                                 4 * (m >> 2 & 1) + 2 * (m >> 3 & 1) + (m >> 4 & 1));
    }
}
END_TEST

static hx_status read_text(const char *text, hx_table *table, hx_error *error)
{
    FILE *input = tmpfile();
    ck_assert_ptr_nonnull(input);
    fputs(text, input);
    rewind(input);
    hx_status status = hx_table_parse(table, input, "t.tab", error);
    fclose(input);
    return status ? status : hx_table_check(table, error);
}

#define BLOCK "block b 0 0x1000 \"block\"\n"

// Each text breaks one rule; the error names file, line and rule.
static const char *const bad[][2] = {
    {BLOCK "register r 0 rw \"x\"\n", "t.tab:2: a register has at least one field: r"},
    {BLOCK "register r 0 rw\n  field a 0[3:0]\n  field b 0[4:3]\n",
     "t.tab:4: field overlaps another: b"},
    {BLOCK "register r 0 rw\n  field a 0[3:0]\n  field a 0[4]\n", "t.tab:4: field given twice: a"},
    {BLOCK "register r 0 rw\n  field a 0[0]\nregister r 1 rw\n  field a 0[0]\n",
     "t.tab:4: register given twice: r"},
    {BLOCK "register r 0 rw\n  field a 0[32:0]\n",
     "t.tab:3: bits lie in 31..0, the high one first: 0[32:0]"},
    {BLOCK "register r 0 rw\n  field a 0[0:3]\n",
     "t.tab:3: bits lie in 31..0, the high one first: 0[0:3]"},
    {BLOCK "register r 0 rw\n  field a 0[x]\n",
     "t.tab:3: expected word[high:low] or word[bit]: 0[x]"},
    {BLOCK "register r 0 rw\n  field a 1[0]\n", "t.tab:3: the register has no such word: a"},
    {BLOCK "register r 0 rw\n  field a 0[0],0[0]\n", "t.tab:3: field overlaps another: a"},
    {BLOCK "register r 0 rw\n  field a 0[29:24] repeat 4 step 8\n",
     "t.tab:3: a repetition leaves its word: a_1"},
    {BLOCK "register r 0 rw\n  field a 0[1:0] default 4\n",
     "t.tab:3: the default does not fit the field: a"},
    {BLOCK "register r 0 rw\n  field a 0[1:0] repeat 4 step 4 default 1 2\n",
     "t.tab:3: one default, or one for each repetition: a"},
    {BLOCK "register r 0 rw\n  field a 0[1:0] wrapped\n", "t.tab:3: unexpected word: wrapped"},
    {BLOCK "register r 0 rw\n  index i 4 1\n  field a 0[0]\nregister s 3 rw\n  field a 0[0]\n",
     "t.tab:5: addresses overlap: s, r"},
    {BLOCK "register r 0x1000 rw\n  field a 0[0]\n", "t.tab:2: outside of every block: r"},
    {BLOCK "block c 0xfff 1 \"x\"\n", "t.tab:2: blocks overlap: c, b"},
    {BLOCK "block b 0x2000 1 \"x\"\n", "t.tab:2: block given twice: b"},
    {BLOCK "register r 0 rx\n", "t.tab:2: access is rw, ro or wo: rx"},
    {BLOCK "register r\n", "t.tab:2: a register has address and access: r"},
    {BLOCK "register R 0 rw\n", "t.tab:2: expected a name of a-z, 0-9 and _: R"},
    {BLOCK "register r 0 rw\n  use l\n", "t.tab:2: unknown layout: l"},
    {BLOCK "layout l\n  field a 0[0]\nregister r 0 rw\n  use l\n  set b 1\n",
     "t.tab:6: unknown field: b"},
    {BLOCK "register r 0 rw\n  field a 0[0]\n  set a 1\n", "t.tab:4: set belongs to use: r"},
    {BLOCK "register r 0 rw\n  index i 2 1\n  index i 2 2\n  field a 0[0]\n",
     "t.tab:2: dimension given twice: i"},
    {BLOCK "register r 0 rw\n  field class 0[0]\n", "t.tab:3: reserved word: class"},
    {BLOCK "register r 0 rw\n  gray\n  field a 0[3:2]\n",
     "t.tab:2: the fields of a gray word leave no gap: r"},
    {BLOCK "register r 0 rw \"open\n", "t.tab:2: a text ends on its line: quote missing"},
    {BLOCK "registers r 0 rw\n", "t.tab:2: unknown statement: registers"},
    {"  field a 0[0]\n", "t.tab:1: unexpected indented statement: field"},
    {"enum e \"x\"\n  a 1\n  a 2\n", "t.tab:1: item given twice: a"},
    {"enum e \"x\"\n  a 0x100000000\n", "t.tab:2: expected a number in range: 0x100000000"},
    {BLOCK "register r 0 rw\n  field a 0[0] stored why\n", "t.tab:3: unknown reason: why"},
    {BLOCK "register r 0 rw\n  field a 0[0] stored \"why\"\n",
     "t.tab:3: stored takes the name of a reason: why"},
    {BLOCK "register r 0 rw\n  stored\n  field a 0[0]\n",
     "t.tab:3: expected a name of a-z, 0-9 and _: nothing"},
    {"reason w \"x\"\nreason w \"y\"\n", "t.tab:2: reason given twice: w"},
    {"reason w\n", "t.tab:1: a reason has a text: w"},
    {"enum e \"x\"\n  a 1 stored why\n", "t.tab:1: unknown reason: why"},
    {"block b 0xfffffff0 0x20 \"x\"\n", "t.tab:1: an address has 32 bits: b"},
};

START_TEST(a_broken_table_is_refused)
{
    hx_table table = {0};
    hx_error error = {""};
    ck_assert_int_eq(read_text(bad[_i][0], &table, &error), HX_ERROR_FORMAT);
    ck_assert_str_eq(error.text, bad[_i][1]);
    hx_table_free(&table);
}
END_TEST

START_TEST(a_good_table_is_taken)
{
    hx_table table = {0};
    hx_error error = {""};
    hx_status status = read_text(BLOCK "# comment\n"
                                       "register r 4,8 rw \"two words\" # more\n"
                                       "  index i 2 1 \"text\"\n"
                                       "  field a 1[3:0],0[7:4] inverted default 0x5A\n"
                                       "  field b 0[0] repeat 2 step 2 default 1 0\n",
                                 &table, &error);
    ck_assert_msg(!status, "%s", error.text);
    ck_assert_uint_eq(hx_table_mask(&table.registers[0], 0), 0xF5);
    ck_assert_uint_eq(hx_table_mask(&table.registers[0], 1), 0x0F);
    ck_assert_uint_eq(hx_table_preset_word(&table.registers[0], 0), 0x51);
    ck_assert_uint_eq(hx_table_preset_word(&table.registers[0], 1), 0x0A);
    hx_table_free(&table);
}
END_TEST

START_TEST(stored_fields_name_their_reason)
{
    hx_table table = {0};
    hx_error error = {""};
    hx_status status =
        read_text("reason w \"because\"\nreason v \"no\"\n" BLOCK "register r 0 rw\n  stored w\n"
                  "  field a 0[3:0] default 3 stored v \"text\"\n  field b 0[4]\n"
                  "register s 1 rw\n  field c 0[0]\n"
                  "enum e \"x\"\n  i 1 stored w \"item\"\n  j 2\n",
                  &table, &error);
    ck_assert_msg(!status, "%s", error.text);
    ck_assert_str_eq(table.registers[0].fields[0].stored, "no");
    ck_assert_str_eq(table.registers[0].fields[0].text, "text");
    ck_assert_int_eq(table.registers[0].fields[0].preset, 3);
    ck_assert_str_eq(table.registers[0].fields[1].stored, "because");
    ck_assert_str_eq(table.registers[1].fields[0].stored, "");
    ck_assert_str_eq(table.enums[0].items[0].stored, "because");
    ck_assert_str_eq(table.enums[0].items[0].text, "item");
    ck_assert_str_eq(table.enums[0].items[1].stored, "");
    hx_table_free(&table);
}
END_TEST

Suite *tables_suite(void);

Suite *tables_suite(void)
{
    Suite *suite = suite_create("tables");
    TCase *tcase = tcase_create("tables");
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, defaults_are_the_published_words);
    tcase_add_test(tcase, the_worked_example);
    tcase_add_test(tcase, words_the_vectors_do_not_name);
    tcase_add_test(tcase, encode_undoes_decode);
    tcase_add_test(tcase, encodings_of_single_values);
    tcase_add_loop_test(tcase, a_broken_table_is_refused, 0, (int)(sizeof bad / sizeof *bad));
    tcase_add_test(tcase, a_good_table_is_taken);
    tcase_add_test(tcase, stored_fields_name_their_reason);
    suite_add_tcase(suite, tcase);
    return suite;
}
