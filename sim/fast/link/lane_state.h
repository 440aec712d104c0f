// Which lanes of one side are up, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Lanes ready on both sides come up some cycles after the last change of any lane; a lane that
// is no longer ready on both sides is down at once.
#ifndef HX_FAST_LINK_LANE_STATE_H
#define HX_FAST_LINK_LANE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_lane_state {
    uint8_t both, up, ready;
    uint32_t left; // cycles until the lanes come up
    uint32_t init_cycles;
} hx_lane_state;

static inline void hx_lane_state_reset(hx_lane_state *state, uint32_t init_cycles)
{
    *state = (hx_lane_state){.init_cycles = init_cycles};
}

// One cycle. ready: enabled and set up here; partner: `ready` of the other side's state.
static inline void hx_lane_state_step(hx_lane_state *state, uint8_t ready, uint8_t partner)
{
    uint8_t both = state->ready & partner;
    if (both != state->both) {
        state->both = both;
        state->up &= both;
        state->left = state->init_cycles;
    } else if (state->left && --state->left == 0) {
        state->up = state->both;
    }
    state->ready = ready;
}

// Cycles from now in which nothing changes with these inputs; UINT64_MAX: never.
static inline uint64_t hx_lane_state_get_rest(const hx_lane_state *state, uint8_t ready,
                                              uint8_t partner)
{
    if (ready != state->ready || (state->ready & partner) != state->both)
        return 0;
    return state->left ? state->left - 1 : UINT64_MAX;
}

static inline void hx_lane_state_skip(hx_lane_state *state, uint64_t cycles)
{
    if (state->left)
        state->left -= (uint32_t)cycles;
}

#ifdef __cplusplus
}
#endif

#endif
