// Plays a small program on the simulated set-up and prints what comes back.
// SPDX-License-Identifier: Apache-2.0
//
//   cc play.c $(pkg-config --cflags --libs hxcosim) -o play && ./play
#include <hxcosim/device.h>

#include <inttypes.h>
#include <stdio.h>

int main(void)
{
    const uint64_t program[] = {
        0x0400000000000000,                     // timer setup
        0x0500000000000064,                     // wait until 100 FPGA cycles
        0x0b00000f80000000, 0x0c00000012345678, // write word 0 of the FPGA's memory
        0x0b00001f80000000,                     // read it back
        0x0700000000000001,                     // barrier: all answers are there
        0x0a00000000000000,                     // halt
    };
    hx_error error;
    hx_connection *device;
    hx_device_config config = hx_device_config_default();
    if (hx_connection_open_local(&device, &config, &error))
        return fprintf(stderr, "%s\n", error.text), 1;
    hx_connection_send(device, program, sizeof program / sizeof *program);
    hx_device_state state = HX_DEVICE_RUNNING;
    while (state == HX_DEVICE_RUNNING) {
        uint64_t words[64];
        size_t count;
        if (hx_connection_receive(device, words, 64, &count, &state))
            return 1;
        for (size_t i = 0; i < count; i++)
            printf("0x%016" PRIx64 "\n", words[i]);
    }
    hx_connection_close(device);
    return 0;
}
