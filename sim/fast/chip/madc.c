// Fast ADC: run control, sample clock, samples that wait for their way out, cycle by cycle.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/chip/madc.h"

#define INPUT_LENGTH_MASK 0xf
#define NUMBER_MASK 0x3ff

void hx_madc_reset(hx_madc *m)
{
    m->state = HX_MADC_OFF;
    m->start = m->continuous = m->power_down = m->mux = m->sample = m->taken = false;
    m->due = 0;
    m->left = m->number = m->source = 0;
    m->turn = 0;
    hx_ring_clear(&m->waiting);
}

static bool is_due(const hx_madc *m, uint64_t now)
{
    return (m->state == HX_MADC_POWER_UP || m->state == HX_MADC_RECORD) && m->due >> 1 <= now;
}

static void take_sample(hx_madc *m, const hx_madc_in *in)
{
    const hx_madc_settings *settings = &in->readout->madc;
    m->sample = true;
    m->source = settings->source[m->mux];
    // The sample stands on the pins after this edge.
    m->sample_stamp = (uint8_t)(in->timestamp + 1);
    m->sample_mux = m->mux;
    m->sample_number = m->number & NUMBER_MASK;
    m->number++;
    m->due += settings->sample_cycles;
    m->turn = (m->turn + 1) & INPUT_LENGTH_MASK;
    if (settings->input_length && m->turn == settings->input_length) {
        m->turn = 0;
        m->mux = !m->mux;
    }
    if (!m->continuous && m->left <= 1)
        m->state = m->power_down ? HX_MADC_OFF : HX_MADC_READY;
    m->left--;
}

static void start_recording(hx_madc *m, const hx_madc_in *in)
{
    const hx_madc_settings *settings = &in->readout->madc;
    m->start = false;
    m->left = settings->samples;
    m->number = 0;
    m->turn = 0;
    m->mux = settings->first_input;
    m->due = (in->now << 1) + settings->sample_cycles;
    if (m->continuous || settings->samples)
        m->state = HX_MADC_RECORD;
}

// `state`: before this cycle.
static void command(hx_madc *m, hx_madc_state state, const hx_madc_in *in)
{
    hx_map_madc_control control;
    hx_map_madc_control_decode(&in->readout->control, &control);
    m->continuous = control.enable_continuous_sampling;
    m->power_down = control.enable_power_down_after_sampling;
    if (control.wake_up && state == HX_MADC_OFF) {
        m->state = HX_MADC_POWER_UP;
        m->due = (in->now << 1) + in->readout->madc.wait_cycles;
    }
    if (control.start_recording && (state != HX_MADC_OFF || control.wake_up))
        m->start = state != HX_MADC_RECORD;
    if (control.stop_recording) {
        m->start = false;
        if (state == HX_MADC_RECORD)
            m->state = m->power_down ? HX_MADC_OFF : HX_MADC_READY;
    }
}

static void move_samples(hx_madc *m, const hx_madc_in *in)
{
    bool room = m->waiting.count < HX_MADC_DEPTH;
    if (in->taken)
        hx_ring_pop(&m->waiting);
    if (m->taken && room)
        hx_ring_push(&m->waiting, (uint64_t)m->taken_stamp << 11 | m->taken_label);
    m->taken = m->sample;
    if (!m->sample)
        return;
    unsigned value = in->readout->madc.dummy ? m->sample_number : in->value;
    m->taken_label = (uint16_t)((unsigned)m->sample_mux << 10 | value);
    m->taken_stamp = m->sample_stamp;
}

void hx_madc_step(hx_madc *m, const hx_madc_in *in)
{
    hx_madc_state state = m->state;
    bool starts = m->start && state == HX_MADC_READY;
    move_samples(m, in);
    m->sample = false;
    if (is_due(m, in->now)) {
        if (state == HX_MADC_POWER_UP)
            m->state = HX_MADC_READY;
        else
            take_sample(m, in);
    }
    if (starts)
        start_recording(m, in);
    if (in->readout->control_valid)
        command(m, state, in);
}

uint64_t hx_madc_next(const hx_madc *m, uint64_t now)
{
    if (m->sample || m->taken || m->waiting.count || (m->start && m->state == HX_MADC_READY))
        return now;
    if (m->state != HX_MADC_POWER_UP && m->state != HX_MADC_RECORD)
        return UINT64_MAX;
    return m->due >> 1 > now ? m->due >> 1 : now;
}
