#!/usr/bin/env bash
# Link faults as options: bit errors, lanes that are off, latency; refused values; workers.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
program=$root/testbench/programs/one_spike.words

# play NAME OPTIONS...: the worked example, answers to $scratch/NAME.
play() {
  local name=$1
  shift
  "$hxcosim" run --bring-up --words "$program" --out "$scratch/$name" "$@" ||
    fail "$name: exit code $?"
}

# The reads and the halt; and whether the spike of neuron 5 came back.
reads() { grep -E '^0x0[12]' "$scratch/$1" | tr '\n' ' ' | sed 's/ $//'; }
spikes() { grep -cE '^0x0a00000000[0-9a-f]{2}002a$' "$scratch/$1"; }

# Cycles from the chip's stamp of the spike to its message, modulo 128.
delay() {
  local systime spike
  read -r systime spike < <(head -n 2 "$scratch/$1" | tr '\n' ' ')
  echo $(((systime + 1 - ((spike >> 17) & 0x7f)) & 0x7f))
}

answers="0x0100000000000003 0x0100000000000001 0x0100000000000001 0x0200000000000000"
play plain
for options in "--lane-off 0" "--lane-off 0-2,4-7" "--link-latency 400" "--lane-ber 1e-4" \
  "--lane-ber 1e-4 --lane-off 5 --link-latency 33"; do
  # shellcheck disable=SC2086
  play faulty $options
  expect_equal "reads with $options" "$answers" "$(reads faulty)"
  expect_equal "spikes with $options" 1 "$(spikes faulty)"
done

# One way from the chip is longer; the times of both ends still agree.
for cycles in 1 60; do
  play late --link-latency "$cycles"
  expect_equal "delay with $cycles more" $((($(delay plain) + cycles) & 0x7f)) "$(delay late)"
done

# Nothing goes through: accesses are given up and read 0.
play dark --lane-off 0-7
expect_equal "all lanes off" \
  "0x0100000000000000 0x0100000000000000 0x0100000000000000 0x0200000000000000" "$(reads dark)"
expect_equal "spikes with all lanes off" 0 "$(spikes dark)"

# Errors come from the seed.
for name in first again; do play "$name" --lane-ber 1e-3; done
cmp -s "$scratch/first" "$scratch/again" || fail "two runs with errors differ"
play other --lane-ber 1e-3 --seed 2
cmp -s "$scratch/first" "$scratch/other" && fail "another seed has the same errors"

# They do not depend on which worker plays a trial.
for workers in 1 2 3; do
  "$hxcosim" train yinyang --epochs 1 --train-limit 40 --test-limit 10 --quiet --lane-ber 1e-3 \
    --lane-off 3 --workers "$workers" --out "$scratch/train$workers" || fail "train: exit code $?"
  expect_equal "metrics with $workers workers" "$(jq -c 'del(.wall_seconds)' "$scratch/train1/metrics.jsonl")" \
    "$(jq -c 'del(.wall_seconds)' "$scratch/train$workers/metrics.jsonl")"
done

for bad in "--lane-ber 0.6" "--lane-ber -1" "--lane-ber often" "--lane-off 8" "--lane-off 3-1" \
  "--lane-off 1," "--lane-off x" "--link-latency 401" "--link-latency -1" "--link-latency 1.5"; do
  # shellcheck disable=SC2086
  expect_refused "$bad" 2 "${bad%% *}" "$hxcosim" run --words "$program" $bad
done
finish
