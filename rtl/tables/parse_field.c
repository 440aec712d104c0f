// A field of a register: bits, encoding, repetitions, defaults.
// SPDX-License-Identifier: Apache-2.0
#include "parse.h"

#include <string.h>

static hx_status parse_piece(hx_table_parser *p, const char *t, hx_table_piece *piece)
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

static hx_status parse_bits(hx_table_parser *p, hx_table_field *field)
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

static hx_status add_field(hx_table_parser *p, const hx_table_field *model, int64_t number,
                           int64_t step, int64_t preset)
{
    hx_table_register *r = &p->table->registers[p->table->register_count - 1];
    hx_table_field *f = hx_table_append((void **)&r->fields, &r->field_count, sizeof *r->fields);
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

hx_status hx_table_parse_field(hx_table_parser *p)
{
    hx_table_field field = {.place = p->place};
    int64_t repeat = 0, step = 0, presets[HX_TABLE_REPEAT] = {0};
    size_t preset_count = 0, at = 3;
    hx_status status = hx_table_parse_name(p, 1, field.name);
    if (!status)
        status = parse_bits(p, &field);
    if (!status && at < p->count && !p->quoted[at] &&
        parse_encoding(p->tokens[at], &field.encoding))
        ++at;
    if (!status && at < p->count && !strcmp(p->tokens[at], "repeat")) {
        status = hx_table_parse_token_number(p, at + 1, 2, HX_TABLE_REPEAT, &repeat);
        if (!status && (at + 2 >= p->count || strcmp(p->tokens[at + 2], "step")))
            status = FAIL(p, "repeat N is followed by step S", field.name);
        if (!status)
            status = hx_table_parse_token_number(p, at + 3, -31, 31, &step);
        at += 4;
    }
    if (!status && at < p->count && !strcmp(p->tokens[at], "default")) {
        for (++at; !status && at < p->count && !p->quoted[at] && strcmp(p->tokens[at], "stored");
             ++at) {
            if (preset_count == HX_TABLE_REPEAT)
                return FAIL(p, "too many defaults", field.name);
            status =
                hx_table_parse_token_number(p, at, INT32_MIN, UINT32_MAX, &presets[preset_count++]);
        }
        if (!status && preset_count != 1 && (int64_t)preset_count != repeat)
            status = FAIL(p, "one default, or one for each repetition", field.name);
    }
    if (!status)
        status = hx_table_parse_stored(p, &at, field.stored);
    if (!status)
        status = hx_table_parse_text(p, at, field.text);
    if (!status && !repeat)
        return add_field(p, &field, -1, 0, presets[0]);
    for (int64_t i = 0; !status && i < repeat; ++i)
        status = add_field(p, &field, i, step, presets[preset_count > 1 ? i : 0]);
    return status;
}
