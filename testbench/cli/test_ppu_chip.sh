#!/usr/bin/env bash
# `hxcosim run --ppu-elf`: programs on the processors of the chip, and what a wave shows of them.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
firmware=$(dirname "$hxcosim")/firmware
command -v powerpc-linux-gnu-gcc >/dev/null || exit 77
cd "$scratch" || exit 1

# Both processors; the lone C model says what they leave.
"$hxcosim" run --bring-up --ppu-elf "0=$firmware/hello.elf" --ppu-elf "1=$firmware/crc.elf" \
  --json >both || fail "both: $?"
for pair in "0 hello" "1 crc"; do
  read -r number program <<<"$pair"
  expect_equal "$program" \
    "$("$hxcosim" ppu run --elf "$firmware/$program.elf" --json | jq -c '[.return_code,.mailbox]')" \
    "$(jq -c "select(.ppu == $number) | [.return_code,.mailbox]" both)"
done
# Local memory and the FPGA's, from each half.
for number in 0 1; do
  "$hxcosim" run --bring-up --ppu-elf "$number=$firmware/memory_test.elf" --json >memory ||
    fail "memory test: $?"
  expect_equal "memory test $number: errors" 0 "$(jq .return_code memory)"
done
# Code in the FPGA's memory: the page's figures, and a program of which all code is there.
sed -n '/^    .*far_code.elf/,/^$/s/^    # /# /p' "$root/docs/ppu.md" >expected
"$hxcosim" run --bring-up --ppu-elf "0=$firmware/far_code.elf" >got || fail "far code: $?"
expect_equal "far code" "$(cat expected)" "$(cat got)"
export HX_GENERATED
HX_GENERATED=$(dirname "$hxcosim")/generated
bash "$root/host/firmware/compile" --far far.elf "$root/host/firmware/programs/crc.c" -Werror ||
  fail "far: compile"
for number in 0 1; do
  "$hxcosim" run --bring-up --ppu-elf "$number=far.elf" --json >far || fail "far $number: $?"
  expect_equal "far $number" '[0,"crc b70b4c26"]' \
    "$(jq -c '[.return_code, .mailbox[:12]]' far)"
done
# A memory image does the same; text goes into comments, which a word file may hold.
"$hxcosim" run --bring-up --ppu-elf "1=$firmware/hello.bin" >image || fail "image: $?"
expect_equal "image" "# ppu 1: return code 0 # ppu 1| hello from the plasticity processor" \
  "$(head -n 2 image | tr '\n' ' ' | sed 's/ $//')"
# Beside words: what they answer does not change.
program=$root/testbench/programs/one_spike.words
"$hxcosim" run --bring-up --words "$program" >alone || fail "words alone: $?"
"$hxcosim" run --bring-up --words "$program" --ppu-elf "0=$firmware/crc.elf" >beside ||
  fail "words beside: $?"
values() { grep -E '^0x01' "$1"; }
expect_equal "read answers" "$(values alone)" "$(values beside)"
expect_equal "report behind the words" "# ppu 0: return code 0" "$(grep '^#' beside | head -n 1)"
# The same by words alone: twice the data, and the row in the order of its cells.
expect_equal "vector" "0x0100000000020406 0x01000000080a0c0e 0x0100000000100818 0x0100000004140c1c" \
  "$("$hxcosim" run --bring-up --words "$root/testbench/programs/ppu_vector.words" | grep ^0x01 |
    tr '\n' ' ' | sed 's/ $//')"
# A program that never sleeps: a branch to itself.
printf '\x48\x00\x00\x00' >endless.bin
expect_refused "endless" 3 "--ppu-elf" \
  "$hxcosim" run --bring-up --ppu-elf 0=endless.bin --max-time 2000

# The wave shows each instruction that issues, as the model's trace does.
"$hxcosim" ppu run --elf "$firmware/hello.elf" --trace hello.txt >/dev/null || fail "trace: $?"
"$hxcosim" run --bring-up --ppu-elf "0=$firmware/hello.elf" --trace w.fst \
  --trace-scope ppu_0,ppu_1 >/dev/null || fail "wave: $?"
expect_equal "signals" "ppu_0.pc ppu_0.sleep ppu_0.instruction ppu_0.function" \
  "$("$hxcosim" trace list w.fst '*ppu_0*' | awk '{print $1}' | tr '\n' ' ' | sed 's/ $//')"
fst2vcd w.fst >w.vcd 2>/dev/null || fail "fst2vcd"
# code NAME: the letters that stand for a signal of ppu_0, the first scope.
code() { awk -v name="$1" '$1 == "$var" && $5 == name {print $4; exit}' w.vcd; }
awk -v code="$(code pc)" '$2 == code && /^b[01]/ {print substr($1, 2)}' w.vcd |
  while read -r bits; do printf '%08x\n' $((2#$bits)); done >pc.chip
awk '{print $2}' hello.txt | uniq >pc.model
# The wave begins with the value before the program.
[ "$(wc -l <pc.chip)" -gt 300 ] || fail "the wave shows $(wc -l <pc.chip) instructions"
[ "$(sed 1d pc.chip)" = "$(sed 1d pc.model)" ] || fail "instructions of the wave: $(diff pc.chip pc.model | head -n 3)"
text() { awk -v code="$(code "$1")" '/^s/ && $2 == code {print substr($1, 2)}' w.vcd; }
expect_equal "functions" "$(awk '{sub(/\+.*/, "", $3); print $3}' hello.txt | uniq)" \
  "$(text function | grep -v '^$' | uniq)"
# From a function on: nothing of what runs before is there.
main=$(powerpc-linux-gnu-nm "$firmware/hello.elf" | awk '$3 == "main" {print $1}')
"$hxcosim" run --bring-up --ppu-elf "0=$firmware/hello.elf" --trace w.fst \
  --trace-scope ppu_0,ppu_1 --trace-on "pc:0x$main" >/dev/null || fail "pc trigger: $?"
fst2vcd w.fst >w.vcd 2>/dev/null || fail "fst2vcd"
expect_equal "first function" main "$(text function | grep -v '^$' | head -n 1)"
# The tutorial's program and words.
awk '/^```c$/ { n++; on = 1; next } /^```$/ { on = 0 } on && n == 1' "$root/docs/ppu-tutorial.md" >decay.c
bash "$root/host/firmware/compile" decay.elf decay.c ||
  fail "tutorial: compile"
sed -n '/^    # ppu 0: return/,/^$/s/^    //p' "$root/docs/ppu-tutorial.md" >expected
"$hxcosim" run --bring-up --ppu-elf 0=decay.elf --ppu-elf 1=decay.elf >got || fail "tutorial: $?"
expect_equal "tutorial: both" "$(cat expected)" "$(cat got)"
printf '%s\n' 0x0400000000000000 0x05000000000003e8 0x0b00001f02c00140 \
  0x0700000000000001 0x0a00000000000000 >weights.words
expect_equal "tutorial: weights" 0x0100000038383838 \
  "$("$hxcosim" run --bring-up --words weights.words --ppu-elf 0=decay.elf | grep ^0x01)"
expect_refused "trigger" 2 "pc:ADDRESS" "$hxcosim" run --bring-up --words "$program" \
  --trace w.fst --trace-on pc:main
finish
