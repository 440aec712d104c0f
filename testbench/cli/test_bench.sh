#!/usr/bin/env bash
# `hxcosim bench`: choice of rows, size of a process, comparison of two results, bad input.
# Figures of time are not tested.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"

"$hxcosim" bench --only rtl_memory --json >"$scratch/memory.json" || fail "rtl_memory: exit code $?"
expect_equal "rows" '["rtl_memory"]' "$(jq -c '[.rows[].name]' "$scratch/memory.json")"
expect_equal "a chip takes less than 500 MiB" true \
  "$(jq '.rows[0] | .unit == "MiB" and .value > 5 and .value < 500' "$scratch/memory.json")"

row() { printf '{"name": "%s", "value": %s, "unit": "events/s", "slowdown": null}' "$1" "$2"; }
printf '{"rows": [%s, %s]}' "$(row one 200)" "$(row gone 1)" >"$scratch/a.json"
printf '{"rows": [%s, %s]}' "$(row one 500)" "$(row new 2)" >"$scratch/b.json"
"$hxcosim" bench --compare "$scratch/a.json" "$scratch/b.json" >"$scratch/table" ||
  fail "--compare: exit code $?"
expect_equal "comparison" "one 200 500 x 2.500 events/s|gone 1 - events/s|new - 2 events/s|" \
  "$(tr -s ' ' <"$scratch/table" | tr '\n' '|')"

expect_refused "one file" 2 "two files" "$hxcosim" bench --compare "$scratch/a.json"
expect_refused "no file" 2 "cannot open" "$hxcosim" bench --compare "$scratch/a.json" "$scratch/none"
printf '{"rows": [{"name": "one"}]}' >"$scratch/bad.json"
expect_refused "no value" 2 "row 0" "$hxcosim" bench --compare "$scratch/a.json" "$scratch/bad.json"
expect_refused "unknown row" 2 "no row" "$hxcosim" bench --only none
finish
