#!/usr/bin/env bash
# `hxcosim train yinyang`, small: it learns, repeats bit for bit, ends cleanly on Ctrl-C.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
# Bus reads where the way of sampling does not matter: they are faster to simulate.
small=(--epochs 2 --train-limit 400 --test-limit 100 --quiet --sampler bus)

without_wall() { jq -c 'del(.wall_seconds)' "$1/metrics.jsonl"; }

for run in "one --workers 1" "two --workers 2" "again --workers 2" "other --workers 2 --chip-seed 2"; do
  read -r name rest <<<"$run"
  # shellcheck disable=SC2086
  "$hxcosim" train yinyang "${small[@]}" $rest --out "$scratch/$name" || fail "$name: exit code $?"
done
expect_equal "workers 1 and 2" "$(without_wall "$scratch/one")" "$(without_wall "$scratch/two")"
expect_equal "same command twice" "$(without_wall "$scratch/two")" "$(without_wall "$scratch/again")"
[ "$(without_wall "$scratch/two")" != "$(without_wall "$scratch/other")" ] ||
  fail "another chip gives the same metrics"
expect_equal "metrics keys" \
  "chip_seconds,epoch,hidden_spikes,train_accuracy,train_loss,validation_accuracy,wall_seconds" \
  "$(head -n 1 "$scratch/two/metrics.jsonl" | jq -r 'keys | join(",")')"
expect_equal "epochs" "1 2" "$(jq -r .epoch "$scratch/two/metrics.jsonl" | tr '\n' ' ' | sed 's/ $//')"
# 400 samples seen twice are enough to be far above one in three.
jq -e '.test_accuracy > 0.6 and .epochs == 2 and .in_loop and .workers == 2' \
  "$scratch/two/result.json" >/dev/null || fail "result: $(cat "$scratch/two/result.json")"
for file in report.html weights.h5 checkpoint.h5; do
  [ -s "$scratch/two/$file" ] || fail "$file is missing"
done
expect_equal "nothing is loaded from elsewhere" 0 \
  "$(grep -cE '(src|href)="?https?:|url\(http' "$scratch/two/report.html")"

# The processors sample by default: still the same whatever the number of workers, and other
# readings than those of bus reads, which come at other times.
tiny=(--epochs 1 --train-limit 200 --test-limit 20 --quiet)
"$hxcosim" train yinyang "${tiny[@]}" --workers 1 --out "$scratch/ppu1" || fail "processors: $?"
"$hxcosim" train yinyang "${tiny[@]}" --workers 2 --out "$scratch/ppu2" || fail "processors, 2: $?"
"$hxcosim" train yinyang "${tiny[@]}" --sampler bus --out "$scratch/bus" || fail "bus: $?"
expect_equal "workers 1 and 2, processors" "$(without_wall "$scratch/ppu1")" \
  "$(without_wall "$scratch/ppu2")"
jq -e '.train_accuracy > 0.45 and .validation_accuracy > 0.5 and .hidden_spikes > 10' \
  "$scratch/ppu1/metrics.jsonl" >/dev/null || fail "processors: $(cat "$scratch/ppu1/metrics.jsonl")"
[ "$(without_wall "$scratch/ppu1")" != "$(without_wall "$scratch/bus")" ] ||
  fail "both ways of sampling give the same"

# Ctrl-C after the first epoch: clean end, metrics and report of what was done.
"$hxcosim" train yinyang --sampler bus --epochs 500 --train-limit 200 --test-limit 10 --quiet \
  --out "$scratch/stop" &
trainer=$!
for _ in $(seq 600); do
  [ -s "$scratch/stop/metrics.jsonl" ] && break
  sleep 0.1
done
kill -INT "$trainer"
code=0
wait "$trainer" || code=$?
expect_equal "exit code after Ctrl-C" 0 "$code"
[ -s "$scratch/stop/report.html" ] || fail "no report after Ctrl-C"
jq -e '.epochs >= 1' "$scratch/stop/result.json" >/dev/null || fail "no result after Ctrl-C"

# Stopped after two epochs, or in the middle of one, and resumed: the files of an unbroken run.
resume=(--train-limit 120 --test-limit 60 --quiet --workers 2 --sampler bus)
"$hxcosim" train yinyang "${resume[@]}" --epochs 4 --out "$scratch/whole" || fail "whole run"
"$hxcosim" train yinyang "${resume[@]}" --epochs 2 --out "$scratch/parts" || fail "first part"
"$hxcosim" train yinyang "${resume[@]}" --epochs 4 --resume --out "$scratch/parts" ||
  fail "second part"
"$hxcosim" train yinyang "${resume[@]}" --epochs 4 --out "$scratch/cut" &
trainer=$!
for _ in $(seq 600); do
  [ -s "$scratch/cut/metrics.jsonl" ] && break
  sleep 0.02
done
kill -INT "$trainer"
wait "$trainer" || fail "exit code of the cut run"
"$hxcosim" train yinyang "${resume[@]}" --epochs 4 --resume --out "$scratch/cut" ||
  fail "resumed after Ctrl-C"
for run in parts cut; do
  expect_equal "$run: metrics" "$(without_wall "$scratch/whole")" "$(without_wall "$scratch/$run")"
  expect_equal "$run: result" "$(jq -c 'del(.wall_seconds)' "$scratch/whole/result.json")" \
    "$(jq -c 'del(.wall_seconds)' "$scratch/$run/result.json")"
  cmp -s "$scratch/whole/weights.h5" "$scratch/$run/weights.h5" || fail "$run: other weights"
done
expect_refused "resume of another run" 2 "--resume: the checkpoint is of another run" \
  "$hxcosim" train yinyang "${resume[@]}" --seed 2 --resume --out "$scratch/parts"
expect_refused "resume with another sampler" 2 "--resume: the checkpoint is of another run" \
  "$hxcosim" train yinyang "${resume[@]}" --sampler ppu --resume --out "$scratch/parts"
expect_refused "resume of a longer run" 2 "has 4 epochs" \
  "$hxcosim" train yinyang "${resume[@]}" --epochs 3 --resume --out "$scratch/parts"
expect_refused "resume of nothing" 2 "checkpoint.h5" \
  "$hxcosim" train yinyang "${resume[@]}" --resume --out "$scratch/nothing"

# Weights of one run in the next: tested as they are, or trained on.
"$hxcosim" train yinyang "${resume[@]}" --init "$scratch/whole/weights.h5" --test-only \
  --out "$scratch/tested" || fail "--test-only"
jq -e '.epochs == 0 and .validation_accuracy > 0.3 and .in_loop == false' "$scratch/tested/result.json" \
  >/dev/null || fail "--test-only: $(cat "$scratch/tested/result.json")"
cmp -s "$scratch/whole/metrics.jsonl" "$scratch/tested/metrics.jsonl" && fail "--test-only trained"
"$hxcosim" train yinyang "${resume[@]}" --init "$scratch/whole/weights.h5" --rate 1e-9 --epochs 1 \
  --out "$scratch/on" || fail "--init"
expect_refused "weights that are not there" 2 "none.h5" \
  "$hxcosim" train yinyang --init "$scratch/none.h5" --out "$scratch/bad"
expect_refused "test of nothing" 2 "--init" "$hxcosim" train yinyang --test-only

# The other gradient and the other loss, in the loop.
for kind in "--gradient eventprop" "--loss first-spike" "--gradient eventprop --loss first-spike"; do
  # shellcheck disable=SC2086
  "$hxcosim" train yinyang $kind --sampler bus --epochs 1 --train-limit 1500 --test-limit 100 --quiet \
    --out "$scratch/kind" || fail "$kind: exit code $?"
  jq -e '.test_accuracy > 0.55' "$scratch/kind/result.json" >/dev/null ||
    fail "$kind: $(cat "$scratch/kind/result.json")"
done
expect_refused "unknown task" 2 "'tetris'" "$hxcosim" train tetris
expect_refused "no task" 2 "task is missing" "$hxcosim" train
expect_refused "unknown flag" 2 "--fast" "$hxcosim" train yinyang --fast
expect_refused "bad number" 2 "--epochs" "$hxcosim" train yinyang --epochs many
expect_refused "range" 2 "--workers" "$hxcosim" train yinyang --workers 0
: >"$scratch/file"
expect_refused "bad place" 2 "--out" "$hxcosim" train yinyang --out "$scratch/file/out"
finish
