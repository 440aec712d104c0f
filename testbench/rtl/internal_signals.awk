# Names the declarations of signals inside modules, for Verilator not to count their toggles, and
# the benches, of which nothing is counted.
# SPDX-License-Identifier: Apache-2.0
#
# Only ports are reported, and counting the rest costs most of the time and memory.
FNR == 1 { in_module = 0 }
/^module / { in_module = 1 }
/^\);/ { if (in_module) in_module = 2 }
/^endmodule/ { in_module = 0 }
in_module == 2 && /^  (logic|[a-z0-9_]+_t)[ \[].*;/ {
    printf "coverage_off -file \"*%s\" -lines %d\n", FILENAME, FNR
}
# A declaration in several lines.
in_module == 2 && /^  (logic|[a-z0-9_]+_t)[ \[][^;]*$/ && !/\(/ {
    printf "coverage_off -file \"*%s\" -lines %d\n", FILENAME, FNR
}
BEGIN {
    print "`verilator_config"
    print "coverage_off -file \"*testbench/*\""
}
