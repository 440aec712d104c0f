// Words and pins as text, for signals of a wave.
// SPDX-License-Identifier: Apache-2.0
//
// host.instruction: what the FPGA took last; host.answer: the message completed by the response
// word of this cycle; anncore.events: what reaches the synapses in this cycle. Answers and events
// are empty in between.
#ifndef HX_SIM_MESSAGES_HPP
#define HX_SIM_MESSAGES_HPP

#include "host/wire/ut_decoder.h"
#include "sim/trace/signals.hpp"

#include <hxcosim/device.h>

#include <cstdint>
#include <string>

class Vhx_chip;

namespace hx
{

class Messages
{
  public:
    Messages(Signals &signals, hx_plant plant);
    ~Messages();
    Messages(const Messages &) = delete;
    Messages &operator=(const Messages &) = delete;

    void take_word(std::uint64_t word);
    void take_response(std::uint64_t word);
    void look(const Vhx_chip &chip);
    // Before a recorded moment. Of words that come while nothing is recorded no text is made.
    void show();

  private:
    // What a word completed.
    struct Decoded {
        hx_ut_message message;
        bool is_broken = false, is_new = false;

        void push(hx_ut_decoder *decoder, std::uint64_t word);
        std::string get_text() const;
    };

    Signals &signals_;
    hx_plant plant_;
    hx_ut_decoder *instructions_ = nullptr, *answers_ = nullptr;
    Decoded taken_;
    std::size_t instruction_, answer_, events_; // in Signals
    bool answered_ = false, shows_answer_ = false, active_ = false;
};

} // namespace hx

#endif
