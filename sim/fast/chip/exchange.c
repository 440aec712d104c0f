// The bus of the digital model: which request and which answer it carries in a cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/address.h"
#include "sim/fast/chip/digital_private.h"
#include "sim/fast/omnibus/request.h"

#include <stddef.h>

static bool is_ready(const hx_digital *d, unsigned slave)
{
    if (slave < HX_SLAVE_ANALOG)
        return hx_omnibus_slave_is_ready(&d->slave[slave]);
    if (slave == HX_SLAVE_ANALOG)
        return hx_analog_bus_is_ready(&d->analog);
    return hx_array_is_ready(&d->array[slave - HX_SLAVE_ARRAY_TOP]);
}

static hx_access get_request(const hx_digital *d, unsigned user)
{
    if (user == HX_USER_LINK)
        return hx_omnibus_unpack(hx_ring_head(&d->link.rx.requests));
    return user == HX_USER_JTAG ? d->tap.request : d->request[user];
}

// Masters in the order of their turns.
static const hx_digital_user in_turn[HX_OMNIBUS_TURNS] = {HX_USER_JTAG, HX_USER_PPU_TOP,
                                                          HX_USER_PPU_BOTTOM};

static unsigned find_asking(const hx_digital *d)
{
    return (unsigned)d->tap.asks | (unsigned)d->request[0].valid << 1 |
           (unsigned)d->request[1].valid << 2;
}

static void find_request(const hx_digital *d, hx_digital_exchange *x)
{
    x->asks = find_asking(d);
    x->offers = hx_omnibus_merge_offer(&d->masters, hx_omnibus_turns_offer(&d->turns, x->asks),
                                       d->link.rx.requests.count > 0, &x->side);
    if (!x->offers)
        return;
    x->user = x->side ? HX_USER_LINK : in_turn[d->turns.master];
    x->request = get_request(d, x->user);
    x->slave = hx_address_decode(x->request.address);
    x->taken = is_ready(d, x->slave) && hx_memory_timing_is_over(&d->timing, &x->request);
}

// The queue of answers of a slave, NULL if it has none to give now.
static const hx_ring *find_answers(const hx_digital *d, unsigned slave)
{
    const hx_ring *answers = slave < HX_SLAVE_ANALOG    ? &d->slave[slave].answers
                             : slave == HX_SLAVE_ANALOG ? &d->analog.answers
                                                        : NULL;
    if (answers)
        return answers->count ? answers : NULL;
    const hx_array *array = &d->array[slave - HX_SLAVE_ARRAY_TOP];
    return hx_array_has_answer(array, d->now) ? &array->answers : NULL;
}

static void find_answer(const hx_digital *d, hx_digital_exchange *x)
{
    if (!d->masters.order.count)
        return;
    unsigned side = hx_omnibus_merge_get_master(&d->masters);
    x->answer_slave = hx_omnibus_merge_get_tag(&d->masters);
    x->answer_user = side ? HX_USER_LINK : in_turn[d->turns.master];
    const hx_ring *answers = find_answers(d, x->answer_slave);
    x->has_answer = answers != NULL;
    if (answers)
        x->answer = hx_ring_head(answers);
}

void hx_digital_find_exchange(const hx_digital *d, hx_digital_exchange *x)
{
    *x = (hx_digital_exchange){0};
    find_request(d, x);
    find_answer(d, x);
}

void hx_digital_step_merges(hx_digital *d, const hx_digital_exchange *x)
{
    const bool answers_link = x->answer_user == HX_USER_LINK;
    if (x->offers)
        hx_memory_timing_step(&d->timing, &x->request, x->taken);
    hx_omnibus_merge_step(&d->masters, x->offers, x->side, x->taken, x->slave, x->answered);
    hx_omnibus_turns_step(&d->turns, x->asks, x->taken && !x->side, x->answered && !answers_link);
}
