#!/usr/bin/env bash
# The golden waves: what hxcosim records now is what it recorded when they were accepted.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
golden=$root/traces/golden
"$golden/record" "$hxcosim" "$scratch" || fail "record: $?"
expect_equal "waves" "$(cd "$golden" && ls ./*.fst)" "$(cd "$scratch" && ls ./*.fst)"
for wave in "$golden"/*.fst; do
  name=$(basename "$wave")
  "$hxcosim" trace diff "$wave" "$scratch/$name" >"$scratch/diff" ||
    fail "$name: $(cat "$scratch/diff") (if the change is meant: ninja -C build golden_waves)"
done

# The comparison sees one bit of one label: the good and the planted spike.
"$hxcosim" trace diff "$golden/spike.fst" "$golden/stuck_label.fst" --ignore 'fpga.*' \
  --ignore 'chip.*' --from 136690 --to 136700 >"$scratch/diff" && fail "a planted bug is not seen"
expect_equal "the planted bug" "first difference at 136696 ns: anncore.events" \
  "$(head -n 1 "$scratch/diff")"

# The drawings in the documentation are those of the waves.
mkdir "$scratch/drawn"
"$golden/record" --draw "$hxcosim" "$golden" "$scratch/drawn" || fail "draw: $?"
for drawing in "$root"/docs/waves/*.svg; do
  cmp -s "$drawing" "$scratch/drawn/$(basename "$drawing")" ||
    fail "docs/waves/$(basename "$drawing") is not that of its wave"
done
expect_refused "unknown wave" 2 "'none'" "$golden/record" "$hxcosim" "$scratch" none
finish
