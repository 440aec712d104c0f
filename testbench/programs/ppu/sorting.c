// Four ways to sort must agree; data and comparisons of several types.
// SPDX-License-Identifier: Apache-2.0
#include "result.h"

enum { COUNT = 100 };

typedef struct item {
    int16_t key;
    uint8_t tag[3];
    uint32_t value;
} item;

static item original[COUNT], work[COUNT];

static int compare(const item *a, const item *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

static void swap(item *a, item *b)
{
    item t = *a;
    *a = *b;
    *b = t;
}

static void insertion(item *items, int count)
{
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && compare(&items[j], &items[j - 1]) < 0; j--)
            swap(&items[j], &items[j - 1]);
}

static void quick(item *items, int count)
{
    int last = 0;
    if (count < 2)
        return;
    swap(&items[0], &items[count / 2]);
    for (int i = 1; i < count; i++)
        if (compare(&items[i], &items[0]) < 0)
            swap(&items[++last], &items[i]);
    swap(&items[0], &items[last]);
    quick(items, last);
    quick(items + last + 1, count - last - 1);
}

static void sink(item *items, int at, int count)
{
    for (int child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && compare(&items[child + 1], &items[child]) > 0)
            child++;
        if (compare(&items[at], &items[child]) >= 0)
            return;
        swap(&items[at], &items[child]);
    }
}

static void heap(item *items, int count)
{
    for (int i = count / 2; i-- > 0;)
        sink(items, i, count);
    while (count-- > 1) {
        swap(&items[0], &items[count]);
        sink(items, 0, count);
    }
}

static void shell(item *items, int count)
{
    for (int gap = count / 2; gap > 0; gap /= 2)
        for (int i = gap; i < count; i++)
            for (int j = i; j >= gap && compare(&items[j], &items[j - gap]) < 0; j -= gap)
                swap(&items[j], &items[j - gap]);
}

static uint32_t hash(void)
{
    uint32_t sum = 2166136261u;
    for (int i = 0; i < COUNT; i++)
        sum = (sum ^ (uint16_t)work[i].key ^ work[i].value ^ work[i].tag[i % 3]) * 16777619u;
    return sum;
}

int main(void)
{
    static void (*const sorts[])(item *, int) = {insertion, quick, heap, shell};
    uint32_t state = 88172645;
    for (unsigned round = 0; round < 3; round++) {
        for (int i = 0; i < COUNT; i++) {
            uint32_t random = next_random(&state);
            original[i] = (item){(int16_t)(random >> 20), {1, (uint8_t)random, 3}, random};
            if (round == 2)
                original[i].key = (int16_t)(i / 4);
        }
        for (unsigned i = 0; i < sizeof sorts / sizeof *sorts; i++) {
            for (int j = 0; j < COUNT; j++)
                work[j] = original[j];
            sorts[i](work, COUNT);
            result(hash());
        }
    }
    return 0;
}
