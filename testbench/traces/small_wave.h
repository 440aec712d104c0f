// A small wave with every kind of signal, written with the FST library.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_SMALL_WAVE_H
#define HX_TEST_SMALL_WAVE_H

#include "traces/trace.h"

// Times 10, 20 ... 100 ns. Signals: top.bit (toggles each 10 ns, 1 at 10), top.sub.word[11:0]
// (the time), top.sub.same (alias of word), top.sub.wide[69:0] (x up to 40, then bit 69),
// top.row[3] (z, 3 bits), analog.level (time / 8), top.state (text), top.Depth (parameter).
typedef struct small_wave {
    uint64_t odd_time;  // there and later, word is one more; 0: never
    double level_shift; // added to analog.level
    uint64_t no_level;  // there analog.level is no number; 0: never
    bool extra;         // one more signal, top.extra
    unsigned moments;   // 10
} small_wave;

void small_wave_write(const char *path, const small_wave *settings);

// A name in a folder that small_wave_clear removes.
const char *small_wave_path(const char *name);
void small_wave_clear(void);

#endif
