#!/usr/bin/env bash
# `hxcosim trace` on waves of the program itself, against the converters of GTKWave.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
program=$root/testbench/programs/one_spike.words
cd "$scratch" || exit 1

# Two waves that differ in one stimulus label.
"$hxcosim" run --bring-up --words "$program" --trace hit.fst --trace-neurons 5,300 >hit.words || fail "run: $?"
sed 's/^0x0d0000000000a4ec$/0x0d000000000084ec/' "$program" >miss.program
"$hxcosim" run --bring-up --words miss.program --trace miss.fst --trace-neurons 5,300 >/dev/null || fail "run: $?"
"$hxcosim" run --bring-up --words "$program" >untraced.words
cmp -s hit.words untraced.words || fail "a wave changes the answer"

# info
"$hxcosim" trace info --json hit.fst >info.json || fail "info: $?"
expect_equal "info" '[true,"1 ns","fpga, chip, anncore, host, ppu_0, ppu_1, board",true]' \
  "$(jq -c '[.complete, .time_unit, .scopes, .end_ns > 60000]' info.json)"
"$hxcosim" trace info hit.fst | grep -q "unit 1 ns" || fail "info as text"

# Names, widths and values are those that fst2vcd gives. Written back as FST by vcd2fst, the file
# has the same names and values.
fst2vcd -f hit.fst -o hit.vcd 2>/dev/null || fail "fst2vcd"
awk '$1 == "$scope" { path[++depth] = $3 } $1 == "$upscope" { depth-- }
  $1 == "$var" { name = ""; for (i = 1; i <= depth; i++) name = name path[i] "."; print name $5, $3 }
  $1 == "$enddefinitions" { exit }' hit.vcd >expected.list
"$hxcosim" trace list hit.fst >hit.list || fail "list: $?"
cut -d' ' -f1,3 hit.list | cmp -s - expected.list || fail "list differs from fst2vcd"
[ "$(wc -l <hit.list)" -gt 5000 ] || fail "the list is short"
vcd2fst -v hit.vcd -f again.fst >/dev/null 2>&1 || fail "vcd2fst"
expect_equal "written back" "equal: $(wc -l <hit.list) signals" "$("$hxcosim" trace diff hit.fst again.fst)"
expect_equal "list with globs" "anncore.neuron_5.fire wire 1 chip.fire_valid_i wire 1 " \
  "$("$hxcosim" trace list hit.fst 'neuron_5.f*' chip.fire_valid_i | sort | tr '\n' ' ')"
"$hxcosim" trace list hit.fst 2>cut.err | head -n 1 >/dev/null
[ ! -s cut.err ] || fail "a closed pipe is told: $(cat cut.err)"

# diff
expect_equal "with itself" "equal: $(wc -l <hit.list) signals" "$("$hxcosim" trace diff hit.fst hit.fst)"
"$hxcosim" trace diff hit.fst miss.fst >diff.out
expect_equal "different: exit code" 1 $?
expect_equal "the label" "fpga.word_i[63:0] 0xd0000000000a4ec 0xd000000000084ec" \
  "$(awk '/^first/ { print $NF } / hit.fst:/ || / miss.fst:/ { print $2 }' diff.out | tr '\n' ' ' | sed 's/ $//')"
"$hxcosim" trace diff hit.fst miss.fst --ignore 'fpga.*' --ignore 'chip.*' \
  --ignore 'host.*' --ignore anncore.events >diff.out
expect_equal "the spike" "anncore.neuron_5.fire" "$(awk '/^first/ { print $NF }' diff.out)"
before=$("$hxcosim" trace diff hit.fst miss.fst --to 18000) || fail "equal part: $?"
expect_equal "before the label" "equal" "${before%%:*}"

# A part of the time from a moment of the analog grid on, and the clocks: 4 ns and 8 ns periods.
"$hxcosim" run --bring-up --words "$program" --trace part.fst --trace-neurons 5,300 --trace-from 17.024 \
  --trace-to 20 >part.words || fail "part: $?"
cmp -s part.words hit.words || fail "a part of a wave changes the answer"
expect_equal "part" "[17024,19998]" "$("$hxcosim" trace info --json part.fst | jq -c '[.start_ns, .end_ns]')"
"$hxcosim" trace diff hit.fst part.fst --from 17024 --to 19998 >diff.out || fail "part: $(cat diff.out)"
"$hxcosim" trace diff hit.fst part.fst | grep -q "different spans" || fail "spans"
"$hxcosim" trace plot part.fst --out clocks.svg chip.clk_i fpga.clk_i --from 17024 --to 17104 ||
  fail "plot: $?"
expect_equal "levels of clocks" 60 "$(grep -c 'class="bit"' clocks.svg | awk '{ print ($1 >= 60 && $1 <= 63) ? 60 : $1 }')"

# plot and view
"$hxcosim" trace plot hit.fst --out hit.svg 'chip.padi*' 'neuron_5.*' || fail "plot: $?"
grep -q 'anncore.neuron_5.membrane_V' hit.svg || fail "plot without its curve"
"$hxcosim" trace plot hit.fst --out hit.png 'chip.padi*' 'neuron_5.*' || fail "plot: $?"
expect_equal "a PNG" 89504e470d0a1a0a "$(head -c 8 hit.png | od -An -tx1 | tr -d ' \n')"
cut -d' ' -f1 expected.list >expected.names
grep -q '^-analog$' hit.gtkw || fail "no view beside the wave"
"$hxcosim" trace save hit.fst --out other.gtkw >/dev/null || fail "save: $?"
cmp -s hit.gtkw other.gtkw || fail "saved view"
while read -r name; do
  grep -qxF -- "$name" expected.names || fail "hit.gtkw: no signal $name"
done < <(sed -n 's/^\([a-z][^ ]*\.[^ ]*\)$/\1/p' hit.gtkw | sed 's/\[[0-9]*:[0-9]*\]$//' | sort -u)

# Bad input
head -c 50000 hit.fst >cut.fst
head -c 50000 "$hxcosim" >foreign.fst
: >empty.fst
expect_refused "cut file" 2 "cut.fst: cut" "$hxcosim" trace info cut.fst
expect_refused "foreign file" 2 "not an FST" "$hxcosim" trace list foreign.fst
printf '$timescale 1ns $end\n' >wave.vcd
expect_refused "a VCD" 2 "vcd2fst" "$hxcosim" trace info wave.vcd
expect_refused "empty file" 2 "not an FST" "$hxcosim" trace diff empty.fst hit.fst
expect_refused "no file" 2 "none.fst" "$hxcosim" trace info none.fst
expect_refused "unknown signal" 2 "fpga, chip, anncore, host" "$hxcosim" trace list hit.fst nothing
expect_refused "unknown signal" 2 "'nothing'" "$hxcosim" trace plot hit.fst --out x.svg nothing
expect_refused "too many" 2 "64" "$hxcosim" trace plot hit.fst --out x.svg '*'
expect_refused "empty window" 2 "0 to" "$hxcosim" trace plot hit.fst --out x.svg clk_i --from 1e9
expect_refused "empty window" 2 "--to" "$hxcosim" trace diff hit.fst hit.fst --from 10 --to 5
expect_refused "one file" 2 "two wave files" "$hxcosim" trace diff hit.fst
expect_refused "no picture" 2 "neither .svg nor .png" \
  "$hxcosim" trace plot hit.fst --out x.pdf chip.clk_i
expect_refused "no output" 2 "--out" "$hxcosim" trace plot hit.fst clk_i
expect_refused "bad place" 2 "cannot write" "$hxcosim" trace plot hit.fst --out no/x.svg chip.clk_i
expect_refused "unknown tool" 2 "'frob'" "$hxcosim" trace frob hit.fst
expect_refused "span" 2 "--trace-to" "$hxcosim" run --bring-up --words "$program" --trace x.fst --trace-from 5 --trace-to 4
expect_refused "span without wave" 2 "--trace" "$hxcosim" run --bring-up --words "$program" --trace-from 5
# What cannot be written is told: no file, no room at all, no room for all of it. The answers of a
# run are complete nevertheless.
mkfifo pipe.fst
expect_refused "no regular file" 2 "not a regular file" \
  "$hxcosim" run --words "$program" --trace pipe.fst
[ -p pipe.fst ] || fail "what stood there is gone"
limited() {
  (
    ulimit -f "$1"
    "$hxcosim" run --bring-up --words "$program" --trace full.fst --out full.words
  )
}
expect_refused "no room" 2 "no room for temporary files" limited 64
expect_refused "disk full" 2 "the wave could not be written" limited 1024
cmp -s untraced.words full.words || fail "words beside a wave without room"
finish
