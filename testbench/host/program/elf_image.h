// ELF files of a processor's program, made in a test: big-endian, three sections.
// SPDX-License-Identifier: Apache-2.0
//
// Header, segments, then the sections: none, symbols, strings.
#ifndef HX_TESTBENCH_HOST_PROGRAM_ELF_IMAGE_H
#define HX_TESTBENCH_HOST_PROGRAM_ELF_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { ELF_IMAGE_SEGMENTS = 52, ELF_IMAGE_SEGMENT = 32, ELF_IMAGE_SECTION = 40 };
// Where the sections of a file of some segments begin, and what follows them.
#define ELF_IMAGE_SECTIONS(segments) (ELF_IMAGE_SEGMENTS + (segments)*ELF_IMAGE_SEGMENT)
#define ELF_IMAGE_SYMBOLS(segments) (ELF_IMAGE_SECTIONS(segments) + 3 * ELF_IMAGE_SECTION)

static inline void elf_image_put(uint8_t *at, unsigned bytes, uint32_t value)
{
    while (bytes--) {
        at[bytes] = (uint8_t)value;
        value >>= 8;
    }
}

static inline void elf_image_put_words(uint8_t *at, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        elf_image_put(at + 4 * i, 4, words[i]);
}

#define ELF_IMAGE_WORDS(at, ...)                                                                   \
    elf_image_put_words(at, (const uint32_t[]){__VA_ARGS__},                                       \
                        sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

// The header; the rest of the file is 0.
static inline void elf_image_begin(uint8_t *file, size_t size, unsigned segments)
{
    memset(file, 0, size);
    memcpy(file, "\177ELF\001\002\001", 7);
    elf_image_put(file + 16, 2, 2);
    elf_image_put(file + 18, 2, 20);
    ELF_IMAGE_WORDS(file + 20, 1, 0, ELF_IMAGE_SEGMENTS, ELF_IMAGE_SECTIONS(segments));
    elf_image_put(file + 42, 2, ELF_IMAGE_SEGMENT);
    elf_image_put(file + 44, 2, segments);
    elf_image_put(file + 46, 2, ELF_IMAGE_SECTION);
    elf_image_put(file + 48, 2, 3);
}

#endif
