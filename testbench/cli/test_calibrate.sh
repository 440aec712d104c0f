#!/usr/bin/env bash
# `hxcosim calibrate`: its file, its report, and bad input.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
cd "$scratch" || exit 1
echo '{"leak_lsb": 90, "threshold_lsb": 140}' >target.json
"$hxcosim" calibrate --chip-seed 4 --target target.json --out chip.json --report chip.html --json \
  --quiet >result.json || fail "calibrate: $?"
expect_equal "all within limits" true "$(jq '[.quantities[].good] | all' result.json)"
expect_equal "nothing failed" 0 "$(jq '[.quantities[].failed] | add' result.json)"
expect_equal "leak" 90 "$(jq '.quantities[] | select(.quantity == "leak potential").after_mean | round' result.json)"
expect_equal "neurons" 512 "$(jq '.neurons | length' chip.json)"
# The cells differ, because the neurons do.
[ "$(jq '[.neurons[].v_leak] | unique | length' chip.json)" -gt 20 ] || fail "one cell for all"
# Two plots in each of the nine.
expect_equal "histograms" 18 "$(grep -o "<svg" chip.html | wc -l)"
echo '{"leak": 90}' >unknown.json
expect_refused "unknown key" 2 "unknown key 'leak'" "$hxcosim" calibrate --target unknown.json --out x.json
expect_refused "no target" 2 "none.json" "$hxcosim" calibrate --target none.json --out x.json
expect_refused "no output" 2 "--out" "$hxcosim" calibrate --chip-seed 4
[ ! -e x.json ] || fail "x.json was written"
# The trainer takes it, for this chip alone.
"$hxcosim" train yinyang --sampler bus --chip-seed 4 --calibration chip.json --epochs 1 --train-limit 40 \
  --test-limit 20 --quiet --out trained || fail "train --calibration: $?"
"$hxcosim" train yinyang --sampler bus --chip-seed 4 --epochs 1 --train-limit 40 --test-limit 20 --quiet \
  --out plain || fail "train: $?"
[ "$(jq .train_loss trained/metrics.jsonl)" != "$(jq .train_loss plain/metrics.jsonl)" ] ||
  fail "the calibration changes nothing"
expect_refused "another chip" 2 "is for --chip-seed 4, this is chip 5" \
  "$hxcosim" train yinyang --chip-seed 5 --calibration chip.json --out x
expect_refused "not a calibration" 2 "not a calibration" \
  "$hxcosim" train yinyang --calibration target.json --out x
finish
