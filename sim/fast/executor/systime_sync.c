// FPGA time and its synchronisation with the chip, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/systime_sync.h"

#include "sim/fast/link/lane_word.h"

enum {
    RepeatCycles = 128, // longer than an answer takes
    Repeats = 8,        // words in a try
    // The answer is seen one cycle after it was on the pins, and the time is set for the next.
    ReturnOffset = HX_LINK_LATENCY + 2
};

#define TIME_MASK ((UINT64_C(1) << 43) - 1)

void hx_systime_sync_reset(hx_systime_sync *s, uint32_t latency)
{
    *s = (hx_systime_sync){.latency = latency};
}

static void take_answer(hx_systime_sync *s, const hx_systime_sync_in *in, uint32_t age)
{
    s->time = (in->answer + ReturnOffset + s->latency) & TIME_MASK;
    s->synchronised = true;
    s->message = true;
    s->send = false;
    s->round_trip = (uint32_t)(age - 1);
    s->chip_time = in->answer;
}

// Without an answer for so long a word is sent again.
static uint32_t get_repeat_cycles(const hx_systime_sync *s)
{
    return RepeatCycles + 2 * s->latency;
}

static void repeat(hx_systime_sync *s)
{
    if (s->repeats) {
        s->repeats--;
        s->send = true;
        s->age = 0;
    } else if (s->tries == 0) {
        s->busy = false;
        s->failed = true;
        s->send = false;
    } else {
        s->tries--;
        s->repeats = Repeats - 1;
        s->send = true;
        s->age = 0;
    }
}

static void step_busy(hx_systime_sync *s, const hx_systime_sync_in *in)
{
    const uint32_t age = s->age++;
    const bool goes = s->send && in->send_ready;
    if (goes) {
        s->send = false;
        s->age = 0;
    }
    if (s->message) {
        if (in->room)
            s->message = s->busy = false;
    } else if (in->answer_valid) {
        take_answer(s, in, age);
    } else if (age >= get_repeat_cycles(s) && !goes) {
        repeat(s);
    }
}

void hx_systime_sync_step(hx_systime_sync *s, const hx_systime_sync_in *in)
{
    s->time = (s->time + 1) & TIME_MASK;
    if (in->start && !s->busy) {
        s->busy = true;
        s->failed = false;
        s->send = !in->send_ready;
        s->tries = in->tries == 0 ? 0 : in->tries - 1;
        s->repeats = Repeats - 1;
        s->age = 0;
    } else if (s->busy) {
        step_busy(s, in);
    }
}

uint64_t hx_systime_sync_get_rest(const hx_systime_sync *s)
{
    if (!s->busy)
        return UINT64_MAX;
    if (s->message)
        return 0;
    return s->age < get_repeat_cycles(s) ? get_repeat_cycles(s) - s->age : 0;
}

void hx_systime_sync_skip(hx_systime_sync *s, uint64_t cycles)
{
    s->time = (s->time + cycles) & TIME_MASK;
    if (s->busy)
        s->age += (uint32_t)cycles;
}
