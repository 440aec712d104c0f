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
    return user == HX_USER_JTAG ? d->tap.request : d->port[user].request;
}

static void find_request(const hx_digital *d, hx_digital_exchange *x)
{
    x->offered[0] = hx_omnibus_merge_offer(&d->processors, d->port[0].request.valid,
                                           d->port[1].request.valid, &x->master[0]);
    x->offered[1] =
        hx_omnibus_merge_offer(&d->host, d->link.rx.requests.count > 0, d->tap.asks, &x->master[1]);
    x->offers = hx_omnibus_merge_offer(&d->masters, x->offered[0], x->offered[1], &x->side);
    if (!x->offers)
        return;
    x->user = x->side << 1 | x->master[x->side];
    x->request = get_request(d, x->user);
    x->slave = hx_address_decode(x->request.address);
    x->taken = is_ready(d, x->slave);
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
    x->answer_user = side << 1 | hx_omnibus_merge_get_master(side ? &d->host : &d->processors);
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
    unsigned answer_side = x->answer_user >> 1;
    hx_omnibus_merge_step(&d->masters, x->offers, x->side, x->taken, x->slave, x->answered);
    hx_omnibus_merge_step(&d->processors, x->offered[0], x->master[0], x->taken && !x->side, 0,
                          x->answered && !answer_side);
    hx_omnibus_merge_step(&d->host, x->offered[1], x->master[1], x->taken && x->side, 0,
                          x->answered && answer_side);
}
