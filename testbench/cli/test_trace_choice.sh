#!/usr/bin/env bash
# What of a run goes into its wave: scopes, triggers, the last stretch; cutting; killed runs.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
program=$root/testbench/programs/one_spike.words
cd "$scratch" || exit 1

# record NAME OPTIONS...: writes NAME.fst; the answers must be those of the run without a wave.
record() {
  local name=$1
  shift
  "$hxcosim" run --bring-up --words "$program" --trace "$name.fst" "$@" >"$name.words" ||
    fail "$name: $?"
  cmp -s plain.words "$name.words" || fail "$name: the wave changes the answer"
}
span() { "$hxcosim" trace info --json "$1.fst" | jq -c '[.start_ns, .end_ns]'; }
# is_part FILE OPTIONS...: every signal of FILE has the values it has in the whole wave.
is_part() {
  local name=$1
  shift
  "$hxcosim" trace diff whole.fst "$name.fst" "$@" >"$name.diff"
  grep -q "^only in $name.fst: 1 signal: board.recorded$" "$name.diff" ||
    ! grep -q "^only in $name.fst" "$name.diff" || fail "$name: $(cat "$name.diff")"
  ! grep -q "^first difference" "$name.diff" || fail "$name: $(cat "$name.diff")"
}

"$hxcosim" run --bring-up --words "$program" >plain.words || fail "run: $?"
record whole --trace-neurons 5,300
fire_ns=$(fst2vcd whole.fst 2>/dev/null |
  awk '$1 == "$scope" { scope = $3 }
       $1 == "$var" && scope == "neuron_5" && $5 == "fire" { id = $4 }
       /^#/ { now = substr($0, 2) } id && $0 == "1" id { print now; exit }')
[ "${fire_ns:-0}" -gt 10000 ] || fail "no spike in the whole wave"

# Scopes: pins alone, signals inside of a model, both, own signals.
record pins --trace-neurons 5 --trace-scope 'chip.padi_*,chip.fire_i,fpga.clk_i,anncore,host'
is_part pins
expect_equal "pins: outermost" '"anncore, host, fpga, chip"' \
  "$("$hxcosim" trace info --json pins.fst | jq -c .scopes)"
[ "$("$hxcosim" trace list pins.fst | grep -c padi_label_o)" -eq 8 ] || fail "pins: labels"
record inside --trace-scope 'i_padi*,chip.padi_label_o[3]'
is_part inside
[ "$("$hxcosim" trace list inside.fst 'i_padi.config_q' | wc -l)" -eq 2 ] || fail "inside: no modules"
[ "$("$hxcosim" trace list inside.fst | grep -c '^chip\.padi_label_o')" -eq 1 ] || fail "inside: pins"
! "$hxcosim" trace list inside.fst | grep -q '^fpga' || fail "inside: not chosen"
[ "$(stat -c %s pins.fst)" -lt "$(($(stat -c %s whole.fst) / 3))" ] || fail "pins: the size"

# Texts: the instruction that sends the spike, its synapse event, the answer.
fst2vcd pins.fst 2>/dev/null >pins.vcd || fail "fst2vcd"
grep -q 'spike_pack.*0xa4ec' pins.vcd || fail "no instruction"
grep -q 'bus.*row.*label' pins.vcd || fail "no event"
grep -q 'spike_pack.*0x002a' pins.vcd || fail "no answer"

# From the spike on; the last 5 us before it; the last 7 us of the run; a bus access.
record on --trace-neurons 5 --trace-scope anncore,chip.clk_i --trace-on spike:5
expect_equal "from the spike on" "$fire_ns" "$(span on | jq '.[0]')"
is_part on --from "$fire_ns"
record before --trace-neurons 5 --trace-scope anncore,chip.clk_i --trace-on spike:5 --trace-last 5
expect_equal "before the spike" "[$((fire_ns + 4 - 5000)),$((fire_ns + 2))]" "$(span before)"
is_part before --from "$((fire_ns + 4 - 5000))" --to "$((fire_ns + 2))"
record last --trace-neurons 5,300 --trace-last 7
end_ns=$(span whole | jq '.[1]')
expect_equal "the end" "[$((end_ns + 2 - 7000)),$end_ns]" "$(span last)"
is_part last --from "$((end_ns + 2 - 7000))"
[ ! -e last.fst.part ] || fail "a part is left"
record bus --trace-scope chip.bus_* --trace-on bus:0x130019
fst2vcd bus.fst 2>/dev/null >bus.vcd
awk '$1 == "$var" && $5 == "bus_address_o" { id = $4 } id && $2 == id { print $1; exit }' bus.vcd |
  grep -q '^b0*100110000000000011001$' || fail "the bus access"

# cut
"$hxcosim" trace cut whole.fst --out part.fst --from 20000 --to 30001 || fail "cut: $?"
expect_equal "cut" "[20000,30001]" "$(span part)"
is_part part --from 20000 --to 30001
expect_refused "cut away" 2 "window is empty" "$hxcosim" trace cut whole.fst --out x.fst --from 1e9
expect_refused "cut to nothing" 2 "--out" "$hxcosim" trace cut whole.fst
cp part.fst kept.fst
expect_refused "cut over itself" 2 "the wave itself" "$hxcosim" trace cut part.fst --out ./part.fst
expect_refused "view over the wave" 2 "the wave itself" "$hxcosim" trace save part.fst --out part.fst
expect_refused "plot over the wave" 2 "the wave itself" \
  "$hxcosim" trace plot part.fst --out part.fst clk_i
cmp -s part.fst kept.fst || fail "a tool wrote over its wave"
expect_refused "cut nowhere" 2 "cannot write" "$hxcosim" trace cut whole.fst --out no/x.fst

# Bad choices: one line, nothing is written.
for bad in "--trace-scope frob,chip" "--trace-scope ,chip" "--trace-on spike:512" "--trace-on spike:" \
  "--trace-on bus:0x4000000" "--trace-on pc" "--trace-last 0" "--trace-last x"; do
  # shellcheck disable=SC2086
  expect_refused "$bad" 2 "${bad%% *}" "$hxcosim" run --words "$program" --trace bad.fst $bad
done
[ ! -e bad.fst ] || fail "bad.fst was written"
expect_refused "no file" 2 "--trace" "$hxcosim" run --words "$program" --trace-on error

# Killed at any moment after the first flush, a run leaves a file that can be read.
for i in $(seq 20); do
  rm -f killed.fst*
  "$hxcosim" train yinyang --epochs 1 --train-limit 2000 --workers 1 --out killed --quiet \
    --trace killed.fst --trace-neurons 0-15 >/dev/null 2>&1 &
  process=$!
  until { [ -s killed.fst ] && [ -s killed.fst.hier ]; } || ! kill -0 $process 2>/dev/null; do sleep 0.02; done
  sleep "0.$((RANDOM % 10))$((RANDOM % 10))"
  kill -9 $process
  wait $process 2>/dev/null
  # The worker that wrote the file ends with its owner.
  while pgrep -f "trace killed.fst" >/dev/null; do sleep 0.02; done
  "$hxcosim" trace info --json killed.fst >killed.json 2>killed.err ||
    fail "run $i is not readable: $(cat killed.err)"
  [ "$(jq '.signals' killed.json)" -gt 5000 ] || fail "run $i: signals"
done
finish
