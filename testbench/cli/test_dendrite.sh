#!/usr/bin/env bash
# `hxcosim study dendrite-*`: the files, and what the experiments must show.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"

for name in plateau calcium coincidence; do
  study=dendrite-$name
  "$hxcosim" study | grep -q "^$study " || fail "$study is not listed"
  "$hxcosim" study "$study" --quiet --out "$scratch/$name" || fail "$study: exit code $?"
  grep -q '<svg' "$scratch/$name/$study.svg" || fail "$study: no SVG"
  grep -q 'Beside published figures' "$scratch/$name/report.html" || fail "$study: no comparison"
done

# Columns: inputs, clustered and spread plateaus, soma spikes of both, plateau length.
awk -F, 'NR > 1 && $2 > 0 { seen = 1; if ($6 < 19 || $6 > 21) exit 1 }
         NR > 1 && $3 > 0 { exit 1 } END { exit !seen }' \
  "$scratch/plateau/dendrite-plateau.csv" || fail "plateaus"
expect_equal "calcium-like spikes" "0 0 0 1" \
  "$(tail -n +2 "$scratch/calcium/dendrite-calcium.csv" | cut -d, -f4 | xargs)"
# One window: the spike is there, and its place changes twice.
expect_equal "coincidence window" 2 \
  "$(tail -n +2 "$scratch/coincidence/dendrite-coincidence.csv" | cut -d, -f2 | uniq | grep -c 0)"
finish
