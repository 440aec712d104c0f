// FPGA model, chip model, lanes and analog core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/set_up.hpp"

#include "sim/board/core_pins.hpp"
#include "sim/model/model_hooks.hpp"

#include <algorithm>
#include <cstring>

namespace hx
{

namespace
{

VerilatedContext *make_context(const hx_device_config &config)
{
    auto *context = new VerilatedContext;
    (void)begin_models(*context);
    context->traceEverOn(config.trace.path != nullptr);
    return context;
}

} // namespace

SetUp::SetUp(const hx_device_config &config, hx_anncore *core)
    : core_(core), context_(make_context(config)), fpga_(new Vhx_fpga(context_.get(), "fpga")),
      chip_(new Vhx_chip(context_.get(), "chip")), fpga_rest_(*fpga_), chip_rest_(*chip_),
      no_skip_(config.no_skip), link_(config.link), plant_(config.plant),
      to_chip_(config.link.latency), from_chip_(config.link.latency)
{
    fpga_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
    chip_->lane_latency_i = static_cast<std::uint16_t>(link_.latency);
    hx_lane_faults_init(&faults_, link_.bit_error_rate, config.seed, config.chip_seed);
    if (config.trace.path)
        wave_ = std::make_unique<Wave>(config, *fpga_, *chip_, core_);
}

SetUp::~SetUp()
{
    end_models(*context_);
}

hx_status SetUp::get_wave_status(hx_error *error) const
{
    return wave_ ? wave_->get_status(error) : HX_OK;
}

bool SetUp::has_link_faults() const
{
    return link_.bit_error_rate > 0 || link_.latency > 0 || link_.lanes_off;
}

void SetUp::start_trial(std::uint64_t trial)
{
    hx_anncore_start_trial(core_, 2 * step_, trial);
    hx_lane_faults_start_trial(&faults_, trial);
    trial_ = trial;
    trial_step_ = step_;
}

std::uint64_t SetUp::advance(const std::uint64_t *word, std::uint64_t limit, bool is_settling,
                             std::deque<std::uint64_t> &responses)
{
    is_settling_ = is_settling;
    // Where a wave looks inside the models, all their edges are evaluated.
    evaluates_ = no_skip_ || (wave_ && wave_->shows_inside() && wave_->get_rest(2 * step_) < 2);
    const std::uint64_t rest = word || evaluates_ ? 0 : get_rest(limit);
    if (rest > 0) {
        fpga_rest_.leave_out(rest);
        chip_rest_.leave_out(2 * rest);
        step_ += rest;
        if (wave_)
            wave_->pass(2 * step_);
        return rest;
    }
    fpga_edge(word, responses);
    chip_edge(0);
    chip_edge(1);
    ++step_;
    return 1;
}

// Cycles from now on in which nothing happens, anywhere, and no wave looks.
std::uint64_t SetUp::get_rest(std::uint64_t limit)
{
    // A fire in this step, to which the core has run ahead.
    const bool fire_waits = fires_ && core_cycle_ >= 2 * step_;
    if (fire_waits || fpga_rest_.left() == 0 || chip_rest_.left() < 2 || fpga_pins_change() ||
        chip_pins_change())
        return 0;
    std::uint64_t steps = std::min({limit, fpga_rest_.left(), chip_rest_.left() / 2,
                                    to_chip_.next_step() - step_, from_chip_.next_step() - step_});
    if (wave_)
        steps = std::min(steps, wave_->get_rest(2 * step_) / 2);
    if (steps == 0)
        return 0;
    advance_core(2 * (step_ + steps) - 1);
    if (fires_)
        steps = std::min(steps, core_cycle_ / 2 - step_);
    return steps;
}

// The core stops at a fire, which may lie ahead of the chip: until then the chip rests.
void SetUp::advance_core(std::uint64_t cycle)
{
    if (core_cycle_ >= cycle)
        return;
    core_cycle_ = hx_anncore_advance(core_, cycle);
    fires_ = hx_anncore_get_fire(core_) != nullptr;
}

LaneWord SetUp::damage(LaneWord sent, hx_lane_place place) const
{
    if (sent.valid && link_.bit_error_rate > 0 && !is_settling_)
        sent.word ^= hx_lane_faults_get(&faults_, place, step_ - trial_step_);
    return sent;
}

std::uint8_t SetUp::get_fpga_partner() const
{
    return chip_->lane_ready_o & ~link_.lanes_off;
}

std::uint8_t SetUp::get_chip_partner() const
{
    return fpga_->lane_ready_o & ~link_.lanes_off;
}

// What comes straight from the other model.
bool SetUp::fpga_pins_change() const
{
    return fpga_->lane_partner_i != get_fpga_partner() || fpga_->jtag_tdo_i != chip_->jtag_tdo_o;
}

bool SetUp::chip_pins_change() const
{
    return chip_->chip_reset_i != fpga_->chip_reset_o ||
           chip_->lane_partner_i != get_chip_partner() || chip_->jtag_tck_i != fpga_->jtag_tck_o ||
           chip_->jtag_tms_i != fpga_->jtag_tms_o || chip_->jtag_tdi_i != fpga_->jtag_tdi_o;
}

void SetUp::fpga_edge(const std::uint64_t *word, std::deque<std::uint64_t> &responses)
{
    const bool arrives = from_chip_.next_step() == step_;
    fpga_->word_valid_i = 0;
    fpga_->lane_rx_valid_i = 0;
    if (fpga_rest_.left() > 0 && !evaluates_ && !word && !arrives && !fpga_pins_change()) {
        fpga_rest_.leave_out(1);
        return;
    }
    evaluated_.fpga = true;
    fpga_rest_.catch_up();
    fpga_->rst_ni = step_ >= PowerOnSteps;
    if (word) {
        fpga_->word_valid_i = 1;
        fpga_->word_i = *word;
        if (wave_)
            wave_->take_word(*word);
    }
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
    responses.push_back(fpga_->response_o);
    if (wave_)
        wave_->take_response(fpga_->response_o);
}

void SetUp::give_fpga(const Lanes<2>::Words &words)
{
    fpga_->lane_rx_valid_i = words[0].valid | words[1].valid << 1;
    fpga_->lane_rx_lane_i = words[0].lane | words[1].lane << 3;
    for (unsigned i = 0; i < 2; ++i) {
        fpga_->lane_rx_word_i[2 * i] = static_cast<std::uint32_t>(words[i].word);
        fpga_->lane_rx_word_i[2 * i + 1] = static_cast<std::uint32_t>(words[i].word >> 32);
    }
}

void SetUp::chip_edge(unsigned half)
{
    const std::uint64_t cycle = 2 * step_ + half;
    advance_core(cycle);
    const bool fires = fires_ && core_cycle_ == cycle;
    const bool arrives = half == 0 && to_chip_.next_step() == step_;
    chip_->lane_rx_valid_i = 0;
    chip_->fire_valid_i = 0;
    if (chip_rest_.left() > 0 && !evaluates_ && !fires && !arrives && !chip_pins_change()) {
        chip_rest_.leave_out(1);
    } else {
        chip_edge(half, arrives, fires ? hx_anncore_get_fire(core_) : nullptr);
        evaluated_.chip = true;
    }
    if (wave_)
        wave_->dump(cycle, half, evaluated_,
                    {trial_, static_cast<std::uint16_t>(to_chip_.under_way()),
                     static_cast<std::uint16_t>(from_chip_.under_way())});
    evaluated_ = {};
}

void SetUp::chip_edge(unsigned half, bool arrives, const std::uint64_t *fire)
{
    chip_rest_.catch_up();
    chip_->rst_ni = step_ >= PowerOnSteps;
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
    drive_core(*chip_, core_, plant_);
}

} // namespace hx
