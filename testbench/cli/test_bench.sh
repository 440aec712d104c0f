#!/usr/bin/env bash
# `hxcosim bench`: the comparison of the processor's cycles, and a row of the table.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"

"$hxcosim" bench ppu >cycles.txt || fail "bench ppu: $?"
expect_equal "compared figures" 41 "$(grep -c '|' cycles.txt)"
grep -q 'CADC, second read buffered' cycles.txt || fail "no conversion"
grep -q differs cycles.txt && fail "a figure differs"

"$hxcosim" bench --only rtl_sampling --seconds 0.1 --json >row.json || fail "rtl_sampling: $?"
expect_equal "row" rtl_sampling "$(jq -r '.rows[0].name' row.json)"
expect_equal "speed" true "$(jq '.rows[0].value > 1000' row.json)"
expect_refused "unknown row" 2 "no row" "$hxcosim" bench --only nonsense
finish
