// One wave file: what the verilated models trace, and the board's own signals.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/wave_file.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <verilated_fst_c.h>

#include <hxcosim/device.h>

extern "C" {
#include <gtkwave/fstapi.h>
}

namespace hx
{

namespace
{

// Verilator keeps the FST library's writer private; its members are named in an explicit
// instantiation, which the language lets pass.
template <void *VerilatedFst::*Member> struct WriterAccess {
    friend void *writer_of(VerilatedFst &file)
    {
        return file.*Member;
    }
};
template struct WriterAccess<&VerilatedFst::m_fst>;
void *writer_of(VerilatedFst &file);

// Verilator 5.006 reads its list of chosen signals beyond the end unless the signal declared
// last is chosen; so there is one behind all others that always is.
constexpr char LastScope[] = "board ", LastName[] = "recorded";

void declare_last(void *code_place, VerilatedFst *trace, std::uint32_t code)
{
    *static_cast<std::uint32_t *>(code_place) = code;
    trace->pushNamePrefix(LastScope);
    trace->declBit(code, LastName, -1, FST_VD_IMPLICIT, FST_VT_VCD_WIRE, false, -1);
    trace->popNamePrefix();
}

void dump_last(void *code_place, VerilatedFst::Buffer *buffer)
{
    buffer->fullBit(buffer->oldp(*static_cast<std::uint32_t *>(code_place)), 1);
}

} // namespace

WaveFile::WaveFile(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip, Signals &own,
                   const ModelSelection &selection)
    : fpga_(fpga), chip_(chip), own_(own), clocks_(selection.clocks)
{
    if (selection.everything || !selection.inside.empty()) {
        models_ = std::make_unique<VerilatedFstC>();
        fpga.trace(models_.get(), 99);
        chip.trace(models_.get(), 99);
        VerilatedFst *trace = models_->spTrace();
        if (!selection.everything) {
            trace->addInitCb(declare_last, &last_code_);
            trace->addFullCb(dump_last, &last_code_);
            trace->dumpvars(1, std::string(LastScope) + LastName);
            for (const std::string &name : selection.inside)
                trace->dumpvars(1, name);
        }
        models_->set_time_unit("1ns");
        models_->set_time_resolution("1ns");
        models_->open(path.c_str());
        if (models_->isOpen())
            writer_ = writer_of(*trace);
    } else {
        writer_ = fstWriterCreate(path.c_str(), 1);
        if (writer_) {
            fstWriterSetPackType(writer_, FST_WR_PT_LZ4);
            fstWriterSetTimescaleFromString(writer_, "1ns");
        }
    }
    if (writer_)
        own_.declare(writer_);
}

WaveFile::~WaveFile()
{
    if (!writer_)
        return;
    if (models_) {
        models_->close();
        return;
    }
    if (recorded_)
        fstWriterEmitTimeChange(writer_, last_);
    fstWriterClose(writer_);
}

bool WaveFile::is_open() const
{
    return writer_ != nullptr;
}

void WaveFile::write_own(std::uint64_t time)
{
    own_.write([&] { fstWriterEmitTimeChange(writer_, time); });
    last_ = time;
    recorded_ = true;
}

void WaveFile::record(std::uint64_t time, bool first_half)
{
    // The FPGA's clock is high in the first chip cycle of its period. The tracer looks at a model
    // only if it was evaluated since the last time; evaluating it at rest changes nothing.
    fpga_.clk_i = first_half;
    if (models_ && !first_half)
        fpga_.eval();
    chip_.clk_i = 1;
    if (models_)
        models_->dump(time);
    write_own(time);
    fpga_.clk_i = first_half && !models_;
    chip_.clk_i = 0;
    if (models_) {
        chip_.eval();
        models_->dump(time + HX_CHIP_CYCLE_NS / 2);
    } else if (clocks_) {
        write_own(time + HX_CHIP_CYCLE_NS / 2);
    }
    fpga_.clk_i = 0;
    last_ = time + HX_CHIP_CYCLE_NS / 2;
}

void WaveFile::flush()
{
    if (models_)
        models_->flush();
    else
        fstWriterFlushContext(writer_);
}

} // namespace hx
