// The end of a program whose verilated model reports a fatal error.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

// A fatal error inside the models is a defect of ours: say so and keep the exit code of a
// failed check.
void vl_fatal(const char *filename, int line, const char *scope, const char *message)
{
    std::fprintf(stderr, "hxcosim: model error in %s (%s:%d): %s\n", scope, filename, line,
                 message);
    std::_Exit(1);
}
