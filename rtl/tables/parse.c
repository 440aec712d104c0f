// Reads .tab files into a table.
// SPDX-License-Identifier: Apache-2.0
//
// One statement a line, grammar in README.md. Only the form is checked here; what spans
// several statements is the business of check.c.
#include "parse.h"

#include <string.h>

static hx_status parse_block(hx_table_parser *p)
{
    hx_table *t = p->table;
    int64_t base = 0, size = 0;
    hx_table_block *b = hx_table_append((void **)&t->blocks, &t->block_count, sizeof *t->blocks);
    if (!b)
        return HX_ERROR_MEMORY;
    p->inside = IN_BLOCK;
    b->place = p->place;
    hx_status status = hx_table_parse_name(p, 1, b->name);
    if (!status)
        status = hx_table_parse_token_number(p, 2, 0, UINT32_MAX, &base);
    if (!status)
        status = hx_table_parse_token_number(p, 3, 1, UINT32_MAX, &size);
    b->base = (uint32_t)base;
    b->size = (uint32_t)size;
    return status ? status : hx_table_parse_text(p, 4, b->text);
}

static hx_status parse_reason(hx_table_parser *p)
{
    hx_table *t = p->table;
    hx_table_reason *r =
        hx_table_append((void **)&t->reasons, &t->reason_count, sizeof *t->reasons);
    if (!r)
        return HX_ERROR_MEMORY;
    p->inside = IN_NOTHING;
    r->place = p->place;
    hx_status status = hx_table_parse_name(p, 1, r->name);
    if (!status && p->count < 3)
        status = FAIL(p, "a reason has a text", r->name);
    return status ? status : hx_table_parse_text(p, 2, r->text);
}

static hx_status parse_enum(hx_table_parser *p)
{
    hx_table *t = p->table;
    hx_table_enum *e = hx_table_append((void **)&t->enums, &t->enum_count, sizeof *t->enums);
    if (!e)
        return HX_ERROR_MEMORY;
    p->inside = IN_ENUM;
    e->place = p->place;
    hx_status status = hx_table_parse_name(p, 1, e->name);
    return status ? status : hx_table_parse_text(p, 2, e->text);
}

static hx_status parse_item(hx_table_parser *p, hx_table_enum *e)
{
    int64_t number = 0;
    hx_table_item *item = hx_table_append((void **)&e->items, &e->item_count, sizeof *e->items);
    if (!item)
        return HX_ERROR_MEMORY;
    hx_status status = hx_table_parse_name(p, 0, item->name);
    if (!status)
        status = hx_table_parse_token_number(p, 1, 0, UINT32_MAX, &number);
    item->value = (uint32_t)number;
    size_t at = 2;
    if (!status)
        status = hx_table_parse_stored(p, &at, item->stored);
    return status ? status : hx_table_parse_text(p, at, item->text);
}

static hx_status parse_line(hx_table_parser *p)
{
    hx_table *t = p->table;
    bool indented = p->text[0] == ' ' || p->text[0] == '\t';
    hx_status status = hx_table_parse_split(p);
    if (status || !p->count)
        return status;
    if (!indented) {
        if (!strcmp(p->tokens[0], "register") || !strcmp(p->tokens[0], "layout"))
            return hx_table_parse_register(p, p->tokens[0][0] == 'l');
        if (!strcmp(p->tokens[0], "block"))
            return parse_block(p);
        if (!strcmp(p->tokens[0], "enum"))
            return parse_enum(p);
        if (!strcmp(p->tokens[0], "reason"))
            return parse_reason(p);
        return FAIL(p, "unknown statement", p->tokens[0]);
    }
    if (p->inside == IN_REGISTER)
        return hx_table_parse_register_line(p, &t->registers[t->register_count - 1]);
    if (p->inside == IN_ENUM)
        return parse_item(p, &t->enums[t->enum_count - 1]);
    if (p->inside == IN_BLOCK && !strcmp(p->tokens[0], "index")) {
        hx_table_block *b = &t->blocks[t->block_count - 1];
        return hx_table_parse_index(p, b->indices, &b->index_count);
    }
    return FAIL(p, "unexpected indented statement", p->tokens[0]);
}

hx_status hx_table_parse(hx_table *table, FILE *input, const char *file, hx_error *error)
{
    hx_table_parser p = {.table = table, .error = error};
    snprintf(p.place.file, sizeof p.place.file, "%s", file);
    while (fgets(p.text, sizeof p.text, input)) {
        ++p.place.line;
        if (!strchr(p.text, '\n') && !feof(input))
            return FAIL(&p, "a line has less than 510 characters", "split it");
        hx_status status = parse_line(&p);
        if (status)
            return status;
    }
    return ferror(input) ? hx_error_set(error, HX_ERROR_IO, "%s: cannot be read", file) : HX_OK;
}
