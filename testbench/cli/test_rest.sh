#!/usr/bin/env bash
# Cycles at rest: words, waves and training are the same whether they are evaluated or not.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"

# play NAME PROGRAM OPTION...: with and without rest; words must agree, waves are left behind.
play() {
  local name=$1 program=$root/testbench/programs/$2.words
  shift 2
  "$hxcosim" run --bring-up --words "$program" --quiet --trace "$scratch/$name.rest.fst" \
    --out "$scratch/$name.rest" "$@" || fail "$name: exit code $?"
  "$hxcosim" run --bring-up --words "$program" --quiet --trace "$scratch/$name.all.fst" \
    --out "$scratch/$name.all" --no-skip "$@" || fail "$name, all cycles: exit code $?"
  cmp -s "$scratch/$name.rest" "$scratch/$name.all" || fail "$name: words differ"
}

# Pins of both models, clocks included, and analog quantities, which go on during a rest. Left out
# are the pins of rest itself.
pins='fpga.*_i,fpga.*_o,chip.*_i,chip.*_o,anncore,host'
for program in one_spike background madc; do
  play "$program" "$program" --trace-neurons 0-7 --trace-scope "$pins" --trace-to 150
  "$hxcosim" trace diff "$scratch/$program.rest.fst" "$scratch/$program.all.fst" \
    --ignore '*.rest_o' --ignore '*.skip_i' >"$scratch/diff" ||
    fail "$program: $(tr '\n' ' ' <"$scratch/diff")"
done

# Without clocks, stretches are crossed as a whole: up to the next analog value, or further.
path='fpga.lane_*,fpga.word_*,chip.lane_*,chip.padi_*,chip.fire_*,chip.neuron_reset_*,host,board,ppu_*'
for choice in "$path,anncore" "$path"; do
  play crossed one_spike --trace-neurons 0-7 --trace-scope "$choice" --trace-to 150.004
  "$hxcosim" trace diff "$scratch/crossed.rest.fst" "$scratch/crossed.all.fst" >"$scratch/diff" ||
    fail "crossed: $(tr '\n' ' ' <"$scratch/diff")"
done

# Everything inside from some time on, counters included, with rest before that time.
for from in 31 90.5; do
  play "inside$from" background --trace-from "$from" --trace-to 100
  "$hxcosim" trace diff "$scratch/inside$from.rest.fst" "$scratch/inside$from.all.fst" \
    >"$scratch/diff" || fail "inside from $from us: $(tr '\n' ' ' <"$scratch/diff")"
done

# Training: the same weights and figures.
train() {
  "$hxcosim" train yinyang --epochs 1 --train-limit 20 --test-limit 20 --quiet --json \
    --out "$scratch/$1" "${@:2}" | jq -c '{test_accuracy, validation_accuracy, hidden_spikes}' ||
    fail "training $1: exit code $?"
}
expect_equal "results" "$(train all --no-skip)" "$(train rest)"
cmp -s "$scratch/rest/weights.h5" "$scratch/all/weights.h5" || fail "weights differ"
finish
