// A channel for datagrams that loses, doubles, reorders and delays them.
// SPDX-License-Identifier: Apache-2.0
//
// Times are microseconds of the owner's clock. What happens to the n-th datagram depends on
// the seed, the stream and n alone. A reordered datagram is overtaken by the next 1 to 3, or
// waits 100 us if fewer come: with longer gaps a number of an earlier turn of the window could
// look like a new one, which the protocol cannot notice. A datagram damaged on a wire fails its UDP
// checksum and never reaches the receiver, so `corrupt` is a second kind of loss, counted on
// its own.
#ifndef HX_SIM_UDP_FAULTS_H
#define HX_SIM_UDP_FAULTS_H

#include <hxcosim/server.h>

enum { HX_FAULT_DATAGRAM_BYTES = 2048, HX_FAULT_REORDER_US = 100 };

typedef struct hx_fault_channel hx_fault_channel;

// Channels of one seed and different streams have independent faults.
hx_status hx_fault_channel_create(hx_fault_channel **channel, const hx_udp_faults *faults,
                                  uint64_t stream);
void hx_fault_channel_destroy(hx_fault_channel *channel); // accepts NULL
void hx_fault_channel_clear(hx_fault_channel *channel);   // forgets what is under way

// HX_ERROR_ARGUMENT: longer than HX_FAULT_DATAGRAM_BYTES.
hx_status hx_fault_channel_push(hx_fault_channel *channel, uint64_t now_us, const uint8_t *bytes,
                                size_t length);
// Takes the next datagram whose time has come.
bool hx_fault_channel_pop(hx_fault_channel *channel, uint64_t now_us,
                          uint8_t bytes[HX_FAULT_DATAGRAM_BYTES], size_t *length);
// When the next one comes, UINT64_MAX: nothing is under way.
uint64_t hx_fault_channel_get_deadline(const hx_fault_channel *channel);
hx_fault_counters hx_fault_channel_get_counters(const hx_fault_channel *channel);

#endif
