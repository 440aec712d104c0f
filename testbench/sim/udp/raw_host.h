// A host made of bare datagrams: plays recorded frames, or rubbish.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_RAW_HOST_H
#define HX_TEST_RAW_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum raw_host_peer {
    RAW_HOST_ECHO,   // the null device: every word comes back once and in order
    RAW_HOST_CHIP,   // the whole set-up: the recorded words are idle ones, nothing comes back
    RAW_HOST_PROGRAM // the same, the words replaced by ticks and a halt, each of which is answered
} raw_host_peer;

// Sends the host's frames of one trace of arq_frames.jsonl, byte by byte but for replaced words,
// and checks all that the server answers: exact frames, configuration, loopback, the words,
// nothing else, and an end when all is acknowledged.
void raw_host_replay(const char *trace, raw_host_peer peer, uint16_t data_port,
                     uint16_t reset_port);

// Random bytes, wrong lengths and nearly right frames to both ports; with `reset` from a host
// that has just reset the server, so that they are looked at.
void raw_host_send_bad(uint64_t *random, size_t count, bool reset, uint16_t data_port,
                       uint16_t reset_port);

#endif
