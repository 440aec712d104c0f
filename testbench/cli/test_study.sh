#!/usr/bin/env bash
# `hxcosim study`, small: every study leaves its three files, and the same ones twice.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
unset HXCOSIM_DATA
small=(--task yinyang --chips 1 --points 2 --epochs 1 --loop-epochs 1 --train-limit 100 --test-limit 30 --quiet)

"$hxcosim" study >"$scratch/list" || fail "list: exit code $?"
for study in self-correction calibration yinyang sparsity decision-time gradients; do
  grep -q "^$study " "$scratch/list" || fail "$study is not listed"
  "$hxcosim" study "$study" "${small[@]}" --out "$scratch/$study" || fail "$study: exit code $?"
  [ -s "$scratch/$study/$study.csv" ] || fail "$study: no CSV"
  grep -q '<svg' "$scratch/$study/$study.svg" || fail "$study: no SVG"
  grep -q 'Beside published figures' "$scratch/$study/report.html" || fail "$study: no comparison"
  expect_equal "$study: nothing is loaded from elsewhere" 0 \
    "$(grep -cE '(src|href)="?https?:|url\(http' "$scratch/$study/report.html")"
done
expect_equal "minutes are listed" 6 "$(grep -c minutes "$scratch/list")"
expect_equal "self-correction: columns" \
  "mismatch,chip_seed,in_loop_accuracy,carried_over_accuracy,software_accuracy" \
  "$(head -n 1 "$scratch/self-correction/self-correction.csv")"
expect_equal "self-correction: spreads" "0 2" \
  "$(tail -n +2 "$scratch/self-correction/self-correction.csv" | cut -d, -f1 | xargs)"
expect_equal "calibration: columns" \
  "chip_seed,carried_over_accuracy,in_loop_accuracy,calibrated_carried_over,calibrated_in_loop,software_accuracy" \
  "$(head -n 1 "$scratch/calibration/calibration.csv")"
expect_equal "decision-time: grid points" 38 \
  "$(tail -n +2 "$scratch/decision-time/decision-time.csv" | wc -l)"

"$hxcosim" study sparsity "${small[@]}" --workers 1 --out "$scratch/again" || fail "again"
cmp -s "$scratch/sparsity/sparsity.csv" "$scratch/again/sparsity.csv" || fail "other rows"

# Weights of a training run, without any more training: what is carried over stays as it is.
"$hxcosim" train yinyang --epochs 2 --train-limit 500 --test-limit 1 --no-in-loop --quiet \
  --out "$scratch/soft" || fail "training in software"
"$hxcosim" study self-correction "${small[@]}" --points 1 --loop-epochs 0 \
  --init "$scratch/soft/weights.h5" --out "$scratch/carried" || fail "--init: exit code $?"
awk -F, 'NR == 2 { exit !($4 > 0.3 && $5 > 0.5) }' "$scratch/carried/self-correction.csv" ||
  fail "--init: $(cat "$scratch/carried/self-correction.csv")"
expect_refused "a calibration for many chips" 2 "one chip" "$hxcosim" study yinyang \
  --calibration "$scratch/none.json" --chips 2 --out "$scratch/bad"
expect_refused "no calibration" 2 "none.json" "$hxcosim" study yinyang \
  --calibration "$scratch/none.json" --chips 1 --out "$scratch/bad"

expect_refused "unknown study" 2 "'alchemy'" "$hxcosim" study alchemy
expect_refused "study without data" 2 "HXCOSIM_DATA" "$hxcosim" study sparsity --out "$scratch/bad"
expect_refused "no points" 2 "--points" "$hxcosim" study sparsity --points 0
finish
