#!/usr/bin/env bash
# `hxcosim bench`: choice of rows, cycles of the processor, size of a process, comparison of two results, bad input.
# Figures of time are not tested.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"

"$hxcosim" bench --only rtl_memory,fast_memory --json >"$scratch/memory.json" || fail "memory: exit code $?"
expect_equal "rows" '["rtl_memory","fast_memory"]' "$(jq -c '[.rows[].name]' "$scratch/memory.json")"
expect_equal "a chip takes less than 500 MiB" true \
  "$(jq '.rows[0] | .unit == "MiB" and .value > 5 and .value < 500' "$scratch/memory.json")"
expect_equal "on the fast tier less than 100 MiB" true \
  "$(jq '.rows[1] | .unit == "MiB" and .value > 2 and .value < 100' "$scratch/memory.json")"

row() { printf '{"name": "%s", "value": %s, "unit": "events/s", "slowdown": null}' "$1" "$2"; }
printf '{"rows": [%s, %s]}' "$(row one 200)" "$(row gone 1)" >"$scratch/a.json"
printf '{"rows": [%s, %s]}' "$(row one 500)" "$(row new 2)" >"$scratch/b.json"
"$hxcosim" bench --compare "$scratch/a.json" "$scratch/b.json" >"$scratch/table" ||
  fail "--compare: exit code $?"
expect_equal "comparison" "one 200 500 x 2.500 events/s|gone 1 - events/s|new - 2 events/s|" \
  "$(tr -s ' ' <"$scratch/table" | tr '\n' '|')"

"$hxcosim" bench ppu >cycles.txt || fail "bench ppu: $?"
expect_equal "compared figures" 41 "$(grep -c '|' cycles.txt)"
grep -q 'CADC, second read buffered' cycles.txt || fail "no conversion"
grep -q differs cycles.txt && fail "a figure differs"

"$hxcosim" bench --only rtl_sampling --seconds 0.1 --json >row.json || fail "rtl_sampling: $?"
expect_equal "row" rtl_sampling "$(jq -r '.rows[0].name' row.json)"
expect_equal "speed" true "$(jq '.rows[0].value > 1000' row.json)"

# In simulated time: the codec of the RTL takes a word a cycle. A wave has some size.
"$hxcosim" bench --only wire_rtl_cycle,trace_bytes --seconds 0.01 --json >rows.json ||
  fail "wire_rtl_cycle, trace_bytes: $?"
expect_equal "a word a cycle" true \
  "$(jq '.rows[] | select(.name == "wire_rtl_cycle") | .value > 0.99 and .value <= 1' rows.json)"
expect_equal "bytes of a wave" true \
  "$(jq '.rows[] | select(.name == "trace_bytes") | .value > 1000 and .value < 100000' rows.json)"

expect_refused "one file" 2 "two files" "$hxcosim" bench --compare "$scratch/a.json"
expect_refused "no file" 2 "cannot open" "$hxcosim" bench --compare "$scratch/a.json" "$scratch/none"
printf '{"rows": [{"name": "one"}]}' >"$scratch/bad.json"
expect_refused "no value" 2 "row 0" "$hxcosim" bench --compare "$scratch/a.json" "$scratch/bad.json"
expect_refused "unknown row" 2 "no row" "$hxcosim" bench --only none
finish
