// Accesses of the chip's processors to memory and registers of the FPGA, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/ppu_memory.h"

#include "sim/fast/link/lane_word.h"

enum {
    ReadLatency = 106,
    // One read may be on its way to the queue.
    AnswerLimit = HX_PPU_MEMORY_ANSWERS - HX_LANE_ROW_WORDS - 2
};

#define FPGA_SPACE UINT32_C(0x80000000)
#define ADDRESS_MASK UINT32_C(0x0fffffff)

void hx_fpga_ppu_memory_reset(hx_fpga_ppu_memory *m)
{
    m->read = m->write = 0;
    m->answer_read = m->answer_write = 0;
    m->left = 0;
    m->fetched = false;
    m->now = 0;
}

bool hx_fpga_ppu_memory_get_answer(const hx_fpga_ppu_memory *m, uint64_t *word)
{
    const hx_ppu_memory_answer *head = &m->answers[m->answer_read % HX_PPU_MEMORY_ANSWERS];
    if (m->answer_read == m->answer_write || (uint16_t)(m->now - head->due) >> 15)
        return false;
    // Half and row travel in the byte enables.
    *word =
        hx_lane_make_bus(HX_LANE_MEMORY_DATA, 0, (unsigned)head->is_row << 1 | (unsigned)head->half,
                         head->data, 0, false);
    return true;
}

bool hx_fpga_ppu_memory_get_access(const hx_fpga_ppu_memory *m, hx_fast_access *access)
{
    const unsigned head = m->read % HX_PPU_MEMORY_QUEUE;
    if (m->left) {
        *access = (hx_fast_access){.address = FPGA_SPACE | m->read_address};
        return true;
    }
    if (m->read == m->write || m->queue[head].kind != HX_LANE_MEMORY_DATA)
        return false;
    *access = (hx_fast_access){.write = true,
                               .byte_enables = m->enables,
                               .address = FPGA_SPACE | m->write_address,
                               .data = m->queue[head].payload};
    return true;
}

// The word at the head; its place is free then, unless a read must wait.
static void take_word(hx_fpga_ppu_memory *m)
{
    const unsigned head = m->read % HX_PPU_MEMORY_QUEUE;
    const uint32_t payload = m->queue[head].payload;
    switch (m->queue[head].kind) {
    case HX_LANE_MEMORY_READ:
        if (m->answer_write - m->answer_read > AnswerLimit)
            return;
        m->is_row = payload >> 30 & 1;
        m->half = payload >> 31;
        m->left = m->is_row ? HX_LANE_ROW_WORDS : 1;
        m->read_address = payload & ADDRESS_MASK;
        break;
    case HX_LANE_MEMORY_DATA:
        m->write_address = (m->write_address + 1) & ADDRESS_MASK;
        m->enables = 0xf;
        break;
    default:
        m->write_address = payload & ADDRESS_MASK;
        m->enables = payload >> 28;
    }
    m->read++;
}

void hx_fpga_ppu_memory_step(hx_fpga_ppu_memory *m, const hx_ppu_memory_in *in)
{
    const bool reads = m->left && in->ready;
    const bool is_data = m->queue[m->read % HX_PPU_MEMORY_QUEUE].kind == HX_LANE_MEMORY_DATA;
    const bool takes = !m->left && m->read != m->write && (in->ready || !is_data);
    const bool fetched = m->fetched;
    if (fetched) {
        m->fetch.due = (uint16_t)(m->now + ReadLatency);
        m->answers[m->answer_write % HX_PPU_MEMORY_ANSWERS] = m->fetch;
    }
    m->fetched = reads;
    if (reads) {
        m->fetch = (hx_ppu_memory_answer){.half = m->half, .is_row = m->is_row, .data = in->data};
        m->left--;
        m->read_address = (m->read_address + 1) & ADDRESS_MASK;
    }
    // Places are counted as they were before this edge.
    if (takes)
        take_word(m);
    m->answer_write += fetched;
    m->answer_read += in->answered;
    for (unsigned i = 0; i < HX_LINK_RX_WORDS; i++) {
        if (!(in->arrived->memory_valid >> i & 1))
            continue;
        const unsigned place = m->write++ % HX_PPU_MEMORY_QUEUE;
        m->queue[place].kind = in->arrived->memory[i].kind;
        m->queue[place].payload = in->arrived->memory[i].payload;
    }
    m->now++;
}
