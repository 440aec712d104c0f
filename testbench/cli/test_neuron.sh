#!/usr/bin/env bash
# `hxcosim neuron`: the table, the spikes, refused inputs.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
params=$scratch/params
example=$root/docs/examples/neuron.json

change() { jq "$1" "$example" >"$params"; }
neuron() { "$hxcosim" neuron --params "$params" "$@"; }
field() { awk -F, -v t="$1" -v n="$2" '$1 == t { print $n }'; }

"$hxcosim" neuron --help | grep -q 'hxcosim neuron --params' || fail "help: no example"

# The example: all rows, times without accumulated rounding, three spikes.
cp "$example" "$params"
neuron --spikes "$scratch/spikes" >"$scratch/csv" || fail "example: exit code $?"
expect_equal "header" "t_us,v_mV,w_nA,i_exc_nA,i_inh_nA" "$(head -n 1 "$scratch/csv")"
expect_equal "rows" 1002 "$(wc -l <"$scratch/csv")"
expect_equal "times" "$(seq 0 999 | awk '{ printf "%.9g\n", $1 * 0.1 }'; echo 100)" \
  "$(tail -n +2 "$scratch/csv" | cut -d, -f1)"
expect_equal "start" "0,600,0,0,0" "$(sed -n 2p "$scratch/csv")"
expect_equal "spikes" 3 "$(grep -cE '^[0-9]+\.[0-9]{6,}$' "$scratch/spikes")"
neuron | cmp -s - "$scratch/csv" || fail "the table changes without --spikes"

# A constant current into C alone is a ramp: 1 mV/us from 600 to 800 mV in 200 us; the row of
# the spike is after the reset, and the input acts in the row of its time.
change '.neuron |= (.capacitance_pF = 1 | .leak_conductance_nS = 0 | .refractory_us = 10
  | del(.exponential, .adaptation))
  | .input = {"spikes": [{"t_us": 205, "sign": "inh", "charge_fC": 5}],
              "current": [{"t_us": 0, "nA": 1}]}
  | .record = {"until_us": 220, "every_us": 5}'
neuron --spikes "$scratch/spikes" >"$scratch/csv" || fail "ramp: exit code $?"
expect_equal "ramp" 795 "$(field 195 2 <"$scratch/csv")"
expect_equal "row of the spike" 500 "$(field 200 2 <"$scratch/csv")"
expect_equal "end of the hold" 500 "$(field 210 2 <"$scratch/csv")"
expect_equal "row of the input" 1 "$(field 205 5 <"$scratch/csv")"
expect_equal "w without adaptation" 0 "$(field 220 3 <"$scratch/csv")"
expect_equal "spike time" 200.000000000 "$(cat "$scratch/spikes")"

# until_us is a multiple of every_us up to rounding only; otherwise the last row is before it.
change '.record = {"until_us": 0.3, "every_us": 0.1}'
expect_equal "last row" 0.3 "$(neuron | tail -n 1 | cut -d, -f1)"
change '.record = {"until_us": 0.39, "every_us": 0.1}'
expect_equal "last row below" 0.3 "$(neuron | tail -n 1 | cut -d, -f1)"
change '.record.until_us = 0'
expect_equal "one row" 2 "$(neuron | wc -l)"

refuse() { # JQ CHANGE, TEXT
  change "$1"
  expect_refused "$1" 2 "$2" "$hxcosim" neuron --params "$params"
}
refuse '.neuron.capacitance_pF = 0' "neuron.capacitance_pF: 0 is outside 0.001..1e+06"
refuse '.neuron.capacitance_pF = "2"' "neuron.capacitance_pF: a number is wanted"
refuse '.neuron.tau_syn_exc_us = -5' "neuron.tau_syn_exc_us: -5 is outside"
refuse '.neuron.refractory_us = -1' "neuron.refractory_us: -1 is outside"
refuse '.neuron.reset_conductance_nS = -1' "neuron.reset_conductance_nS: -1 is outside"
refuse '.neuron.exponential.slope_mV = 0' "neuron.exponential.slope_mV: 0 is outside"
refuse '.neuron.adaptation.tau_us = 0' "neuron.adaptation.tau_us: 0 is outside"
refuse '.neuron.refractory_us = 0 | .neuron.reset_mV = 900' "neuron.reset_mV: 900 is not below"
refuse '.neuron.color = 1' "neuron: unknown key 'color'"
refuse '.neuron.exponential.x = 1' "neuron.exponential: unknown key 'x'"
refuse '.extra = 1' "unknown key 'extra'"
refuse 'del(.neuron.leak_mV)' "neuron: 'leak_mV' is missing"
refuse 'del(.record)' "'record' is missing"
refuse 'del(.input.spikes)' "input: 'spikes' is missing"
refuse '.input.spikes[1].sign = "both"' 'input.spikes[1].sign: "exc" or "inh"'
refuse '.input.spikes[0].t_us = -1' "input.spikes[0].t_us: -1 is outside"
refuse '.input.spikes[0].charge = 1' "input.spikes[0]: unknown key 'charge'"
refuse '.input.current[1].nA = null' "input.current[1].nA: a number is wanted"
refuse '.record.every_us = 0' "record.every_us: 0 is outside"
refuse '.record.every_us = 1e-8' "record.every_us: more than"
printf '{"neuron": 1,\n "input": }' >"$params"
expect_refused "not JSON" 2 "params:2: not JSON" "$hxcosim" neuron --params "$params"
sed 's/"a_nS": 20/"a_nS": NaN/' "$example" >"$params"
expect_refused "NaN" 2 "params:5: not JSON" "$hxcosim" neuron --params "$params"
sed 's/"leak_mV"/"leak_mV": 1, "leak_mV"/' "$example" >"$params"
expect_refused "twice" 2 "duplicate" "$hxcosim" neuron --params "$params"
expect_refused "no file" 2 "cannot open" "$hxcosim" neuron --params "$scratch/none"
expect_refused "no option" 2 "--params" "$hxcosim" neuron
change .
expect_refused "bad place" 2 "--spikes" "$hxcosim" neuron --params "$params" \
  --spikes "$scratch/no/file"
finish
