// Where the answers of the two tiers differ first.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_CLI_COMPARE_REPORT_H
#define HX_CLI_COMPARE_REPORT_H

#include <hxcosim/device.h>

#include <stdio.h>

// What a tier answered.
typedef struct hx_tier_answers {
    uint64_t *words;
    size_t count, capacity;
    uint64_t chip_cycles;
    hx_device_state state; // when no more words came
    hx_status status;      // HX_ERROR_LIMIT: the time ended
} hx_tier_answers;

// Prints the first difference with its message and time, or that there is none, which is
// returned. JSON: one object with `same`, `words` (equal ones in front) and, of each tier,
// `chip_cycles`, `end`, `words` from there up to the first whole message and this `message`.
bool hx_compare_report(FILE *out, const hx_tier_answers *rtl, const hx_tier_answers *fast,
                       bool json);

#endif
