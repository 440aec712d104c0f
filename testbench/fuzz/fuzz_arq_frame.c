// Fuzz target: any datagram; an accepted frame must give its own leading bytes again.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The bytes are copied, so that a read beyond their end is seen.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes)
        abort();
    memcpy(bytes, data, size);
    for (int port = HX_ARQ_PORT_DATA; port <= HX_ARQ_PORT_RESET; port++) {
        hx_arq_frame frame;
        hx_error error;
        uint8_t made[HX_ARQ_FRAME_BYTES_MAXIMUM];
        size_t length;
        if (hx_arq_frame_decode(&frame, (hx_arq_port)port, bytes, size, &error))
            continue;
        if (hx_arq_frame_encode(&frame, made, &length) || length > size ||
            memcmp(made, bytes, length))
            abort();
    }
    free(bytes);
    return 0;
}
