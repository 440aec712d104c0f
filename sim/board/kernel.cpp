// What SystemC and Verilator expect of a program whose main is C.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

// The SystemC library refers to it from its own main, which is not ours: never called.
extern "C" int sc_main(int, char **)
{
    return 0;
}

// A fatal error inside the models is a defect of ours: say so and keep the exit code of a
// failed check.
void vl_fatal(const char *filename, int line, const char *scope, const char *message)
{
    std::fprintf(stderr, "hxcosim: model error in %s (%s:%d): %s\n", scope, filename, line,
                 message);
    std::_Exit(1);
}
