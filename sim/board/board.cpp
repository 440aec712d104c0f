// The board: FPGA model, chip model, lanes and analog core under the SystemC kernel.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/board.h"

#include "models/anncore.h"
#include "sim/board/clock.hpp"
#include "sim/board/driver_event.hpp"
#include "sim/board/lane_faults.h"
#include "sim/board/lanes.hpp"
#include "sim/model/model_hooks.hpp"
#include "sim/trace/wave.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <systemc>
#include <verilated.h>

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
        : sc_module(name), core_(core), context_(new VerilatedContext), link_(config.link),
          plant_(config.plant), to_chip_(config.link.latency), from_chip_(config.link.latency)
    {
        (void)begin_models(*context_);
        context_->traceEverOn(config.trace.path != nullptr);
        fpga_ = std::make_unique<Vhx_fpga>(context_.get(), "fpga");
        chip_ = std::make_unique<Vhx_chip>(context_.get(), "chip");
        fpga_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
        chip_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
        hx_lane_faults_init(&faults_, link_.bit_error_rate, config.seed, config.chip_seed);
        if (config.max_time_us > 0)
            last_step_ = to_steps(config.max_time_us);
        if (config.trace.path)
            wave_ = std::make_unique<Wave>(config, *fpga_, *chip_, core_);
        SC_HAS_PROCESS(Board);
        SC_METHOD(step);
    }

    ~Board() override
    {
        end_models(*context_);
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
    // One FPGA cycle, or none if time must not pass.
    void step()
    {
        const bool powered = step_ >= PowerOnSteps;
        fpga_->word_valid_i = 0;
        if (powered && settle_steps_ == 0 && fpga_->word_ready_o && !next_word_waits())
            return;
        if (step_ >= last_step_) {
            pause(HX_ERROR_LIMIT);
            return;
        }
        settles_ = settle_steps_ > 0;
        if (settles_)
            --settle_steps_;
        else if (powered && fpga_->word_ready_o)
            offer_word();
        fpga_->rst_ni = powered;
        chip_->rst_ni = powered;
        fpga_edge();
        chip_->chip_reset_i = fpga_->chip_reset_o;
        chip_->lane_partner_i = fpga_->lane_ready_o & ~link_.lanes_off;
        chip_->jtag_tck_i = fpga_->jtag_tck_o;
        chip_->jtag_tms_i = fpga_->jtag_tms_o;
        chip_->jtag_tdi_i = fpga_->jtag_tdi_o;
        chip_edge(0);
        chip_edge(1);
        to_chip_.advance();
        from_chip_.advance();
        ++step_;
        if (responses_.size() >= wanted_ || step_ >= until_step_)
            sc_core::sc_pause();
        next_trigger(period_);
    }

    // Time stands still until the next run; then this cycle is tried again.
    void pause(hx_status status)
    {
        status_ = status;
        stopped_ = true;
        sc_core::sc_pause();
        next_trigger(sc_core::SC_ZERO_TIME);
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

    void fpga_edge()
    {
        auto &arrived = from_chip_.current();
        fpga_->lane_rx_valid_i = arrived[0].valid | arrived[1].valid << 1;
        if (fpga_->lane_rx_valid_i) {
            fpga_->lane_rx_lane_i = arrived[0].lane | arrived[1].lane << 3;
            for (unsigned i = 0; i < 2; ++i) {
                fpga_->lane_rx_word_i[2 * i] = static_cast<std::uint32_t>(arrived[i].word);
                fpga_->lane_rx_word_i[2 * i + 1] =
                    static_cast<std::uint32_t>(arrived[i].word >> 32);
            }
        }
        fpga_->lane_partner_i = chip_->lane_ready_o & ~link_.lanes_off;
        fpga_->jtag_tdo_i = chip_->jtag_tdo_o;
        tick(*fpga_);
        if (!fpga_->response_valid_o)
            return;
        responses_.push_back(fpga_->response_o);
        if (wave_)
            wave_->take_response(fpga_->response_o);
    }

    void chip_edge(unsigned half)
    {
        const std::uint64_t cycle = 2 * step_ + half;
        hx_anncore_advance(core_, cycle);
        const std::uint64_t *fire = hx_anncore_get_fire(core_);
        chip_->fire_valid_i = fire != nullptr;
        if (fire)
            std::memcpy(&chip_->fire_i[0], fire, 8 * HX_ANNCORE_FIRE_WORDS);
        auto &arrived = to_chip_.current()[0];
        chip_->lane_rx_valid_i = half == 0 && arrived.valid;
        if (chip_->lane_rx_valid_i) {
            chip_->lane_rx_lane_i = arrived.lane;
            chip_->lane_rx_word_i = arrived.word;
        }
        if (half == 0)
            arrived =
                damage({fpga_->lane_tx_valid_o != 0, fpga_->lane_tx_lane_o, fpga_->lane_tx_word_o},
                       HX_LANE_TO_CHIP);
        tick(*chip_);
        from_chip_.current()[half] =
            damage({chip_->lane_tx_valid_o != 0, chip_->lane_tx_lane_o, chip_->lane_tx_word_o},
                   half ? HX_LANE_FROM_CHIP_ODD : HX_LANE_FROM_CHIP_EVEN);
        drive_core();
        if (wave_)
            wave_->dump(cycle, half);
    }

    // Hands the chip's pins to the analog core, in the order of docs/pins.md.
    void drive_core()
    {
        if (chip_->bus_valid_o && chip_->bus_write_o)
            hx_anncore_take_bus_write(core_, chip_->bus_address_o, chip_->bus_data_o);
        if (chip_->neuron_reset_changed_o) {
            std::uint64_t level[HX_ANNCORE_FIRE_WORDS];
            std::memcpy(level, &chip_->neuron_reset_o[0], sizeof level);
            hx_anncore_set_reset(core_, level);
        }
        if (chip_->padi_valid_o)
            for (unsigned bus = 0; bus < 8; ++bus)
                if (chip_->padi_valid_o >> bus & 1)
                    send_padi_event(bus);
        if (chip_->neuron_post_valid_o | chip_->side_post_o)
            send_post_pulses();
        if (chip_->madc_sample_o)
            chip_->madc_value_i = hx_anncore_sample_madc(core_, chip_->madc_source_o);
        if (chip_->cadc_convert_o)
            for (unsigned half = 0; half < 2; ++half)
                if (chip_->cadc_convert_o >> half & 1)
                    hx_anncore_convert_cadc(core_, half, chip_->cadc_row_o >> (9 * half) & 0x1ff);
        if (chip_->word_valid_o)
            for (unsigned port = 0; port < 3; ++port)
                if (chip_->word_valid_o >> port & 1)
                    access_word(port);
        if (chip_->row_valid_o)
            for (unsigned half = 0; half < 2; ++half)
                if (chip_->row_valid_o >> half & 1)
                    access_row(half);
    }

    void send_padi_event(unsigned bus)
    {
        const DriverEvent event = driver_event(*chip_, bus, plant_);
        hx_anncore_send_padi_event(core_, bus, event.row_select, event.label);
    }

    void send_post_pulses()
    {
        std::uint64_t pulses[HX_ANNCORE_FIRE_WORDS] = {};
        if (chip_->neuron_post_valid_o)
            std::memcpy(pulses, &chip_->neuron_post_o[0], sizeof pulses);
        // A side is 128 columns of both rows.
        for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word)
            if (chip_->side_post_o >> word / 2 % 2 & 1)
                pulses[word] = UINT64_MAX;
        hx_anncore_send_post_pulses(core_, pulses);
    }

    void access_word(unsigned port)
    {
        const auto block = static_cast<hx_anncore_block>(chip_->word_block_o >> (4 * port) & 0xf);
        // Three offsets of 22 bits lie across three 32-bit words.
        const unsigned bit = 22 * port;
        std::uint64_t pair = chip_->word_offset_o[bit / 32];
        if (bit / 32 + 1 < 3)
            pair |= static_cast<std::uint64_t>(chip_->word_offset_o[bit / 32 + 1]) << 32;
        const auto offset = static_cast<std::uint32_t>(pair >> bit % 32 & 0x3fffff);
        if (chip_->word_write_o >> port & 1)
            hx_anncore_write_word(core_, block, offset,
                                  chip_->word_byte_enables_o >> (4 * port) & 0xf,
                                  chip_->word_data_o[port]);
        else
            chip_->word_data_i[port] = hx_anncore_read_word(core_, block, offset);
    }

    // A vector is so many words of the array block, the first at the top.
    void access_row(unsigned half)
    {
        constexpr unsigned RowWords = 32;
        const auto block = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
        const std::uint64_t offsets = chip_->row_offset_o;
        const auto first = static_cast<std::uint32_t>(offsets >> (22 * half) & 0x3fffff);
        const bool writes = chip_->row_write_o >> half & 1;
        for (unsigned word = 0; word < RowWords; ++word) {
            const unsigned place = RowWords * half + RowWords - 1 - word;
            if (writes)
                hx_anncore_write_word(core_, block, first + word,
                                      chip_->row_byte_enables_o[place / 8] >> place % 8 * 4 & 0xf,
                                      chip_->row_data_o[place]);
            else
                chip_->row_data_i[place] = hx_anncore_read_word(core_, block, first + word);
        }
    }

    hx_anncore *core_;
    std::unique_ptr<VerilatedContext> context_;
    std::unique_ptr<Vhx_fpga> fpga_;
    std::unique_ptr<Vhx_chip> chip_;
    std::unique_ptr<Wave> wave_;
    const hx_link_config link_;
    const hx_plant plant_;
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
    bool stopped_ = false;
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
