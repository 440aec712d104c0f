// Test access port of the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/tap.h"

#include "sim/fast/omnibus/request.h"

#include <hx_map.h>
#include <string.h>

#define ID_CODE 0x448590afu

enum {
    TEST_RESET,
    IDLE,
    SELECT_DR,
    CAPTURE_DR,
    SHIFT_DR,
    EXIT_1_DR,
    PAUSE_DR,
    EXIT_2_DR,
    UPDATE_DR,
    SELECT_IR,
    CAPTURE_IR,
    SHIFT_IR,
    EXIT_1_IR,
    PAUSE_IR,
    EXIT_2_IR,
    UPDATE_IR
};

enum {
    INS_ID_CODE = 1,
    INS_PLL_TARGET = 3,
    INS_SHIFT_PLL = 4,
    INS_OMNIBUS_ADDRESS = 5,
    INS_OMNIBUS_DATA = 6,
    INS_OMNIBUS_REQUEST = 7
};

// The next state for TMS 0 and 1.
static const uint8_t next_state[16][2] = {
    [TEST_RESET] = {IDLE, TEST_RESET},     [IDLE] = {IDLE, SELECT_DR},
    [SELECT_DR] = {CAPTURE_DR, SELECT_IR}, [CAPTURE_DR] = {SHIFT_DR, EXIT_1_DR},
    [SHIFT_DR] = {SHIFT_DR, EXIT_1_DR},    [EXIT_1_DR] = {PAUSE_DR, UPDATE_DR},
    [PAUSE_DR] = {PAUSE_DR, EXIT_2_DR},    [EXIT_2_DR] = {SHIFT_DR, UPDATE_DR},
    [UPDATE_DR] = {IDLE, SELECT_DR},       [SELECT_IR] = {CAPTURE_IR, TEST_RESET},
    [CAPTURE_IR] = {SHIFT_IR, EXIT_1_IR},  [SHIFT_IR] = {SHIFT_IR, EXIT_1_IR},
    [EXIT_1_IR] = {PAUSE_IR, UPDATE_IR},   [PAUSE_IR] = {PAUSE_IR, EXIT_2_IR},
    [EXIT_2_IR] = {SHIFT_IR, UPDATE_IR},   [UPDATE_IR] = {IDLE, SELECT_DR},
};

static void reset_registers(hx_tap *t)
{
    t->target = 0;
    t->address = t->data = t->answer = 0;
    t->read = t->asks = t->busy = t->pll_write = false;
    memset(&t->request, 0, sizeof t->request);
    t->phy_usable = 0xff;
}

void hx_tap_power_on(hx_tap *t)
{
    memset(t, 0, sizeof *t);
    t->state = TEST_RESET;
    t->instruction = INS_ID_CODE;
    reset_registers(t);
}

// PHY register 7 - index has the instruction 0x40 | index << 3 | 4.
static bool is_phy(const hx_tap *t)
{
    return (t->instruction & 0x47) == 0x44;
}

// Bits of the data register, and what it captures.
static unsigned get_register(const hx_tap *t, uint64_t *captured)
{
    *captured = 0;
    switch (t->instruction) {
    case INS_ID_CODE:
        *captured = ID_CODE;
        return 32;
    case INS_PLL_TARGET:
        return 4;
    case INS_SHIFT_PLL:
        return 32;
    case INS_OMNIBUS_ADDRESS:
        return 33;
    case INS_OMNIBUS_DATA:
        *captured = t->answer;
        return 32;
    case INS_OMNIBUS_REQUEST:
        *captured = t->busy;
        return 3;
    default:
        return is_phy(t) ? 22 : 1;
    }
}

// The actions of a state happen at the edge that ends it.
static void rise(hx_tap *t)
{
    uint64_t captured;
    unsigned length = get_register(t, &captured);
    unsigned state = next_state[t->state][t->tms];
    uint64_t top = UINT64_C(1) << (length - 1);
    switch (t->state) {
    case CAPTURE_DR:
        t->shift = captured;
        break;
    case SHIFT_DR:
        t->shift = ((t->shift >> 1) & ~top) | (t->tdi ? top : 0);
        break;
    case CAPTURE_IR:
        t->shift_instruction = 1;
        break;
    case SHIFT_IR:
        t->shift_instruction = (uint8_t)(t->tdi << 6 | t->shift_instruction >> 1);
        break;
    default:
        break;
    }
    if (state == TEST_RESET)
        t->instruction = INS_ID_CODE;
    t->state = (uint8_t)state;
}

static void request(hx_tap *t)
{
    t->asks = t->busy = true;
    t->request = (hx_access){.valid = true,
                             .write = !t->read,
                             .address = hx_omnibus_narrow(t->address),
                             .byte_enables = 0xf,
                             .data = t->data};
}

// What stands in the shift register takes effect. A bus access that is under way keeps its own.
static void update(hx_tap *t, bool busy)
{
    uint32_t word = (uint32_t)t->shift;
    if (t->instruction == INS_PLL_TARGET) {
        t->target = word & 0xf;
    } else if (t->instruction == INS_SHIFT_PLL) {
        t->pll_write = !(t->target >> 3);
    } else if (t->instruction == INS_OMNIBUS_ADDRESS && !busy) {
        t->address = word;
        t->read = t->shift >> 32 & 1;
    } else if (t->instruction == INS_OMNIBUS_DATA && !busy) {
        t->data = word;
    } else if (t->instruction == INS_OMNIBUS_REQUEST && !busy) {
        request(t);
    } else if (is_phy(t)) {
        uint32_t words[HX_MAP_PHY_CONFIG_CHIP_WORDS] = {word};
        hx_map_phy_config_chip phy;
        hx_map_phy_config_chip_decode(words, &phy);
        uint8_t bit = (uint8_t)(1u << (7 - (t->instruction >> 3 & 7)));
        bool usable = phy.enable_auto_init && !phy.enable_init_master;
        t->phy_usable = (uint8_t)(usable ? t->phy_usable | bit : t->phy_usable & ~bit);
    }
}

static void step_registers(hx_tap *t, bool updates, const hx_tap_in *in)
{
    bool busy = t->busy;
    t->pll_write = false;
    if (in->taken)
        t->asks = false;
    if (in->answered) {
        t->busy = false;
        if (!(in->response & HX_OMNIBUS_WRITTEN))
            t->answer = (uint32_t)in->response;
    }
    if (updates)
        update(t, busy);
}

void hx_tap_step(hx_tap *t, bool reset, const hx_tap_in *in)
{
    bool falls = t->fall, updates = falls && t->state == UPDATE_DR;
    // A rising edge captures what the registers held, a falling one changes them.
    if (t->rise)
        rise(t);
    if (reset)
        reset_registers(t);
    else
        step_registers(t, updates, in);
    if (falls) {
        if (t->state == UPDATE_IR)
            t->instruction = t->shift_instruction;
        t->tdo = t->state == SHIFT_DR   ? t->shift & 1
                 : t->state == SHIFT_IR ? t->shift_instruction & 1
                                        : false;
    }
    t->rise = in->tck && !t->tck;
    t->fall = !in->tck && t->tck;
    if (in->tck != t->tck) {
        t->tms = in->tms;
        t->tdi = in->tdi;
    }
    t->tck = in->tck;
}
