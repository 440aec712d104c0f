// Random numbers and random valid UT messages for the tests.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/wire/random_message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t hx_test_seed(const char *name, uint64_t fallback)
{
    const char *text = getenv("HXCOSIM_TEST_SEED");
    uint64_t seed = text ? strtoull(text, NULL, 0) : fallback;
    printf("%s: HXCOSIM_TEST_SEED=%" PRIu64 "\n", name, seed);
    return seed;
}

uint64_t hx_test_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t random_bits(unsigned bits, uint64_t *state)
{
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    switch (hx_test_random(state) % 4) {
    case 0:
        return 0;
    case 1:
        return mask;
    default:
        return hx_test_random(state) & mask;
    }
}

hx_ut_message hx_test_random_message(hx_ut_direction direction, uint64_t *state)
{
    hx_ut_message message;
    memset(&message, 0, sizeof message);
    message.kind = (hx_ut_kind)((direction == HX_UT_TO_FPGA ? 0 : 16) +
                                hx_test_random(state) % hx_ut_code_count(direction));
    const hx_ut_kind_info *info = hx_ut_kind_get_info(message.kind);
    switch (info->form) {
    case HX_UT_FORM_EMPTY:
        break;
    case HX_UT_FORM_VALUE:
        message.value = random_bits(info->payload_bits, state);
        break;
    case HX_UT_FORM_JTAG:
        message.jtag.payload = random_bits(33, state);
        message.jtag.bit_count = (uint8_t)(3 + hx_test_random(state) % 31);
        message.jtag.keep_response = hx_test_random(state) & 1;
        break;
    case HX_UT_FORM_OMNIBUS:
        message.omnibus.address = (uint32_t)random_bits(32, state);
        message.omnibus.byte_enables = (uint8_t)random_bits(4, state);
        message.omnibus.is_read = hx_test_random(state) & 1;
        break;
    default:
        for (unsigned i = 0; i < info->event_count; i++) {
            unsigned bits = info->form == HX_UT_FORM_SAMPLES ? 14 : 16;
            message.events[i].value = (uint16_t)random_bits(bits, state);
            if (info->form != HX_UT_FORM_LABELS)
                message.events[i].timestamp = (uint8_t)random_bits(8, state);
        }
    }
    return message;
}
