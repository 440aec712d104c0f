// The board of the fast tier: C models of FPGA and chip, lanes, analog core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/board/board.h"

#include "models/anncore.h"
#include "sim/board/lane_faults.h"
#include "sim/fast/board/lanes.h"
#include "sim/fast/board/word_queue.h"
#include "sim/fast/chip/chip.h"
#include "sim/fast/executor/fpga.h"
#include "sim/fast/link/lane_word.h"

#include <stdlib.h>
#include <string.h>

enum {
    PowerOnSteps = 4, // reset is held this long
    // With faults on the lanes, this long before a trial: longer than any repetition takes.
    SettleSteps = 4096
};

struct hx_fast_board {
    hx_anncore *core;
    hx_fpga *fpga;
    hx_fast_chip *chip;
    hx_link_config link;
    hx_lane_faults faults;
    hx_fast_lanes from_chip;
    hx_fast_chip_pins pins; // as the chip has them
    hx_word_queue host, responses;
    uint64_t step;         // FPGA cycles since power-on
    uint64_t last_step;    // end of the allowed time
    uint64_t trial_step;   // first step of the trial
    uint64_t settle_steps; // left of the pause before a trial
    bool is_settled;       // for the mark in front
    hx_device_statistics statistics;
};

static uint64_t to_steps(double us)
{
    const double steps = us * 1000 / HX_FPGA_CYCLE_NS;
    return us > 0 && steps < 1e18 ? (uint64_t)steps : UINT64_MAX;
}

static hx_status make_parts(hx_fast_board *b, const hx_device_config *config)
{
    const hx_anncore_config analog = {config->seed,
                                      config->chip_seed,
                                      config->mismatch,
                                      config->noise,
                                      1e-3 * config->cell_settling_ms,
                                      config->cell_crosstalk};
    hx_status status = hx_anncore_create(&b->core, &analog);
    if (!status)
        status = hx_fpga_create(&b->fpga, config->link.latency);
    if (!status)
        status = hx_fast_chip_create(&b->chip, b->core, config->link.latency);
    return status;
}

hx_status hx_fast_board_create(hx_fast_board **board, const hx_device_config *config,
                               hx_error *error)
{
    *board = NULL;
    if (config->trace.path)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED, "waves are of the RTL: use tier rtl");
    if (config->plant != HX_PLANT_NONE)
        return hx_error_set(error, HX_ERROR_UNSUPPORTED,
                            "bugs on purpose are of the RTL: use tier rtl");
    hx_fast_board *b = calloc(1, sizeof *b);
    hx_status status = b ? make_parts(b, config) : HX_ERROR_MEMORY;
    if (status) {
        hx_fast_board_destroy(b);
        return hx_error_set(error, status, "device: %s", hx_status_text(status));
    }
    b->link = config->link;
    hx_lane_faults_init(&b->faults, config->link.bit_error_rate, config->seed, config->chip_seed);
    b->last_step = to_steps(config->max_time_us);
    while (b->step < PowerOnSteps)
        b->step = hx_fast_chip_advance(b->chip, PowerOnSteps);
    *board = b;
    return HX_OK;
}

void hx_fast_board_destroy(hx_fast_board *b)
{
    if (!b)
        return;
    hx_fast_chip_destroy(b->chip);
    hx_fpga_destroy(b->fpga);
    hx_anncore_destroy(b->core);
    hx_word_queue_release(&b->host);
    hx_word_queue_release(&b->responses);
    free(b);
}

hx_status hx_fast_board_push_words(hx_fast_board *b, const uint64_t *words, size_t count)
{
    hx_status status = hx_word_queue_reserve(&b->host, count);
    for (size_t i = 0; !status && i < count; i++)
        hx_word_queue_push(&b->host, words[i], false);
    return status;
}

hx_status hx_fast_board_push_trial(hx_fast_board *b, uint64_t trial)
{
    hx_status status = hx_word_queue_reserve(&b->host, 1);
    if (!status)
        hx_word_queue_push(&b->host, trial, true);
    return status;
}

size_t hx_fast_board_pop_words(hx_fast_board *b, uint64_t *words, size_t capacity)
{
    size_t count = 0;
    while (count < capacity && hx_word_queue_count(&b->responses)) {
        words[count++] = hx_word_queue_get_first(&b->responses)->value;
        hx_word_queue_pop(&b->responses);
    }
    b->statistics.words_received += count;
    return count;
}

hx_device_statistics hx_fast_board_get_statistics(const hx_fast_board *b)
{
    hx_device_statistics statistics = b->statistics;
    statistics.chip_cycles = 2 * b->step;
    return statistics;
}

static bool has_link_faults(const hx_fast_board *b)
{
    return b->link.bit_error_rate > 0 || b->link.latency > 0 || b->link.lanes_off;
}

// `step`: in which the word starts.
static uint64_t damage(const hx_fast_board *b, uint64_t word, hx_lane_place place, uint64_t step,
                       bool settles)
{
    if (b->link.bit_error_rate > 0 && !settles)
        word ^= hx_lane_faults_get(&b->faults, place, step - b->trial_step);
    return word;
}

// The FPGA asks for a word: applies the trial marks in front of it, or begins the pause before
// one. HX_OK with time standing still: there is no word.
static hx_status find_next_word(hx_fast_board *b, bool *waits)
{
    *waits = false;
    while (hx_word_queue_count(&b->host) && hx_word_queue_get_first(&b->host)->is_trial) {
        if (hx_fpga_is_starved(b->fpga))
            return HX_ERROR_STATE;
        if (has_link_faults(b) && !b->is_settled) {
            b->settle_steps = SettleSteps;
            b->is_settled = true;
            *waits = true;
            return HX_OK;
        }
        const uint64_t trial = hx_word_queue_get_first(&b->host)->value;
        b->is_settled = false;
        hx_anncore_start_trial(b->core, 2 * b->step, trial);
        hx_lane_faults_start_trial(&b->faults, trial);
        b->trial_step = b->step;
        hx_word_queue_pop(&b->host);
    }
    *waits = hx_word_queue_count(&b->host);
    return HX_OK;
}

// Lets the chip run up to a step, at most; takes what it sent in its last step.
static void advance_chip(hx_fast_board *b, uint64_t until, bool settles)
{
    static const hx_lane_place places[2] = {HX_LANE_FROM_CHIP_EVEN, HX_LANE_FROM_CHIP_ODD};
    b->step = hx_fast_chip_advance(b->chip, until);
    hx_fast_lane_word words[2];
    const unsigned count = hx_fast_chip_get_words(b->chip, words);
    if (!count)
        return;
    const uint64_t sent = b->step - 1;
    hx_fast_lanes *lanes = &b->from_chip;
    const uint32_t at = lanes->write++ % HX_FAST_LANES_ON_WAY;
    lanes->entry[at].arrival = sent + HX_LINK_LATENCY + 1 + b->link.latency;
    lanes->entry[at].valid = 0;
    for (unsigned i = 0; i < count; i++) {
        const unsigned half = words[i].cycle % 2;
        lanes->entry[at].valid |= (uint8_t)(1 << half);
        lanes->entry[at].lane[half] = words[i].lane;
        lanes->entry[at].word[half] = damage(b, words[i].word, places[half], sent, settles);
    }
}

static uint8_t get_partner(const hx_fast_board *b)
{
    return hx_fast_chip_get_lane_ready(b->chip) & (uint8_t)~b->link.lanes_off;
}

static void take_arrivals(hx_fast_board *b, hx_fpga_in *in)
{
    hx_fast_lanes *lanes = &b->from_chip;
    if (hx_fast_lanes_get_next(lanes) != b->step)
        return;
    const uint32_t at = lanes->read++ % HX_FAST_LANES_ON_WAY;
    in->rx_valid = lanes->entry[at].valid;
    memcpy(in->rx_lane, lanes->entry[at].lane, sizeof in->rx_lane);
    memcpy(in->rx_word, lanes->entry[at].word, sizeof in->rx_word);
}

static void drive_chip(hx_fast_board *b, const hx_fpga_out *out, bool settles)
{
    const hx_fast_chip_pins pins = {.reset = out->chip_reset,
                                    .lane_partner = out->lane_ready & (uint8_t)~b->link.lanes_off,
                                    .jtag_tck = out->tck,
                                    .jtag_tms = out->tms,
                                    .jtag_tdi = out->tdi};
    if (pins.reset != b->pins.reset || pins.lane_partner != b->pins.lane_partner ||
        pins.jtag_tck != b->pins.jtag_tck || pins.jtag_tms != b->pins.jtag_tms ||
        pins.jtag_tdi != b->pins.jtag_tdi) {
        b->pins = pins;
        hx_fast_chip_set_pins(b->chip, &pins);
    }
    if (out->lane_valid)
        hx_fast_chip_push_word(b->chip, b->step + HX_LINK_LATENCY + 1 + b->link.latency, out->lane,
                               damage(b, out->lane_word, HX_LANE_TO_CHIP, b->step, settles));
}

// One FPGA cycle and the chip's two.
static hx_status make_step(hx_fast_board *b, bool takes_word, bool settles)
{
    hx_fpga_in in = {.lane_partner = get_partner(b),
                     .jtag_tdo = hx_fast_chip_get_jtag_tdo(b->chip)};
    if (takes_word) {
        in.word_valid = true;
        in.word = hx_word_queue_get_first(&b->host)->value;
        hx_word_queue_pop(&b->host);
        b->statistics.words_sent++;
    }
    take_arrivals(b, &in);
    hx_status status = hx_fpga_step(b->fpga, &in);
    hx_fpga_out out;
    hx_fpga_get(b->fpga, &out);
    if (!status && out.response_valid) {
        status = hx_word_queue_reserve(&b->responses, 1);
        if (!status)
            hx_word_queue_push(&b->responses, out.response, false);
    }
    drive_chip(b, &out, settles);
    advance_chip(b, b->step + 1, settles);
    return status;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// Steps from now in which the FPGA does nothing of its own and gets nothing.
static uint64_t find_rest(const hx_fast_board *b, uint64_t until)
{
    uint64_t rest = smaller(hx_fast_lanes_get_next(&b->from_chip), until) - b->step;
    if (b->settle_steps)
        rest = smaller(rest, b->settle_steps);
    return rest ? smaller(rest, hx_fpga_get_rest(b->fpga, get_partner(b))) : 0;
}

hx_status hx_fast_board_run(hx_fast_board *b, size_t wanted, uint64_t steps, hx_device_state *state)
{
    const uint64_t until = steps < UINT64_MAX - b->step ? b->step + steps : UINT64_MAX;
    *state = HX_DEVICE_RUNNING;
    do {
        const bool ready = hx_fpga_is_ready(b->fpga);
        hx_status status = HX_OK;
        bool stands = false;
        if (!b->settle_steps && ready) {
            bool waits;
            status = find_next_word(b, &waits);
            stands = !waits;
        }
        if (!status && !stands && b->step >= b->last_step)
            status = HX_ERROR_LIMIT;
        if (status || stands) {
            *state = hx_fpga_is_starved(b->fpga) ? HX_DEVICE_STARVED : HX_DEVICE_IDLE;
            return status;
        }
        const bool settles = b->settle_steps > 0;
        const bool takes_word = ready && !settles;
        const uint64_t before = b->step;
        const uint64_t rest = takes_word ? 0 : find_rest(b, smaller(until, b->last_step));
        if (rest) {
            advance_chip(b, b->step + rest, settles);
            hx_fpga_skip(b->fpga, b->step - before);
        } else {
            status = make_step(b, takes_word, settles);
            if (status)
                return status;
        }
        if (settles)
            b->settle_steps -= b->step - before;
    } while (hx_word_queue_count(&b->responses) < wanted && b->step < until);
    return HX_OK;
}
