// Registers and layouts, and what is said of them in indented lines.
// SPDX-License-Identifier: Apache-2.0
#include "parse.h"

#include <string.h>

hx_status hx_table_parse_index(hx_table_parser *p, hx_table_index *indices, unsigned *count)
{
    int64_t number = 0;
    if (*count == HX_TABLE_INDICES)
        return FAIL(p, "at most six dimensions", p->tokens[0]);
    hx_table_index *index = &indices[(*count)++];
    memset(index, 0, sizeof *index);
    hx_status status = hx_table_parse_name(p, 1, index->name);
    if (!status)
        status = hx_table_parse_token_number(p, 2, 1, UINT32_MAX, &number);
    index->count = (uint32_t)number;
    if (!status)
        status = hx_table_parse_token_number(p, 3, -(int64_t)INT32_MAX, INT32_MAX, &index->stride);
    return status ? status : hx_table_parse_text(p, 4, index->text);
}

static hx_status parse_choice(hx_table_parser *p, const char *const *choices, char *out)
{
    for (; p->count == 2 && *choices; ++choices) {
        if (!strcmp(p->tokens[1], *choices)) {
            strcpy(out, *choices);
            return HX_OK;
        }
    }
    return FAIL(p, "unknown choice", p->count > 1 ? p->tokens[1] : "nothing");
}

hx_status hx_table_parse_register_line(hx_table_parser *p, hx_table_register *r)
{
    static const char *const unread[] = {"hardware", "simulation", "both", NULL};
    static const char *const spaces[] = {"jtag_phy", NULL};
    const char *keyword = p->tokens[0];
    int64_t number = 0;
    if (!strcmp(keyword, "field"))
        return hx_table_parse_field(p);
    if (r->is_layout)
        return FAIL(p, "a layout holds only fields", keyword);
    if (!strcmp(keyword, "index"))
        return hx_table_parse_index(p, r->indices, &r->index_count);
    if (!strcmp(keyword, "space"))
        return parse_choice(p, spaces, r->space);
    if (!strcmp(keyword, "unread"))
        return parse_choice(p, unread, r->unread);
    if (!strcmp(keyword, "use"))
        return hx_table_parse_name(p, 1, r->layout);
    if (!strcmp(keyword, "stored")) {
        size_t at = 0;
        hx_status status = hx_table_parse_stored(p, &at, r->stored);
        return status ? status : hx_table_parse_text(p, at, (char[HX_TABLE_TEXT]){0});
    }
    if (!strcmp(keyword, "gray") && p->count == 1) {
        r->gray = true;
        return HX_OK;
    }
    if (!strcmp(keyword, "words")) {
        hx_status status = hx_table_parse_token_number(p, 1, 1, HX_TABLE_WORDS, &number);
        if (!status && (r->address_count != 1 || r->word_count != 1))
            status = FAIL(p, "words are given once, by addresses or by their number", r->name);
        r->word_count = (unsigned)number;
        return status ? status : hx_table_parse_text(p, 2, (char[HX_TABLE_TEXT]){0});
    }
    if (!strcmp(keyword, "set")) {
        if (r->set_count == HX_TABLE_SETS)
            return FAIL(p, "at most eight set statements", r->name);
        hx_table_set *set = &r->sets[r->set_count++];
        set->place = p->place;
        hx_status status = hx_table_parse_name(p, 1, set->field);
        if (!status)
            status = hx_table_parse_token_number(p, 2, INT32_MIN, UINT32_MAX, &set->value);
        return status ? status : hx_table_parse_text(p, 3, (char[HX_TABLE_TEXT]){0});
    }
    return FAIL(p, "unknown statement in a register", keyword);
}

hx_status hx_table_parse_register(hx_table_parser *p, bool is_layout)
{
    hx_table *t = p->table;
    hx_table_register *r =
        hx_table_append((void **)&t->registers, &t->register_count, sizeof *t->registers);
    if (!r)
        return HX_ERROR_MEMORY;
    p->inside = IN_REGISTER;
    r->place = p->place;
    r->is_layout = is_layout;
    r->word_count = is_layout ? HX_TABLE_WORDS : 1;
    hx_status status = hx_table_parse_name(p, 1, r->name);
    if (status || is_layout)
        return status ? status : hx_table_parse_text(p, 2, r->text);
    if (p->count < 4)
        return FAIL(p, "a register has address and access", r->name);
    for (char *a = strtok(p->tokens[2], ","); a; a = strtok(NULL, ",")) {
        int64_t number = 0;
        if (r->address_count == HX_TABLE_WORDS)
            return FAIL(p, "too many words", r->name);
        status = hx_table_parse_number(p, a, 0, UINT32_MAX, &number);
        if (status)
            return status;
        r->address[r->address_count++] = (uint32_t)number;
    }
    r->word_count = r->address_count;
    const char *access = p->tokens[3];
    if (strcmp(access, "rw") && strcmp(access, "ro") && strcmp(access, "wo"))
        return FAIL(p, "access is rw, ro or wo", access);
    strcpy(r->access, access);
    return hx_table_parse_text(p, 4, r->text);
}
