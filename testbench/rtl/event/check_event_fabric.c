// The event fabric: RTL against the C model, cycle by cycle, and conservation of events.
// SPDX-License-Identifier: Apache-2.0
//
// HX_SEED chooses the first seed, HX_CYCLES the length of a run.
#include "testbench/rtl/event/event_model.h"
#include "testbench/rtl/event/random_traffic.h"

#include <check.h>
#include <hx_map.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 4

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 0) : otherwise;
}

// The first thing that differs, or NULL. Labels count where there is an event.
static const char *compare(const hx_fabric_out *rtl, const hx_fabric_out *c, char text[160])
{
    if (rtl->padi_valid != c->padi_valid || rtl->l2_valid != c->l2_valid) {
        snprintf(text, 160, "events: padi %02x l2 %x, C %02x %x", rtl->padi_valid, rtl->l2_valid,
                 c->padi_valid, c->l2_valid);
        return text;
    }
    for (unsigned bus = 0; bus < 8; bus++)
        if (c->padi_valid >> bus & 1 && rtl->padi_label[bus] != c->padi_label[bus]) {
            snprintf(text, 160, "bus %u: %03x, C %03x", bus, rtl->padi_label[bus],
                     c->padi_label[bus]);
            return text;
        }
    for (unsigned k = 0; k < 4; k++)
        if (c->l2_valid >> k & 1 && (rtl->l2_event[k].label != c->l2_event[k].label ||
                                     rtl->l2_event[k].timestamp != c->l2_event[k].timestamp)) {
            snprintf(text, 160, "L2 output %u: %04x at %02x, C %04x at %02x", k,
                     rtl->l2_event[k].label, rtl->l2_event[k].timestamp, c->l2_event[k].label,
                     c->l2_event[k].timestamp);
            return text;
        }
    for (unsigned b = 0; b < HX_FABRIC_BLOCKS; b++)
        if (rtl->read_data[b] != c->read_data[b]) {
            snprintf(text, 160, "read of block %u: %08" PRIx32 ", C %08" PRIx32, b,
                     rtl->read_data[b], c->read_data[b]);
            return text;
        }
    for (unsigned w = 0; w < HX_BACKEND_WORDS; w++)
        if (rtl->reset_changed != c->reset_changed || rtl->reset[w] != c->reset[w]) {
            snprintf(text, 160,
                     "reset lines %u..: changed %d %016" PRIx64 ", C changed %d %016" PRIx64,
                     64 * w, rtl->reset_changed, rtl->reset[w], c->reset_changed, c->reset[w]);
            return text;
        }
    if (rtl->post_valid != c->post_valid || memcmp(rtl->post, c->post, sizeof c->post) ||
        rtl->side_post != c->side_post) {
        snprintf(text, 160, "post pulses: valid %d sides %x, C valid %d sides %x", rtl->post_valid,
                 rtl->side_post, c->post_valid, c->side_post);
        return text;
    }
    if (rtl->adapt_valid != c->adapt_valid || memcmp(rtl->adapt, c->adapt, sizeof c->adapt) ||
        memcmp(rtl->adapt_scale, c->adapt_scale, sizeof c->adapt_scale)) {
        snprintf(text, 160, "adaptation pulses: valid %d scales %u %u, C valid %d scales %u %u",
                 rtl->adapt_valid, rtl->adapt_scale[0], rtl->adapt_scale[1], c->adapt_valid,
                 c->adapt_scale[0], c->adapt_scale[1]);
        return text;
    }
    return NULL;
}

START_TEST(same_in_every_cycle)
{
    uint64_t seed = number("HX_SEED", 1) + (uint64_t)_i, cycles = number("HX_CYCLES", 100000);
    printf("event fabric: HX_SEED=%" PRIu64 " HX_CYCLES=%" PRIu64 "\n", seed, cycles);
    event_model *rtl = event_model_create((unsigned)seed);
    hx_fabric *c = NULL;
    ck_assert_int_eq(hx_fabric_create(&c), HX_OK);
    random_traffic traffic;
    random_traffic_start(&traffic, seed);
    uint64_t padi = 0, l2 = 0, resets = 0;
    hx_fabric_in in;
    hx_fabric_out out[2];
    for (uint64_t cycle = 0; cycle < cycles; cycle++) {
        char text[160];
        event_model_get(rtl, &out[0]);
        hx_fabric_get(c, &out[1]);
        const char *difference = compare(&out[0], &out[1], text);
        ck_assert_msg(!difference, "seed %" PRIu64 ", cycle %" PRIu64 ": %s", seed, cycle,
                      difference);
        padi += (unsigned)__builtin_popcount(out[1].padi_valid);
        l2 += (unsigned)__builtin_popcount(out[1].l2_valid);
        resets += out[1].reset_changed;
        random_traffic_next(&traffic, &in);
        event_model_step(rtl, &in);
        hx_fabric_step(c, &in);
    }
    // The comparison is worth something only if all of it moved.
    ck_assert_uint_gt(padi, cycles / 10);
    ck_assert_uint_gt(l2, cycles / 10);
    ck_assert_uint_gt(resets, cycles / 100);
    ck_assert_uint_gt(hx_fabric_get_lost(c), cycles / 100);
    event_model_destroy(rtl);
    hx_fabric_destroy(c);
}
END_TEST

static void write_register(event_model *rtl, uint64_t *now, uint32_t address, uint32_t data)
{
    hx_fabric_in in = {.now = ++*now, .systime = *now, .l2_ready = 0xf};
    in.access[HX_FABRIC_CROSSBAR] = (hx_access){true, true, address, 0xf, data};
    event_model_step(rtl, &in);
}

static uint32_t read_register(event_model *rtl, uint64_t *now, uint32_t address)
{
    hx_fabric_in in = {.now = ++*now, .systime = *now, .l2_ready = 0xf};
    in.access[HX_FABRIC_CROSSBAR] = (hx_access){true, false, address, 0, 0};
    event_model_step(rtl, &in);
    hx_fabric_out out;
    event_model_get(rtl, &out);
    return out.read_data[HX_FABRIC_CROSSBAR];
}

// Every event of the link passes one node, so what goes in comes out or is counted as lost.
START_TEST(conservation)
{
    uint64_t now = 0, sent = 0, received = 0, state = number("HX_SEED", 1);
    event_model *rtl = event_model_create((unsigned)state);
    for (unsigned j = 0; j < 4; j++)
        write_register(rtl, &now,
                       HX_MAP_CROSSBAR_NODE_BASE + HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * j + 8,
                       UINT32_C(1) << 31);
    write_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE, 0xf << 12);
    for (unsigned cycle = 0; cycle < 50000; cycle++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bool drain = cycle >= 49900;
        hx_fabric_in in = {.now = ++now, .systime = now};
        in.l2_ready = drain ? 0xf : state >> 60 & state >> 49 & 0xf;
        in.link_valid = drain ? 0 : state >> 56 & 7 & state >> 53;
        for (unsigned i = 0; i < 3; i++)
            in.link_label[i] = (uint16_t)(state >> (16 * i));
        sent += (unsigned)__builtin_popcount(in.link_valid);
        hx_fabric_out out;
        event_model_get(rtl, &out);
        received += (unsigned)__builtin_popcount(out.l2_valid & in.l2_ready);
        event_model_step(rtl, &in);
    }
    uint64_t lost = 0, counted = 0;
    for (unsigned i = 0; i < HX_CROSSBAR_INPUTS; i++)
        lost += read_register(rtl, &now, HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE + i);
    for (unsigned o = 8; o < HX_CROSSBAR_OUTPUTS; o++)
        counted += read_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + o);
    ck_assert_uint_gt(received, 10000);
    ck_assert_uint_gt(lost, 100);
    ck_assert_uint_eq(counted, received);
    ck_assert_uint_eq(sent, received + lost);
    event_model_destroy(rtl);
}
END_TEST

// Eight background sources with an event in two cycles each (125 MEvent/s a bus) and three events
// of the link in every cycle at once. Bus b > 3 has its source alone and carries all of it; bus
// b < 4 shares with link input b, whose events go to the FPGA as well. Every event in is one that
// came out or one that is counted.
START_TEST(saturated)
{
    enum { SOURCES = 8, CYCLES = 40000, DRAIN = 200, SHARED = 4 };
    const uint32_t counted_node = UINT32_C(1) << 31, on = 1u << 16 | 1;
    uint64_t now = 0, begun[SOURCES], made[SOURCES], sent = 0, l2 = 0, padi[SOURCES] = {0};
    event_model *rtl = event_model_create((unsigned)number("HX_SEED", 1));
    write_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE, 0xfff0);
    for (unsigned half = 0; half < 2; half++) {
        hx_fabric_in in = {.now = ++now, .systime = now, .l2_ready = 0xf};
        in.access[HX_FABRIC_PADI_TOP + half] = (hx_access){
            true, true,
            HX_MAP_COMMON_PADI_BUS_CONFIG_BASE + half * HX_MAP_PADI_EVENT_HEMISPHERE_STRIDE, 0xf,
            0xf};
        event_model_step(rtl, &in);
    }
    for (unsigned j = 0; j < SHARED; j++) {
        const uint32_t first = HX_MAP_CROSSBAR_NODE_BASE + HX_MAP_CROSSBAR_FIRST_NODE_L2 + 9 * j;
        for (unsigned which = 0; which < 8; which++) // a label that no event has
            write_register(rtl, &now, first + which, which == j ? counted_node : 0x10000);
        write_register(rtl, &now, first + 8, counted_node);
    }
    for (unsigned b = 0; b < SOURCES; b++) {
        const uint32_t first =
            HX_MAP_CROSSBAR_NODE_BASE + HX_MAP_CROSSBAR_FIRST_NODE_BACKGROUND + 2 * b;
        write_register(rtl, &now, first, counted_node);
        write_register(rtl, &now, first + 1, 0x10000);
        write_register(rtl, &now, HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * b + 2, b << 16);
    }
    for (unsigned b = 0; b < SOURCES; b++) {
        write_register(rtl, &now, HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * b, on);
        begun[b] = now;
    }
    for (unsigned cycle = 0; cycle < CYCLES + DRAIN; cycle++) {
        hx_fabric_in in = {.now = ++now, .systime = now, .l2_ready = 0xf};
        if (cycle < CYCLES)
            in.link_valid = 7;
        else if (cycle < CYCLES + SOURCES) {
            const unsigned b = cycle - CYCLES;
            made[b] = (now - begun[b]) / 2;
            in.access[HX_FABRIC_CROSSBAR] =
                (hx_access){true, true, HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * b, 0xf, 0};
        }
        for (unsigned i = 0; i < 3; i++)
            in.link_label[i] = (uint16_t)((3 * cycle + i) % SHARED << 14);
        sent += (unsigned)__builtin_popcount(in.link_valid);
        hx_fabric_out out;
        event_model_get(rtl, &out);
        l2 += (unsigned)__builtin_popcount(out.l2_valid);
        for (unsigned b = 0; b < SOURCES; b++)
            padi[b] += out.padi_valid >> b & 1;
        event_model_step(rtl, &in);
    }
    uint64_t link_lost = 0;
    for (unsigned b = 0; b < SOURCES; b++) {
        const uint64_t lost = read_register(rtl, &now,
                                            HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE +
                                                HX_MAP_CROSSBAR_INPUT_BACKGROUND + b);
        uint64_t link_lost_here = 0, link_out = 0;
        if (b < SHARED) {
            link_lost_here = read_register(
                rtl, &now, HX_MAP_CROSSBAR_INPUT_DROP_COUNTER_BASE + HX_MAP_CROSSBAR_INPUT_L2 + b);
            link_out = read_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + 8 + b);
            ck_assert_uint_gt(link_lost_here, CYCLES / 4);
            ck_assert_uint_gt(lost, CYCLES / 8);
        } else {
            ck_assert_uint_eq(lost, 0);
        }
        // The pins are looked at from a few cycles after the first event on.
        const uint64_t counted =
            read_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + b);
        ck_assert_uint_eq(made[b], counted - link_out + lost);
        ck_assert_uint_ge(counted, padi[b]);
        ck_assert_uint_le(counted, padi[b] + SOURCES / 2);
        ck_assert_uint_ge(padi[b], CYCLES / 2 - 10);
        link_lost += link_lost_here;
    }
    ck_assert_uint_eq(sent, l2 + link_lost);
    event_model_destroy(rtl);
}
END_TEST

// Outputs behind the nodes 60..75 of the background sources, from the public map: a PADI bus and
// an output to the FPGA each.
START_TEST(background_nodes)
{
    static const unsigned outputs[16] = {0, 8, 1, 9, 2, 10, 3, 11, 4, 8, 5, 9, 6, 10, 7, 11};
    const unsigned node = (unsigned)_i, source = node / 2;
    uint64_t now = 0;
    event_model *rtl = event_model_create((unsigned)number("HX_SEED", 1));
    write_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_CONFIG_BASE, 0xfff0);
    for (unsigned n = 0; n < HX_CROSSBAR_NODES; n++)
        write_register(rtl, &now, HX_MAP_CROSSBAR_NODE_BASE + n, n == 60 + node ? 0 : 0x10000);
    write_register(rtl, &now, HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * source, 2u << 16 | 1);
    for (unsigned i = 0; i < 50; i++)
        read_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE);
    for (unsigned o = 0; o < HX_CROSSBAR_OUTPUTS; o++) {
        const uint32_t passed =
            read_register(rtl, &now, HX_MAP_CROSSBAR_OUTPUT_EVENT_COUNTER_BASE + o);
        ck_assert_msg(o == outputs[node] ? passed > 20 : passed == 0, "node %u, output %u: %u",
                      60 + node, o, passed);
    }
    event_model_destroy(rtl);
}
END_TEST

Suite *event_fabric_suite(void);
Suite *event_fabric_suite(void)
{
    Suite *suite = suite_create("event fabric");
    TCase *test = tcase_create("against C");
    tcase_set_timeout(test, 600);
    tcase_add_loop_test(test, same_in_every_cycle, 0, SEEDS);
    tcase_add_test(test, conservation);
    tcase_add_test(test, saturated);
    tcase_add_loop_test(test, background_nodes, 0, 16);
    suite_add_tcase(suite, test);
    return suite;
}
