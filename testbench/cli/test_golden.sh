#!/usr/bin/env bash
# Waves of the key protocols are those of traces/golden; the planted bug is seen in them.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
programs=$root/testbench/programs
golden=$root/traces/golden
cd "$scratch" || exit 1
"$golden/make.sh" record "$hxcosim" now || fail "recording: $?"
waves=("$golden"/*.fst)
[ "${#waves[@]}" -ge 4 ] || fail "only ${#waves[@]} golden waves"
for wave in "${waves[@]}"; do
  name=$(basename "$wave")
  "$hxcosim" trace diff "$wave" "now/$name" >diff.txt || fail "$name: $(cat diff.txt)"
done
"$golden/make.sh" draw "$hxcosim" drawn || fail "drawing: $?"
for picture in drawn/*.svg; do
  cmp -s "$picture" "$root/docs/images/$(basename "$picture")" ||
    fail "docs/images/$(basename "$picture") is not drawn from its golden wave"
done

# The tutorial's bug: a neuron that does not fire, and the wave that says where the event went.
"$hxcosim" run --bring-up --words "$programs/one_spike.words" --plant row-select --trace bug.fst \
  --trace-scope 'fpga.word_*,chip.lane_*,chip.padi_valid_o,chip.padi_row_select_o*,chip.padi_label_o*,anncore,host' --trace-neurons 5 \
  --trace-from 130 --trace-to 145 >bug.words || fail "planted bug: $?"
"$hxcosim" run --bring-up --words "$programs/one_spike.words" >good.words || fail "one spike: $?"
[ "$(cat bug.words)" != "$(cat good.words)" ] || fail "the planted bug has no effect"
"$hxcosim" trace diff "$golden/spike.fst" bug.fst >diff.txt
expect_equal "exit code of diff" 1 "$?"
expect_equal "first difference" "first difference at 136696 ns: anncore.events" "$(head -n 1 diff.txt)"
grep -q 'row 21' diff.txt || fail "diff: $(cat diff.txt)"
expect_refused "unknown bug" 2 "--plant" "$hxcosim" run --plant nothing --words "$programs/one_spike.words"
finish
