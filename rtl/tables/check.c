// Completes a parsed table and checks what spans several statements.
// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static hx_status fail(hx_error *error, const hx_table_place *place, const char *rule,
                      const char *what)
{
    return hx_error_set(error, HX_ERROR_FORMAT, "%s:%u: %s: %s", place->file, place->line, rule,
                        what);
}

void hx_table_free(hx_table *table)
{
    for (size_t i = 0; i < table->register_count; ++i)
        free(table->registers[i].fields);
    for (size_t i = 0; i < table->enum_count; ++i)
        free(table->enums[i].items);
    free(table->registers);
    free(table->reasons);
    free(table->blocks);
    free(table->enums);
    *table = (hx_table){0};
}

const char *hx_table_upper(const char *name, char buffer[HX_TABLE_NAME])
{
    size_t i = 0;
    for (; name[i] && i + 1 < HX_TABLE_NAME; ++i)
        buffer[i] = (char)toupper((unsigned char)name[i]);
    buffer[i] = '\0';
    return buffer;
}

static uint32_t piece_mask(const hx_table_piece *piece)
{
    return (uint32_t)((((uint64_t)2 << (piece->high - piece->low)) - 1) << piece->low);
}

uint32_t hx_table_mask(const hx_table_register *r, unsigned word)
{
    uint32_t mask = 0;
    for (size_t f = 0; f < r->field_count; ++f) {
        for (unsigned i = 0; i < r->fields[f].piece_count; ++i) {
            if (r->fields[f].pieces[i].word == word)
                mask |= piece_mask(&r->fields[f].pieces[i]);
        }
    }
    return mask;
}

// A name must not be a word of C, C++ or SystemVerilog that could turn up in a table.
static bool is_reserved(const char *name)
{
    static const char *const words[] = {
        "and",     "bit",    "bool",  "byte",     "case",  "char",  "class",  "const",
        "default", "delete", "do",    "enum",     "final", "for",   "if",     "int",
        "logic",   "long",   "new",   "not",      "or",    "short", "signed", "static",
        "struct",  "this",   "union", "unsigned", "void",  "wire",  "words",  "xor"};
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        if (!strcmp(words[i], name))
            return true;
    }
    return false;
}

static hx_table_register *find_register(hx_table *table, const char *name, bool is_layout)
{
    for (size_t i = 0; i < table->register_count; ++i) {
        if (table->registers[i].is_layout == is_layout && !strcmp(table->registers[i].name, name))
            return &table->registers[i];
    }
    return NULL;
}

static hx_status take_layout(hx_table *table, hx_table_register *r, hx_error *error)
{
    if (!*r->layout)
        return r->set_count ? fail(error, &r->sets[0].place, "set belongs to use", r->name) : HX_OK;
    const hx_table_register *layout = find_register(table, r->layout, true);
    if (!layout)
        return fail(error, &r->place, "unknown layout", r->layout);
    size_t count = r->field_count + layout->field_count;
    hx_table_field *grown = realloc(r->fields, (count ? count : 1) * sizeof *grown);
    if (!grown)
        return HX_ERROR_MEMORY;
    r->fields = grown;
    if (layout->field_count)
        memcpy(grown + r->field_count, layout->fields, layout->field_count * sizeof *grown);
    r->field_count = count;
    for (unsigned s = 0; s < r->set_count; ++s) {
        size_t f = 0;
        while (f < count && strcmp(grown[f].name, r->sets[s].field))
            ++f;
        if (f == count)
            return fail(error, &r->sets[s].place, "unknown field", r->sets[s].field);
        grown[f].preset = r->sets[s].value;
    }
    return HX_OK;
}

// The reason of that name in place of the name; none stays none.
static hx_status take_reason(const hx_table *table, char *stored, const hx_table_place *place,
                             hx_error *error)
{
    if (!*stored)
        return HX_OK;
    for (size_t i = 0; i < table->reason_count; ++i) {
        if (!strcmp(table->reasons[i].name, stored)) {
            strcpy(stored, table->reasons[i].text);
            return HX_OK;
        }
    }
    return fail(error, place, "unknown reason", stored);
}

static hx_status take_reasons(const hx_table *table, hx_table_register *r, hx_error *error)
{
    hx_status status = HX_OK;
    for (size_t f = 0; !status && f < r->field_count; ++f) {
        if (!*r->fields[f].stored)
            strcpy(r->fields[f].stored, r->stored);
        status = take_reason(table, r->fields[f].stored, &r->fields[f].place, error);
    }
    return status;
}

static hx_status check_field(const hx_table_register *r, size_t f, hx_error *error)
{
    const hx_table_field *field = &r->fields[f];
    int64_t low = 0, high = ((int64_t)1 << field->width) - 1;
    if (field->encoding == HX_TABLE_OFFSET_BINARY) {
        low = -((int64_t)1 << (field->width - 1));
        high = -low - 1;
    }
    if (field->encoding == HX_TABLE_MINUS_ONE) {
        low = field->preset ? 1 : 0; // without a default the lowest value is taken
        ++high;
    }
    if (field->preset < low || field->preset > high)
        return fail(error, &field->place, "the default does not fit the field", field->name);
    if (is_reserved(field->name))
        return fail(error, &field->place, "reserved word", field->name);
    for (size_t g = 0; g < f; ++g) {
        if (!strcmp(field->name, r->fields[g].name))
            return fail(error, &field->place, "field given twice", field->name);
    }
    uint32_t used[HX_TABLE_WORDS] = {0};
    for (size_t g = 0; g <= f; ++g) {
        for (unsigned i = 0; i < r->fields[g].piece_count; ++i) {
            const hx_table_piece *piece = &r->fields[g].pieces[i];
            if (piece->word >= r->word_count)
                return fail(error, &r->fields[g].place, "the register has no such word",
                            r->fields[g].name);
            if (used[piece->word] & piece_mask(piece))
                return fail(error, &field->place, "field overlaps another", field->name);
            used[piece->word] |= piece_mask(piece);
        }
    }
    return HX_OK;
}

static hx_status check_indices(const hx_table_place *place, const hx_table_index *indices,
                               unsigned count, hx_error *error)
{
    for (unsigned i = 0; i < count; ++i) {
        if (is_reserved(indices[i].name))
            return fail(error, place, "reserved word", indices[i].name);
        for (unsigned k = 0; k < i; ++k) {
            if (!strcmp(indices[i].name, indices[k].name))
                return fail(error, place, "dimension given twice", indices[i].name);
        }
    }
    return HX_OK;
}

static hx_status check_register(hx_table *table, hx_table_register *r, hx_error *error)
{
    for (const hx_table_register *o = table->registers; o != r; ++o) {
        if (o->is_layout == r->is_layout && !strcmp(o->name, r->name))
            return fail(error, &r->place, "register given twice", r->name);
    }
    if (!r->field_count)
        return fail(error, &r->place, "a register has at least one field", r->name);
    hx_status status = check_indices(&r->place, r->indices, r->index_count, error);
    for (size_t f = 0; !status && f < r->field_count; ++f)
        status = check_field(r, f, error);
    if (status || r->is_layout)
        return status;
    for (unsigned w = r->address_count; w < r->word_count; ++w)
        r->address[w] = r->address[0] + w;
    for (unsigned w = 0; w < r->word_count; ++w) {
        uint32_t mask = hx_table_mask(r, w);
        if (r->gray && (mask & (mask + 1)))
            return fail(error, &r->place, "the fields of a gray word leave no gap", r->name);
    }
    return HX_OK;
}

// A stretch of addresses taken by a register, or by a block.
typedef struct range {
    uint64_t first, end;
    const hx_table_place *place;
    const char *name;
} range;

typedef struct ranges {
    range *items;
    size_t count, room;
} ranges;

static bool add_range(ranges *list, int64_t first, uint64_t length, const hx_table_place *place,
                      const char *name)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 256;
        range *grown = realloc(list->items, room * sizeof *grown);
        if (!grown)
            return false;
        list->items = grown;
        list->room = room;
    }
    list->items[list->count++] = (range){(uint64_t)first, (uint64_t)first + length, place, name};
    return true;
}

// Dimensions that fill a stretch without gaps are taken as one range, the others one by one.
static bool add_instances(ranges *list, const hx_table_index *indices, unsigned count,
                          uint64_t length, int64_t first, const hx_table_place *place,
                          const char *name)
{
    unsigned taken = 0;
    for (bool again = true; again;) {
        again = false;
        for (unsigned i = 0; i < count; ++i) {
            if (!(taken >> i & 1) && indices[i].stride == (int64_t)length) {
                length *= indices[i].count;
                taken |= 1u << i;
                again = true;
            }
        }
    }
    uint64_t total = 1;
    for (unsigned i = 0; i < count; ++i)
        total *= taken >> i & 1 ? 1 : indices[i].count;
    for (uint64_t k = 0; k < total; ++k) {
        uint64_t rest = k;
        int64_t address = first;
        for (unsigned i = 0; i < count; ++i) {
            if (taken >> i & 1)
                continue;
            address += (int64_t)(rest % indices[i].count) * indices[i].stride;
            rest /= indices[i].count;
        }
        if (!add_range(list, address, length, place, name))
            return false;
    }
    return true;
}

static int compare_ranges(const void *a, const void *b)
{
    const range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

static hx_status check_overlap(ranges *list, const char *rule, hx_error *error)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare_ranges);
    for (size_t i = 0; i < list->count; ++i) {
        if (list->items[i].end > (uint64_t)UINT32_MAX + 1)
            return fail(error, list->items[i].place, "an address has 32 bits", list->items[i].name);
        if (i && list->items[i].first < list->items[i - 1].end)
            return hx_error_set(error, HX_ERROR_FORMAT, "%s:%u: %s: %s, %s",
                                list->items[i].place->file, list->items[i].place->line, rule,
                                list->items[i].name, list->items[i - 1].name);
    }
    return HX_OK;
}

static bool add_register(ranges *list, const hx_table_register *r)
{
    bool consecutive = r->address_count == 1;
    for (unsigned w = 0; w < (consecutive ? 1 : r->word_count); ++w) {
        if (!add_instances(list, r->indices, r->index_count, consecutive ? r->word_count : 1,
                           r->address[w], &r->place, r->name))
            return false;
    }
    return true;
}

static hx_status check_addresses(const hx_table *table, hx_error *error)
{
    ranges used = {0}, blocks = {0}, phy = {0};
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < table->register_count; ++i) {
        const hx_table_register *r = &table->registers[i];
        if (!r->is_layout && !add_register(*r->space ? &phy : &used, r))
            status = HX_ERROR_MEMORY;
    }
    for (size_t i = 0; !status && i < table->block_count; ++i) {
        const hx_table_block *b = &table->blocks[i];
        if (!add_instances(&blocks, b->indices, b->index_count, b->size, b->base, &b->place,
                           b->name))
            status = HX_ERROR_MEMORY;
    }
    if (!status)
        status = check_overlap(&blocks, "blocks overlap", error);
    if (!status)
        status = check_overlap(&phy, "addresses overlap", error);
    if (!status)
        status = check_overlap(&used, "addresses overlap", error);
    for (size_t i = 0, b = 0; !status && i < used.count; ++i) {
        while (b < blocks.count && blocks.items[b].end <= used.items[i].first)
            ++b;
        if (b == blocks.count || used.items[i].first < blocks.items[b].first ||
            used.items[i].end > blocks.items[b].end)
            status = fail(error, used.items[i].place, "outside of every block", used.items[i].name);
    }
    free(used.items);
    free(blocks.items);
    free(phy.items);
    return status;
}

static hx_status check_enum(const hx_table *table, hx_table_enum *e, hx_error *error)
{
    for (const hx_table_enum *o = table->enums; o != e; ++o) {
        if (!strcmp(o->name, e->name))
            return fail(error, &e->place, "enum given twice", e->name);
    }
    for (size_t i = 0; i < e->item_count; ++i) {
        for (size_t k = 0; k < i; ++k) {
            if (!strcmp(e->items[i].name, e->items[k].name))
                return fail(error, &e->place, "item given twice", e->items[i].name);
        }
        hx_status status = take_reason(table, e->items[i].stored, &e->place, error);
        if (status)
            return status;
    }
    return e->item_count ? HX_OK : fail(error, &e->place, "an enum has items", e->name);
}

hx_status hx_table_check(hx_table *table, hx_error *error)
{
    hx_status status = HX_OK;
    for (size_t i = 0; !status && i < table->register_count; ++i) {
        status = take_layout(table, &table->registers[i], error);
        if (!status && !table->registers[i].is_layout)
            status = take_reasons(table, &table->registers[i], error);
        if (!status)
            status = check_register(table, &table->registers[i], error);
    }
    for (size_t i = 0; !status && i < table->reason_count; ++i) {
        for (size_t k = 0; !status && k < i; ++k) {
            if (!strcmp(table->reasons[k].name, table->reasons[i].name))
                status = fail(error, &table->reasons[i].place, "reason given twice",
                              table->reasons[i].name);
        }
    }
    for (size_t i = 0; !status && i < table->block_count; ++i) {
        const hx_table_block *b = &table->blocks[i];
        for (size_t k = 0; !status && k < i; ++k) {
            if (!strcmp(table->blocks[k].name, b->name))
                status = fail(error, &b->place, "block given twice", b->name);
        }
        if (!status)
            status = check_indices(&b->place, b->indices, b->index_count, error);
    }
    for (size_t i = 0; !status && i < table->enum_count; ++i)
        status = check_enum(table, &table->enums[i], error);
    return status ? status : check_addresses(table, error);
}
