# Writes a module of rtl/ in the SystemVerilog that yosys 0.23 reads; nothing else is changed.
# SPDX-License-Identifier: Apache-2.0
#
#   awk -v properties=FILE -v numbers=NAME=VALUE,... -f rewrite.awk PACKAGE... MODULE... > OUTPUT
#
# * Packages: types and numbers go in front of all modules; functions, tables and what they make are
#   left out, so a module that uses them is refused by yosys.
# * `import` is dropped. User types in casts become their width; $countones becomes a function.
# * Packed arrays of vectors become one vector: x[i] -> x[(i)*W +: W], x[i][j] -> x[(i)*W + (j)]; the same for
#   unpacked arrays of ports. Memories stay.
# * `name : assert property (@(posedge clk_i) disable iff (!rst_ni) A |-> B);` becomes an assertion in
#   every cycle outside of reset.
# `numbers` replaces numbers of packages, for proofs of a smaller size than the real one.
# FILE goes in front of the last `endmodule`: properties of the last module, which see its inside.
BEGIN {
    n = split(numbers, settings, ",")
    for (i = 1; i <= n; i++) {
        split(settings[i], pair, "=")
        number_of[pair[1]] = pair[2]
    }
}
in_package && /^ *localparam int unsigned [A-Za-z]+ = / && ($4 in number_of) {
    $0 = "  localparam int unsigned " $4 " = " number_of[$4] ";"
}
FNR == 1 { in_package = in_function = 0 }
/^package / { in_package = 1; next }
/^endpackage/ { in_package = 0; next }
/^ *import .*;/ || /^ *import .*$/ && /::\*/ { sub(/import +[a-z_:*]+;?/, "") }
in_package && /^ *function/ { in_function = 1 }
in_function { if (/endfunction/) in_function = 0; next }
in_package && /^ *localparam .*\] *= *'\{/ { in_table = 1 }
in_table { if (/};/) in_table = 0; next }
in_package && (/= *[a-z_]+\(/ || /_t [A-Z][A-Za-z]* *=/) { next }
in_package && /^ *typedef logic \[[^\]]*\]\[/ { next }
/^ *typedef logic/ { note_type($0) }
/^ *typedef enum logic/ { note_enum = $0; sub(/.*\[/, "", note_enum); sub(/:.*/, "", note_enum) }
note_enum != "" && /^ *} / { type = $2; sub(/;.*/, "", type); width_of[type] = "((" note_enum ")+1)"; note_enum = "" }
/^ *typedef struct/ { in_struct = 1; struct_width = "(0" }
in_struct && /^ *(logic|[a-z_]+_t) / { struct_width = struct_width "+" width_of_field($0) }
in_struct && /^ *} / { type = $2; sub(/;.*/, "", type); width_of[type] = struct_width ")"; in_struct = 0 }
{ lines[++count] = strip($0) }
END {
    for (i = 1; i <= count; i++)
        text = text lines[i] "\n"
    text = fix_assertions(text)
    for (i = 1; i <= count; i++)
        note_arrays(lines[i])
    text = fix_declarations(text)
    text = fix_uses(text)
    for (type in width_of)
        text = replace_all(text, "[^a-zA-Z_]" type "'\\(", type, width_of[type])
    text = fix_counts(text)
    print "function automatic [31:0] count_ones(input [63:0] bits);"
    print "  integer k;"
    print "  begin"
    print "    count_ones = 0;"
    print "    for (k = 0; k < 64; k = k + 1) count_ones = count_ones + bits[k];"
    print "  end"
    print "endfunction"
    cut = last_index(text, "endmodule")
    printf "%s", substr(text, 1, cut - 1)
    while ((getline line < properties) > 0)
        print line
    printf "%s", substr(text, cut)
}

function strip(line) {
    sub(/\/\/.*/, "", line)
    gsub(/default: *'0/, "default: '0", line)
    return line
}

function width_of_field(line,    width) {
    sub(/;.*/, "", line)
    sub(/^ */, "", line)
    if (line ~ /\].*\[/)
        return "unknown"  # stops yosys if it is used
    if (line ~ /^logic +\[/) {
        sub(/.*\[/, "", line)
        sub(/:.*/, "", line)
        return "((" line ")+1)"
    }
    if (line ~ /^logic /)
        return "1"
    sub(/ .*/, "", line)
    return width_of[line]
}

function note_type(line,    name, width) {
    name = line
    sub(/; *(\/\/.*)?$/, "", name)
    sub(/.* /, "", name)
    if (match(line, /\[[^\]]*:0\]/)) {
        width = substr(line, RSTART + 1, RLENGTH - 4)
        width_of[name] = "((" width ")+1)"
    }
}

# Arrays of vectors: width of an element by name.
function note_arrays(line,    rest, width, name, n, names, k, type) {
    if (line ~ /^ *(input|output)? *logic *\[[^\]]*\] *\[[^\]]*\] *[a-z]/) {
        match(line, /\] *\[[^\]]*:0\]/)
        width = substr(line, RSTART, RLENGTH)
        sub(/\] *\[/, "", width)
        sub(/:0\]/, "", width)
        width = "((" width ")+1)"
        rest = substr(line, RSTART + RLENGTH)
    } else if (match(line, /[a-z_]+_t +\[[^\]]*\] *[a-z]/)) {
        type = substr(line, RSTART)
        sub(/ .*/, "", type)
        width = width_of[type]
        rest = line
        sub(/^[^\]]*\] */, "", rest)
    } else if (match(line, /[a-z_]+_t +[a-z_]+\[[A-Za-z]+\]/) && line ~ /^ *(input|output)/) {
        type = substr(line, RSTART)
        sub(/ .*/, "", type)
        width = width_of[type]
        rest = substr(line, RSTART)
        sub(/^[a-z_]+ +/, "", rest)
        sub(/\[.*/, "", rest)
        unpacked[rest] = 1
    } else
        return
    n = split(rest, names, ",")
    for (k = 1; k <= n; k++) {
        name = names[k]
        gsub(/[ ;)]/, "", name)
        if (name ~ /^[a-z_]+$/)
            element[name] = width
    }
}

# One dimension in place of two.
function fix_declarations(text,    n, rows, k, out, row, type, size, name) {
    n = split(text, rows, "\n")
    for (k = 1; k < n; k++) {
        row = rows[k]
        if (row ~ /^ *(input|output)? *logic *\[[^\]]*\] *\[[^\]]*\] *[a-z]/) {
            match(row, /\[[^\]]*:0\] *\[[^\]]*:0\]/)
            size = substr(row, RSTART, RLENGTH)
            row = substr(row, 1, RSTART - 1) "@" substr(row, RSTART + RLENGTH)
            match(size, /:0\] *\[/)
            type = substr(size, RSTART + RLENGTH)
            size = substr(size, 2, RSTART - 2)
            sub(/:0\]/, "", type)
            sub(/@/, "[((" size ")+1)*((" type ")+1)-1:0]", row)
        } else if (match(row, /[a-z_]+_t +\[[^\]]*:0\] *[a-z]/)) {
            type = substr(row, RSTART)
            sub(/ .*/, "", type)
            match(row, /[a-z_]+_t +\[[^\]]*:0\]/)
            size = substr(row, RSTART, RLENGTH)
            sub(/^[a-z_]+ +\[/, "", size)
            sub(/:0\]/, "", size)
            row = substr(row, 1, RSTART - 1) "logic [((" size ")+1)*" width_of[type] "-1:0]" substr(row, RSTART + RLENGTH)
        } else if (match(row, /[a-z_]+_t +[a-z_]+\[[A-Za-z]+\]/) && row ~ /^ *(input|output)/) {
            size = row
            sub(/.*\[/, "", size)
            sub(/\].*/, "", size)
            type = substr(row, RSTART)
            name = type
            sub(/ .*/, "", type)
            sub(/^[a-z_]+ +/, "", name)
            sub(/\[.*/, "", name)
            row = substr(row, 1, RSTART - 1) "logic [(" size ")*" width_of[type] "-1:0] " name substr(row, RSTART + RLENGTH)
        }
        out = out row "\n"
    }
    return out
}

function fix_uses(text,    out, name, index_text, second, c) {
    while (match(text, /[a-z_]+ *\[/)) {
        name = substr(text, RSTART, RLENGTH - 1)
        sub(/ +$/, "", name)
        c = RSTART > 1 ? substr(text, RSTART - 1, 1) : " "
        if (!(name in element) || c ~ /[A-Za-z0-9_.]/ || substr(text, RSTART, RLENGTH) ~ / /) {
            out = out substr(text, 1, RSTART + RLENGTH - 1)
            text = substr(text, RSTART + RLENGTH)
            continue
        }
        out = out substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        index_text = fix_uses(take_index(text))
        text = substr(text, taken + 1)
        if (substr(text, 1, 1) == "[") {
            text = substr(text, 2)
            second = fix_uses(take_index(text))
            text = substr(text, taken + 1)
            out = out name "[(" index_text ")*" element[name] " + (" second ")]"
        } else
            out = out name "[(" index_text ")*" element[name] " +: " element[name] "]"
    }
    return out text
}

# The text up to the bracket that closes; `taken` counts it and the bracket.
function take_index(text,    depth, k, c) {
    depth = 1
    for (k = 1; depth > 0; k++) {
        c = substr(text, k, 1)
        if (c == "[") depth++
        if (c == "]") depth--
    }
    taken = k - 1
    return substr(text, 1, k - 2)
}

function fix_assertions(text,    start, head, body, stop, at, left, right) {
    while (match(text, /[a-z_]+ *:[ \n]*assert property \(@\(posedge clk_i\) disable iff \(!rst_ni\)/)) {
        head = substr(text, 1, RSTART - 1)
        body = substr(text, RSTART + RLENGTH)
        stop = index(body, ");")
        left = substr(body, 1, stop - 1)
        text = substr(body, stop + 2)
        at = index(left, "|->")
        if (at) {
            right = substr(left, at + 3)
            left = substr(left, 1, at - 1)
            left = "!(" left ") || (" right ")"
        }
        text = head "always @(posedge clk_i) if (rst_ni) assert (" left ");" text
    }
    return text
}

# The argument in a concatenation, so that it keeps its own width.
function fix_counts(text,    out, depth, k, c) {
    while (match(text, /\$countones\(/)) {
        out = out substr(text, 1, RSTART - 1) "count_ones({"
        text = substr(text, RSTART + RLENGTH)
        depth = 1
        for (k = 1; depth > 0; k++) {
            c = substr(text, k, 1)
            if (c == "(") depth++
            if (c == ")") depth--
        }
        out = out substr(text, 1, k - 2) "})"
        text = substr(text, k)
    }
    return out text
}

function replace_all(text, pattern, type, width,    out) {
    while (match(text, pattern)) {
        out = out substr(text, 1, RSTART) width "'("
        text = substr(text, RSTART + RLENGTH)
    }
    return out text
}

function last_index(text, word,    at, found) {
    while ((at = index(substr(text, found + 1), word)) > 0)
        found += at
    return found
}
