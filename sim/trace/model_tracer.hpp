// What Verilator's tracer writes of the two models.
// SPDX-License-Identifier: Apache-2.0
//
// It looks at every signal of a model in every moment in which the model was evaluated before.
#ifndef HX_SIM_MODEL_TRACER_HPP
#define HX_SIM_MODEL_TRACER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class VerilatedFstC;
class Vhx_fpga;
class Vhx_chip;

namespace hx
{

// What of the models goes into a file.
struct ModelSelection {
    bool everything = true;
    bool clocks = true;              // at least one clock pin
    std::vector<std::string> inside; // of Verilator's names; empty: no tracer

    bool needs_tracer() const
    {
        return everything || !inside.empty();
    }
};

class ModelTracer
{
  public:
    // Begins a file, whose signals are the same for the same selection.
    ModelTracer(const std::string &path, Vhx_fpga &fpga, Vhx_chip &chip,
                const ModelSelection &selection);
    // Ends the file.
    ~ModelTracer();

    // The FST library's writer, for signals beside those of the models; null: no file.
    void *get_writer() const;
    void dump(std::uint64_t time);
    void flush();

  private:
    std::unique_ptr<VerilatedFstC> file_;
    std::uint32_t last_code_ = 0; // of the signal declared last
};

} // namespace hx

#endif
