#!/usr/bin/env bash
# `hxcosim compare` and `--tier fast`: equal words of both tiers, and what a difference looks like.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
programs=$root/testbench/programs

for program in background identify madc one_spike; do
  "$hxcosim" compare --bring-up --words "$programs/$program.words" >"$scratch/out" ||
    fail "$program: exit code $?: $(cat "$scratch/out")"
  grep -qE '^same: [0-9]+ words, [0-9]+ chip cycles$' "$scratch/out" ||
    fail "$program: $(cat "$scratch/out")"
  "$hxcosim" run --bring-up --words "$programs/$program.words" >"$scratch/rtl.out" || fail "rtl: $?"
  "$hxcosim" run --bring-up --tier fast --words "$programs/$program.words" >"$scratch/fast.out" ||
    fail "fast: $?"
  cmp -s "$scratch/rtl.out" "$scratch/fast.out" || fail "$program: run differs between the tiers"
done

# Another chip, noise, faults of the lanes, a limit of time, JSON.
"$hxcosim" compare --bring-up --words "$programs/madc.words" --seed 5 --chip-seed 9 \
  --lane-ber 1e-4 --link-latency 30 --lane-off 2,5 >"$scratch/out" || fail "faults: $?"
"$hxcosim" compare --words "$programs/one_spike.words" --max-time 20 >"$scratch/out" ||
  fail "limit: $?"
"$hxcosim" compare --json --bring-up --words "$programs/identify.words" >"$scratch/json" || fail "json: $?"
expect_equal "json" true "$(jq .same "$scratch/json")"

# Training does not know the tier.
for tier in rtl fast; do
  "$hxcosim" train yinyang --tier "$tier" --epochs 1 --train-limit 20 --test-limit 10 --quiet \
    --out "$scratch/$tier" >/dev/null || fail "train, $tier: $?"
done
expect_equal "metrics" "$(jq -c 'del(.wall_seconds)' "$scratch/rtl/metrics.jsonl")" \
  "$(jq -c 'del(.wall_seconds)' "$scratch/fast/metrics.jsonl")"
expect_equal "result" "$(jq -S 'del(.wall_seconds, .tier)' "$scratch/rtl/result.json")" \
  "$(jq -S 'del(.wall_seconds, .tier)' "$scratch/fast/result.json")"

expect_refused "no words" 2 "words" "$hxcosim" compare
expect_refused "waves" 2 "RTL" "$hxcosim" run --tier fast --trace "$scratch/w.fst" \
  --words "$programs/one_spike.words"
finish
