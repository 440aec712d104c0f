#!/usr/bin/env bash
# `hxcosim train mnist` and `train speech`, small: files in, results out, bad data refused.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
data=${HXCOSIM_DATA:-}
unset HXCOSIM_DATA

# Digits that are easy to tell apart: label k lights rows 2k+4 and 2k+5.
make_digits() { # FOLDER COUNT PREFIX
  perl -e '
    my ($folder, $count, $prefix) = @ARGV;
    open my $images, ">:raw", "$folder/$prefix-images-idx3-ubyte" or die;
    open my $labels, ">:raw", "$folder/$prefix-labels-idx1-ubyte" or die;
    print $images pack("N4", 2051, $count, 28, 28);
    print $labels pack("N2", 2049, $count);
    for my $i (0 .. $count - 1) {
      my $label = $i % 10;
      for my $row (0 .. 27) {
        my $lit = int(($row - 4) / 2) == $label && $row >= 4;
        print $images pack("C28", map { $lit && $_ >= 4 && $_ < 24 ? 255 - ($i * 7 + $_) % 60 : 0 } 0 .. 27);
      }
      print $labels pack("C", $label);
    }' "$@"
}
mkdir "$scratch/mnist"
make_digits "$scratch/mnist" 50200 train
make_digits "$scratch/mnist" 100 t10k
small=(--epochs 4 --batch 10 --train-limit 300 --test-limit 50 --quiet)
for run in "one --workers 1" "two --workers 2"; do
  read -r name rest <<<"$run"
  # shellcheck disable=SC2086
  "$hxcosim" train mnist "${small[@]}" $rest --data "$scratch" --out "$scratch/$name" ||
    fail "$name: exit code $?"
done
expect_equal "workers 1 and 2" "$(jq -c 'del(.wall_seconds)' "$scratch/one/metrics.jsonl")" \
  "$(jq -c 'del(.wall_seconds)' "$scratch/two/metrics.jsonl")"
# Chance is one in ten.
jq -e '.task == "mnist" and .epochs == 4 and .in_loop and .test_accuracy > 0.5' \
  "$scratch/two/result.json" >/dev/null || fail "result: $(cat "$scratch/two/result.json")"
[ -s "$scratch/two/report.html" ] || fail "no report"

"$hxcosim" train mnist "${small[@]}" --no-in-loop --data "$scratch/mnist" --out "$scratch/soft" ||
  fail "software: exit code $?"
jq -e '.in_loop == false' "$scratch/soft/result.json" >/dev/null || fail "software: result"

expect_refused "speakers of digits" 2 "--hold-out" \
  "$hxcosim" train mnist --hold-out 1 --data "$scratch" --out "$scratch/bad"
expect_refused "no data named" 2 "HXCOSIM_DATA" "$hxcosim" train mnist --out "$scratch/bad"
expect_refused "no files" 2 "holds no train-images-idx3-ubyte" \
  "$hxcosim" train mnist --data "$scratch/two" --out "$scratch/bad"
expect_refused "no recordings" 2 "holds no shd_train.h5" \
  "$hxcosim" train speech --data "$scratch/two" --out "$scratch/bad"
mkdir "$scratch/swapped" "$scratch/empty"
for part in images-idx3 labels-idx1; do
  cp "$scratch/mnist/t10k-$part-ubyte" "$scratch/swapped/train-$part-ubyte"
  cp "$scratch/mnist/t10k-$part-ubyte" "$scratch/swapped/t10k-$part-ubyte"
done
expect_refused "swapped files" 2 "swapped" \
  "$hxcosim" train mnist --data "$scratch/swapped" --out "$scratch/bad"
expect_refused "labels for images" 2 "train-images-idx3-ubyte" bash -c '
  cp "$1/mnist/train-labels-idx1-ubyte" "$1/empty/train-images-idx3-ubyte"
  cp "$1/mnist/train-labels-idx1-ubyte" "$1/empty/train-labels-idx1-ubyte"
  exec "$2" train mnist --data "$1/empty" --out "$1/bad"' - "$scratch" "$hxcosim"
truncate -s 1000000 "$scratch/mnist/train-images-idx3-ubyte"
expect_refused "cut file" 2 "ends in item 1275 of 50200" \
  "$hxcosim" train mnist --data "$scratch" --out "$scratch/bad"

if [ -f "$data/fsdd_spikes/fsdd_spikes_train.h5" ]; then
  "$hxcosim" train speech --epochs 1 --batch 10 --train-limit 40 --test-limit 10 --quiet \
    --data "$data" --out "$scratch/speech" || fail "speech: exit code $?"
  jq -e '.task == "speech" and .hidden_spikes > 1 and .chip_seconds > 0' \
    "$scratch/speech/result.json" >/dev/null || fail "result: $(cat "$scratch/speech/result.json")"
  "$hxcosim" train speech --hold-out 3 --no-in-loop --epochs 1 --train-limit 20 --test-limit 5 \
    --data "$data" --out "$scratch/held" >"$scratch/said" 2>/dev/null ||
    fail "speech, speaker held out: exit code $?"
  grep -qE '^in software [0-9]+\.[0-9] %$' "$scratch/said" || fail "said: $(cat "$scratch/said")"
  expect_refused "no such speaker" 2 "no recording is of speaker 77" \
    "$hxcosim" train speech --hold-out 77 --data "$data" --out "$scratch/bad"
else
  echo "speech skipped: HXCOSIM_DATA does not name a folder with fsdd_spikes"
fi
finish
