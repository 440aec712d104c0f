// One wave file: what the verilated models trace, and the board's own signals.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/wave_file.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"

#include <hxcosim/device.h>

#include <utility>

extern "C" {
#include <gtkwave/fstapi.h>
}

namespace hx
{

WaveFile::WaveFile(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip, Signals &own,
                   const ModelSelection &selection, ClockHandles clocks)
    : fpga_(fpga), chip_(chip), own_(own), pin_clocks_(selection.clocks),
      fpga_clock_{clocks.fpga, false, false}, chip_clock_{clocks.chip, false, false}
{
    if (selection.needs_tracer()) {
        models_ = std::make_unique<ModelTracer>(path, fpga, chip, selection);
        writer_ = models_->get_writer();
    } else {
        writer_ = fstWriterCreate(path.c_str(), 1);
        if (writer_) {
            fstWriterSetPackType(writer_, FST_WR_PT_LZ4);
            fstWriterSetTimescaleFromString(writer_, "1ns");
        }
    }
    if (!writer_)
        return;
    own_.declare(writer_);
    order_ = std::make_unique<BlockOrder>(writer_);
}

WaveFile::~WaveFile()
{
    if (!writer_)
        return;
    if (recorded_ && written_ < last_)
        fstWriterEmitTimeChange(writer_, last_);
    order_->arrange();
    if (!models_)
        fstWriterClose(writer_);
}

bool WaveFile::is_open() const
{
    return writer_ != nullptr;
}

void WaveFile::write_own(std::uint64_t time, unsigned owners)
{
    own_.write(owners, [&] { go_to(time); });
}

void WaveFile::go_to(std::uint64_t time)
{
    if (recorded_ && written_ == time)
        return;
    fstWriterEmitTimeChange(writer_, time);
    written_ = time;
    recorded_ = true;
}

// The tracer wrote the clock if it saw another level before.
void WaveFile::note(Clock &clock, bool level, bool first)
{
    if (first || clock.traced != level)
        clock.traced = clock.shown = level;
}

// The pins of the models hold the levels of this moment. The first time everything is written,
// later only what belongs to a model that was evaluated.
void WaveFile::trace_models(std::uint64_t time, bool fpga_moved)
{
    models_->dump(time);
    written_ = time;
    const bool first = !std::exchange(recorded_, true);
    if (first || fpga_moved)
        note(fpga_clock_, fpga_.clk_i, first);
    note(chip_clock_, chip_.clk_i, first);
}

// Writes a clock of the models that their tracer does not see change.
void WaveFile::show(Clock &clock, bool level, std::uint64_t time)
{
    if (!clock.handle || clock.shown == level)
        return;
    go_to(time);
    fstWriterEmitValueChange(writer_, clock.handle, level ? "1" : "0");
    clock.shown = level;
}

void WaveFile::record(std::uint64_t time, bool first_half, unsigned owners)
{
    const std::uint64_t fall = time + HX_CHIP_CYCLE_NS / 2;
    // The FPGA's clock is high in the first chip cycle of its period.
    fpga_.clk_i = first_half;
    chip_.clk_i = 1;
    if (models_) {
        trace_models(time, first_half);
        show(fpga_clock_, first_half, time);
        show(chip_clock_, true, time);
    }
    write_own(time, pin_clocks_ ? Signals::Everyone : owners);
    chip_.clk_i = 0;
    // But for the clocks themselves, something happens at a falling edge only while a processor's
    // clock runs, and looking at all signals takes long.
    const bool runs = chip_.ppu_clock_o;
    if (models_ && (std::exchange(gates_open_, runs) || runs)) {
        chip_.eval();
        trace_models(fall, false);
    }
    if (models_)
        show(chip_clock_, false, fall);
    else if (pin_clocks_)
        write_own(fall, Signals::Everyone);
    fpga_.clk_i = 0;
    last_ = fall;
    if (order_->is_full())
        flush();
}

void WaveFile::extend(std::uint64_t time)
{
    last_ = time;
}

void WaveFile::flush()
{
    order_->arrange();
    if (models_)
        models_->flush();
    else
        fstWriterFlushContext(writer_);
}

} // namespace hx
