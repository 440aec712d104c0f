// What measuring builds do with a verilated model; nothing in the ordinary one.
// SPDX-License-Identifier: Apache-2.0
//
// HX_MODELS_RANDOM: the state before reset is random, from the number in $HX_STATE_SEED (default
// 1). HX_MODELS_COVERAGE: what was reached goes to a file of its own in the folder
// $HX_COVERAGE_DIR; without the variable nothing is written.
#ifndef HX_SIM_MODEL_HOOKS_HPP
#define HX_SIM_MODEL_HOOKS_HPP

#include <verilated.h>
#ifdef HX_MODELS_COVERAGE
#include <verilated_cov.h>

#include <chrono>
#include <string>
#include <unistd.h>
#endif
#include <cstdlib>

namespace hx
{

// Before the first model of the context is made; returns the context.
inline VerilatedContext *begin_models(VerilatedContext &context)
{
#ifdef HX_MODELS_RANDOM
    const char *seed = std::getenv("HX_STATE_SEED");
    context.randReset(2);
    context.randSeed(seed ? std::atoi(seed) : 1);
#endif
    return &context;
}

// Before the first edge. A model that begins with any state may begin with its clock high, and
// would then miss the first edge of its reset.
template <typename Model> void begin_clock(Model &model)
{
#ifdef HX_MODELS_RANDOM
    model.clk_i = 0;
    model.rst_ni = 0;
    model.eval();
#else
    (void)model;
#endif
}

// While the models of the context still exist.
inline void end_models(VerilatedContext &context)
{
#ifdef HX_MODELS_COVERAGE
    const char *folder = std::getenv("HX_COVERAGE_DIR");
    if (!folder)
        return;
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    const std::string name =
        std::string(folder) + "/" + std::to_string(getpid()) + "-" + std::to_string(now) + ".dat";
    context.coveragep()->write(name.c_str());
#else
    (void)context;
#endif
}

} // namespace hx

#endif
