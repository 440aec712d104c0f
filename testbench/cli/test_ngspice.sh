#!/usr/bin/env bash
# `hxcosim neuron` against a behavioural circuit of the same neuron in ngspice. The circuit's
# comparator needs 2 ns and its switch and reset another 2: spikes may be 5 ns late, each.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
if ! command -v ngspice >/dev/null; then
  echo "skipped: ngspice is not installed (package ngspice)"
  exit 77
fi
"$hxcosim" neuron --params "$root/docs/examples/lif.json" --spikes "$scratch/spikes" \
  >"$scratch/rows" || fail "neuron: exit code $?"
ngspice -b "$root/docs/examples/lif.cir" >"$scratch/spice" 2>&1 || fail "ngspice: exit code $?"

# Times in us, membranes in mV.
awk 'NF == 4 && $1 ~ /^[0-9]+$/ { print $2 * 1e6, $3 * 1e3, $4 }' "$scratch/spice" >"$scratch/curve"
awk '$3 > 0.5 && last <= 0.5 { print $1 } { last = $3 }' "$scratch/curve" >"$scratch/edges"
expect_equal "number of spikes" "$(wc -l <"$scratch/spikes")" "$(wc -l <"$scratch/edges")"
paste "$scratch/spikes" "$scratch/edges" |
  awk '{ late = 1000 * ($2 - $1); printf "spike %d: %.1f ns late\n", NR, late
         if (late < 0 || late > 5 * NR) exit 1 }' || fail "spike times"

# Rows of the neuron between the points of the curve, but for the first us of a reset, where some
# ns are some mV, and 20 ns around its end (2 us after the spike).
awk -F'[ ,]' -v spikes="$scratch/spikes" '
  BEGIN { while ((getline t < spikes) > 0) edge[n++] = t }
  FILENAME ~ /rows$/ { if (FNR > 1) { time[m] = $1; v[m++] = $2 } next }
  { for (; k < m && time[k] <= $1; k++) {
      near = FNR == 1
      for (i = 0; i < n; i++) {
        since = time[k] - edge[i]
        if (since > -0.02 && since < 1 || since > 1.98 && since < 2.02) near = 1
      }
      if (near) continue
      part = (time[k] - t0) / ($1 - t0)
      difference = v[k] - (v0 + part * ($2 - v0))
      difference = difference < 0 ? -difference : difference
      if (difference > worst) worst = difference
      count++
    }
    t0 = $1; v0 = $2 }
  END { printf "%d rows, largest difference %.3f mV\n", count, worst
        if (count < 600 || worst > 0.5) exit 1 }' "$scratch/rows" "$scratch/curve" || fail "membrane"
finish
