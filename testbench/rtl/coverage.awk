# Line and port toggle coverage of rtl/ from Verilator's coverage files.
# SPDX-License-Identifier: Apache-2.0
#
#   awk -v exclusions=FILE -v folder=DIR -f coverage.awk DATA...
#
# Prints a row a module, a row a folder and the total. DIR gets the sources with the number of times each line was
# reached in front, and "missing": all that was not reached. Counted are
# * lines: source lines with a statement in a procedural block; reached if it was, in any instance;
# * ports: bits of ports (names that end in _i, _o, _ni), reached if a bit rose and fell in one run,
#   in any instance. Packed structs count as the bits they have.
# Exclusions are left out of both numbers. One a line: `line FILE TEXT # reason` for source lines that
# contain TEXT, `port FILE NAME # reason` for ports whose name, with index and fields, begins with NAME;
# `file FILE # reason`. An exclusion that excludes nothing, or something that was reached, is an error:
# exit code 1. So is a total below -v lines=PERCENT or -v ports=PERCENT.
BEGIN {
    FS = "\001"
    while ((getline text < exclusions) > 0)
        if (text !~ /^(#|$)/)
            read_exclusion(text)
}

/^C / {
    file = object = covered = ""
    for (i = 2; i <= NF; i++) {
        split($i, pair, "\002")
        if (pair[1] == "f") file = pair[2]
        else if (pair[1] == "page") page = pair[2]
        else if (pair[1] == "o") object = pair[2]
        else if (pair[1] == "S") covered = pair[2]
        else if (pair[1] == "l") number = pair[2]
    }
    sub(/'.*/, "", covered)
    gsub(/\/+/, "/", file)
    if (file !~ /^rtl\//)
        next
    count = $0
    sub(/.*' /, "", count)
    if (page ~ /^v_toggle/)
        note_port(count + 0)
    else
        note_lines(count + 0)
}

END {
    for (key in line_count)
        line_keys[++line_keys_count] = key
    for (key in port_count)
        port_keys[++port_keys_count] = key
    for (i = 1; i <= line_keys_count; i++) {
        split(line_keys[i], pair, SUBSEP)
        source = get_source(pair[1], pair[2])
        if (is_excluded("line", pair[1], source, line_count[line_keys[i]] > 0))
            continue
        add("line", pair[1], line_count[line_keys[i]] > 0)
        if (!line_count[line_keys[i]])
            print pair[1] ":" pair[2] ": line: " source > (folder "/missing.unsorted")
    }
    for (i = 1; i <= port_keys_count; i++) {
        split(port_keys[i], pair, SUBSEP)
        if (is_excluded("port", pair[1], pair[2], port_count[port_keys[i]] > 1))
            continue
        add("port", pair[1], port_count[port_keys[i]] > 1)
        if (port_count[port_keys[i]] < 2)
            print pair[1] ":" port_line[port_keys[i]] ": port: " pair[2] > (folder "/missing.unsorted")
    }
    close(folder "/missing.unsorted")
    system("sort -t: -k1,1 -k2,2n '" folder "/missing.unsorted' > '" folder "/missing'; rm '" folder "/missing.unsorted'")
    for (file in files)
        annotate(file)
    print_table()
    exit check()
}

function read_exclusion(text,    parts, kind, file) {
    if (text !~ / # ./) {
        print exclusions ": no reason: " text > "/dev/stderr"
        failed = 1
        return
    }
    kind = text; sub(/ .*/, "", kind)
    file = text; sub(/^[a-z]+ +/, "", file); sub(/ .*/, "", file)
    excluded_count++
    excluded_kind[excluded_count] = kind
    excluded_file[excluded_count] = file
    parts = text
    sub(/ # .*/, "", parts)
    sub(/^[a-z]+ +[^ ]+ */, "", parts)
    excluded_text[excluded_count] = parts
    exclusions_of[file] = exclusions_of[file] " " excluded_count
}

function is_excluded(kind, file, text, reached,    list, n, k, j, at) {
    n = split(exclusions_of[file], list, " ")
    for (k = 1; k <= n; k++) {
        j = list[k]
        at = index(text, excluded_text[j])
        if (excluded_kind[j] == "file" ||
            (excluded_kind[j] == kind && at && (kind == "line" || at == 1))) {
            if (!reached)
                excluded_used[j]++
            else if (excluded_kind[j] != "file")
                excluded_wrong[j] = text
            return 1
        }
    }
    return 0
}

function note_port(count,    name, key) {
    name = object
    sub(/[.\[].*/, "", name)
    if (name !~ /_(i|o|ni)$/)
        return
    key = file SUBSEP object
    if (!(key in port_count) || count > port_count[key])
        port_count[key] = count
    port_line[key] = number
    files[file]
}

function note_lines(count,    ranges, n, k, ends, first, last, at, key) {
    n = split(covered, ranges, ",")
    for (k = 1; k <= n; k++) {
        first = last = ranges[k]
        if (index(ranges[k], "-")) {
            split(ranges[k], ends, "-")
            first = ends[1]
            last = ends[2]
        }
        for (at = first + 0; at <= last + 0; at++) {
            key = file SUBSEP at
            line_count[key] += count
            files[file]
        }
    }
}

function add(kind, file, reached,    part) {
    part = file
    sub(/\/[^\/]*$/, "", part)
    total[kind, file]++; good[kind, file] += reached
    total[kind, part]++; good[kind, part] += reached
    total[kind, "total"]++; good[kind, "total"] += reached
    folders[part]
}

function load(file,    text, at) {
    if (file in loaded)
        return
    loaded[file] = 0
    while ((getline text < file) > 0)
        source_line[file, ++at] = text
    close(file)
    loaded[file] = at
}

function get_source(file, at) {
    load(file)
    return source_line[file, at]
}

function annotate(file,    out, at) {
    load(file)
    out = file
    gsub(/\//, "_", out)
    out = folder "/" out
    for (at = 1; at <= loaded[file]; at++)
        printf "%10s  %s\n", ((file, at) in line_count) ? line_count[file, at] : "", source_line[file, at] > out
    close(out)
}

function percent(kind, name) {
    return total[kind, name] ? 100 * good[kind, name] / total[kind, name] : 100
}

function print_row(name) {
    printf "%-36s %5d of %5d %6.1f %%   %6d of %6d %6.1f %%\n", name,
        good["line", name], total["line", name], percent("line", name),
        good["port", name], total["port", name], percent("port", name)
}

function print_table(    sorter, name) {
    printf "%-36s %22s   %24s\n", "", "lines", "port bits"
    fflush()
    sorter = "sort"
    for (name in files)
        printf "%s\n", name | (sorter " > '" folder "/names'")
    close(sorter " > '" folder "/names'")
    while ((getline name < (folder "/names")) > 0)
        print_row(name)
    for (name in folders)
        printf "%s\n", name | (sorter " > '" folder "/names.folders'")
    close(sorter " > '" folder "/names.folders'")
    while ((getline name < (folder "/names.folders")) > 0)
        print_row(name)
    system("rm '" folder "/names' '" folder "/names.folders'")
    print_row("total")
}

function check(    j) {
    for (j = 1; j <= excluded_count; j++) {
        if (j in excluded_wrong) {
            print exclusions ": reached all the same: " excluded_file[j] " " excluded_wrong[j] > "/dev/stderr"
            failed = 1
        } else if (!excluded_used[j]) {
            print exclusions ": excludes nothing: " excluded_file[j] " " excluded_text[j] > "/dev/stderr"
            failed = 1
        }
    }
    if (percent("line", "total") < lines || percent("port", "total") < ports) {
        printf "coverage: less than %s %% of lines or %s %% of port bits\n", lines, ports > "/dev/stderr"
        failed = 1
    }
    return failed
}
