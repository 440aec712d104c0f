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

static void find_request(const hx_digital *d, hx_digital_exchange *x)
{
    bool link = d->link.rx.requests.count > 0, jtag = d->tap.asks;
    x->offered = (link || jtag) && hx_omnibus_has_room(&d->bus);
    x->master = hx_omnibus_choose(&d->bus, jtag);
    if (!x->offered)
        return;
    x->request = x->master == HX_OMNIBUS_JTAG
                     ? d->tap.request
                     : hx_omnibus_unpack(hx_ring_head(&d->link.rx.requests));
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
    if (!hx_omnibus_waits(&d->bus))
        return;
    x->answer_slave = hx_omnibus_get_slave(&d->bus);
    x->answer_master = hx_omnibus_get_master(&d->bus);
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
