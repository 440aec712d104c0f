// Random numbers and random valid UT messages for the tests.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RANDOM_MESSAGE_H
#define HX_TEST_RANDOM_MESSAGE_H

#include "host/wire/ut_message.h"

// Seed from HXCOSIM_TEST_SEED, else `fallback`; prints it under `name`.
uint64_t hx_test_seed(const char *name, uint64_t fallback);

// SplitMix64.
uint64_t hx_test_random(uint64_t *state);

// Any kind of the direction; edge values are frequent.
hx_ut_message hx_test_random_message(hx_ut_direction direction, uint64_t *state);

#endif
