// Main program of an RTL bench whose coverage is measured.
// SPDX-License-Identifier: Apache-2.0
#include "sim/model/model_hooks.hpp"

#include "Vbench.h"

int main(int argc, char **argv)
{
    VerilatedContext context;
    context.commandArgs(argc, argv);
    Vbench bench(&context);
    while (!context.gotFinish()) {
        bench.eval();
        if (!bench.eventsPending())
            break;
        context.time(bench.nextTimeSlot());
    }
    bench.final();
    hx::end_models(context);
    return 0;
}
