// Random accesses over the link, its counters, and what the answers say of both.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/link_traffic.h"

#include "hx_map.h"

#include <check.h>
#include <string.h>

#define FLAGS 0x8800000fu

// A column has rows 0..23 in 32 addresses.
static uint32_t cell_address(uint32_t cell)
{
    return LINK_CELLS + cell / 16 * 32 + cell % 16;
}

static uint32_t draw(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

void link_add_reads(word_list *words, uint32_t address, unsigned count, unsigned stride)
{
    for (unsigned i = 0; i < count; i++)
        word_list_add(words, WORD_READ(address + i * stride));
}

void link_add_counters(word_list *words)
{
    link_add_reads(words, hx_map_phy_status_crc_error_count_address(0), HX_LANE_COUNT, 1);
    link_add_reads(words, hx_map_phy_status_online_time_address(0), HX_LANE_COUNT, 1);
    link_add_reads(words, hx_map_phy_status_rx_dropped_count_address(0), HX_LANE_COUNT, 1);
    link_add_reads(words, hx_map_phy_status_tx_count_address(0), HX_LANE_COUNT, 2);
    link_add_reads(words, hx_map_phy_status_rx_count_address(0), HX_LANE_COUNT, 2);
    link_add_reads(words, hx_map_hicann_arq_status_address(), HX_MAP_HICANN_ARQ_STATUS_WORDS, 1);
    link_add_reads(words, hx_map_link_events_dropped_address(), 1, 1);
    link_add_reads(words, hx_map_link_events_lost_address(), 1, 1);
    link_add_reads(words, hx_map_link_status_chip_address(), HX_MAP_LINK_STATUS_CHIP_WORDS, 1);
    word_list_add(words, WORD_READ(FLAGS));
}

uint32_t link_sum(const uint32_t *lanes)
{
    uint32_t all = 0;
    for (unsigned i = 0; i < HX_LANE_COUNT; i++)
        all += lanes[i];
    return all;
}

// Results of reads, in order.
size_t link_get_data(const word_list *from, uint32_t *data, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < from->count; i++)
        if (from->words[i] >> 56 == 0x01) {
            ck_assert_uint_lt(count, capacity);
            data[count++] = (uint32_t)from->words[i];
        }
    return count;
}

size_t link_get_labels(const word_list *from, uint16_t *labels, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < from->count; i++) {
        const uint64_t word = from->words[i];
        ck_assert_uint_ne(word >> 56, 0x0c);
        ck_assert_uint_lt(count + 1, capacity);
        if (word >> 56 == 0x0b)
            labels[count++] = (uint16_t)(word >> 24);
        if (word >> 56 == 0x0a || word >> 56 == 0x0b)
            labels[count++] = (uint16_t)word;
    }
    return count;
}

link_counters link_get_last_counters(const word_list *from)
{
    static uint32_t data[1 << 16];
    size_t count = link_get_data(from, data, sizeof data / sizeof *data);
    link_counters result;
    ck_assert_uint_ge(count, LINK_COUNTERS);
    memcpy(&result, data + count - LINK_COUNTERS, sizeof result);
    return result;
}

void link_add_end(word_list *words)
{
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    word_list_add(words, WORD_HALT);
}

size_t link_add_traffic(word_list *words, unsigned count, uint32_t seed, uint32_t *expected)
{
    uint32_t cells[LINK_CELL_COUNT], state = seed;
    size_t reads = 0;
    for (uint32_t i = 0; i < LINK_CELL_COUNT; i++) {
        cells[i] = i;
        word_list_add_write(words, cell_address(i), i);
    }
    for (unsigned i = 0; i < count; i++) {
        const uint32_t cell = draw(&state) % LINK_CELL_COUNT, value = draw(&state) % 1000;
        if (draw(&state) % 2) {
            word_list_add_write(words, cell_address(cell), value);
            cells[cell] = value;
        } else {
            word_list_add(words, WORD_READ(cell_address(cell)));
            expected[reads++] = cells[cell];
        }
    }
    word_list_add(words, WORD_BARRIER_OMNIBUS);
    return reads;
}
