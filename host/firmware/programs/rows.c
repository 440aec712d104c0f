// Carries out a list of single accesses and notes how long each took.
// SPDX-License-Identifier: Apache-2.0
//
// The host writes `rows` before it starts the program. Every access uses the vector `data` of its
// number and is timed as (time base behind `access; sync`) - (time base before it) - 1. Returns the
// number of accesses.
#include "hx_ppu/array.h"
#include "hx_ppu/special.h"
#include "hx_ppu/vector.h"

#define ACCESSES 16u

enum {
    NOTHING,    // sync alone
    READ,       // fxvinx of the address into `data`
    WRITE,      // fxvoutx of `data` to the address
    WRITE_SOME, // the same for bytes of `mask` above 0
    CONVERT,    // fxvinx of a CADC row, then of the buffered odd columns, into `data` and the next
    LOAD,       // fxvlax of `data`
    STORE,      // fxvstax to `data`
    READ_WORD,  // load from the address into the first word of `data`
    WRITE_WORD  // store of the first word of `data` to the address
};

volatile struct {
    uint32_t count;
    struct {
        uint32_t kind, address, cycles;
    } access[ACCESSES];
    int8_t mask[HX_FXV_BYTES];
    uint32_t data[ACCESSES + 1][HX_FXV_BYTES / 4];
} rows __attribute__((section(".data.rows"), aligned(16))) = {0};

#define MEASURE(code)                                                                              \
    do {                                                                                           \
        uint32_t begin_ = hx_time();                                                               \
        code;                                                                                      \
        hx_sync();                                                                                 \
        cycles = hx_time() - begin_ - 1;                                                           \
    } while (0)

static uint32_t carry_out(uint32_t kind, uint32_t address, volatile uint32_t *data)
{
    uint32_t cycles = 0;
    HX_FXV_LOAD(fxvlax, 0, data);
    HX_FXV_LOAD(fxvlax, 1, rows.mask);
    HX_FXV(fxvcmpb, 0, 1, 0);
    uint32_t word = *data;
    hx_sync();
    switch (kind) {
    case READ:
        MEASURE(HX_FXV_LOAD(fxvinx, 0, address));
        break;
    case WRITE:
        MEASURE(HX_FXV_STORE(fxvoutx, 0, address));
        break;
    case WRITE_SOME:
        MEASURE(HX_FXV_STORE_IF(GT, fxvoutx, 0, address));
        break;
    case CONVERT:
        MEASURE(HX_FXV_LOAD(fxvinx, 0, address);
                HX_FXV_LOAD(fxvinx, 2, (address | HX_MAP_PPU_VECTOR_BUFFERED) + 1));
        HX_FXV_STORE(fxvstax, 2, data + HX_FXV_BYTES / 4);
        break;
    case LOAD:
        MEASURE(HX_FXV_LOAD(fxvlax, 0, data));
        break;
    case STORE:
        MEASURE(HX_FXV_STORE(fxvstax, 0, data));
        break;
    case READ_WORD:
        MEASURE(word = *(volatile uint32_t *)address);
        *data = word;
        return cycles;
    case WRITE_WORD:
        MEASURE(*(volatile uint32_t *)address = word);
        return cycles;
    default:
        MEASURE((void)0);
    }
    HX_FXV_STORE(fxvstax, 0, data);
    hx_sync();
    return cycles;
}

int main(void)
{
    for (uint32_t i = 0; i < rows.count && i < ACCESSES; i++)
        rows.access[i].cycles =
            carry_out(rows.access[i].kind, rows.access[i].address, rows.data[i]);
    return (int)rows.count;
}
