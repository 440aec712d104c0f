#!/usr/bin/env bash
# `hxcosim run`: the worked example, near misses, time stamps, bad input.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
program=$root/testbench/programs/one_spike.words

# From power-on the lanes are down: no spike, chip reads answer 0, no time messages.
"$hxcosim" run --words "$program" >"$scratch/plain" || fail "plain run: exit code $?"
expect_equal "links down" "0x0100000000000000 0x0100000000000000 0x0100000000000000 0x0200000000000000" \
  "$(tr '\n' ' ' <"$scratch/plain" | sed 's/ $//')"

# With bring-up a time message comes first. Host rule: every message adds 1, a systime replaces;
# the 8-bit stamp tells the chip time, less than 128 FPGA cycles ago.
"$hxcosim" run --bring-up --words "$program" >"$scratch/timed" || fail "timed run: exit code $?"
expect_equal "spikes" 1 "$(grep -cE '^0x0a00000000[0-9a-f]{2}002a$' "$scratch/timed")"
# Three of the five labels pass the node to bus 1, one reaches a synapse.
expect_equal "reads and halt" \
  "0x0100000000000003 0x0100000000000001 0x0100000000000001 0x0200000000000000" \
  "$(grep -E '^0x0[12]' "$scratch/timed" | tr '\n' ' ' | sed 's/ $//')"
read -r systime spike < <(head -n 2 "$scratch/timed" | tr '\n' ' ')
expect_equal "systime header" 0x0500 "${systime:0:6}"
fpga=$((systime & 0x7ffffffffff))
stamp=$(((spike >> 16) & 0xff))
fpga=$((fpga + 1))
chip=$(((fpga & ~0x7f) | stamp >> 1))
[ "$chip" -le "$fpga" ] || chip=$((chip - 128))
delay=$((fpga - chip))
if [ "$delay" -lt 8 ] || [ "$delay" -gt 30 ]; then fail "spike reached the host $delay cycles late"; fi

# The stimulus leaves 10 us after the timer starts; each near miss alone gives no spike.
for label in 84ec 64ec a4ac a4ed; do
  sed "s/^0x0d0000000000a4ec\$/0x0d0000000000$label/" "$program" >"$scratch/miss.words"
  "$hxcosim" run --bring-up --words "$scratch/miss.words" >"$scratch/miss" || fail "near miss: exit code $?"
  expect_equal "spikes of $label" 0 "$(grep -c '^0x0a' "$scratch/miss")"
done

# The same words give the same bits.
"$hxcosim" run --bring-up --words "$program" --out "$scratch/again" || fail "second run: $?"
cmp -s "$scratch/timed" "$scratch/again" || fail "two runs differ"

# Readable playback: the same words, each message behind the word that completes it.
"$hxcosim" run --bring-up --json --words "$program" >"$scratch/json" || fail "--json: $?"
expect_equal "words with --json" "$(cat "$scratch/timed")" "$(grep '^0x' "$scratch/json")"
expect_equal "decoded spike" "0x2a $(printf 0x%x "$chip")" \
  "$(grep '^{' "$scratch/json" | jq -r 'select(.spikes) | .spikes[0] | .label + " " + .chip_time')"
printf '%s\n' '{"kind":"timer_setup"}' '{"kind":"loopback","value":1}' \
  '{"kind":"loopback","value":0}' >"$scratch/messages"
expect_equal "messages" "0x0200000000000001 0x0200000000000000" \
  "$("$hxcosim" run --messages "$scratch/messages" | tr '\n' ' ' | sed 's/ $//')"
printf '{"kind":"wait_until","value":-1}\n' >"$scratch/range"
expect_refused "bad message" 2 "range:1: value" "$hxcosim" run --messages "$scratch/range"

# A background source: ten events, 125 FPGA cycles apart.
"$hxcosim" run --bring-up --json --words "$root/testbench/programs/background.words" \
  >"$scratch/background" || fail "background: $?"
times=$(grep '^{' "$scratch/background" |
  jq -r 'select(.spikes) | .spikes[] | select(.label == "0x1234") | .chip_time')
expect_equal "background events" 10 "$(wc -w <<<"$times")"
last=
for time in $times; do
  [ -z "$last" ] || expect_equal "background spacing" 125 $((time - last))
  last=$time
done

# The fast ADC: 100 samples of a membrane at cell 600, step (600 - 60) / 0.99, noise of a few steps.
"$hxcosim" run --bring-up --json --words "$root/testbench/programs/madc.words" \
  >"$scratch/madc" || fail "madc: $?"
samples=$(grep '^{' "$scratch/madc" | jq -r 'select(.samples) | .samples[].value')
expect_equal "samples" 100 "$(wc -w <<<"$samples")"
for sample in $samples; do
  if [ $((sample)) -lt 520 ] || [ $((sample)) -gt 570 ]; then fail "sample $sample"; fi
done

printf '0x0a00000000000000\n0x0g00000000000000\n' >"$scratch/digit.words"
expect_refused "bad digit" 2 "digit.words:2:" "$hxcosim" run --words "$scratch/digit.words"
printf '0x0400000000000000 # timer\n' >"$scratch/halt.words"
expect_refused "no halt" 2 "no halt" "$hxcosim" run --words "$scratch/halt.words"
expect_refused "no file" 2 "cannot open" "$hxcosim" run --words "$scratch/none.words"
expect_refused "unknown flag" 2 "--speed" "$hxcosim" run --speed 3
expect_refused "bad number" 2 "--max-time" "$hxcosim" run --words "$program" --max-time soon
expect_refused "bad place" 2 "--out" "$hxcosim" run --words "$program" --out "$scratch/no/file"
expect_refused "time limit" 3 "--max-time" "$hxcosim" run --words "$program" --max-time 5
expect_refused "nothing" 2 "--ppu-elf" "$hxcosim" run --bring-up
expect_refused "processor, no bring-up" 2 "--bring-up" "$hxcosim" run --ppu-elf 0=x
expect_refused "no processor" 2 "N=FILE" "$hxcosim" run --bring-up --ppu-elf 2=x
expect_refused "no program" 2 "none.elf: cannot open" \
  "$hxcosim" run --bring-up --ppu-elf "1=$scratch/none.elf"
expect_refused "foreign program" 2 "32-bit big-endian" \
  "$hxcosim" run --bring-up --ppu-elf "1=$hxcosim"
expect_refused "bad trace" 2 "--trace" "$hxcosim" run --words "$program" --trace "$scratch/no/w.fst"
finish
