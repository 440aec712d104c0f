// A verilated model whose resting cycles are not evaluated.
// SPDX-License-Identifier: Apache-2.0
//
// The model says how many cycles it rests (rest_o): as long as its inputs stay, these edges change
// nothing but free counters. They are left out; before the next edge that counts, one edge with
// skip_i moves the counters on by all that were left out.
#ifndef HX_SIM_BOARD_RESTING_HPP
#define HX_SIM_BOARD_RESTING_HPP

#include "sim/board/clock.hpp"

#include <cstdint>

namespace hx
{

template <typename Model> class Resting
{
  public:
    explicit Resting(Model &model) : model_(model)
    {
    }

    // Edges from now on that need not be evaluated while the inputs stay as they are.
    std::uint64_t left() const
    {
        return left_;
    }

    // At most left().
    void leave_out(std::uint64_t edges)
    {
        left_ -= edges;
        left_out_ += edges;
    }

    // The model is as it would be with all its edges. Its inputs must be at rest.
    void catch_up()
    {
        if (left_out_ == 0)
            return;
        model_.skip_i = static_cast<std::uint32_t>(left_out_ - 1);
        tick(model_);
        model_.skip_i = 0;
        left_out_ = 0;
    }

    // An edge, after catch_up() and with its inputs on the pins.
    void step()
    {
        tick(model_);
        left_ = model_.rest_o;
    }

  private:
    Model &model_;
    std::uint64_t left_ = 0;
    std::uint64_t left_out_ = 0; // since the last edge
};

} // namespace hx

#endif
