#!/usr/bin/env bash
# Settling and crosstalk of the parameter memory: equal words of both tiers, an effect, and limits.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
program=$root/testbench/programs/madc.words

play() {
  local name=$1
  shift
  "$hxcosim" compare --bring-up --words "$program" "$@" >"$scratch/out" ||
    fail "$name: exit code $?: $(cat "$scratch/out")"
  "$hxcosim" run --bring-up --words "$program" "$@" >"$scratch/$name" || fail "$name: $?"
}
play plain
play settling --cell-settling 0.2
play crosstalk --cell-crosstalk 20
cmp -s "$scratch/plain" "$scratch/settling" && fail "settling: no effect"
# Each of its cells has a number of its own.
cmp -s "$scratch/plain" "$scratch/crosstalk" || fail "crosstalk: a cell alone loses something"
play none --cell-settling 0 --cell-crosstalk 0
cmp -s "$scratch/plain" "$scratch/none" || fail "0 is not as without the options"

for bad in "--cell-settling -1" "--cell-settling 1001" "--cell-settling soon" "--cell-crosstalk -1" \
  "--cell-crosstalk 101"; do
  # shellcheck disable=SC2086
  expect_refused "$bad" 2 "${bad%% *}" "$hxcosim" run --words "$program" $bad
done
finish
