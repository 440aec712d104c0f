// Results of the vector unit on their way from the start of an operation to the register file.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: rtl/ppu/hx_ppu_vector_pipe.sv.
#ifndef HX_FAST_PROCESSOR_VECTOR_PIPE_H
#define HX_FAST_PROCESSOR_VECTOR_PIPE_H

#include "sim/fast/ppu/values.h"

enum { HX_VECTOR_PIPE_DEPTH = 4 };

typedef struct hx_vector_pipe {
    uint8_t stages;
    uint8_t valid, has_target; // bit n: of the operation that started n + 1 cycles ago
    uint8_t first, count;      // results
    uint8_t target[HX_VECTOR_PIPE_DEPTH];
    uint8_t result[HX_VECTOR_PIPE_DEPTH][HX_PPU_REGISTER_BYTES];
} hx_vector_pipe;

static inline void hx_vector_pipe_reset(hx_vector_pipe *pipe, unsigned stages)
{
    pipe->stages = (uint8_t)stages;
    pipe->valid = pipe->has_target = pipe->first = pipe->count = 0;
}

// The oldest result asks for the port.
static inline bool hx_vector_pipe_requests(const hx_vector_pipe *pipe)
{
    return (pipe->valid & pipe->has_target) >> (pipe->stages - 1) & 1;
}

// Place of the result of an operation that starts.
static inline uint8_t *hx_vector_pipe_add(hx_vector_pipe *pipe, unsigned target)
{
    unsigned place = (pipe->first + pipe->count++) % HX_VECTOR_PIPE_DEPTH;
    pipe->target[place] = (uint8_t)target;
    return pipe->result[place];
}

// The edge, unless the oldest result waits for the port.
static inline void hx_vector_pipe_step(hx_vector_pipe *pipe, bool starts, bool has_target)
{
    uint8_t mask = (uint8_t)((1u << pipe->stages) - 1);
    if (hx_vector_pipe_requests(pipe)) {
        pipe->first = (pipe->first + 1) % HX_VECTOR_PIPE_DEPTH;
        pipe->count--;
    }
    pipe->valid = (uint8_t)(pipe->valid << 1 | starts) & mask;
    pipe->has_target = (uint8_t)(pipe->has_target << 1 | has_target) & mask;
}

#endif
