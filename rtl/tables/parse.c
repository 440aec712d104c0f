// Reads .tab files into a table.
// SPDX-License-Identifier: Apache-2.0
//
// One statement a line, grammar in README.md. Only the form is checked here; what spans
// several statements is the business of check.c.
#include "table.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TOKENS = 48, MAX_LINE = 512 };

typedef struct parser {
    hx_table *table;
    hx_table_place place;
    hx_error *error;
    char text[MAX_LINE];
    char *tokens[MAX_TOKENS];
    bool quoted[MAX_TOKENS];
    size_t count;
    enum { IN_NOTHING, IN_REGISTER, IN_BLOCK, IN_ENUM } inside;
} parser;

#define FAIL(p, ...) fail((p)->error, &(p)->place, __VA_ARGS__)

static hx_status fail(hx_error *error, const hx_table_place *place, const char *rule,
                      const char *what)
{
    return hx_error_set(error, HX_ERROR_FORMAT, "%s:%u: %s: %s", place->file, place->line, rule,
                        what);
}

static void *append(void **array, size_t *count, size_t size)
{
    void *grown = realloc(*array, (*count + 1) * size);
    if (!grown)
        return NULL;
    *array = grown;
    void *last = (char *)grown + *count * size;
    memset(last, 0, size);
    ++*count;
    return last;
}

static hx_status split(parser *p)
{
    p->count = 0;
    for (char *c = p->text; *c;) {
        if (isspace((unsigned char)*c)) {
            ++c;
            continue;
        }
        if (*c == '#')
            break;
        if (p->count == MAX_TOKENS)
            return FAIL(p, "too many words in a line", "split it");
        p->quoted[p->count] = *c == '"';
        if (*c == '"') {
            p->tokens[p->count++] = ++c;
            c = strchr(c, '"');
            if (!c)
                return FAIL(p, "a text ends on its line", "quote missing");
        } else {
            p->tokens[p->count++] = c;
            while (*c && !isspace((unsigned char)*c))
                ++c;
        }
        if (*c)
            *c++ = '\0';
    }
    return HX_OK;
}

static hx_status get_name(parser *p, size_t at, char *out)
{
    const char *t = at < p->count ? p->tokens[at] : "";
    bool good = islower((unsigned char)t[0]) && strlen(t) < HX_TABLE_NAME;
    for (const char *c = t; *c; ++c)
        good = good && (islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
    if (!good)
        return FAIL(p, "expected a name of a-z, 0-9 and _", *t ? t : "nothing");
    strcpy(out, t);
    return HX_OK;
}

static hx_status get_number(parser *p, const char *t, int64_t low, int64_t high, int64_t *out)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(t ? t : "", &end, 0);
    if (!t || end == t || *end || errno || value < low || value > high)
        return FAIL(p, "expected a number in range", t ? t : "nothing");
    *out = value;
    return HX_OK;
}

static hx_status get_token_number(parser *p, size_t at, int64_t low, int64_t high, int64_t *out)
{
    return get_number(p, at < p->count ? p->tokens[at] : NULL, low, high, out);
}

// The optional text at the end of a statement; everything before must be used up.
static hx_status get_text(parser *p, size_t at, char *out)
{
    if (at < p->count && p->quoted[at]) {
        if (strlen(p->tokens[at]) >= HX_TABLE_TEXT)
            return FAIL(p, "a text has less than 160 characters", p->tokens[at]);
        strcpy(out, p->tokens[at++]);
    }
    if (at < p->count)
        return FAIL(p, "unexpected word", p->tokens[at]);
    return HX_OK;
}

static hx_status parse_piece(parser *p, const char *t, hx_table_piece *piece)
{
    int used = 0;
    if (sscanf(t, "%2u[%2u:%2u]%n", &piece->word, &piece->high, &piece->low, &used) != 3 ||
        t[used]) {
        used = 0;
        if (sscanf(t, "%2u[%2u]%n", &piece->word, &piece->high, &used) != 2 || !used || t[used])
            return FAIL(p, "expected word[high:low] or word[bit]", t);
        piece->low = piece->high;
    }
    if (piece->high > 31 || piece->low > piece->high)
        return FAIL(p, "bits lie in 31..0, the high one first", t);
    return HX_OK;
}

static hx_status parse_bits(parser *p, hx_table_field *field)
{
    if (p->count < 3)
        return FAIL(p, "a field has bits", field->name);
    for (char *t = strtok(p->tokens[2], ","); t; t = strtok(NULL, ",")) {
        if (field->piece_count == HX_TABLE_PIECES)
            return FAIL(p, "a field has at most four pieces", field->name);
        hx_table_piece *piece = &field->pieces[field->piece_count++];
        hx_status status = parse_piece(p, t, piece);
        if (status)
            return status;
        field->width += piece->high - piece->low + 1;
    }
    if (!field->piece_count || field->width > 32)
        return FAIL(p, "a field has 1 to 32 bits", field->name);
    return HX_OK;
}

static bool parse_encoding(const char *t, hx_table_encoding *encoding)
{
    static const char *const names[] = {"plain",    "inverted",      "reversed",
                                        "mirrored", "offset_binary", "minus_one"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; ++i) {
        if (!strcmp(t, names[i])) {
            *encoding = (hx_table_encoding)i;
            return true;
        }
    }
    return false;
}

static hx_status add_field(parser *p, const hx_table_field *model, int64_t number, int64_t step,
                           int64_t preset)
{
    hx_table_register *r = &p->table->registers[p->table->register_count - 1];
    hx_table_field *f = append((void **)&r->fields, &r->field_count, sizeof *r->fields);
    if (!f)
        return HX_ERROR_MEMORY;
    *f = *model;
    f->preset = preset;
    if (number >= 0) {
        size_t length = strlen(f->name);
        if (length + 4 > HX_TABLE_NAME)
            return FAIL(p, "name too long", f->name);
        snprintf(f->name + length, 4, "_%u", (unsigned)number % 100);
        for (unsigned i = 0; i < f->piece_count; ++i) {
            int64_t high = f->pieces[i].high + number * step,
                    low = f->pieces[i].low + number * step;
            if (low < 0 || high > 31)
                return FAIL(p, "a repetition leaves its word", f->name);
            f->pieces[i].high = (unsigned)high;
            f->pieces[i].low = (unsigned)low;
        }
    }
    return HX_OK;
}

static hx_status parse_field(parser *p)
{
    hx_table_field field = {.place = p->place};
    int64_t repeat = 0, step = 0, presets[HX_TABLE_REPEAT] = {0};
    size_t preset_count = 0, at = 3;
    hx_status status = get_name(p, 1, field.name);
    if (!status)
        status = parse_bits(p, &field);
    if (!status && at < p->count && !p->quoted[at] &&
        parse_encoding(p->tokens[at], &field.encoding))
        ++at;
    if (!status && at < p->count && !strcmp(p->tokens[at], "repeat")) {
        status = get_token_number(p, at + 1, 2, HX_TABLE_REPEAT, &repeat);
        if (!status && (at + 2 >= p->count || strcmp(p->tokens[at + 2], "step")))
            status = FAIL(p, "repeat N is followed by step S", field.name);
        if (!status)
            status = get_token_number(p, at + 3, -31, 31, &step);
        at += 4;
    }
    if (!status && at < p->count && !strcmp(p->tokens[at], "default")) {
        for (++at; !status && at < p->count && !p->quoted[at]; ++at) {
            if (preset_count == HX_TABLE_REPEAT)
                return FAIL(p, "too many defaults", field.name);
            status = get_token_number(p, at, INT32_MIN, UINT32_MAX, &presets[preset_count++]);
        }
        if (!status && preset_count != 1 && (int64_t)preset_count != repeat)
            status = FAIL(p, "one default, or one for each repetition", field.name);
    }
    if (!status)
        status = get_text(p, at, field.text);
    if (!status && !repeat)
        return add_field(p, &field, -1, 0, presets[0]);
    for (int64_t i = 0; !status && i < repeat; ++i)
        status = add_field(p, &field, i, step, presets[preset_count > 1 ? i : 0]);
    return status;
}

static hx_status parse_index(parser *p, hx_table_index *indices, unsigned *count)
{
    int64_t number = 0;
    if (*count == HX_TABLE_INDICES)
        return FAIL(p, "at most six dimensions", p->tokens[0]);
    hx_table_index *index = &indices[(*count)++];
    memset(index, 0, sizeof *index);
    hx_status status = get_name(p, 1, index->name);
    if (!status)
        status = get_token_number(p, 2, 1, UINT32_MAX, &number);
    index->count = (uint32_t)number;
    if (!status)
        status = get_token_number(p, 3, -(int64_t)INT32_MAX, INT32_MAX, &index->stride);
    return status ? status : get_text(p, 4, index->text);
}

static hx_status parse_choice(parser *p, const char *const *choices, char *out)
{
    for (; p->count == 2 && *choices; ++choices) {
        if (!strcmp(p->tokens[1], *choices)) {
            strcpy(out, *choices);
            return HX_OK;
        }
    }
    return FAIL(p, "unknown choice", p->count > 1 ? p->tokens[1] : "nothing");
}

static hx_status parse_register_line(parser *p, hx_table_register *r)
{
    static const char *const unread[] = {"hardware", "simulation", "both", NULL};
    static const char *const spaces[] = {"jtag_phy", NULL};
    const char *keyword = p->tokens[0];
    int64_t number = 0;
    if (!strcmp(keyword, "field"))
        return parse_field(p);
    if (r->is_layout)
        return FAIL(p, "a layout holds only fields", keyword);
    if (!strcmp(keyword, "index"))
        return parse_index(p, r->indices, &r->index_count);
    if (!strcmp(keyword, "space"))
        return parse_choice(p, spaces, r->space);
    if (!strcmp(keyword, "unread"))
        return parse_choice(p, unread, r->unread);
    if (!strcmp(keyword, "use"))
        return get_name(p, 1, r->layout);
    if (!strcmp(keyword, "gray") && p->count == 1) {
        r->gray = true;
        return HX_OK;
    }
    if (!strcmp(keyword, "words")) {
        hx_status status = get_token_number(p, 1, 1, HX_TABLE_WORDS, &number);
        if (!status && (r->address_count != 1 || r->word_count != 1))
            status = FAIL(p, "words are given once, by addresses or by their number", r->name);
        r->word_count = (unsigned)number;
        return status ? status : get_text(p, 2, (char[HX_TABLE_TEXT]){0});
    }
    if (!strcmp(keyword, "set")) {
        if (r->set_count == HX_TABLE_SETS)
            return FAIL(p, "at most eight set statements", r->name);
        hx_table_set *set = &r->sets[r->set_count++];
        set->place = p->place;
        hx_status status = get_name(p, 1, set->field);
        if (!status)
            status = get_token_number(p, 2, INT32_MIN, UINT32_MAX, &set->value);
        return status ? status : get_text(p, 3, (char[HX_TABLE_TEXT]){0});
    }
    return FAIL(p, "unknown statement in a register", keyword);
}

static hx_status parse_register(parser *p, bool is_layout)
{
    hx_table *t = p->table;
    hx_table_register *r = append((void **)&t->registers, &t->register_count, sizeof *t->registers);
    if (!r)
        return HX_ERROR_MEMORY;
    p->inside = IN_REGISTER;
    r->place = p->place;
    r->is_layout = is_layout;
    r->word_count = is_layout ? HX_TABLE_WORDS : 1;
    hx_status status = get_name(p, 1, r->name);
    if (status || is_layout)
        return status ? status : get_text(p, 2, r->text);
    if (p->count < 4)
        return FAIL(p, "a register has address and access", r->name);
    for (char *a = strtok(p->tokens[2], ","); a; a = strtok(NULL, ",")) {
        int64_t number = 0;
        if (r->address_count == HX_TABLE_WORDS)
            return FAIL(p, "too many words", r->name);
        status = get_number(p, a, 0, UINT32_MAX, &number);
        if (status)
            return status;
        r->address[r->address_count++] = (uint32_t)number;
    }
    r->word_count = r->address_count;
    const char *access = p->tokens[3];
    if (strcmp(access, "rw") && strcmp(access, "ro") && strcmp(access, "wo"))
        return FAIL(p, "access is rw, ro or wo", access);
    strcpy(r->access, access);
    return get_text(p, 4, r->text);
}

static hx_status parse_block(parser *p)
{
    hx_table *t = p->table;
    int64_t base = 0, size = 0;
    hx_table_block *b = append((void **)&t->blocks, &t->block_count, sizeof *t->blocks);
    if (!b)
        return HX_ERROR_MEMORY;
    p->inside = IN_BLOCK;
    b->place = p->place;
    hx_status status = get_name(p, 1, b->name);
    if (!status)
        status = get_token_number(p, 2, 0, UINT32_MAX, &base);
    if (!status)
        status = get_token_number(p, 3, 1, UINT32_MAX, &size);
    b->base = (uint32_t)base;
    b->size = (uint32_t)size;
    return status ? status : get_text(p, 4, b->text);
}

static hx_status parse_enum(parser *p)
{
    hx_table *t = p->table;
    hx_table_enum *e = append((void **)&t->enums, &t->enum_count, sizeof *t->enums);
    if (!e)
        return HX_ERROR_MEMORY;
    p->inside = IN_ENUM;
    e->place = p->place;
    hx_status status = get_name(p, 1, e->name);
    return status ? status : get_text(p, 2, e->text);
}

static hx_status parse_item(parser *p, hx_table_enum *e)
{
    int64_t number = 0;
    hx_table_item *item = append((void **)&e->items, &e->item_count, sizeof *e->items);
    if (!item)
        return HX_ERROR_MEMORY;
    hx_status status = get_name(p, 0, item->name);
    if (!status)
        status = get_token_number(p, 1, 0, UINT32_MAX, &number);
    item->value = (uint32_t)number;
    return status ? status : get_text(p, 2, item->text);
}

static hx_status parse_line(parser *p)
{
    hx_table *t = p->table;
    bool indented = p->text[0] == ' ' || p->text[0] == '\t';
    hx_status status = split(p);
    if (status || !p->count)
        return status;
    if (!indented) {
        if (!strcmp(p->tokens[0], "register") || !strcmp(p->tokens[0], "layout"))
            return parse_register(p, p->tokens[0][0] == 'l');
        if (!strcmp(p->tokens[0], "block"))
            return parse_block(p);
        if (!strcmp(p->tokens[0], "enum"))
            return parse_enum(p);
        return FAIL(p, "unknown statement", p->tokens[0]);
    }
    if (p->inside == IN_REGISTER)
        return parse_register_line(p, &t->registers[t->register_count - 1]);
    if (p->inside == IN_ENUM)
        return parse_item(p, &t->enums[t->enum_count - 1]);
    if (p->inside == IN_BLOCK && !strcmp(p->tokens[0], "index")) {
        hx_table_block *b = &t->blocks[t->block_count - 1];
        return parse_index(p, b->indices, &b->index_count);
    }
    return FAIL(p, "unexpected indented statement", p->tokens[0]);
}

hx_status hx_table_parse(hx_table *table, FILE *input, const char *file, hx_error *error)
{
    parser p = {.table = table, .error = error};
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
