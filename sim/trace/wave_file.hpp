// One wave file: what the verilated models trace, and the board's own signals.
// SPDX-License-Identifier: Apache-2.0
//
// Verilator's tracer looks at every signal of its models in every moment. It is left out when
// no signal inside of the models is wanted: then the pins are written like own signals, which
// costs next to nothing.
#ifndef HX_SIM_WAVE_FILE_HPP
#define HX_SIM_WAVE_FILE_HPP

#include "sim/trace/hierarchy.hpp"
#include "sim/trace/signals.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class VerilatedFstC;

namespace hx
{

// What of the models goes into a file.
struct ModelSelection {
    bool everything = true;
    bool clocks = true;              // at least one clock pin
    std::vector<std::string> inside; // of Verilator's names; empty: no tracer
};

class WaveFile
{
  public:
    // `own` lives longer; without a tracer it holds the chosen pins as well.
    WaveFile(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip, Signals &own,
             const ModelSelection &selection);
    ~WaveFile();

    bool is_open() const;
    // The state after a rising edge of the chip clock at `time` (ns); in the first half of an
    // FPGA cycle the FPGA had its edge too. The clock pins are low again afterwards.
    void record(std::uint64_t time, bool first_half);
    void flush();

  private:
    void write_own(std::uint64_t time);

    Vhx_fpga &fpga_;
    Vhx_chip &chip_;
    Signals &own_;
    const bool clocks_;
    std::unique_ptr<VerilatedFstC> models_;
    std::uint32_t last_code_ = 0; // of the signal declared last
    void *writer_ = nullptr;      // of the FST library; owned by models_ if there is one
    std::uint64_t last_ = 0;      // moment recorded last
    bool recorded_ = false;
};

} // namespace hx

#endif
