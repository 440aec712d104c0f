// The way of lane words between FPGA and chip: a fixed delay.
// SPDX-License-Identifier: Apache-2.0
//
// A word that stands on the sender's pins after its edge of step k stands on the receiver's
// pins before its edge of step k + 1 + latency. The latency holds the 8 FPGA cycles of
// serialisation and both PHYs (MinimumLatency), and what the configuration adds.
#ifndef HX_SIM_LANES_HPP
#define HX_SIM_LANES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hx
{

struct LaneWord {
    bool valid = false;
    std::uint8_t lane = 0;
    std::uint64_t word = 0;
};

// Slots is the number of words that can start in a step.
template <std::size_t Slots> class Lanes
{
  public:
    static constexpr std::size_t MinimumLatency = 10; // FPGA cycles, hx_link_pkg::LinkLatency

    explicit Lanes(std::size_t more_latency) : ring_(MinimumLatency + more_latency + 1)
    {
    }

    // Words that arrive in this step; the place is free for the words that start in it.
    std::array<LaneWord, Slots> &current()
    {
        return ring_[at_];
    }

    void advance()
    {
        at_ = at_ + 1 == ring_.size() ? 0 : at_ + 1;
    }

  private:
    std::vector<std::array<LaneWord, Slots>> ring_;
    std::size_t at_ = 0;
};

} // namespace hx

#endif
