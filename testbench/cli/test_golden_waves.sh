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

# The comparison sees the least change: another neuron's current, one value of one signal.
"$golden/record" "$hxcosim" "$scratch" spike || fail "record one: $?"
"$hxcosim" trace diff "$golden/spike.fst" "$golden/cadc.fst" >/dev/null && fail "two waves are equal"
"$hxcosim" trace diff "$golden/spike.fst" "$scratch/spike.fst" --to 136800 >/dev/null ||
  fail "a part of the wave"

# The drawings in the documentation are those of the waves.
mkdir "$scratch/drawn"
"$golden/record" --draw "$hxcosim" "$golden" "$scratch/drawn" || fail "draw: $?"
for drawing in "$root"/docs/waves/*.svg; do
  cmp -s "$drawing" "$scratch/drawn/$(basename "$drawing")" ||
    fail "docs/waves/$(basename "$drawing") is not that of its wave"
done
expect_refused "unknown wave" 2 "'none'" "$golden/record" "$hxcosim" "$scratch" none
finish
