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
    "} hx_map_list_entry;\n"
    "\n"
    "static const hx_map_list_entry hx_map_list[] = {\n";

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
    fprintf(o, r->index_count ? "}},\n" : "{0, 0}}},\n");
}

void hx_table_emit_list(const hx_table *table, FILE *output)
{
    fputs(head, output);
    for (size_t i = 0; i < table->register_count; ++i) {
        if (!table->registers[i].is_layout)
            emit_entry(output, &table->registers[i]);
    }
    fputs("};\n\n#endif\n", output);
}
