// Windows of the retransmission protocol, against models with unbounded numbers.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_window.h"
#include "testbench/host/wire/random_message.h"

#include <check.h>
#include <stdlib.h>

START_TEST(sizes_are_checked)
{
    hx_arq_receiver *receiver;
    hx_arq_sender *sender;
    ck_assert_int_eq(hx_arq_receiver_create(&receiver, 256, 0), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_arq_receiver_create(&receiver, 4, 5), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_arq_sender_create(&sender, 65537, 1), HX_ERROR_ARGUMENT);
    ck_assert_int_eq(hx_arq_sender_create(&sender, 0, 0), HX_ERROR_ARGUMENT);
}
END_TEST

START_TEST(receiver_holds_and_delivers_in_order)
{
    hx_arq_receiver *receiver;
    uint32_t sequence;
    ck_assert_int_eq(hx_arq_receiver_create(&receiver, HX_ARQ_SEQUENCE_COUNT, HX_ARQ_WINDOW),
                     HX_OK);
    ck_assert_uint_eq(hx_arq_receiver_get_ack(receiver), 255);
    ck_assert(hx_arq_receiver_accept(receiver, 2));
    ck_assert(!hx_arq_receiver_accept(receiver, 2)); // held already
    ck_assert(hx_arq_receiver_accept(receiver, 127));
    ck_assert(!hx_arq_receiver_accept(receiver, 128)); // behind the window
    ck_assert(!hx_arq_receiver_accept(receiver, 255));
    ck_assert(!hx_arq_receiver_accept(receiver, 256)); // no number at all
    ck_assert(!hx_arq_receiver_deliver(receiver, &sequence));
    ck_assert(hx_arq_receiver_accept(receiver, 0));
    ck_assert(hx_arq_receiver_deliver(receiver, &sequence));
    ck_assert_uint_eq(sequence, 0);
    ck_assert(!hx_arq_receiver_deliver(receiver, &sequence));
    ck_assert_uint_eq(hx_arq_receiver_get_ack(receiver), 0);
    hx_arq_receiver_reset(receiver);
    ck_assert_uint_eq(hx_arq_receiver_get_ack(receiver), 255);
    ck_assert(hx_arq_receiver_accept(receiver, 2)); // nothing is held after a reset
    hx_arq_receiver_destroy(receiver);
}
END_TEST

START_TEST(sender_ignores_foreign_acks)
{
    hx_arq_sender *sender;
    uint32_t sequence;
    ck_assert_int_eq(hx_arq_sender_create(&sender, HX_ARQ_SEQUENCE_COUNT, HX_ARQ_WINDOW), HX_OK);
    ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, 255), 0);
    for (uint32_t i = 0; i < HX_ARQ_WINDOW; i++) {
        ck_assert(hx_arq_sender_send(sender, &sequence));
        ck_assert_uint_eq(sequence, i);
    }
    ck_assert(!hx_arq_sender_send(sender, &sequence));
    ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, 128), 0);
    ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, 256), 0);
    ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, 33), 34);
    ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, 33), 0);
    ck_assert_uint_eq(hx_arq_sender_get_oldest(sender), 34);
    ck_assert_uint_eq(hx_arq_sender_get_in_flight(sender), 94);
    ck_assert_uint_eq(hx_arq_sender_get_next(sender), 128);
    hx_arq_sender_reset(sender);
    ck_assert_uint_eq(hx_arq_sender_get_next(sender), 0);
    ck_assert_uint_eq(hx_arq_sender_get_in_flight(sender), 0);
    hx_arq_sender_destroy(sender);
}
END_TEST

// Both ends over a channel that loses, repeats and reorders frames, many times around the
// sequence numbers. The model numbers frames without bound.
START_TEST(lossy_channel_delivers_everything_once)
{
    uint64_t state = hx_test_seed("arq_window", 4);
    const struct {
        uint32_t count, window;
    } sizes[] = {{256, 128}, {512, 32}, {8, 4}, {7, 3}, {2, 1}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        uint32_t count = sizes[s].count, window = sizes[s].window, sequence;
        uint64_t sent = 0, freed = 0, delivered = 0;
        hx_arq_sender *sender;
        hx_arq_receiver *receiver;
        ck_assert_int_eq(hx_arq_sender_create(&sender, count, window), HX_OK);
        ck_assert_int_eq(hx_arq_receiver_create(&receiver, count, window), HX_OK);
        bool *held = calloc(window, sizeof *held); // model: frames delivered + i
        for (int i = 0; i < 20000; i++) {
            if (hx_test_random(&state) % 2) {
                bool taken = hx_arq_sender_send(sender, &sequence);
                ck_assert_int_eq(taken, sent - freed < window);
                if (taken)
                    ck_assert_uint_eq(sequence, sent++ % count);
            }
            if (sent > freed) { // any frame in flight arrives, maybe again
                uint64_t frame = freed + hx_test_random(&state) % (sent - freed);
                bool is_new = frame >= delivered && !held[frame % window];
                ck_assert_int_eq(hx_arq_receiver_accept(receiver, (uint32_t)(frame % count)),
                                 is_new);
                if (is_new)
                    held[frame % window] = true;
                while (hx_arq_receiver_deliver(receiver, &sequence)) {
                    ck_assert_uint_eq(sequence, delivered % count);
                    ck_assert(held[delivered % window]);
                    held[delivered++ % window] = false;
                }
                ck_assert(!held[delivered % window]);
                ck_assert_uint_eq(hx_arq_receiver_get_ack(receiver),
                                  (delivered + count - 1) % count);
            }
            if (hx_test_random(&state) % 2) {
                uint32_t ack = hx_arq_receiver_get_ack(receiver);
                ck_assert_uint_eq(hx_arq_sender_acknowledge(sender, ack), delivered - freed);
                freed = delivered;
            }
        }
        ck_assert_uint_gt(delivered, 4 * count);
        free(held);
        hx_arq_sender_destroy(sender);
        hx_arq_receiver_destroy(receiver);
    }
}
END_TEST

Suite *arq_window_suite(void);
Suite *arq_window_suite(void)
{
    Suite *suite = suite_create("arq_window");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_test(core, sizes_are_checked);
    tcase_add_test(core, receiver_holds_and_delivers_in_order);
    tcase_add_test(core, sender_ignores_foreign_acks);
    tcase_add_test(core, lossy_channel_delivers_everything_once);
    suite_add_tcase(suite, core);
    return suite;
}
