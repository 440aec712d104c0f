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

# Bad input
head -c 300 "$firmware/hello.elf" >cut.elf
printf 'int main;' >text.elf
cp "$hxcosim" foreign.elf
expect_refused "cut file" 2 "cut.elf: " "$hxcosim" ppu run --elf cut.elf
expect_refused "text" 2 "not an ELF file" "$hxcosim" ppu run --elf text.elf
expect_refused "foreign program" 2 "32-bit big-endian" "$hxcosim" ppu run --elf foreign.elf
expect_refused "no file" 2 "none.elf" "$hxcosim" ppu run --elf none.elf
expect_refused "json alone" 2 "--elf" "$hxcosim" ppu run --json
finish
