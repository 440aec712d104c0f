// What Verilator's tracer writes of the two models.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/model_tracer.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <verilated_fst_c.h>

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

ModelTracer::ModelTracer(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip,
                         const ModelSelection &selection)
    : file_(std::make_unique<VerilatedFstC>())
{
    fpga.trace(file_.get(), 99);
    chip.trace(file_.get(), 99);
    VerilatedFst *trace = file_->spTrace();
    if (!selection.everything) {
        trace->addInitCb(declare_last, &last_code_);
        trace->addFullCb(dump_last, &last_code_);
        trace->dumpvars(1, std::string(LastScope) + LastName);
        for (const std::string &name : selection.inside)
            trace->dumpvars(1, name);
    }
    file_->set_time_unit("1ns");
    file_->set_time_resolution("1ns");
    file_->open(path.c_str());
}

ModelTracer::~ModelTracer()
{
    if (file_->isOpen())
        file_->close();
}

void *ModelTracer::get_writer() const
{
    return file_->isOpen() ? writer_of(*file_->spTrace()) : nullptr;
}

void ModelTracer::dump(std::uint64_t time)
{
    file_->dump(time);
}

void ModelTracer::flush()
{
    file_->flush();
}

} // namespace hx
