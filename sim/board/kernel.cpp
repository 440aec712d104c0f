// What SystemC expects of a program whose main is C.
// SPDX-License-Identifier: Apache-2.0

// The SystemC library refers to it from its own main, which is not ours: never called.
extern "C" int sc_main(int, char **)
{
    return 0;
}
