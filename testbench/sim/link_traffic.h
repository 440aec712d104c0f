// Random accesses over the link, its counters, and what the answers say of both.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_TEST_LINK_TRAFFIC_H
#define HX_TEST_LINK_TRAFFIC_H

#include "testbench/sim/device_words.h"

#define LINK_CELLS 0x00140000u // capacitive memory: 10-bit cells
#define LINK_CELL_COUNT 100u

typedef struct link_counters {
    uint32_t wrong[HX_LANE_COUNT], online[HX_LANE_COUNT], unused[HX_LANE_COUNT], tx[HX_LANE_COUNT],
        rx[HX_LANE_COUNT];
    uint32_t bus_write, bus_tx, bus_rx, bus_read;
    uint32_t dropped, lost;
    uint32_t chip_lost, chip_dropped, chip_wrong, chip_repeated;
    uint32_t flags;
} link_counters;

#define LINK_COUNTERS (sizeof(link_counters) / sizeof(uint32_t))

uint32_t link_sum(const uint32_t *lanes);
void link_add_reads(word_list *words, uint32_t address, unsigned count, unsigned stride);
// Reads of all counters, in the order of link_counters.
void link_add_counters(word_list *words);
void link_add_end(word_list *words);
// `count` random reads and writes of chip cells; what the reads must give goes to `expected`.
size_t link_add_traffic(word_list *words, unsigned count, uint32_t seed, uint32_t *expected);

// Data of the bus in the answers, in order.
size_t link_get_data(const word_list *from, uint32_t *data, size_t capacity);
// Labels of events, in order. No pack of three may be in it.
size_t link_get_labels(const word_list *from, uint16_t *labels, size_t capacity);
link_counters link_get_last_counters(const word_list *from);

#endif
