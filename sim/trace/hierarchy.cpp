// The names that the verilated models give to their traced signals.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/hierarchy.hpp"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"
#include <verilated_fst_c.h>

#include <cstdio>

extern "C" {
#include <gtkwave/fstapi.h>
}

namespace hx
{

namespace
{

struct Scope {
    std::string name;
    fstScopeType type;
};

// Splits "label[3] [5:0]" into the name and its range.
TracedName make_name(const std::vector<Scope> &scopes, const std::string &leaf)
{
    TracedName result{"", "", 0, 0};
    for (const Scope &scope : scopes) {
        result.name += scope.name + ".";
        result.verilator += scope.name;
        // Verilator marks the kind of a scope behind its name; instances have none, and the file
        // calls them modules.
        if (scope.type != FST_ST_VCD_MODULE)
            result.verilator += static_cast<char>(0x80 | scope.type);
        result.verilator += ' ';
    }
    const std::size_t space = leaf.find(" [");
    const std::string name = leaf.substr(0, space);
    if (space != std::string::npos)
        std::sscanf(leaf.c_str() + space, " [%u:%u]", &result.msb, &result.lsb);
    result.name += name;
    result.verilator += name;
    return result;
}

std::vector<TracedName> read_names(const std::string &path)
{
    std::vector<TracedName> names;
    void *reader = fstReaderOpen(path.c_str());
    if (!reader)
        return names;
    std::vector<Scope> scopes;
    while (const fstHier *item = fstReaderIterateHier(reader)) {
        if (item->htyp == FST_HT_SCOPE)
            scopes.push_back({item->u.scope.name, static_cast<fstScopeType>(item->u.scope.typ)});
        else if (item->htyp == FST_HT_UPSCOPE)
            scopes.pop_back();
        else if (item->htyp == FST_HT_VAR)
            names.push_back(make_name(scopes, item->u.var.name));
    }
    fstReaderClose(reader);
    return names;
}

} // namespace

std::vector<TracedName> list_traced_names(Vhx_fpga &fpga, Vhx_chip &chip, const std::string &path)
{
    const std::string names_path = path + ".names";
    VerilatedFstC file;
    fpga.trace(&file, 99);
    chip.trace(&file, 99);
    file.open(names_path.c_str());
    if (!file.isOpen())
        return {};
    file.dump(std::uint64_t{0});
    file.close();
    std::vector<TracedName> names = read_names(names_path);
    std::remove(names_path.c_str());
    return names;
}

} // namespace hx
