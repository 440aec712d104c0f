// A host made of bare datagrams: plays recorded frames, or rubbish.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RAW_HOST_H
#define HX_TEST_RAW_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Sends the host's frames of one trace of arq_frames.jsonl byte by byte to a server with the
// null device, and checks all that it answers: exact frames, configuration, loopback, every
// word once and in order, nothing else, and an end when all is acknowledged.
void raw_host_replay(const char *trace, uint16_t data_port, uint16_t reset_port);

// Random bytes, wrong lengths and nearly right frames to both ports; with `reset` from a host
// that has just reset the server, so that they are looked at.
void raw_host_send_bad(uint64_t *random, size_t count, bool reset, uint16_t data_port,
                       uint16_t reset_port);

#endif
