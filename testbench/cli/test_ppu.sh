#!/usr/bin/env bash
# `hxcosim ppu run --elf`: programs, limits, refused files.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
firmware=$(dirname "$hxcosim")/firmware
[ -f "$firmware/hello.elf" ] || { echo "skipped: the programs were not built (no cross compiler)"; exit 77; }
cd "$scratch" || exit 1

"$hxcosim" ppu run --elf "$firmware/hello.elf" >hello.txt || fail "hello: $?"
expect_equal "hello" "return code: 0|mailbox:|hello from the plasticity processor" \
  "$(sed -n '1p;4p;5p' hello.txt | paste -sd'|')"
"$hxcosim" ppu run --elf "$firmware/hello.elf" --json >hello.json || fail "hello --json: $?"
expect_equal "same numbers" "$(sed -n 's/^cycles: //p;s/^issued: //p' hello.txt | paste -sd' ')" \
  "$(jq -r '"\(.cycles) \(.issued)"' hello.json)"
expect_equal "JSON" '[0,true,0]' "$(jq -c '[.return_code, .asleep, .outside_accesses]' hello.json)"
expect_equal "sampler" 32 "$("$hxcosim" ppu run --elf "$firmware/sampler.elf" --json | jq .return_code)"

# A limit: what is known is printed, the rest is an error.
code=0
"$hxcosim" ppu run --elf "$firmware/crc.elf" --max-cycles 1000 --json >limit.json 2>limit.err || code=$?
expect_equal "limit: exit code" 3 "$code"
expect_equal "limit" '[null,false]' "$(jq -c '[.return_code, .asleep]' limit.json)"
grep -q "within 1000 cycles" limit.err || fail "limit: $(cat limit.err)"

# Images and files agree: the memory before the run is the .bin file.
od -An -v -tx1 -w4 "$firmware/hello.bin" | tr -d ' ' | head -n 13 >vectors.hex
expect_equal "vector slots are branches" 13 "$(grep -c '^4[89ab]' vectors.hex)"

# Trace as text: every instruction, with the words of the file; results stay the same.
"$hxcosim" ppu run --elf "$firmware/vector_math.elf" --json --trace trace.txt >traced.json || fail "trace: $?"
"$hxcosim" ppu run --elf "$firmware/vector_math.elf" --json >untraced.json
cmp -s traced.json untraced.json || fail "a trace changes the result"
expect_equal "traced instructions" "$(jq .instructions traced.json)" "$(wc -l <trace.txt)"
expect_equal "first line" "4 00000000 __reset 4" "$(awk 'NR == 1 { print $1, $2, $3, substr($4, 1, 1) }' trace.txt)"
expect_equal "last instruction" "wait" "$(awk 'END { print $5 }' trace.txt)"
grep -Eq ' main\+0x[0-9a-f]+ +1[0-9a-f]{7}  fxvmulhm vr2,vr0,vr1$' trace.txt || fail "no vector instruction in the trace"
expect_equal "functions" "__reset __start main" "$(awk '{ sub(/\+.*/, "", $3); if (!seen[$3]++) print $3 }' trace.txt | head -n 3 | paste -sd' ')"

# As a wave: the same addresses in the same order.
"$hxcosim" ppu run --elf "$firmware/vector_math.elf" --trace trace.fst >/dev/null || fail "wave: $?"
expect_equal "signals" 36 "$("$hxcosim" trace list trace.fst | wc -l)"
fst2vcd -f trace.fst -o trace.vcd 2>/dev/null || fail "fst2vcd"
# Times in cycles, addresses in binary; an instruction that branches to itself would show once.
pc=$(awk '$1 == "$var" && $5 == "pc" { print $4 }' trace.vcd)
awk -v pc="$pc" '/^#/ { time = substr($1, 2) / 4 } /^b/ && $2 == pc { print time }' trace.vcd >wave.times
awk '{ print $1 }' trace.txt | cmp -s - wave.times || fail "times of the wave: $(awk '{ print $1 }' trace.txt | diff - wave.times | head -n 3)"
grep -q 'sfxvmulhm' trace.vcd || fail "no instruction text in the wave"
grep -q 'smain ' trace.vcd || fail "no function text in the wave"

# The cycles of the profile add up.
"$hxcosim" ppu run --elf "$firmware/hello.elf" --profile --json >profile.json || fail "profile: $?"
expect_equal "sum of cycles" "$(jq .cycles profile.json)" "$(jq '[.profile[].cycles] | add' profile.json)"
expect_equal "calls" '[[1,2]]' "$(jq -c '[[.profile[] | select(.function == "main" or .function == "hx_mailbox_text") | .calls] | sort]' profile.json)"
"$hxcosim" ppu run --elf "$firmware/hello.elf" --profile | grep -Eq '^ +[0-9]+ +[0-9.]+ +2  hx_mailbox_text$' || fail "profile as text"

# The programs of the tutorial, and the end of one without a handler.
export HX_GENERATED
HX_GENERATED=$(dirname "$hxcosim")/generated
awk '/^```c$/ { n++; on = 1; next } /^```$/ { on = 0 } on { print >("tutorial" n ".c") }' "$root/docs/ppu-tutorial.md"
for n in 1 2; do
  bash "$root/host/firmware/compile" "tutorial$n.elf" "tutorial$n.c" -Werror || fail "tutorial $n: compile"
  "$hxcosim" ppu run --elf "tutorial$n.elf" >"tutorial$n.out" || fail "tutorial $n: $?"
  expect_equal "tutorial $n" "return code: 0" "$(head -n 1 "tutorial$n.out")"
done
grep -Eq '^decay took [0-9]+ cycles$' tutorial1.out || fail "tutorial: $(cat tutorial1.out)"
awk '$1 == "cycles:" { exit !($2 > 10000 && $2 < 10500) }' tutorial2.out || fail "ten ticks: $(cat tutorial2.out)"
echo 'int main(void) { __builtin_trap(); }' >trap.c
bash "$root/host/firmware/compile" trap.elf trap.c || fail "trap: compile"
expect_equal "trap" "$((0xe000001c - 0x100000000))" "$("$hxcosim" ppu run --elf trap.elf --json | jq .return_code)"
# A word that is no instruction does nothing, or ends the program.
echo 'int main(void) { __asm__ volatile(".long 0"); return 7; }' >unknown.c
bash "$root/host/firmware/compile" unknown.elf unknown.c || fail "unknown: compile"
expect_equal "unknown" 7 "$("$hxcosim" ppu run --elf unknown.elf --json | jq .return_code)"
expect_refused "trapped" 1 " in main" \
  "$hxcosim" ppu run --elf unknown.elf --trap-unknown
for tier in rtl fast; do
  printf '%s\n' '{"env":"ideal-1","image":[[0,["00000000","7c00007c"]]]}' |
    "$hxcosim" ppu run --tier $tier --trap-unknown >trapped
  expect_equal "trapped line, $tier: exit code" 1 $?
  expect_equal "trapped line, $tier" '"unknown instruction 0x00000000 at 0x00000000"' "$(jq .error trapped)"
done
echo 'int main(void) { static char a[12000]; a[3] = 1; return ((volatile char *)a)[5]; }' >large.c
bash "$root/host/firmware/compile" large.elf large.c 2>large.err && fail "a program that is too large is built"
grep -q 'too little room for the stack' large.err || fail "too large: $(cat large.err)"

# Addresses that a lone core does not have.
echo '#include "hx_ppu/array.h"
int main(void) { HX_OMNIBUS(0x02A00000) = 1; return (int)HX_OMNIBUS(0x02A00001); }' >outside.c
bash "$root/host/firmware/compile" outside.elf outside.c || fail "outside: compile"
"$hxcosim" ppu run --elf outside.elf | grep -qx 'not modelled: 2 accesses, first address 0x8a800000' || fail "outside"

# Bad input
"$hxcosim" ppu run --elf "$firmware/hello.elf" --second "$firmware/crc.elf" --json >both ||
  fail "two programs: $?"
for pair in "0 hello" "1 crc"; do
  read -r number program <<<"$pair"
  expect_equal "two programs: $program" "$("$hxcosim" ppu run --elf "$firmware/$program.elf" --json)" \
    "$(jq -c "select(.ppu == $number) | del(.ppu)" both)"
done
expect_refused "trace without a program" 2 "--elf" "$hxcosim" ppu run --trace x.txt
expect_refused "trace to no place" 2 "no/x.txt" "$hxcosim" ppu run --elf "$firmware/hello.elf" --trace no/x.txt
expect_refused "wave to no place" 2 "no/x.fst" "$hxcosim" ppu run --elf "$firmware/hello.elf" --trace no/x.fst
head -c 300 "$firmware/hello.elf" >cut.elf
printf 'int main;' >text.elf
cp "$hxcosim" foreign.elf
expect_refused "cut file" 2 "cut.elf: " "$hxcosim" ppu run --elf cut.elf
expect_refused "text" 2 "not an ELF file" "$hxcosim" ppu run --elf text.elf
expect_refused "foreign program" 2 "32-bit big-endian" "$hxcosim" ppu run --elf foreign.elf
expect_refused "no file" 2 "none.elf" "$hxcosim" ppu run --elf none.elf
expect_refused "json alone" 2 "--elf" "$hxcosim" ppu run --json
finish
