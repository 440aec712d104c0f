// Puts the answers of FPGA and chip accesses into the order of their requests, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Rules, and when an answer is given up: rtl/fpga/hx_answer_order.sv.
#ifndef HX_FAST_EXECUTOR_ANSWER_ORDER_H
#define HX_FAST_EXECUTOR_ANSWER_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#define HX_ANSWER_DEPTH 64
#define HX_ANSWER_LIMIT 52 // accesses in flight

typedef struct hx_answer_access {
    bool chip, read, silent;
} hx_answer_access;

typedef struct hx_answer_order {
    hx_answer_access queue[HX_ANSWER_DEPTH];
    uint32_t local[HX_ANSWER_DEPTH], chip[HX_ANSWER_DEPTH];
    uint32_t read, write, local_read, local_write, chip_read, chip_write;
    uint32_t waiting; // cycles of the oldest
    uint32_t value;   // of the latest answer, sent or silent
    uint8_t reads;    // in flight
    uint8_t owed;     // answers the chip still owes
    bool gone;        // one was given up and the chip was not reachable since
    bool lost, unexpected;
} hx_answer_order;

typedef struct hx_answer_in {
    bool issue;
    hx_answer_access access;
    bool local_valid;
    uint32_t local;
    uint8_t chip_valid;
    uint32_t chip[2];
    bool reachable, chip_reset, room;
} hx_answer_in;

typedef struct hx_answer_look {
    bool pop, message_valid;
    bool given_up;
    uint32_t data;
} hx_answer_look;

void hx_answer_order_reset(hx_answer_order *order);

static inline bool hx_answer_order_is_busy(const hx_answer_order *order)
{
    return order->read != order->write;
}
static inline bool hx_answer_order_is_full(const hx_answer_order *order, bool issue)
{
    return order->write - order->read + issue >= HX_ANSWER_LIMIT;
}

// What leaves in this cycle.
hx_answer_look hx_answer_order_look(const hx_answer_order *order, const hx_answer_in *in);
void hx_answer_order_step(hx_answer_order *order, const hx_answer_in *in,
                          const hx_answer_look *look);

// Cycles from now in which only time passes without inputs, if there is room and the chip stays
// as reachable as it is; UINT64_MAX: for ever.
uint64_t hx_answer_order_get_rest(const hx_answer_order *order, bool reachable);
void hx_answer_order_skip(hx_answer_order *order, uint64_t cycles);

#endif
