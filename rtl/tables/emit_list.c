// Writes the table as a list that programs can walk through.
// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <inttypes.h>

static const char head[] =
    "// Every register with its addresses and used bits. Generated from rtl/tables; do not edit.\n"
    "// SPDX-License-Identifier: Apache-2.0\n"
    "#ifndef HX_MAP_LIST_H\n"
    "#define HX_MAP_LIST_H\n"
    "\n"
    "#include <stdint.h>\n"
    "\n"
    "typedef struct hx_map_list_field {\n"
    "    const char *name;\n"
    "    const char *stored;   // why it has no effect; empty: it acts\n"
    "    const char *encoding; // as in the tables; empty: none\n"
    "    unsigned piece_count;\n"
    "    struct {\n"
    "        unsigned word, high, low;\n"
    "    } piece[4]; // most significant first\n"
    "} hx_map_list_field;\n"
    "\n"
    "// A number with a meaning of its own: a parameter cell, a view.\n"
    "typedef struct hx_map_list_item {\n"
    "    const char *of, *name;\n"
    "    const char *stored; // as of a field\n"
    "    uint32_t value;\n"
    "} hx_map_list_item;\n"
    "\n"
    "typedef struct hx_map_list_entry {\n"
    "    const char *name;\n"
    "    const char *access; // rw, ro, wo\n"
    "    const char *space;  // empty: Omnibus\n"
    "    uint32_t base;\n"
    "    unsigned words;\n"
    "    uint32_t offset[16], mask[16]; // of each word\n"
    "    unsigned index_count;\n"
    "    struct {\n"
    "        uint32_t count;\n"
    "        int32_t stride;\n"
    "    } index[6];\n"
    "    unsigned gray; // words are stored Gray-decoded\n"
    "    unsigned field_count;\n"
    "    const hx_map_list_field *fields;\n"
    "} hx_map_list_entry;\n";

static const char *const encodings[] = {"",         "inverted",      "reversed",
                                        "mirrored", "offset_binary", "minus_one"};

static void emit_fields(FILE *o, const hx_table_register *r)
{
    fprintf(o, "\nstatic const hx_map_list_field hx_map_list_%s[] = {\n", r->name);
    for (size_t f = 0; f < r->field_count; ++f) {
        const hx_table_field *field = &r->fields[f];
        fprintf(o, "    {\"%s\", \"%s\", \"%s\", %u, {", field->name, field->stored,
                encodings[field->encoding], field->piece_count);
        for (unsigned p = 0; p < field->piece_count; ++p)
            fprintf(o, "%s{%uu, %uu, %uu}", p ? ", " : "", field->pieces[p].word,
                    field->pieces[p].high, field->pieces[p].low);
        fprintf(o, "}},\n");
    }
    fprintf(o, "};\n");
}

static void emit_entry(FILE *o, const hx_table_register *r)
{
    fprintf(o, "    {\"%s\", \"%s\", \"%s\", 0x%08" PRIX32 "u, %u, {", r->name, r->access, r->space,
            r->address[0], r->word_count);
    for (unsigned w = 0; w < r->word_count; ++w)
        fprintf(o, "%s0x%" PRIX32 "u", w ? ", " : "", r->address[w] - r->address[0]);
    fprintf(o, "}, {");
    for (unsigned w = 0; w < r->word_count; ++w)
        fprintf(o, "%s0x%" PRIX32 "u", w ? ", " : "", hx_table_mask(r, w));
    fprintf(o, "}, %u, {", r->index_count);
    for (unsigned i = 0; i < r->index_count; ++i)
        fprintf(o, "%s{%" PRIu32 "u, %" PRId64 "}", i ? ", " : "", r->indices[i].count,
                r->indices[i].stride);
    fprintf(o, "%s}, %d, %zu, hx_map_list_%s},\n", r->index_count ? "" : "{0, 0}", r->gray,
            r->field_count, r->name);
}

void hx_table_emit_list(const hx_table *table, FILE *output)
{
    fputs(head, output);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_fields(output, &table->registers[i]);
    }
    fputs("\nstatic const hx_map_list_entry hx_map_list[] = {\n", output);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_entry(output, &table->registers[i]);
    }
    fputs("};\n\nstatic const hx_map_list_item hx_map_list_items[] = {\n", output);
    for (size_t i = 0; i < table->enum_count; ++i) {
        const hx_table_enum *e = &table->enums[i];
        for (size_t k = 0; k < e->item_count; ++k)
            fprintf(output, "    {\"%s\", \"%s\", \"%s\", %" PRIu32 "u},\n", e->name,
                    e->items[k].name, e->items[k].stored, e->items[k].value);
    }
    fputs("};\n\n#endif\n", output);
}
