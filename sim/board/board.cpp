// The board: FPGA model, chip model, lanes and analog core under the SystemC kernel.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/board.h"

#include "models/anncore.h"
#include "sim/board/core_pins.hpp"
#include "sim/board/lane_faults.h"
#include "sim/board/lanes.hpp"
#include "sim/board/resting.hpp"
#include "sim/trace/wave.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <systemc>
#include <verilated.h>

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

constexpr unsigned PowerOnSteps = 4; // reset is held this long, FPGA cycles
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
        : sc_module(name), core_(core), context_(make_context(config)),
          fpga_(new Vhx_fpga(context_.get(), "fpga")), chip_(new Vhx_chip(context_.get(), "chip")),
          fpga_rest_(*fpga_), chip_rest_(*chip_), no_skip_(config.no_skip), link_(config.link),
          to_chip_(config.link.latency), from_chip_(config.link.latency)
    {
        fpga_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
        chip_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
        hx_lane_faults_init(&faults_, link_.bit_error_rate, config.seed, config.chip_seed);
        if (config.max_time_us > 0)
            last_step_ = to_steps(config.max_time_us);
        if (config.trace.path)
            wave_ = std::make_unique<Wave>(config.trace, *fpga_, *chip_, core_);
        SC_HAS_PROCESS(Board);
        SC_METHOD(step);
    }

    hx_status get_wave_status(hx_error *error) const
    {
        return wave_ ? wave_->get_status(error) : HX_OK;
    }

    void push(std::uint64_t value, bool is_trial)
    {
        host_.push_back({value, is_trial});
    }

    hx_status run(std::size_t wanted, std::uint64_t steps, hx_device_state *state)
    {
        wanted_ = wanted;
        until_step_ = steps < NoStep - step_ ? step_ + steps : NoStep;
        stopped_ = false;
        status_ = HX_OK;
        sc_core::sc_start();
        *state =
            !stopped_ ? HX_DEVICE_RUNNING : (fpga_->starved_o ? HX_DEVICE_STARVED : HX_DEVICE_IDLE);
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
        result.chip_cycles = 2 * step_;
        return result;
    }

  private:
    static VerilatedContext *make_context(const hx_device_config &config)
    {
        auto *context = new VerilatedContext;
        context->traceEverOn(config.trace.path != nullptr);
        return context;
    }

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
        const bool powered = step_ >= PowerOnSteps;
        const bool asks = powered && settle_steps_ == 0 && fpga_->word_ready_o;
        if (asks && !next_word_waits())
            return 0;
        if (step_ >= last_step_) {
            pause(HX_ERROR_LIMIT);
            return 0;
        }
        // A trial mark may have begun a pause.
        settles_ = settle_steps_ > 0;
        const bool offers = asks && !settles_;
        evaluates_ = no_skip_ || (wave_ && wave_->shows_inside() && wave_->get_rest(2 * step_) < 2);
        const std::uint64_t rest = offers || evaluates_ ? 0 : get_rest();
        if (rest > 0) {
            fpga_rest_.leave_out(rest);
            chip_rest_.leave_out(2 * rest);
        } else {
            fpga_edge(powered, offers);
            chip_edge(powered, 0);
            chip_edge(powered, 1);
        }
        const std::uint64_t steps = std::max<std::uint64_t>(rest, 1);
        step_ += steps;
        settle_steps_ -= std::min(settle_steps_, steps);
        if (responses_.size() >= wanted_ || step_ >= until_step_) {
            stops_ = true;
            sc_core::sc_pause();
        }
        return steps;
    }

    // Cycles from now on in which nothing happens, anywhere, and no wave looks.
    std::uint64_t get_rest()
    {
        if (fpga_rest_.left() == 0 || chip_rest_.left() < 2 || fpga_pins_change() ||
            chip_pins_change())
            return 0;
        std::uint64_t steps = std::min(
            {fpga_rest_.left(), chip_rest_.left() / 2, last_step_ - step_, until_step_ - step_,
             to_chip_.next_step() - step_, from_chip_.next_step() - step_});
        if (settle_steps_ > 0)
            steps = std::min(steps, settle_steps_);
        if (wave_)
            steps = std::min(steps, wave_->get_rest(2 * step_) / 2);
        if (steps == 0)
            return 0;
        advance_core(2 * (step_ + steps) - 1);
        if (fires_ && core_cycle_ >= 2 * step_)
            steps = std::min(steps, core_cycle_ / 2 - step_);
        return steps;
    }

    // The core stops at a fire, which may lie ahead of the chip: until then the chip rests.
    void advance_core(std::uint64_t cycle)
    {
        if (core_cycle_ >= cycle)
            return;
        core_cycle_ = hx_anncore_advance(core_, cycle);
        fires_ = hx_anncore_get_fire(core_) != nullptr;
    }

    // Time stands still until the next run; then this cycle is tried again.
    void pause(hx_status status)
    {
        status_ = status;
        stopped_ = true;
        stops_ = true;
        sc_core::sc_pause();
    }

    bool has_link_faults() const
    {
        return link_.bit_error_rate > 0 || link_.latency > 0 || link_.lanes_off;
    }

    LaneWord damage(LaneWord sent, hx_lane_place place) const
    {
        if (sent.valid && link_.bit_error_rate > 0 && !settles_)
            sent.word ^= hx_lane_faults_get(&faults_, place, step_ - trial_step_);
        return sent;
    }

    // The FPGA asks for a word: applies the trial marks in front of it, or begins the pause
    // before one. False: there is no word, or a mark stands inside a program.
    bool next_word_waits()
    {
        while (!host_.empty() && host_.front().is_trial) {
            if (fpga_->starved_o) {
                pause(HX_ERROR_STATE);
                return false;
            }
            if (has_link_faults() && !is_settled_) {
                settle_steps_ = SettleSteps;
                is_settled_ = true;
                return true;
            }
            is_settled_ = false;
            hx_anncore_start_trial(core_, 2 * step_, host_.front().value);
            hx_lane_faults_start_trial(&faults_, host_.front().value);
            trial_step_ = step_;
            host_.pop_front();
        }
        if (host_.empty())
            pause(HX_OK);
        return !host_.empty();
    }

    void offer_word()
    {
        fpga_->word_valid_i = 1;
        fpga_->word_i = host_.front().value;
        if (wave_)
            wave_->take_word(host_.front().value);
        host_.pop_front();
        ++statistics_.words_sent;
    }

    std::uint8_t get_fpga_partner() const
    {
        return chip_->lane_ready_o & ~link_.lanes_off;
    }

    std::uint8_t get_chip_partner() const
    {
        return fpga_->lane_ready_o & ~link_.lanes_off;
    }

    // What comes straight from the other model.
    bool fpga_pins_change() const
    {
        return fpga_->lane_partner_i != get_fpga_partner() ||
               fpga_->jtag_tdo_i != chip_->jtag_tdo_o;
    }

    bool chip_pins_change() const
    {
        return chip_->chip_reset_i != fpga_->chip_reset_o ||
               chip_->lane_partner_i != get_chip_partner() ||
               chip_->jtag_tck_i != fpga_->jtag_tck_o || chip_->jtag_tms_i != fpga_->jtag_tms_o ||
               chip_->jtag_tdi_i != fpga_->jtag_tdi_o;
    }

    void fpga_edge(bool powered, bool offers)
    {
        const bool arrives = from_chip_.next_step() == step_;
        fpga_->word_valid_i = 0;
        fpga_->lane_rx_valid_i = 0;
        if (fpga_rest_.left() > 0 && !evaluates_ && !offers && !arrives && !fpga_pins_change()) {
            fpga_rest_.leave_out(1);
            return;
        }
        fpga_rest_.catch_up();
        fpga_->rst_ni = powered;
        if (offers)
            offer_word();
        if (arrives)
            give_fpga(from_chip_.take());
        fpga_->lane_partner_i = get_fpga_partner();
        fpga_->jtag_tdo_i = chip_->jtag_tdo_o;
        fpga_rest_.step();
        if (fpga_->lane_tx_valid_o)
            to_chip_.send(
                step_, 0,
                damage({true, fpga_->lane_tx_lane_o, fpga_->lane_tx_word_o}, HX_LANE_TO_CHIP));
        if (!fpga_->response_valid_o)
            return;
        responses_.push_back(fpga_->response_o);
        if (wave_)
            wave_->take_response(fpga_->response_o);
    }

    void give_fpga(const Lanes<2>::Words &words)
    {
        fpga_->lane_rx_valid_i = words[0].valid | words[1].valid << 1;
        fpga_->lane_rx_lane_i = words[0].lane | words[1].lane << 3;
        for (unsigned i = 0; i < 2; ++i) {
            fpga_->lane_rx_word_i[2 * i] = static_cast<std::uint32_t>(words[i].word);
            fpga_->lane_rx_word_i[2 * i + 1] = static_cast<std::uint32_t>(words[i].word >> 32);
        }
    }

    void chip_edge(bool powered, unsigned half)
    {
        const std::uint64_t cycle = 2 * step_ + half;
        advance_core(cycle);
        const bool fires = fires_ && core_cycle_ == cycle;
        const bool arrives = half == 0 && to_chip_.next_step() == step_;
        chip_->lane_rx_valid_i = 0;
        chip_->fire_valid_i = 0;
        if (chip_rest_.left() > 0 && !evaluates_ && !fires && !arrives && !chip_pins_change())
            chip_rest_.leave_out(1);
        else
            chip_edge(powered, half, arrives, fires ? hx_anncore_get_fire(core_) : nullptr);
        if (wave_)
            wave_->dump(cycle, half);
    }

    void chip_edge(bool powered, unsigned half, bool arrives, const std::uint64_t *fire)
    {
        chip_rest_.catch_up();
        chip_->rst_ni = powered;
        chip_->chip_reset_i = fpga_->chip_reset_o;
        chip_->lane_partner_i = get_chip_partner();
        chip_->jtag_tck_i = fpga_->jtag_tck_o;
        chip_->jtag_tms_i = fpga_->jtag_tms_o;
        chip_->jtag_tdi_i = fpga_->jtag_tdi_o;
        if (fire) {
            chip_->fire_valid_i = 1;
            std::memcpy(&chip_->fire_i[0], fire, 8 * HX_ANNCORE_FIRE_WORDS);
        }
        if (arrives) {
            const LaneWord word = to_chip_.take()[0];
            chip_->lane_rx_valid_i = 1;
            chip_->lane_rx_lane_i = word.lane;
            chip_->lane_rx_word_i = word.word;
        }
        chip_rest_.step();
        if (chip_->lane_tx_valid_o)
            from_chip_.send(step_, half,
                            damage({true, chip_->lane_tx_lane_o, chip_->lane_tx_word_o},
                                   half ? HX_LANE_FROM_CHIP_ODD : HX_LANE_FROM_CHIP_EVEN));
        drive_core(*chip_, core_);
    }

    hx_anncore *core_;
    std::unique_ptr<VerilatedContext> context_;
    std::unique_ptr<Vhx_fpga> fpga_;
    std::unique_ptr<Vhx_chip> chip_;
    Resting<Vhx_fpga> fpga_rest_;
    Resting<Vhx_chip> chip_rest_;
    std::unique_ptr<Wave> wave_;
    const bool no_skip_;
    bool evaluates_ = false;       // every edge of this step
    std::uint64_t core_cycle_ = 0; // that the core has reached
    bool fires_ = false;           // some neuron fires in it
    const hx_link_config link_;
    hx_lane_faults faults_;
    std::uint64_t settle_steps_ = 0; // left of the pause before a trial
    bool settles_ = false;           // this step is one of them
    bool is_settled_ = false;        // for the mark in front
    std::uint64_t trial_step_ = 0;   // first step of the trial
    Lanes<1> to_chip_;
    Lanes<2> from_chip_;
    std::deque<HostItem> host_;
    std::deque<std::uint64_t> responses_;
    std::uint64_t step_ = 0; // FPGA cycles since power-on
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
    const hx_anncore_config analog = {config->seed, config->chip_seed, config->mismatch,
                                      config->noise};
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
