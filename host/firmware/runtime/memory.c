// memcpy, memmove, memset, memcmp: the compiler may call them anywhere.
// SPDX-License-Identifier: Apache-2.0
#include <stddef.h>

void *memcpy(void *target, const void *source, size_t size);
void *memmove(void *target, const void *source, size_t size);
void *memset(void *target, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);

void *memmove(void *target, const void *source, size_t size)
{
    unsigned char *to = target;
    const unsigned char *from = source;
    if (to <= from)
        while (size--)
            *to++ = *from++;
    else
        while (size--)
            to[size] = from[size];
    return target;
}

void *memcpy(void *target, const void *source, size_t size)
{
    return memmove(target, source, size);
}

void *memset(void *target, int value, size_t size)
{
    unsigned char *to = target;
    while (size--)
        *to++ = (unsigned char)value;
    return target;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *left = a, *right = b;
    for (; size--; left++, right++)
        if (*left != *right)
            return *left - *right;
    return 0;
}
