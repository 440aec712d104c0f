// Verilated plasticity processor with its own memories.
// SPDX-License-Identifier: Apache-2.0
#include "sim/ppu/ppu_rtl.h"

#include "sim/model/model_hooks.hpp"

#include "Vhx_ppu_alone.h"
#include "Vhx_ppu_alone___024root.h"
#include <verilated.h>

#include <memory>
#include <new>

struct hx_ppu_rtl {
    VerilatedContext context;
    Vhx_ppu_alone model{hx::begin_models(context), "ppu"};
    bool (*stops)(std::uint32_t word) = nullptr;

    void edge()
    {
        model.clk_i = 0;
        model.eval();
        model.clk_i = 1;
        model.eval();
    }

    // Word i of a row; the model's lowest word is the last one.
    std::uint32_t &row_word(std::uint32_t address, unsigned i)
    {
        return model.rootp->hx_ppu_alone__DOT__rows_q[address][HX_PPU_RTL_ROW_WORDS - 1 - i];
    }
};

hx_ppu_rtl *hx_ppu_rtl_create(void)
{
    hx_ppu_rtl *ppu = new (std::nothrow) hx_ppu_rtl;
    if (ppu)
        hx_ppu_rtl_reset(ppu);
    return ppu;
}

void hx_ppu_rtl_destroy(hx_ppu_rtl *ppu)
{
    if (ppu) {
        ppu->model.final();
        hx::end_models(ppu->context);
    }
    delete ppu;
}

void hx_ppu_rtl_reset(hx_ppu_rtl *ppu)
{
    ppu->model.rst_ni = 0;
    ppu->edge();
    ppu->edge();
    ppu->model.rst_ni = 1;
}

hx_status hx_ppu_rtl_run(hx_ppu_rtl *ppu, uint64_t max_cycles)
{
    const std::uint64_t done = ppu->model.cycles_o;
    for (std::uint64_t cycle = done; cycle < max_cycles && !ppu->model.sleep_o; cycle++) {
        ppu->edge();
        if (ppu->stops && ppu->model.issue_o && ppu->stops(ppu->model.issue_word_o))
            return HX_ERROR_CHECK;
    }
    return ppu->model.sleep_o ? HX_OK : HX_ERROR_LIMIT;
}

void hx_ppu_rtl_set_stop(hx_ppu_rtl *ppu, bool (*stops)(uint32_t word))
{
    ppu->stops = stops;
}

void hx_ppu_rtl_get_stop(const hx_ppu_rtl *ppu, uint32_t *address, uint32_t *word)
{
    *address = ppu->model.issue_address_o << 2;
    *word = ppu->model.issue_word_o;
}

void hx_ppu_rtl_advance(hx_ppu_rtl *ppu, uint64_t cycles)
{
    while (cycles--)
        ppu->edge();
}

bool hx_ppu_rtl_sleeping(const hx_ppu_rtl *ppu)
{
    return ppu->model.sleep_o;
}

hx_ppu_rtl_counters hx_ppu_rtl_get_counters(const hx_ppu_rtl *ppu)
{
    const Vhx_ppu_alone &model = ppu->model;
    return {model.cycles_o, model.issued_o, model.branches_o, model.missed_taken_o,
            model.missed_not_taken_o};
}

uint32_t *hx_ppu_rtl_memory(hx_ppu_rtl *ppu)
{
    return &ppu->model.rootp->hx_ppu_alone__DOT__words_q[0];
}

void hx_ppu_rtl_set_row(hx_ppu_rtl *ppu, uint32_t address, const uint32_t *words)
{
    for (unsigned i = 0; i < HX_PPU_RTL_ROW_WORDS; i++)
        ppu->row_word(address, i) = words[i];
}

void hx_ppu_rtl_get_row(const hx_ppu_rtl *ppu, uint32_t address, uint32_t *words)
{
    for (unsigned i = 0; i < HX_PPU_RTL_ROW_WORDS; i++)
        words[i] = const_cast<hx_ppu_rtl *>(ppu)->row_word(address, i);
}
