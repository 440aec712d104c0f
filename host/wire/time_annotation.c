// Times of responses, rebuilt by the host from the order of messages.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/time_annotation.h"

void hx_time_annotation_init(hx_time_annotation *annotation)
{
    annotation->fpga_time = 0;
}

void hx_time_annotation_step(hx_time_annotation *annotation, const hx_ut_message *message)
{
    uint64_t time = annotation->fpga_time + 1;
    if (message->kind == HX_UT_FROM_SYSTIME)
        time = message->value;
    else if (message->kind == HX_UT_FROM_SYSDELTA)
        time += message->value;
    annotation->fpga_time = time & HX_TIME_MASK;
}

uint64_t hx_chip_time_in_fpga_cycles(uint64_t fpga_time, uint8_t timestamp)
{
    uint64_t chip_time = (fpga_time & ~UINT64_C(0x7f)) | timestamp >> 1;
    if (chip_time > fpga_time)
        chip_time -= 128;
    return chip_time & HX_TIME_MASK;
}

uint64_t hx_chip_time_in_chip_cycles(uint64_t fpga_time, uint8_t timestamp)
{
    return hx_chip_time_in_fpga_cycles(fpga_time, timestamp) << 1 | (timestamp & 1);
}
