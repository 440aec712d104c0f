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
#include <deque>

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

    using Words = std::array<LaneWord, Slots>;

    explicit Lanes(std::size_t more_latency) : delay_(MinimumLatency + more_latency + 1)
    {
    }

    // Step in which the next words arrive.
    std::uint64_t next_step() const
    {
        return flights_.empty() ? UINT64_MAX : flights_.front().step;
    }

    // Steps of arrival of the words under way.
    std::size_t under_way() const
    {
        return flights_.size();
    }

    // Takes the words that arrive in next_step().
    Words take()
    {
        const Words words = flights_.front().words;
        flights_.pop_front();
        return words;
    }

    void send(std::uint64_t step, std::size_t slot, const LaneWord &word)
    {
        if (flights_.empty() || flights_.back().step != step + delay_)
            flights_.push_back({step + delay_, {}});
        flights_.back().words[slot] = word;
    }

  private:
    struct Flight {
        std::uint64_t step; // of the arrival
        Words words;
    };
    std::deque<Flight> flights_;
    const std::size_t delay_;
};

} // namespace hx

#endif
