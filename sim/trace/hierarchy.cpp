// The names that the verilated models give to their traced signals.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/hierarchy.hpp"

#include <cstdio>
#include <set>

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
TracedName make_name(const std::vector<Scope> &scopes, const std::string &leaf,
                     std::uint32_t handle)
{
    TracedName result{"", "", 0, 0, handle};
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
            names.push_back(make_name(scopes, item->u.var.name, item->u.var.handle));
    }
    fstReaderClose(reader);
    return names;
}

// Of the first name that `all` has for the same value as `name`.
std::uint32_t find_handle(const std::string &name, const std::vector<TracedName> &all,
                          const std::vector<TracedName> &selected)
{
    std::uint32_t value = 0;
    for (const TracedName &traced : all)
        if (traced.name == name)
            value = traced.handle;
    std::set<std::string> same;
    for (const TracedName &traced : all)
        if (traced.handle == value)
            same.insert(traced.name);
    for (const TracedName &traced : selected)
        if (same.count(traced.name))
            return traced.handle;
    return 0;
}

} // namespace

std::vector<TracedName> list_traced_names(Vhx_fpga &fpga, Vhx_chip &chip,
                                          const ModelSelection &selection, const std::string &path)
{
    const std::string names_path = path + ".names";
    {
        ModelTracer file(names_path, fpga, chip, selection);
        if (!file.get_writer())
            return {};
        file.dump(0);
    }
    std::vector<TracedName> names = read_names(names_path);
    std::remove(names_path.c_str());
    return names;
}

ClockHandles find_clocks(Vhx_fpga &fpga, Vhx_chip &chip, const ModelSelection &selection,
                         const std::string &path)
{
    const std::vector<TracedName> all = list_traced_names(fpga, chip, ModelSelection{}, path);
    const std::vector<TracedName> selected =
        selection.everything ? all : list_traced_names(fpga, chip, selection, path);
    return {find_handle("fpga.clk_i", all, selected), find_handle("chip.clk_i", all, selected)};
}

} // namespace hx
