// UDP sockets, a clock and a wait in microseconds.
// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE // ppoll; milliseconds are too coarse for a link that resends after one
#include "sim/udp/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER_BYTES (4 << 20) // a wish: the kernel has its own limit

hx_status hx_udp_resolve(struct sockaddr_in *address, const char *host, uint16_t port,
                         hx_error *error)
{
    const struct addrinfo wanted = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found = NULL;
    int result = getaddrinfo(host, NULL, &wanted, &found);
    if (result || !found)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "'%s' is no IPv4 address or host name: %s",
                            host, gai_strerror(result));
    memcpy(address, found->ai_addr, sizeof *address);
    address->sin_port = htons(port);
    freeaddrinfo(found);
    return HX_OK;
}

hx_status hx_udp_socket_open(int *descriptor, struct sockaddr_in *address, hx_error *error)
{
    socklen_t size = sizeof *address;
    const int bytes = BUFFER_BYTES;
    char text[INET_ADDRSTRLEN] = "";
    int made = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    *descriptor = made;
    if (made < 0)
        return hx_error_set(error, HX_ERROR_IO, "no UDP socket: %s", strerror(errno));
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(made, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    if (!bind(made, (struct sockaddr *)address, sizeof *address) &&
        !getsockname(made, (struct sockaddr *)address, &size))
        return HX_OK;
    int reason = errno;
    inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
    close(made);
    *descriptor = -1;
    return hx_error_set(error, HX_ERROR_IO, "cannot bind UDP port %u of %s: %s",
                        ntohs(address->sin_port), text, strerror(reason));
}

uint64_t hx_udp_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void hx_udp_wait(struct pollfd *entries, nfds_t count, uint64_t until_us, uint64_t most_us)
{
    uint64_t now = hx_udp_now_us();
    uint64_t wait = until_us <= now ? 0 : until_us - now < most_us ? until_us - now : most_us;
    const struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000),
                                     .tv_nsec = (long)(wait % 1000000 * 1000)};
    if (ppoll(entries, count, &timeout, NULL) < 0)
        for (nfds_t i = 0; i < count; i++)
            entries[i].revents = 0;
}
