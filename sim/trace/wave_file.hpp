// One wave file: what the verilated models trace, and the board's own signals.
// SPDX-License-Identifier: Apache-2.0
//
// Verilator's tracer is left out when no signal inside of the models is wanted: then the pins are
// written like own signals, which costs next to nothing. Blocks are packed in the thread
// that runs the models: with the library's own thread for it some files could not be read.
#ifndef HX_SIM_WAVE_FILE_HPP
#define HX_SIM_WAVE_FILE_HPP

#include "sim/trace/fst_library.hpp"
#include "sim/trace/hierarchy.hpp"
#include "sim/trace/signals.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace hx
{

class WaveFile
{
  public:
    // `own` lives longer; without a tracer it holds the chosen pins as well. `clocks`: of this
    // selection, with a tracer.
    WaveFile(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip, Signals &own,
             const ModelSelection &selection, ClockHandles clocks);
    ~WaveFile();

    bool is_open() const;
    // The state after a rising edge of the chip clock at `time` (ns); in the first half of an
    // FPGA cycle the FPGA had its edge too. The clock pins are low again afterwards. `owners`:
    // whose bits among the own signals may have changed.
    void record(std::uint64_t time, bool first_half, unsigned owners);
    // Nothing changed up to this moment.
    void extend(std::uint64_t time);
    void flush();

  private:
    // A clock of the models, which is written beside their tracer.
    struct Clock {
        std::uint32_t handle;
        bool traced, shown; // level as the tracer saw it, and as the file has it
    };

    static void note(Clock &clock, bool level, bool first);
    void show(Clock &clock, bool level, std::uint64_t time);
    void trace_models(std::uint64_t time, bool fpga_moved);
    void write_own(std::uint64_t time, unsigned owners);
    void go_to(std::uint64_t time);

    Vhx_fpga &fpga_;
    Vhx_chip &chip_;
    Signals &own_;
    const bool pin_clocks_; // among the own signals
    Clock fpga_clock_, chip_clock_;
    bool gates_open_ = true; // of the processors' clocks, in the cycle before
    std::unique_ptr<ModelTracer> models_;
    void *writer_ = nullptr; // of the FST library; owned by models_ if there is one
    std::unique_ptr<BlockOrder> order_;
    std::uint64_t last_ = 0;    // moment recorded last
    std::uint64_t written_ = 0; // moment of the last change, if there is one
    bool recorded_ = false;
};

} // namespace hx

#endif
