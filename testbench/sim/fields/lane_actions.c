// PHYs of both ends: which lanes carry words.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fields/field_actions.h"

#include <check.h>
#include <hx_map.h>

enum { LANES = HX_MAP_PHY_STATUS_TX_COUNT_PHY_COUNT, ALL = 0xff };
enum { WRITES = 40, UP = 3000 }; // FPGA cycles until lanes that changed are surely up
enum { LANE = 3, OTHERS = ALL & ~(1 << LANE) };
enum { SELECT = 0x02, SHIFT = 0x03, PHY_BITS = 22 }; // host words of the test access port

static void configure(field_world *world)
{
    const hx_map_common_phy_config_fpga fpga = {.enable_phy = ALL};
    const hx_map_common_phy_config_chip chip = {.enable_phy = ALL};
    const hx_map_phy_config_fpga phy = hx_map_phy_config_fpga_default();
    uint32_t word;
    hx_map_common_phy_config_fpga_encode(&fpga, &word);
    field_world_write(world, hx_map_common_phy_config_fpga_address(), word);
    hx_map_phy_config_fpga_encode(&phy, &word);
    field_world_write(world, hx_map_phy_config_fpga_address(LANE), word);
    hx_map_common_phy_config_chip_encode(&chip, &word);
    field_world_write(world, hx_map_common_phy_config_chip_address(), word);
}

static void read_counters(event_program *p)
{
    for (unsigned lane = 0; lane < LANES; ++lane) {
        event_program_read(p, hx_map_phy_status_tx_count_address(lane));
        event_program_read(p, hx_map_phy_status_rx_count_address(lane));
    }
}

static void use_lanes(event_program *p)
{
    event_program_wait_until(p, UP);
    read_counters(p);
    for (unsigned i = 0; i < WRITES; ++i)
        event_program_write(p, hx_map_systime_sync_base_address(), i);
    event_program_wait_until(p, 2 * UP);
    read_counters(p);
}

// Words of the bus go over all lanes that are up, in turn.
static const field_scene lanes = {"lanes", configure, use_lanes};

// Bit p: lane p carried words, there and back; -1: only one way.
static double get_lanes(const event_program *program)
{
    const uint32_t *before = program->data, *after = before + 2 * (size_t)LANES;
    unsigned there = 0, back = 0;
    for (unsigned lane = 0; lane < LANES; ++lane) {
        there |= (unsigned)(after[2 * lane] != before[2 * lane]) << lane;
        back |= (unsigned)(after[2 * lane + 1] != before[2 * lane + 1]) << lane;
    }
    return there == back ? there : -1.0;
}

static uint32_t get_stored_bits(void)
{
    const hx_map_list_entry *entry = field_find_register("phy_config_chip");
    uint32_t bits = 0;
    for (unsigned f = 0; f < entry->field_count; ++f) {
        const hx_map_list_field *field = &entry->fields[f];
        for (unsigned i = field->piece[0].low; *field->stored && i <= field->piece[0].high; ++i)
            bits |= UINT32_C(1) << i;
    }
    return bits;
}

// Lanes that are used with this word in a PHY of the chip.
static double play_with(uint32_t word, word_list *answers)
{
    static event_program program;
    hx_device_config config = quiet_config();
    hx_connection *device = open_worker(&config);
    event_program_begin(&program);
    word_list_add_link_up(&program.list);
    word_list_add(&program.list,
                  (uint64_t)SELECT << 56 | 0x40 | hx_map_phy_config_chip_address(LANE) << 3 | 4);
    word_list_add(&program.list, (uint64_t)SHIFT << 56 | (uint64_t)PHY_BITS << 40 | word);
    event_program_settle(&program);
    use_lanes(&program);
    event_program_play(&program, device);
    hx_connection_close(device);
    *answers = program.answers;
    return get_lanes(&program);
}

// The chip's PHYs are set up over the test access port alone. Fields that only keep their value
// change nothing.
static double set_up_chip(hx_map_phy_config_chip phy)
{
    static word_list plain, changed;
    uint32_t word;
    hx_map_phy_config_chip_encode(&phy, &word);
    const double used = play_with(word, &plain);
    play_with(word ^ get_stored_bits(), &changed);
    ck_assert_uint_eq(plain.count, changed.count);
    ck_assert_mem_eq(plain.words, changed.words, plain.count * sizeof *plain.words);
    return used;
}

static double set_chip_master(int64_t value)
{
    hx_map_phy_config_chip phy = hx_map_phy_config_chip_default();
    phy.enable_init_master = (uint32_t)value;
    return set_up_chip(phy);
}

static double set_chip_automatic(int64_t value)
{
    hx_map_phy_config_chip phy = hx_map_phy_config_chip_default();
    phy.enable_auto_init = (uint32_t)value;
    return set_up_chip(phy);
}

#define FPGA_LANE (HX_MAP_PHY_CONFIG_FPGA_BASE + LANE)

static const field_action rows[] = {
    FIELD_ACTION_EXACT("common_phy_config_fpga", "enable_phy", HX_MAP_COMMON_PHY_CONFIG_FPGA_BASE,
                       &lanes, get_lanes, 0x35, 0x35, 0xca, 0xca),
    FIELD_ACTION_EXACT("common_phy_config_chip", "enable_phy", HX_MAP_COMMON_PHY_CONFIG_CHIP_BASE,
                       &lanes, get_lanes, 0x35, 0x35, 0xca, 0xca),
    FIELD_ACTION_EXACT("phy_config_fpga", "enable_init_master", FPGA_LANE, &lanes, get_lanes, 0,
                       OTHERS, 1, ALL),
    FIELD_ACTION_EXACT("phy_config_fpga", "enable_auto_init", FPGA_LANE, &lanes, get_lanes, 0,
                       OTHERS, 1, ALL),
    {"phy_config_chip", "enable_init_master", 0, NULL, NULL, 0, 1, FIELD_EXACT, ALL, OTHERS,
     set_chip_master},
    {"phy_config_chip", "enable_auto_init", 0, NULL, NULL, 0, 1, FIELD_EXACT, OTHERS, ALL,
     set_chip_automatic},
};

const field_action_list field_lane_actions = FIELD_ACTION_LIST(rows);
