// The program that takes a set-up from power-on to ready for experiments.
// SPDX-License-Identifier: Apache-2.0
//
// The order of the public software's chip initialisation without the parts this set-up does
// not have (power and reference voltages of a board). The chip is reached over JTAG until the
// lanes are up; the barrier after the first access over the lanes tells that they are.
#include "host/program/bring_up.h"

#include "host/wire/ut_message.h"
#include "hx_map.h"

#define TIMEOUT_CYCLES 1250000 // 10 ms
#define RESET_CYCLES 10
#define SETTLE_CYCLES 100
#define CLOCKS_CYCLES 12500 // 100 us for PLLs and PHYs
#define JTAG_SCALER 6
#define PLL_COUNT 2
#define PHY_COUNT 8

enum jtag_instruction {
    JTAG_PLL_TARGET = 3,
    JTAG_SHIFT_PLL = 4,
    JTAG_OMNIBUS_ADDRESS = 5,
    JTAG_OMNIBUS_DATA = 6,
    JTAG_OMNIBUS_REQUEST = 7,
    JTAG_PHY = 0x44, // index at bit 3
};

// Keeps the first error of a sequence.
static void then(hx_status *status, hx_status next)
{
    if (!*status)
        *status = next;
}

static hx_status shift(hx_program *program, unsigned instruction, uint64_t data, unsigned bits)
{
    hx_status status = hx_program_add_jtag_instruction(program, (uint8_t)instruction);
    then(&status, hx_program_add_jtag_data(program, data, bits, false));
    return status;
}

static hx_status write_pll(hx_program *program, uint32_t index, uint32_t value)
{
    hx_status status = shift(program, JTAG_PLL_TARGET, index, 4);
    then(&status, shift(program, JTAG_SHIFT_PLL, value, 32));
    return status;
}

static hx_status write_over_jtag(hx_program *program, uint32_t address, uint32_t value)
{
    hx_status status = shift(program, JTAG_OMNIBUS_ADDRESS, address, 33);
    then(&status, shift(program, JTAG_OMNIBUS_DATA, value, 32));
    then(&status, shift(program, JTAG_OMNIBUS_REQUEST, 0, 3));
    return status;
}

static hx_status reset_chip(hx_program *program)
{
    hx_status status = hx_program_add_reset(program, true);
    then(&status, hx_program_add_timer_setup(program));
    then(&status, hx_program_add_wait_until(program, RESET_CYCLES));
    then(&status, hx_program_add_reset(program, false));
    then(&status, hx_program_add_timer_setup(program));
    then(&status, hx_program_add_wait_until(program, SETTLE_CYCLES));
    return status;
}

static hx_status start_clocks(hx_program *program)
{
    const uint32_t base = hx_map_adpll_address(0);
    uint32_t words[HX_MAP_ADPLL_WORDS];
    hx_status status = hx_program_add_jtag_scaler(program, JTAG_SCALER);
    then(&status, hx_program_add_jtag_init(program));
    const hx_map_adpll pll = hx_map_adpll_default();
    hx_map_adpll_encode(&pll, words);
    for (unsigned i = 0; i < PLL_COUNT; i++)
        for (unsigned word = 0; word < HX_MAP_ADPLL_WORDS; word++)
            then(&status, write_pll(program, hx_map_adpll_address(i) + word - base, words[word]));
    const hx_map_pll_clock_output_block outputs = hx_map_pll_clock_output_block_default();
    hx_map_pll_clock_output_block_encode(&outputs, words);
    then(&status, write_pll(program, hx_map_pll_clock_output_block_address() - base, words[0]));
    return status;
}

static hx_status set_up_phys(hx_program *program)
{
    hx_status status = HX_OK;
    uint32_t word;
    const hx_map_phy_config_fpga fpga = hx_map_phy_config_fpga_default();
    hx_map_phy_config_fpga_encode(&fpga, &word);
    for (unsigned i = 0; i < PHY_COUNT; i++)
        then(&status, hx_program_add_write(program, hx_map_phy_config_fpga_address(i), word));
    const hx_map_phy_config_chip chip = hx_map_phy_config_chip_default();
    hx_map_phy_config_chip_encode(&chip, &word);
    for (unsigned i = 0; i < PHY_COUNT; i++)
        then(&status, shift(program, JTAG_PHY | hx_map_phy_config_chip_address(i) << 3, word, 22));
    return status;
}

static hx_status enable_phys(hx_program *program)
{
    uint32_t word;
    hx_map_common_phy_config_fpga fpga = hx_map_common_phy_config_fpga_default();
    hx_map_common_phy_config_chip chip = hx_map_common_phy_config_chip_default();
    fpga.enable_phy = 0xff;
    chip.enable_phy = 0xff;
    hx_map_common_phy_config_fpga_encode(&fpga, &word);
    hx_status status = hx_program_add_write(program, hx_map_common_phy_config_fpga_address(), word);
    hx_map_common_phy_config_chip_encode(&chip, &word);
    then(&status, write_over_jtag(program, hx_map_common_phy_config_chip_address(), word));
    return status;
}

static hx_status synchronise(hx_program *program)
{
    hx_status status = hx_program_add_write(program, hx_map_systime_sync_base_address(), 0);
    then(&status, hx_program_add_write(program, hx_map_systime_sync_base_address() + 1, 0));
    then(&status, hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS));
    then(&status, hx_program_add_systime_init(program, true));
    then(&status, hx_program_add_barrier(program, HX_UT_BARRIER_SYSTIME));
    return status;
}

hx_status hx_bring_up_build(hx_program *program)
{
    hx_status status =
        hx_program_add_write(program, hx_map_instruction_timeout_config_address(), TIMEOUT_CYCLES);
    then(&status, reset_chip(program));
    then(&status, start_clocks(program));
    then(&status, set_up_phys(program));
    then(&status, hx_program_add_wait_until(program, CLOCKS_CYCLES));
    then(&status, enable_phys(program));
    then(&status, synchronise(program));
    then(&status, hx_program_add_write(program, hx_map_event_recording_config_address(), 1));
    then(&status, hx_program_add_barrier(program, HX_UT_BARRIER_OMNIBUS));
    return status;
}
