// FPGA model, chip model, the lanes between them and the analog core, one FPGA cycle at a time.
// SPDX-License-Identifier: Apache-2.0
//
// A step is one FPGA edge, then two chip edges. Cycles in which nothing happens, because both
// models rest (rest_o), no word arrives and no neuron fires, are crossed without evaluating them.
#ifndef HX_SIM_BOARD_SET_UP_HPP
#define HX_SIM_BOARD_SET_UP_HPP

#include "models/anncore.h"
#include "sim/board/lane_faults.h"
#include "sim/board/lanes.hpp"
#include "sim/board/resting.hpp"
#include "sim/trace/wave.hpp"

#include <verilated.h>

#include <cstdint>
#include <deque>
#include <memory>

namespace hx
{

class SetUp
{
  public:
    SetUp(const hx_device_config &config, hx_anncore *core);
    ~SetUp();

    hx_status get_wave_status(hx_error *error) const;

    // FPGA cycles since power-on.
    std::uint64_t get_step() const
    {
        return step_;
    }

    // The FPGA takes a word in the next step.
    bool asks() const
    {
        return step_ >= PowerOnSteps && fpga_->word_ready_o;
    }

    // It needs one, inside a program.
    bool is_starved() const
    {
        return fpga_->starved_o;
    }

    bool has_link_faults() const;
    void start_trial(std::uint64_t trial);

    // One step, with this word for the FPGA or none; or, without a word, up to `limit` steps in
    // which nothing happens. Adds response words to `responses`. With `is_settling` the lanes do
    // no damage. Returns the number of steps.
    std::uint64_t advance(const std::uint64_t *word, std::uint64_t limit, bool is_settling,
                          std::deque<std::uint64_t> &responses);

  private:
    static constexpr unsigned PowerOnSteps = 4; // reset is held this long

    std::uint64_t get_rest(std::uint64_t limit);
    void advance_core(std::uint64_t cycle);
    LaneWord damage(LaneWord sent, hx_lane_place place) const;
    std::uint8_t get_fpga_partner() const;
    std::uint8_t get_chip_partner() const;
    bool fpga_pins_change() const;
    bool chip_pins_change() const;
    void fpga_edge(const std::uint64_t *word, std::deque<std::uint64_t> &responses);
    void give_fpga(const Lanes<2>::Words &words);
    void chip_edge(unsigned half);
    void chip_edge(unsigned half, bool arrives, const std::uint64_t *fire);

    hx_anncore *core_;
    std::unique_ptr<VerilatedContext> context_;
    std::unique_ptr<Vhx_fpga> fpga_;
    std::unique_ptr<Vhx_chip> chip_;
    Resting<Vhx_fpga> fpga_rest_;
    Resting<Vhx_chip> chip_rest_;
    std::unique_ptr<Wave> wave_;
    const bool no_skip_;
    bool evaluates_ = false;       // every edge of this step
    Wave::Evaluated evaluated_{};  // since the wave looked last
    bool is_settling_ = false;     // this step
    std::uint64_t core_cycle_ = 0; // that the core has reached
    bool fires_ = false;           // some neuron fires in it
    const hx_link_config link_;
    const hx_plant plant_;
    hx_lane_faults faults_;
    Lanes<1> to_chip_;
    Lanes<2> from_chip_;
    std::uint64_t step_ = 0;
    std::uint64_t trial_ = 0;
    std::uint64_t trial_step_ = 0; // first step of the trial
};

} // namespace hx

#endif
