// Writes the table as a SystemVerilog package.
// SPDX-License-Identifier: Apache-2.0
//
// A decoded field is a concatenation of stored bits, so the functions cost no logic.
#include "table.h"

#include <inttypes.h>
#include <string.h>

static void emit_indices(FILE *o, const char *prefix, const hx_table_index *indices, unsigned count)
{
    char upper[HX_TABLE_NAME];
    for (unsigned i = 0; i < count; ++i) {
        hx_table_upper(indices[i].name, upper);
        fprintf(o, "  localparam int unsigned %s_%s_COUNT = %" PRIu32 ";\n", prefix, upper,
                indices[i].count);
        fprintf(o, "  localparam int%s %s_%s_STRIDE = %" PRId64 ";\n",
                indices[i].stride < 0 ? "" : " unsigned", prefix, upper, indices[i].stride);
    }
}

// One stored bit of a field, counted from its least significant bit.
static void emit_bit(FILE *o, const hx_table_register *r, const hx_table_field *f, unsigned bit)
{
    for (unsigned k = f->piece_count; k-- > 0;) {
        const hx_table_piece *p = &f->pieces[k];
        unsigned width = p->high - p->low + 1;
        if (bit >= width) {
            bit -= width;
            continue;
        }
        unsigned at = p->low + bit;
        bool pair = r->gray && at < 31 && (hx_table_mask(r, p->word) >> (at + 1) & 1);
        fprintf(o, pair ? "words[%u][%u] ^ words[%u][%u]" : "words[%u][%u]", p->word, at, p->word,
                at + 1);
        return;
    }
}

static void emit_pieces(FILE *o, const hx_table_field *f)
{
    for (unsigned k = 0; k < f->piece_count; ++k) {
        const hx_table_piece *p = &f->pieces[k];
        if (p->high == p->low)
            fprintf(o, "%swords[%u][%u]", k ? ", " : "", p->word, p->low);
        else
            fprintf(o, "%swords[%u][%u:%u]", k ? ", " : "", p->word, p->high, p->low);
    }
}

static void emit_value(FILE *o, const hx_table_register *r, const hx_table_field *f)
{
    bool by_bit = r->gray || f->encoding == HX_TABLE_REVERSED || f->encoding == HX_TABLE_MIRRORED ||
                  f->encoding == HX_TABLE_OFFSET_BINARY;
    if (f->encoding == HX_TABLE_INVERTED)
        fputc('~', o);
    if (f->encoding == HX_TABLE_MINUS_ONE)
        fprintf(o, "{1'b0, ");
    bool brace = by_bit ? f->width > 1 : f->piece_count > 1;
    if (brace)
        fputc('{', o);
    if (!by_bit)
        emit_pieces(o, f);
    for (unsigned i = f->width; by_bit && i-- > 0;) {
        unsigned bit = i;
        if (f->encoding == HX_TABLE_REVERSED)
            bit = f->width - 1 - i;
        if (f->encoding == HX_TABLE_MIRRORED && i != f->width - 1)
            bit = f->width - 2 - i;
        if (f->encoding == HX_TABLE_OFFSET_BINARY && i == f->width - 1)
            fputc('~', o);
        emit_bit(o, r, f, bit);
        if (i)
            fputs(", ", o);
    }
    if (brace)
        fputc('}', o);
    if (f->encoding == HX_TABLE_MINUS_ONE)
        fprintf(o, "} + %u'd1", f->width + 1);
}

static void emit_register(FILE *o, const hx_table_register *r)
{
    char upper[HX_TABLE_NAME];
    hx_table_upper(r->name, upper);
    fprintf(o, "\n  // %s (%s)\n", r->text, r->access);
    fprintf(o, "  localparam logic [31:0] %s_BASE = 32'h%08" PRIX32 ";\n", upper, r->address[0]);
    fprintf(o, "  localparam int unsigned %s_WORDS = %u;\n", upper, r->word_count);
    emit_indices(o, upper, r->indices, r->index_count);
    for (unsigned w = 0; w < r->word_count; ++w) {
        fprintf(o, "  localparam logic [31:0] %s_OFFSET_%u = 32'h%" PRIX32 ";\n", upper, w,
                r->address[w] - r->address[0]);
        fprintf(o, "  localparam logic [31:0] %s_MASK_%u = 32'h%08" PRIX32 ";\n", upper, w,
                hx_table_mask(r, w));
        fprintf(o, "  localparam logic [31:0] %s_DEFAULT_%u = 32'h%08" PRIX32 ";\n", upper, w,
                hx_table_preset_word(r, w));
    }
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        fprintf(o,
                "  function automatic logic%s [%u:0] get_%s_%s(input logic [%u:0][31:0] words);\n",
                f->encoding == HX_TABLE_OFFSET_BINARY ? " signed" : "",
                f->encoding == HX_TABLE_MINUS_ONE ? f->width : f->width - 1, r->name, f->name,
                r->word_count - 1);
        fputs("    return ", o);
        emit_value(o, r, f);
        fputs(";\n  endfunction\n", o);
    }
}

static void emit_block(FILE *o, const hx_table_block *b)
{
    char prefix[HX_TABLE_NAME + 8] = "BLOCK_";
    hx_table_upper(b->name, prefix + 6);
    fprintf(o, "\n  // %s\n", b->text);
    fprintf(o, "  localparam logic [31:0] %s_BASE = 32'h%08" PRIX32 ";\n", prefix, b->base);
    fprintf(o, "  localparam logic [31:0] %s_SIZE = 32'h%08" PRIX32 ";\n", prefix, b->size);
    emit_indices(o, prefix, b->indices, b->index_count);
}

static void emit_enum(FILE *o, const hx_table_enum *e)
{
    char upper[HX_TABLE_NAME], item[HX_TABLE_NAME];
    hx_table_upper(e->name, upper);
    fprintf(o, "\n  // %s\n", e->text);
    for (size_t i = 0; i < e->item_count; ++i)
        fprintf(o, "  localparam logic [31:0] %s_%s = 32'h%" PRIX32 ";\n", upper,
                hx_table_upper(e->items[i].name, item), e->items[i].value);
}

void hx_table_emit_sv(const hx_table *table, FILE *output)
{
    fputs("// Addresses and layouts of every register. Generated from rtl/tables; do not edit.\n"
          "// SPDX-License-Identifier: Apache-2.0\n"
          "package hx_map_pkg;\n"
          "\n"
          "  // A user needs some of the constants, a field some bits of its words.\n"
          "  // verilator lint_off UNUSEDPARAM\n"
          "  // verilator lint_off UNUSEDSIGNAL\n",
          output);
    for (size_t i = 0; i < table->block_count; ++i)
        emit_block(output, &table->blocks[i]);
    for (size_t i = 0; i < table->enum_count; ++i)
        emit_enum(output, &table->enums[i]);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_register(output, &table->registers[i]);
    }
    fputs("\n  // verilator lint_on UNUSEDSIGNAL\n"
          "  // verilator lint_on UNUSEDPARAM\n"
          "\nendpackage\n",
          output);
}
