// Times of responses, rebuilt by the host from the order of messages.
// SPDX-License-Identifier: Apache-2.0
//
// The host counts FPGA cycles (8 ns, 43 bits): one for every message of any kind; a systime
// message then replaces the count, a sysdelta adds to it. An event also carries the low 8
// bits of the chip time at which it left, in chip cycles of 4 ns; it must have reached the
// host stamp within 128 FPGA cycles of that time.
#ifndef HX_WIRE_TIME_ANNOTATION_H
#define HX_WIRE_TIME_ANNOTATION_H

#include "host/wire/ut_message.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HX_TIME_MASK ((UINT64_C(1) << 43) - 1)

typedef struct hx_time_annotation {
    uint64_t fpga_time; // of the message that came last
} hx_time_annotation;

// The start of a program.
void hx_time_annotation_init(hx_time_annotation *annotation);

// Counts a message from the FPGA; afterwards `fpga_time` is its stamp.
void hx_time_annotation_step(hx_time_annotation *annotation, const hx_ut_message *message);

// Time at which an event left the chip, FPGA cycles.
uint64_t hx_chip_time_in_fpga_cycles(uint64_t fpga_time, uint8_t timestamp);

// The same in chip cycles, 44 bits.
uint64_t hx_chip_time_in_chip_cycles(uint64_t fpga_time, uint8_t timestamp);

#ifdef __cplusplus
}
#endif

#endif
