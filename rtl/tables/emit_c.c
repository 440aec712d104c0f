// Writes the table as a C header.
// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <inttypes.h>
#include <string.h>

static const char head[] =
    "// Addresses and layouts of every register. Generated from rtl/tables; do not edit.\n"
    "// SPDX-License-Identifier: Apache-2.0\n"
    "//\n"
    "// Addresses count 32-bit words. Structures hold decoded values; encode drops bits that do\n"
    "// not fit their field.\n"
    "#ifndef HX_MAP_H\n"
    "#define HX_MAP_H\n"
    "\n"
    "#include <stdint.h>\n"
    "\n"
    "static inline uint32_t hx_map_reverse_bits(uint32_t value, unsigned width)\n"
    "{\n"
    "    uint32_t result = 0;\n"
    "    for (unsigned i = 0; i < width; ++i)\n"
    "        result |= (value >> i & 1u) << (width - 1 - i);\n"
    "    return result;\n"
    "}\n"
    "\n"
    "// The binary number whose Gray code is `value`.\n"
    "static inline uint32_t hx_map_gray_to_binary(uint32_t value)\n"
    "{\n"
    "    for (unsigned step = 1; step < 32; step *= 2)\n"
    "        value ^= value >> step;\n"
    "    return value;\n"
    "}\n"
    "\n";

static uint32_t low_bits(unsigned width)
{
    return (uint32_t)(((uint64_t)1 << width) - 1);
}

static void emit_indices(FILE *o, const char *prefix, const hx_table_index *indices, unsigned count)
{
    char upper[HX_TABLE_NAME];
    for (unsigned i = 0; i < count; ++i) {
        hx_table_upper(indices[i].name, upper);
        fprintf(o, "#define HX_MAP_%s_%s_COUNT %" PRIu32 "u\n", prefix, upper, indices[i].count);
        if (indices[i].stride < 0)
            fprintf(o, "#define HX_MAP_%s_%s_STRIDE (%" PRId64 ")\n", prefix, upper,
                    indices[i].stride);
        else
            fprintf(o, "#define HX_MAP_%s_%s_STRIDE 0x%" PRIX64 "u\n", prefix, upper,
                    indices[i].stride);
    }
}

static void emit_address(FILE *o, const char *function, uint32_t base,
                         const hx_table_index *indices, unsigned count)
{
    fprintf(o, "\nstatic inline uint32_t hx_map_%s_address(", function);
    for (unsigned i = 0; i < count; ++i)
        fprintf(o, "%sunsigned %s", i ? ", " : "", indices[i].name);
    fprintf(o, "%s)\n{\n    return 0x%08" PRIX32 "u", count ? "" : "void", base);
    for (unsigned i = 0; i < count; ++i)
        fprintf(o, " + (uint32_t)%s * 0x%" PRIX32 "u", indices[i].name,
                (uint32_t)indices[i].stride);
    fprintf(o, ";\n}\n");
}

static void emit_struct(FILE *o, const hx_table_register *r)
{
    char upper[HX_TABLE_NAME];
    fprintf(o, "\ntypedef struct hx_map_%s {\n", r->name);
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        fprintf(o, "    %s %s;", f->encoding == HX_TABLE_OFFSET_BINARY ? "int32_t" : "uint32_t",
                f->name);
        fprintf(o, " // %u bit%s%s%s\n", f->width, f->width > 1 ? "s" : "", *f->text ? ": " : "",
                f->text);
    }
    fprintf(o, "} hx_map_%s;\n", r->name);
    hx_table_upper(r->name, upper);
    fprintf(o, "#define HX_MAP_%s_FIELDS(X)", upper);
    for (size_t i = 0; i < r->field_count; ++i)
        fprintf(o, " X(%s)", r->fields[i].name);
    fputc('\n', o);
    fprintf(o, "\nstatic inline hx_map_%s hx_map_%s_default(void)\n{\n    hx_map_%s value;\n",
            r->name, r->name, r->name);
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        fprintf(o, "    value.%s = %" PRId64 "%s;\n", f->name, f->preset,
                f->encoding == HX_TABLE_OFFSET_BINARY ? "" : "u");
    }
    fprintf(o, "    return value;\n}\n");
}

static void emit_encode(FILE *o, const hx_table_register *r)
{
    fprintf(o,
            "\nstatic inline void hx_map_%s_encode(const hx_map_%s *value, uint32_t words[%u])\n"
            "{\n    uint32_t x;\n",
            r->name, r->name, r->word_count);
    for (unsigned w = 0; w < r->word_count; ++w)
        fprintf(o, "    words[%u] = 0;\n", w);
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        uint32_t top = (uint32_t)1 << (f->width - 1);
        fprintf(o, "    x = (uint32_t)value->%s;\n", f->name);
        if (f->encoding == HX_TABLE_INVERTED)
            fprintf(o, "    x = ~x;\n");
        if (f->encoding == HX_TABLE_REVERSED)
            fprintf(o, "    x = hx_map_reverse_bits(x, %u);\n", f->width);
        if (f->encoding == HX_TABLE_MIRRORED)
            fprintf(o, "    x = (x & 0x%" PRIX32 "u) | hx_map_reverse_bits(x, %u);\n", top,
                    f->width - 1);
        if (f->encoding == HX_TABLE_OFFSET_BINARY)
            fprintf(o, "    x += 0x%" PRIX32 "u;\n", top);
        if (f->encoding == HX_TABLE_MINUS_ONE)
            fprintf(o, "    x -= 1u;\n");
        unsigned shift = f->width;
        for (unsigned k = 0; k < f->piece_count; ++k) {
            const hx_table_piece *p = &f->pieces[k];
            unsigned width = p->high - p->low + 1;
            shift -= width;
            fprintf(o, "    words[%u] |= (x >> %u & 0x%" PRIX32 "u) << %u;\n", p->word, shift,
                    low_bits(width), p->low);
        }
    }
    for (unsigned w = 0; r->gray && w < r->word_count; ++w)
        fprintf(o, "    words[%u] = hx_map_gray_to_binary(words[%u]);\n", w, w);
    fprintf(o, "}\n");
}

static void emit_decode(FILE *o, const hx_table_register *r)
{
    fprintf(o,
            "\nstatic inline void hx_map_%s_decode(const uint32_t words[%u], hx_map_%s *value)\n"
            "{\n    uint32_t x;\n",
            r->name, r->word_count, r->name);
    for (unsigned w = 0; r->gray && w < r->word_count; ++w)
        fprintf(o,
                "    const uint32_t code_%u = words[%u] & 0x%" PRIX32 "u;\n"
                "    const uint32_t word_%u = code_%u ^ (code_%u >> 1);\n",
                w, w, hx_table_mask(r, w), w, w, w);
    for (size_t i = 0; i < r->field_count; ++i) {
        const hx_table_field *f = &r->fields[i];
        uint32_t top = (uint32_t)1 << (f->width - 1);
        unsigned shift = f->width;
        for (unsigned k = 0; k < f->piece_count; ++k) {
            const hx_table_piece *p = &f->pieces[k];
            unsigned width = p->high - p->low + 1;
            shift -= width;
            fprintf(o, "    x %s (", k ? "|=" : "=");
            fprintf(o, r->gray ? "word_%u" : "words[%u]", p->word);
            fprintf(o, " >> %u & 0x%" PRIX32 "u) << %u;\n", p->low, low_bits(width), shift);
        }
        if (f->encoding == HX_TABLE_INVERTED)
            fprintf(o, "    x ^= 0x%" PRIX32 "u;\n", low_bits(f->width));
        if (f->encoding == HX_TABLE_REVERSED)
            fprintf(o, "    x = hx_map_reverse_bits(x, %u);\n", f->width);
        if (f->encoding == HX_TABLE_MIRRORED)
            fprintf(o, "    x = (x & 0x%" PRIX32 "u) | hx_map_reverse_bits(x, %u);\n", top,
                    f->width - 1);
        if (f->encoding == HX_TABLE_MINUS_ONE)
            fprintf(o, "    x += 1u;\n");
        if (f->encoding == HX_TABLE_OFFSET_BINARY)
            fprintf(o, "    value->%s = (int32_t)x - 0x%" PRIX32 ";\n", f->name, top);
        else
            fprintf(o, "    value->%s = x;\n", f->name);
    }
    fprintf(o, "}\n");
}

static void emit_per_word(FILE *o, const hx_table_register *r)
{
    fprintf(o,
            "\n// Distance of a word from word 0.\n"
            "static inline uint32_t hx_map_%s_word_offset(unsigned word)\n"
            "{\n    static const uint32_t offsets[] = {",
            r->name);
    for (unsigned w = 0; w < r->word_count; ++w)
        fprintf(o, "%s0x%" PRIX32 "u", w ? ", " : "", r->address[w] - r->address[0]);
    fprintf(o, "};\n    return offsets[word];\n}\n");
    fprintf(o,
            "\nstatic inline uint32_t hx_map_%s_mask(unsigned word)\n"
            "{\n    static const uint32_t masks[] = {",
            r->name);
    for (unsigned w = 0; w < r->word_count; ++w)
        fprintf(o, "%s0x%" PRIX32 "u", w ? ", " : "", hx_table_mask(r, w));
    fprintf(o, "};\n    return masks[word];\n}\n");
}

static void emit_register(FILE *o, const hx_table_register *r)
{
    char upper[HX_TABLE_NAME];
    hx_table_upper(r->name, upper);
    fprintf(o, "\n// %s (%s)\n", r->text, r->access);
    fprintf(o, "#define HX_MAP_%s_BASE 0x%08" PRIX32 "u\n#define HX_MAP_%s_WORDS %uu\n", upper,
            r->address[0], upper, r->word_count);
    emit_indices(o, upper, r->indices, r->index_count);
    emit_address(o, r->name, r->address[0], r->indices, r->index_count);
    emit_per_word(o, r);
    emit_struct(o, r);
    emit_encode(o, r);
    emit_decode(o, r);
}

static void emit_block(FILE *o, const hx_table_block *b)
{
    char prefix[HX_TABLE_NAME + 8] = "BLOCK_";
    char name[HX_TABLE_NAME + 8];
    hx_table_upper(b->name, prefix + 6);
    snprintf(name, sizeof name, "block_%s", b->name);
    fprintf(o, "\n// %s\n", b->text);
    fprintf(o, "#define HX_MAP_%s_BASE 0x%08" PRIX32 "u\n#define HX_MAP_%s_SIZE 0x%" PRIX32 "u\n",
            prefix, b->base, prefix, b->size);
    emit_indices(o, prefix, b->indices, b->index_count);
    emit_address(o, name, b->base, b->indices, b->index_count);
}

static void emit_enum(FILE *o, const hx_table_enum *e)
{
    char upper[HX_TABLE_NAME], item[HX_TABLE_NAME];
    hx_table_upper(e->name, upper);
    fprintf(o, "\n// %s\n", e->text);
    for (size_t i = 0; i < e->item_count; ++i) {
        fprintf(o, "#define HX_MAP_%s_%s ", upper, hx_table_upper(e->items[i].name, item));
        fprintf(o, e->items[i].value > 65535 ? "0x%08" PRIX32 "u" : "%" PRIu32 "u",
                e->items[i].value);
        fprintf(o, "%s%s\n", *e->items[i].text ? " // " : "", e->items[i].text);
    }
}

void hx_table_emit_c(const hx_table *table, FILE *output)
{
    fputs(head, output);
    for (size_t i = 0; i < table->block_count; ++i)
        emit_block(output, &table->blocks[i]);
    for (size_t i = 0; i < table->enum_count; ++i)
        emit_enum(output, &table->enums[i]);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_register(output, &table->registers[i]);
    }
    fputs("\n#endif\n", output);
}
