// A small wave with every kind of signal, written with the FST library.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/traces/small_wave.h"

#include <check.h>
#include <math.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fstapi.h>

static char folder[32];

const char *small_wave_path(const char *name)
{
    static char paths[4][96];
    static unsigned next;
    if (!folder[0]) {
        strcpy(folder, "hx-traces-XXXXXX"); // in the working folder
        ck_assert_ptr_nonnull(mkdtemp(folder));
    }
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void small_wave_clear(void)
{
    DIR *open = folder[0] ? opendir(folder) : NULL;
    for (struct dirent *entry; open && (entry = readdir(open));) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    if (open)
        closedir(open);
    if (folder[0])
        rmdir(folder);
    folder[0] = 0;
}

void small_wave_write(const char *path, const small_wave *settings)
{
    void *out = fstWriterCreate(path, 1);
    ck_assert_ptr_nonnull(out);
    fstWriterSetTimescale(out, -9);
    fstWriterSetVersion(out, "small wave");
    fstWriterSetScope(out, FST_ST_VCD_MODULE, "top", NULL);
    fstHandle bit = fstWriterCreateVar(out, FST_VT_VCD_WIRE, FST_VD_IMPLICIT, 1, "bit", 0);
    fstHandle row = fstWriterCreateVar(out, FST_VT_SV_LOGIC, FST_VD_IMPLICIT, 3, "row[3] [2:0]", 0);
    fstHandle state = fstWriterCreateVar(out, FST_VT_GEN_STRING, FST_VD_IMPLICIT, 0, "state", 0);
    fstHandle depth =
        fstWriterCreateVar(out, FST_VT_VCD_PARAMETER, FST_VD_IMPLICIT, 8, "Depth [7:0]", 0);
    if (settings->extra)
        fstWriterCreateVar(out, FST_VT_VCD_WIRE, FST_VD_IMPLICIT, 1, "extra", 0);
    fstWriterSetScope(out, FST_ST_VCD_MODULE, "sub", NULL);
    fstHandle word = fstWriterCreateVar(out, FST_VT_VCD_WIRE, FST_VD_INPUT, 12, "word [11:0]", 0);
    fstWriterCreateVar(out, FST_VT_VCD_WIRE, FST_VD_INPUT, 12, "same [11:0]", word);
    fstHandle wide = fstWriterCreateVar(out, FST_VT_VCD_REG, FST_VD_IMPLICIT, 70, "wide [69:0]", 0);
    fstWriterSetUpscope(out);
    fstWriterSetUpscope(out);
    fstWriterSetScope(out, FST_ST_VCD_SCOPE, "analog", NULL);
    fstHandle level = fstWriterCreateVar(out, FST_VT_VCD_REAL, FST_VD_IMPLICIT, 64, "level", 0);
    fstWriterSetUpscope(out);
    for (unsigned k = 1; k <= settings->moments; k++) {
        uint64_t time = 10 * k;
        fstWriterEmitTimeChange(out, time);
        fstWriterEmitValueChange(out, bit, k % 2 ? "1" : "0");
        uint64_t odd = settings->odd_time && time >= settings->odd_time;
        fstWriterEmitValueChange64(out, word, 12, time + odd);
        char bits[71];
        memset(bits, '0', 70);
        bits[0] = '1';
        if (time > 40)
            fstWriterEmitValueChange(out, wide, bits);
        double value = (double)time / 8 + settings->level_shift;
        if (settings->no_level == time)
            value = NAN;
        fstWriterEmitValueChange(out, level, &value);
        if (k == 1) {
            fstWriterEmitValueChange(out, row, "zzz");
            fstWriterEmitValueChange(out, depth, "00010000");
        }
        if (k == 1 || k == 5)
            fstWriterEmitVariableLengthValueChange(out, state, k == 1 ? "idle" : "a<b&c",
                                                   k == 1 ? 4 : 5);
        if (k == 4)
            fstWriterFlushContext(out); // two blocks
    }
    fstWriterClose(out);
}
