// Status codes and error texts shared by every part of hxcosim.
// SPDX-License-Identifier: Apache-2.0
//
// Every function that can fail returns an hx_status. Where one line for a person
// is useful (bad file, bad flag, bad word) the function also takes an optional
// hx_error, which holds that line: the place and the rule that was broken.
#ifndef HXCOSIM_STATUS_H
#define HXCOSIM_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

// name, pinned value, sentence. Callers store the numbers, so none is given a second meaning: 11
// was in use once and stays free, the next is 12.
#define HX_STATUS_LIST(X)                                                                          \
    X(OK, 0, "success")                                                                            \
    X(ERROR_ARGUMENT, 1, "an argument is outside its documented range")                            \
    X(ERROR_FORMAT, 2, "the input breaks a rule of its format")                                    \
    X(ERROR_IO, 3, "a file or socket could not be read or written")                                \
    X(ERROR_MEMORY, 4, "memory ran out")                                                           \
    X(ERROR_STATE, 5, "the call is not allowed in this state")                                     \
    X(ERROR_LIMIT, 6, "a limit was reached")                                                       \
    X(ERROR_UNSUPPORTED, 7, "this is not modelled")                                                \
    X(ERROR_CLOSED, 8, "the other end is gone")                                                    \
    X(ERROR_CHECK, 9, "the checked thing failed")                                                  \
    X(INTERRUPTED, 10, "stopped on request")

typedef enum hx_status {
#define HX_STATUS_ENUM(name, value, text) HX_##name = value,
    HX_STATUS_LIST(HX_STATUS_ENUM)
#undef HX_STATUS_ENUM
} hx_status;

// One line for a person, at most 255 characters, without a line end.
typedef struct hx_error {
    char text[256];
} hx_error;

// The sentence of a status; a fixed text for values outside the list.
const char *hx_status_text(hx_status status);

// Fills `error` (may be NULL) like printf and returns `status`, so that a failing
// function can end with `return hx_error_set(error, HX_ERROR_FORMAT, "...", ...)`.
hx_status hx_error_set(hx_error *error, hx_status status, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;

#ifdef __cplusplus
}
#endif

#endif
