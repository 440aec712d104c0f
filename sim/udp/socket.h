// UDP sockets, a clock and a wait in microseconds.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_UDP_SOCKET_H
#define HX_SIM_UDP_SOCKET_H

#include <hxcosim/status.h>

#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>

// The IPv4 address of a name or dotted address.
hx_status hx_udp_resolve(struct sockaddr_in *address, const char *host, uint16_t port,
                         hx_error *error);
// A non-blocking socket bound to the address; port 0: any free one, which is filled in.
hx_status hx_udp_socket_open(int *descriptor, struct sockaddr_in *address, hx_error *error);

// Monotonic clock.
uint64_t hx_udp_now_us(void);
// Waits for an event, but not beyond `until_us` nor longer than `most_us`. Signals end it.
void hx_udp_wait(struct pollfd *entries, nfds_t count, uint64_t until_us, uint64_t most_us);

#endif
