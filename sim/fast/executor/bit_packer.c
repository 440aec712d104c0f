// Packs messages of 64 or 80 bits back to back into 64-bit words, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/executor/bit_packer.h"

#include <assert.h>

static void append(hx_bit_packer *p, const hx_bit_packer_in *in)
{
    const unsigned shift = 16u * p->units;
    assert(p->units < 4);
    p->high |= in->high >> shift;
    if (shift)
        p->low |= in->high << (64 - shift);
    p->low |= (uint64_t)in->low << (48 - shift);
    p->units += in->is_long ? 5 : 4;
}

void hx_bit_packer_step(hx_bit_packer *p, const hx_bit_packer_in *in)
{
    p->valid = false;
    if (p->units >= 4) {
        p->valid = true;
        p->word = p->high;
        p->high = p->low;
        p->low = 0;
        p->units -= 4;
        p->flushing |= in->flush;
    } else if (p->flushing) {
        p->flushing = in->flush;
        if (p->units) {
            p->valid = true;
            p->word = p->high | UINT64_C(1) << 63 >> (16 * p->units);
            p->high = p->low = 0;
            p->units = 0;
        }
    } else {
        p->flushing = in->flush;
    }
    if (in->valid)
        append(p, in);
}
