// The board: FPGA model, chip model, lanes and analog core under the SystemC kernel.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/board.h"

#include "models/anncore.h"
#include "sim/board/set_up.hpp"

#include <systemc>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <vector>

namespace hx
{

namespace
{

constexpr std::uint64_t NoStep = UINT64_MAX;
constexpr std::uint64_t Quantum = 4096; // FPGA cycles between two visits of the kernel

// With faults on the lanes, this long before a trial: longer than any repetition takes, so that
// the link is at rest and the trial does not depend on what ran before.
constexpr std::uint64_t SettleSteps = 4096;

std::uint64_t to_steps(double us)
{
    const double steps = us * 1000 / HX_FPGA_CYCLE_NS;
    return steps < 1e18 ? static_cast<std::uint64_t>(steps) : NoStep;
}

struct HostItem {
    std::uint64_t value;
    bool is_trial;
};

} // namespace

class Board : public sc_core::sc_module
{
  public:
    Board(sc_core::sc_module_name name, const hx_device_config &config, hx_anncore *core)
        : sc_module(name), set_up_(config, core)
    {
        if (config.max_time_us > 0)
            last_step_ = to_steps(config.max_time_us);
        SC_HAS_PROCESS(Board);
        SC_METHOD(step);
    }

    hx_status get_wave_status(hx_error *error) const
    {
        return set_up_.get_wave_status(error);
    }

    void push(std::uint64_t value, bool is_trial)
    {
        host_.push_back({value, is_trial});
    }

    hx_status run(std::size_t wanted, std::uint64_t steps, hx_device_state *state)
    {
        wanted_ = wanted;
        const std::uint64_t now = set_up_.get_step();
        until_step_ = steps < NoStep - now ? now + steps : NoStep;
        stopped_ = false;
        status_ = HX_OK;
        sc_core::sc_start();
        *state = !stopped_ ? HX_DEVICE_RUNNING
                           : (set_up_.is_starved() ? HX_DEVICE_STARVED : HX_DEVICE_IDLE);
        return status_;
    }

    std::size_t pop(std::uint64_t *words, std::size_t capacity)
    {
        std::size_t count = 0;
        while (count < capacity && !responses_.empty()) {
            words[count++] = responses_.front();
            responses_.pop_front();
        }
        statistics_.words_received += count;
        return count;
    }

    hx_device_statistics statistics() const
    {
        hx_device_statistics result = statistics_;
        result.chip_cycles = 2 * set_up_.get_step();
        return result;
    }

  private:
    // Some FPGA cycles, or none if time must not pass.
    void step()
    {
        std::uint64_t steps = 0;
        stops_ = false;
        while (!stops_ && steps < Quantum)
            steps += advance();
        next_trigger(static_cast<double>(steps) * period_);
    }

    // A cycle, or all cycles until something happens. Returns their number.
    std::uint64_t advance()
    {
        const bool asks = settle_steps_ == 0 && set_up_.asks();
        if (asks && !next_word_waits())
            return 0;
        if (set_up_.get_step() >= last_step_) {
            pause(HX_ERROR_LIMIT);
            return 0;
        }
        const std::uint64_t now = set_up_.get_step();
        std::uint64_t limit = std::min(last_step_ - now, until_step_ - now);
        std::uint64_t word = 0;
        // A trial mark may have begun a pause.
        const bool settles = settle_steps_ > 0;
        const bool offers = asks && !settles;
        if (settles)
            limit = std::min(limit, settle_steps_);
        if (offers) {
            word = host_.front().value;
            host_.pop_front();
            ++statistics_.words_sent;
        }
        const std::uint64_t steps =
            set_up_.advance(offers ? &word : nullptr, limit, settles, responses_);
        settle_steps_ -= std::min(settle_steps_, steps);
        if (responses_.size() >= wanted_ || now + steps >= until_step_) {
            stops_ = true;
            sc_core::sc_pause();
        }
        return steps;
    }

    // Time stands still until the next run; then this cycle is tried again.
    void pause(hx_status status)
    {
        status_ = status;
        stopped_ = true;
        stops_ = true;
        sc_core::sc_pause();
    }

    // The FPGA asks for a word: applies the trial marks in front of it, or begins the pause
    // before one. False: there is no word, or a mark stands inside a program.
    bool next_word_waits()
    {
        while (!host_.empty() && host_.front().is_trial) {
            if (set_up_.is_starved()) {
                pause(HX_ERROR_STATE);
                return false;
            }
            if (set_up_.has_link_faults() && !is_settled_) {
                settle_steps_ = SettleSteps;
                is_settled_ = true;
                return true;
            }
            is_settled_ = false;
            set_up_.start_trial(host_.front().value);
            host_.pop_front();
        }
        if (host_.empty())
            pause(HX_OK);
        return !host_.empty();
    }

    SetUp set_up_;
    std::uint64_t settle_steps_ = 0; // left of the pause before a trial
    bool is_settled_ = false;        // for the mark in front
    std::deque<HostItem> host_;
    std::deque<std::uint64_t> responses_;
    std::uint64_t last_step_ = NoStep;
    std::uint64_t until_step_ = NoStep; // of this run
    const sc_core::sc_time period_{HX_FPGA_CYCLE_NS, sc_core::SC_NS};
    std::size_t wanted_ = 1;
    bool stops_ = false;   // this run of the kernel
    bool stopped_ = false; // without words or by an error
    hx_status status_ = HX_OK;
    hx_device_statistics statistics_{};
};

} // namespace hx

struct hx_board {
    hx_anncore *core = nullptr;
    std::unique_ptr<hx::Board> module;

    ~hx_board()
    {
        module.reset();
        hx_anncore_destroy(core);
    }
};

// The language border: no exception may leave.
template <typename Call> static hx_status guard(Call call)
{
    try {
        return call();
    } catch (const std::bad_alloc &) {
        return HX_ERROR_MEMORY;
    }
}

static hx_status create(hx_board **board, const hx_device_config *config, hx_error *error)
{
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    auto made = std::make_unique<hx_board>();
    const hx_anncore_config analog = {config->seed,
                                      config->chip_seed,
                                      config->mismatch,
                                      config->noise,
                                      1e-3 * config->cell_settling_ms,
                                      config->cell_crosstalk};
    hx_status status = hx_anncore_create(&made->core, &analog);
    if (status != HX_OK)
        return hx_error_set(error, status, "analog core: %s", hx_status_text(status));
    made->module = std::make_unique<hx::Board>("board", *config, made->core);
    status = made->module->get_wave_status(error);
    if (status != HX_OK)
        return status;
    hx_device_state state;
    status = made->module->run(SIZE_MAX, UINT64_MAX, &state);
    if (status != HX_OK)
        return hx_error_set(error, status, "power-on: %s", hx_status_text(status));
    *board = made.release();
    return HX_OK;
}

hx_status hx_board_create(hx_board **board, const hx_device_config *config, hx_error *error)
{
    *board = nullptr;
    // The kernel cannot be elaborated twice.
    static bool used = false;
    if (used)
        return hx_error_set(error, HX_ERROR_STATE,
                            "a process has one local device, ever, and no workers after it");
    used = true;
    const hx_status status = guard([&] { return create(board, config, error); });
    if (status == HX_ERROR_MEMORY)
        return hx_error_set(error, status, "device: %s", hx_status_text(status));
    return status;
}

void hx_board_destroy(hx_board *board)
{
    delete board;
}

hx_status hx_board_push_words(hx_board *board, const uint64_t *words, size_t count)
{
    return guard([&] {
        for (size_t i = 0; i < count; i++)
            board->module->push(words[i], false);
        return HX_OK;
    });
}

hx_status hx_board_push_trial(hx_board *board, uint64_t trial)
{
    return guard([&] {
        board->module->push(trial, true);
        return HX_OK;
    });
}

hx_status hx_board_run(hx_board *board, size_t wanted, uint64_t steps, hx_device_state *state)
{
    return board->module->run(wanted, steps, state);
}

size_t hx_board_pop_words(hx_board *board, uint64_t *words, size_t capacity)
{
    return board->module->pop(words, capacity);
}

hx_device_statistics hx_board_get_statistics(const hx_board *board)
{
    return board->module->statistics();
}
