// Periodic CADC sampler: the 512 channels of this half, as time-stamped rows in the FPGA's memory.
// SPDX-License-Identifier: Apache-2.0
//
// The host may change `sampler` before it starts the program (symbol of the ELF file, words in
// this order). A record is 16 bytes of header, {time base, index, 0, 0}, then the vectors of 128
// bytes: causal even and odd columns, then acausal even and odd. With the columns' neuron readout
// switched to the causal channel the first 256 bytes are the membrane voltages. One conversion
// gives a record, its time stamp is taken just before; it ends after `count` records or when the
// memory is full. Returns the number of records.
#include "hx_ppu/array.h"
#include "hx_ppu/special.h"
#include "hx_ppu/vector.h"

#define HEADER 16u
#define EVEN 0u
#define ODD 1u

volatile struct {
    uint32_t period;      // core clock cycles from record to record; late records follow at once
    uint32_t count;       // records
    uint32_t row;         // synapse row connected to the converters
    uint32_t kinds;       // 1: causal channels, 2: acausal ones too
    uint32_t destination; // byte offset in the FPGA's memory, a multiple of 16
    uint32_t end;         // byte offset behind the last byte that may be written
    uint32_t done;        // records written so far
    uint32_t first;       // time base at the first record; 0: at once
} sampler __attribute__((section(".data.sampler"))) = {
    .period = 512, .count = 32, .kinds = 2, .end = HX_EXTERNAL_SIZE};

static void store_record(uint32_t place, uint32_t row, uint32_t kinds)
{
    uint32_t time = hx_time();
    HX_FXV_LOAD(fxvinx, 0, HX_ROW(CADC_CAUSAL, row, EVEN));
    HX_FXV_LOAD(fxvinx, 1, HX_ROW_BUFFERED(CADC_CAUSAL, row, ODD));
    HX_EXTERNAL_WORD(place) = time;
    HX_EXTERNAL_WORD(place + 4) = sampler.done;
    place += HEADER;
    HX_FXV_STORE(fxvoutx, 0, HX_EXTERNAL_ROW(place));
    HX_FXV_STORE(fxvoutx, 1, HX_EXTERNAL_ROW(place + HX_FXV_BYTES));
    if (kinds < 2)
        return;
    HX_FXV_LOAD(fxvinx, 2, HX_ROW_BUFFERED(CADC_ACAUSAL, row, EVEN));
    HX_FXV_LOAD(fxvinx, 3, HX_ROW_BUFFERED(CADC_ACAUSAL, row, ODD));
    HX_FXV_STORE(fxvoutx, 2, HX_EXTERNAL_ROW(place + 2 * HX_FXV_BYTES));
    HX_FXV_STORE(fxvoutx, 3, HX_EXTERNAL_ROW(place + 3 * HX_FXV_BYTES));
}

int main(void)
{
    uint32_t size = HEADER + 2 * sampler.kinds * HX_FXV_BYTES;
    uint32_t next = sampler.first ? sampler.first : hx_time();
    sampler.done = 0;
    for (uint32_t i = 0; i < sampler.count; i++) {
        uint32_t place = sampler.destination + i * size;
        if (place + size > sampler.end)
            break;
        while ((int32_t)(hx_time() - next) < 0)
            continue;
        hx_sync(); // the rows before are out, so the conversion begins at the time stamp
        store_record(place, sampler.row, sampler.kinds);
        sampler.done = i + 1;
        next += sampler.period;
    }
    hx_sync();
    return (int)sampler.done;
}
