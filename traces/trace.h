// Reads wave files (FST).
// SPDX-License-Identifier: Apache-2.0
//
// Times are in units of the file (10^exponent s). Signal names are whole dotted paths without
// the bit range. Several signals may share one handle: they always have the same value.
//
// The block structure is checked before the FST library sees a file, so cut files and foreign
// files are refused. Damage inside a block can still end the process inside that library:
// programs read files of unknown origin inside hx_trace_guard.
#ifndef HX_TRACES_TRACE_H
#define HX_TRACES_TRACE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hx_trace hx_trace;

typedef enum hx_trace_kind {
    HX_TRACE_BITS, // value: one character a bit, most significant first, 0 1 x z and others
    HX_TRACE_REAL, // value: decimal number
    HX_TRACE_TEXT  // value: any text
} hx_trace_kind;

typedef struct hx_trace_signal {
    char *name;       // "fpga.hx_fpga.word_i", "chip.row[3]"
    char *range;      // "[63:0]", or "" for single bits and numbers
    const char *type; // "wire", "logic", "parameter", "real", ...
    hx_trace_kind kind;
    uint32_t width;  // bits
    uint32_t handle; // 1..handle_count
} hx_trace_signal;

typedef struct hx_trace_info {
    uint64_t start, end; // first and last moment
    int exponent;        // of the time unit, -9 = 1 ns
    size_t scope_count, signal_count, handle_count;
    size_t block_count; // parts with values, at least 1
    uint64_t size;      // bytes
    const char *writer, *date;
    bool complete; // false: the writing program was killed
} hx_trace_info;

// Whether the file that a run wrote is whole; HX_ERROR_IO if it is not.
hx_status hx_trace_check(const char *path, hx_error *error);

hx_status hx_trace_open(hx_trace **trace, const char *path, hx_error *error);
void hx_trace_close(hx_trace *trace);

const hx_trace_info *hx_trace_get_info(const hx_trace *trace);
const hx_trace_signal *hx_trace_get_signals(const hx_trace *trace, size_t *count);
const char *hx_trace_get_path(const hx_trace *trace);
// The names of the outermost scopes, "fpga, chip, anncore", for messages.
const char *hx_trace_get_tops(const hx_trace *trace);

// Which handles hx_trace_read reports; none at first.
void hx_trace_select(hx_trace *trace, uint32_t handle);
void hx_trace_select_all(hx_trace *trace);

// Calls `take` for the selected handles, times ascending. The first calls give values that hold
// at or before `from`; a value may be repeated. Nothing after `to` is given.
typedef void hx_trace_take(void *user, uint64_t time, uint32_t handle, const char *value);
hx_status hx_trace_read(hx_trace *trace, uint64_t from, uint64_t to, hx_trace_take *take,
                        void *user);

// * is any text, ? one character, all else itself (also [ and ]). The pattern must match the
// whole name or a part of it that begins behind a dot.
bool hx_trace_match(const char *glob, const char *name);
// The pattern matches the name, or a scope that holds it.
bool hx_trace_match_within(const char *glob, const char *name);

// A value for people: bits as 0 or 1, words as 0x..., numbers, text in quotes; cut to `size`.
void hx_trace_format(const hx_trace_signal *signal, const char *value, char *text, size_t size);

double hx_trace_to_ns(const hx_trace *trace, uint64_t time);
// Nearest moment, 0 for negative times, cut at the largest.
uint64_t hx_trace_from_ns(const hx_trace *trace, double ns);

// Runs `work` in a child process with the library's own messages silenced, so that a damaged
// file cannot end this one. `work` returns an exit code or fills `error`; a crash becomes
// HX_ERROR_FORMAT, a closed stdout HX_INTERRUPTED.
// Damage can also make that library read for ever or ask for all memory: the limits end the
// child.
// stdout of the child is the caller's. `exit_code` is set when HX_OK returns.
typedef struct hx_trace_limits {
    unsigned seconds;      // 0: none
    uint64_t memory_bytes; // beyond what the process has already, 0: none
} hx_trace_limits;
typedef hx_status hx_trace_work(void *user, int *exit_code, hx_error *error);
hx_status hx_trace_guard(hx_trace_work *work, void *user, const char *path, hx_trace_limits limits,
                         int *exit_code, hx_error *error);

#ifdef __cplusplus
}
#endif

#endif
