// The register tables in memory.
// SPDX-License-Identifier: Apache-2.0
//
// Filled by parse.c, completed and checked by check.c, read by the emitters. A table that
// passed hx_table_check is free of every error the emitters could stumble over.
#ifndef HX_RTL_TABLES_TABLE_H
#define HX_RTL_TABLES_TABLE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    HX_TABLE_NAME = 64,
    HX_TABLE_TEXT = 160,
    HX_TABLE_PIECES = 4,
    HX_TABLE_INDICES = 6,
    HX_TABLE_WORDS = 16,
    HX_TABLE_SETS = 8,
    HX_TABLE_REPEAT = 32
};

typedef struct hx_table_place {
    char file[96];
    unsigned line;
} hx_table_place;

typedef enum hx_table_encoding {
    HX_TABLE_PLAIN,
    HX_TABLE_INVERTED,
    HX_TABLE_REVERSED,
    HX_TABLE_MIRRORED,
    HX_TABLE_OFFSET_BINARY,
    HX_TABLE_MINUS_ONE
} hx_table_encoding;

typedef struct hx_table_piece {
    unsigned word, high, low;
} hx_table_piece;

typedef struct hx_table_field {
    hx_table_place place;
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    hx_table_piece pieces[HX_TABLE_PIECES]; // most significant first
    unsigned piece_count;
    unsigned width;
    hx_table_encoding encoding;
    int64_t preset;             // the value of hx_map_R_default()
    char stored[HX_TABLE_TEXT]; // why it only keeps its value (until the check: the reason's name)
} hx_table_field;

typedef struct hx_table_index {
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    uint32_t count;
    int64_t stride;
} hx_table_index;

typedef struct hx_table_set {
    hx_table_place place;
    char field[HX_TABLE_NAME];
    int64_t value;
} hx_table_set;

// A register or a layout (then without addresses).
typedef struct hx_table_register {
    hx_table_place place;
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    bool is_layout;
    char access[4]; // rw, ro, wo
    char space[16]; // empty: Omnibus
    char unread[16];
    char layout[HX_TABLE_NAME]; // empty: none
    bool gray;
    char stored[HX_TABLE_TEXT];       // of all fields that say nothing of their own
    uint32_t address[HX_TABLE_WORDS]; // of each word of the first instance
    unsigned address_count;
    unsigned word_count;
    hx_table_index indices[HX_TABLE_INDICES];
    unsigned index_count;
    hx_table_set sets[HX_TABLE_SETS];
    unsigned set_count;
    hx_table_field *fields;
    size_t field_count;
} hx_table_register;

typedef struct hx_table_block {
    hx_table_place place;
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    uint32_t base, size;
    hx_table_index indices[HX_TABLE_INDICES];
    unsigned index_count;
} hx_table_block;

typedef struct hx_table_item {
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    char stored[HX_TABLE_TEXT]; // as of a field
    uint32_t value;
} hx_table_item;

typedef struct hx_table_enum {
    hx_table_place place;
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
    hx_table_item *items;
    size_t item_count;
} hx_table_enum;

// Why fields only keep their value.
typedef struct hx_table_reason {
    hx_table_place place;
    char name[HX_TABLE_NAME];
    char text[HX_TABLE_TEXT];
} hx_table_reason;

typedef struct hx_table {
    hx_table_register *registers; // layouts too
    size_t register_count;
    hx_table_block *blocks;
    size_t block_count;
    hx_table_enum *enums;
    size_t enum_count;
    hx_table_reason *reasons;
    size_t reason_count;
} hx_table;

// A table starts as all zero bytes; free it after a failure too.
void hx_table_free(hx_table *table);

// Appends the statements of `input`; `file` is the name used in errors.
hx_status hx_table_parse(hx_table *table, FILE *input, const char *file, hx_error *error);

// Resolves layouts and checks names, bits, defaults, addresses and blocks.
hx_status hx_table_check(hx_table *table, hx_error *error);

// Used bits and stored default of a word.
uint32_t hx_table_mask(const hx_table_register *r, unsigned word);
uint32_t hx_table_preset_word(const hx_table_register *r, unsigned word);

// Lower-case name in capitals, kept in `buffer`.
const char *hx_table_upper(const char *name, char buffer[HX_TABLE_NAME]);

// Emitters write a whole file to `output`.
void hx_table_emit_c(const hx_table *table, FILE *output);
void hx_table_emit_sv(const hx_table *table, FILE *output);
void hx_table_emit_list(const hx_table *table, FILE *output);
void hx_table_emit_docs(const hx_table *table, FILE *output);

#endif
