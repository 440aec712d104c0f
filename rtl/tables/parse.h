// The line that is being read, and the reading of its words; shared by the parse_*.c alone.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_RTL_TABLES_PARSE_H
#define HX_RTL_TABLES_PARSE_H

#include "table.h"

enum { MAX_TOKENS = 48, MAX_LINE = 512 };

typedef struct hx_table_parser {
    hx_table *table;
    hx_table_place place;
    hx_error *error;
    char text[MAX_LINE];
    char *tokens[MAX_TOKENS];
    bool quoted[MAX_TOKENS];
    size_t count;
    enum { IN_NOTHING, IN_REGISTER, IN_BLOCK, IN_ENUM } inside;
} hx_table_parser;

// The error of this line: the rule, and what breaks it.
#define FAIL(p, ...) hx_table_parse_fail((p)->error, &(p)->place, __VA_ARGS__)

hx_status hx_table_parse_fail(hx_error *error, const hx_table_place *place, const char *rule,
                              const char *what);

// Adds a zeroed element and returns it; NULL: no memory.
void *hx_table_append(void **array, size_t *count, size_t size);

// Cuts the text into tokens; a text in quotes is one, without them.
hx_status hx_table_parse_split(hx_table_parser *p);

// Token `at` as a name of a table; `out` has HX_TABLE_NAME places.
hx_status hx_table_parse_name(hx_table_parser *p, size_t at, char *out);

// A number between the two limits; t may be NULL, which is an error.
hx_status hx_table_parse_number(hx_table_parser *p, const char *t, int64_t low, int64_t high,
                                int64_t *out);
hx_status hx_table_parse_token_number(hx_table_parser *p, size_t at, int64_t low, int64_t high,
                                      int64_t *out);

// The optional text at the end of a statement; everything before must be used up. `out` has
// HX_TABLE_TEXT places.
hx_status hx_table_parse_text(hx_table_parser *p, size_t at, char *out);

// `stored REASON` at *at, if it stands there; moves *at behind it. `out` has HX_TABLE_TEXT places.
hx_status hx_table_parse_stored(hx_table_parser *p, size_t *at, char *out);

// Statements: a field of the register that was begun last, a dimension, a register or layout, what
// is indented below it.
hx_status hx_table_parse_field(hx_table_parser *p);
hx_status hx_table_parse_index(hx_table_parser *p, hx_table_index *indices, unsigned *count);
hx_status hx_table_parse_register(hx_table_parser *p, bool is_layout);
hx_status hx_table_parse_register_line(hx_table_parser *p, hx_table_register *r);

#endif
