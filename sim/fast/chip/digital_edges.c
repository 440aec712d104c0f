// Edges of the parts of the digital model.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/digital_private.h"

#include <string.h>

static hx_access get_access(const hx_digital_exchange *x, unsigned slave)
{
    hx_access access = {0};
    if (x->taken && x->slave == slave)
        access = x->request;
    return access;
}

void hx_digital_step_fabric(hx_digital *d, const hx_digital_in *in, const hx_digital_exchange *x,
                            const hx_chip_link_news *news, uint64_t systime, unsigned l2_ready)
{
    unsigned first = HX_SLAVE_PADI_TOP, number = x->slave - first;
    bool accessed = x->taken && number < HX_FABRIC_BLOCKS;
    bool array_reset = d->array[0].reset_valid || d->array[1].reset_valid ||
                       d->array[0].row_reset_valid || d->array[1].row_reset_valid;
    if (!accessed && !in->fire_valid && !array_reset && !news->event_valid &&
        d->fabric_next > d->now)
        return;
    hx_fabric_in *f = &d->fabric_in;
    f->fire_valid = in->fire_valid;
    f->link_valid = news->event_valid;
    f->l2_ready = (uint8_t)l2_ready;
    f->systime = systime;
    f->now = d->now;
    f->array_reset_valid = f->row_reset_valid = 0;
    if (in->fire_valid)
        memcpy(f->fire, in->fire, sizeof f->fire);
    memcpy(f->link_label, news->event_label, sizeof f->link_label);
    for (unsigned half = 0; array_reset && half < 2; half++) {
        f->array_reset_valid |= (uint8_t)(d->array[half].reset_valid << half);
        f->array_reset_quad[half] = d->array[half].reset_quad;
        f->array_reset_entries[half] = d->array[half].reset_entries;
        if (d->array[half].row_reset_valid) {
            f->row_reset_valid |= (uint8_t)(1u << half);
            f->row_reset_parity[half] = d->array[half].row_reset_parity;
            memcpy(f->row_reset[half], d->array[half].row_reset, sizeof f->row_reset[half]);
        }
    }
    if (accessed)
        f->access[number] = x->request;
    hx_fabric_step(&d->fabric, f);
    d->fabric_next = hx_fabric_next(&d->fabric, d->now + 1);
    if (!accessed)
        return;
    f->access[number] = (hx_access){0};
    const hx_fabric *fabric = &d->fabric;
    d->read_data[x->slave] = number == HX_FABRIC_BACKEND ? fabric->backend.read_data
                             : number == HX_FABRIC_CROSSBAR
                                 ? fabric->crossbar.read_data | fabric->background.read_data
                                 : fabric->padi[number].read_data;
}

void hx_digital_step_registers(hx_digital *d, const hx_digital_in *in, const hx_digital_exchange *x,
                               uint64_t systime, bool sample_taken)
{
    if (!(x->taken && x->slave == HX_SLAVE_REGISTERS) && !sample_taken &&
        hx_readout_rests(&d->readout) && !d->tap.pll_write && d->registers_next > d->now)
        return;
    hx_access access = get_access(x, HX_SLAVE_REGISTERS);
    uint32_t data = access.valid && !access.write ? hx_chip_link_read(&d->link, access.address) : 0;
    if (sample_taken || d->readout.control_valid || hx_madc_next(&d->madc, d->now) <= d->now) {
        const hx_madc_in madc = {.now = d->now,
                                 .timestamp = (uint8_t)systime,
                                 .readout = &d->readout,
                                 .value = in->madc_value,
                                 .taken = sample_taken};
        hx_madc_step(&d->madc, &madc);
    }
    if (access.valid || !hx_readout_rests(&d->readout))
        data |= hx_readout_step(&d->readout, &access);
    if (access.valid || d->tap.pll_write || hx_pll_next(&d->pll, d->now) <= d->now)
        data |= hx_pll_step(&d->pll, d->now, &access, d->tap.pll_write,
                            hx_tap_get_pll_register(&d->tap), hx_tap_get_pll_data(&d->tap));
    if (access.valid)
        d->read_data[HX_SLAVE_REGISTERS] = data | hx_chip_registers_access(&d->registers, &access);
    const uint64_t madc_next = hx_madc_next(&d->madc, d->now + 1);
    const uint64_t pll_next = hx_pll_next(&d->pll, d->now + 1);
    d->registers_next = madc_next < pll_next ? madc_next : pll_next;
}

void hx_digital_step_arrays(hx_digital *d, const hx_digital_in *in, const hx_digital_exchange *x)
{
    for (unsigned half = 0; half < 2; half++) {
        unsigned slave = HX_SLAVE_ARRAY_TOP + half;
        const hx_row_request *row = d->port[half].row;
        bool taken = x->taken && x->slave == slave;
        bool answered = x->answered && x->answer_slave == slave;
        if (!taken && !answered && hx_array_next(&d->array[half], row, d->now) > d->now)
            continue;
        const hx_array_in a = {.now = d->now,
                               .half = half,
                               .sense_delay = d->registers.sense_delay[half],
                               .request = get_access(x, slave),
                               .answered = answered,
                               .data = in->word_data[half],
                               .row = row};
        hx_array_step(&d->array[half], &a);
    }
}

static bool does_bus_move(const hx_digital *d)
{
    bool any = d->analog.access.valid || d->analog.answers.count;
    for (unsigned s = 0; s < HX_SLAVE_ANALOG; s++)
        any |= d->slave[s].accessed || d->slave[s].answers.count;
    return any;
}

void hx_digital_step_slaves(hx_digital *d, const hx_digital_in *in, const hx_digital_exchange *x)
{
    if (!x->taken && !x->answered && !d->bus_moves)
        return;
    for (unsigned s = 0; s < HX_SLAVE_ANALOG; s++) {
        hx_omnibus_slave *slave = &d->slave[s];
        bool answered = x->answered && x->answer_slave == s;
        bool taken = x->taken && x->slave == s;
        if (!taken && !answered && !slave->accessed)
            continue;
        hx_access access = get_access(x, s);
        hx_omnibus_slave_step(slave, &access, answered, d->read_data[s]);
    }
    hx_access access = get_access(x, HX_SLAVE_ANALOG);
    bool answered = x->answered && x->answer_slave == HX_SLAVE_ANALOG;
    if (access.valid || answered || d->analog.access.valid)
        hx_analog_bus_step(&d->analog, &access, answered, in->word_data[2]);
    d->bus_moves = does_bus_move(d);
}

void hx_digital_step_tap(hx_digital *d, const hx_digital_levels *levels,
                         const hx_digital_exchange *x)
{
    bool answered = x->has_answer && x->answer_user == HX_USER_JTAG;
    if (!answered && hx_tap_rests(&d->tap, levels->jtag_tck))
        return;
    const hx_tap_in tap = {.tck = levels->jtag_tck,
                           .tms = levels->jtag_tms,
                           .tdi = levels->jtag_tdi,
                           .taken = x->taken && x->user == HX_USER_JTAG,
                           .answered = answered,
                           .response = x->answer};
    hx_tap_step(&d->tap, levels->reset, &tap);
}

// The edge of the places between the processors' clock and the chip's, which take an element when
// they are empty.
static void step_slices(hx_digital *d, const hx_digital_exchange *x,
                        const hx_digital_ppu_news *news)
{
    for (unsigned half = 0; half < 2; half++)
        if (!d->request[half].valid && d->port[half].request.valid)
            d->request[half] = d->port[half].request;
        else if (x->taken && x->user == half)
            d->request[half].valid = false;
    const hx_ppu_port *owner = &d->port[news->memory_owner];
    if (d->word_valid) {
        d->word_valid = !news->memory_taken;
    } else {
        d->word_valid = owner->memory_valid;
        d->word = owner->memory;
    }
}

void hx_digital_step_ppus(hx_digital *d, const hx_digital_in *in, const hx_digital_exchange *x,
                          const hx_digital_ppu_news *news)
{
    const hx_chip_link_memory *memory = &d->link.rx.memory;
    const bool request_empty[2] = {!d->request[0].valid, !d->request[1].valid};
    const bool word_empty = !d->word_valid, accessed = x->taken && x->slave == HX_SLAVE_REGISTERS;
    step_slices(d, x, news);
    if (d->port[0].memory_busy || d->port[1].memory_busy)
        d->memory_owner = news->memory_owner;
    for (unsigned half = 0; half < 2; half++) {
        hx_processor *ppu = d->ppu[half];
        const hx_ppu_port *port = &d->port[half];
        const bool request_taken = request_empty[half] && port->request.valid;
        const bool answered = x->answered && x->answer_user == half;
        const bool memory_taken = word_empty && port->memory_valid && news->memory_owner == half;
        const bool memory_answered = memory->valid && memory->half == half;
        const bool is_accessed = accessed && hx_processor_has_address(ppu, x->request.address);
        // At rest it has nothing to do with what others get.
        if (!request_taken && !answered && !memory_answered && !is_accessed &&
            news->row_done[half] == port->row_done && port->next > d->now &&
            (!memory_taken || hx_processor_take_word(ppu, d->now)))
            continue;
        const bool asked_for_row = port->row->valid;
        const hx_ppu_port_in p = {.access = get_access(x, HX_SLAVE_REGISTERS),
                                  .request_taken = request_taken,
                                  .answered = answered,
                                  .answer = (uint32_t)x->answer,
                                  .memory_taken = memory_taken,
                                  .memory_answered = memory_answered,
                                  .memory_is_row = memory->is_row,
                                  .memory_data = memory->data,
                                  .row_done = news->row_done[half],
                                  .row = &in->row_data[half]};
        d->read_data[HX_SLAVE_REGISTERS] |= hx_processor_step(ppu, d->now, &p);
        // The array sees that in the next cycle.
        if (port->row->valid != asked_for_row)
            d->parts_next = 0;
    }
}
