// Writes the table as a page of documentation.
// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <inttypes.h>
#include <string.h>

static const char *const encodings[] = {"",         "inverted",      "bit-reversed",
                                        "mirrored", "offset binary", "minus one"};

static void emit_dimensions(FILE *o, const hx_table_index *indices, unsigned count)
{
    for (unsigned i = 0; i < count; ++i) {
        const bool negative = indices[i].stride < 0;
        fprintf(o, " %c 0x%" PRIX64 "*%s (0..%" PRIu32 "%s%s)", negative ? '-' : '+',
                (uint64_t)(negative ? -indices[i].stride : indices[i].stride), indices[i].name,
                indices[i].count - 1, *indices[i].text ? ": " : "", indices[i].text);
    }
}

// The end of a row: what has no effect says so.
static void emit_stored(FILE *o, const char *text, const char *stored)
{
    fprintf(o, *stored ? "%s*stored only: %s* |\n" : "%s%s |\n", *text && *stored ? "; " : "",
            stored);
}

static void emit_register(FILE *o, const hx_table_register *r)
{
    fprintf(o, "\n### %s\n\n%s. Access %s.", r->name, r->text, r->access);
    if (*r->unread)
        fprintf(o, " Public software does not read it back (%s).",
                !strcmp(r->unread, "both") ? "hardware and simulation" : r->unread);
    if (*r->space)
        fprintf(o, " Register of the JTAG PHY space.");
    if (r->gray)
        fprintf(o, " Words are stored Gray-decoded.");
    fprintf(o, "\n\nAddress 0x%08" PRIX32, r->address[0]);
    for (unsigned w = 1; w < r->word_count; ++w)
        fprintf(o, ", 0x%08" PRIX32, r->address[w]);
    emit_dimensions(o, r->indices, r->index_count);
    fprintf(o, "\n\n| field | bits | encoding | default | |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        fprintf(o, "| %s | ", f->name);
        for (unsigned k = 0; k < f->piece_count; ++k) {
            const hx_table_piece *p = &f->pieces[k];
            fprintf(o, "%s%u[%u", k ? ", " : "", p->word, p->high);
            fprintf(o, p->high == p->low ? "]" : ":%u]", p->low);
        }
        fprintf(o, " | %s | %" PRId64 " | %s", encodings[f->encoding], f->preset, f->text);
        emit_stored(o, f->text, f->stored);
    }
}

void hx_table_emit_docs(const hx_table *table, FILE *output)
{
    fputs("# Registers\n\nGenerated from `rtl/tables`; do not edit. Addresses count 32-bit words.\n"
          "\n## Blocks\n\n| block | base | size | repeated | |\n|---|---|---|---|---|\n",
          output);
    for (size_t i = 0; i < table->block_count; ++i) {
        const hx_table_block *b = &table->blocks[i];
        fprintf(output, "| %s | 0x%08" PRIX32 " | 0x%" PRIX32 " |", b->name, b->base, b->size);
        emit_dimensions(output, b->indices, b->index_count);
        fprintf(output, " | %s |\n", b->text);
    }
    fputs("\n## Registers\n", output);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_register(output, &table->registers[i]);
    }
    fputs("\n## Numbers\n", output);
    for (size_t i = 0; i < table->enum_count; ++i) {
        const hx_table_enum *e = &table->enums[i];
        fprintf(output, "\n### %s\n\n%s.\n\n| name | value | |\n|---|---|---|\n", e->name, e->text);
        for (size_t k = 0; k < e->item_count; ++k) {
            fprintf(output, "| %s | %" PRIu32 " | %s", e->items[k].name, e->items[k].value,
                    e->items[k].text);
            emit_stored(output, e->items[k].text, e->items[k].stored);
        }
    }
}
