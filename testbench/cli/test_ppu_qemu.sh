#!/usr/bin/env bash
# Scalar C programs give the same results on the processor model and under qemu-ppc.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
programs=$root/testbench/programs/ppu
compiler=$(command -v powerpc-linux-gnu-gcc) || { echo "skipped: no cross compiler"; exit 77; }
command -v qemu-ppc >/dev/null || { echo "skipped: no qemu-ppc"; exit 77; }
HX_GENERATED=$(dirname "$hxcosim")/generated
export HX_GENERATED
cd "$scratch" || exit 1

linux_flags=(-m32 -mbig-endian -msoft-float -ffreestanding -fno-builtin -nostdlib -static -fno-pic
  -no-pie -fno-stack-protector -std=gnu11 -Wall -Wextra -Werror)

# The library's helpers for the emulation are those of the core.
for name in arithmetic sorting checksums; do
  for level in 0 1 2 3 s; do
    "$compiler" "${linux_flags[@]}" "-O$level" -o linux "$programs/$name.c" "$programs/on_linux.c" \
      "$root/host/firmware/runtime/memory.c" -lgcc || { fail "$name -O$level: compile for Linux"; continue; }
    bash "$root/host/firmware/compile" core.elf "$programs/$name.c" "$programs/on_core.c" "-O$level" \
      -I"$programs" -Werror || { fail "$name -O$level: compile for the core"; continue; }
    qemu-ppc ./linux >linux.out || fail "$name -O$level: exit code $? on Linux"
    "$hxcosim" ppu run --elf core.elf --json >core.json || fail "$name -O$level: the core: $?"
    expect_equal "$name -O$level: return code" 0 "$(jq .return_code core.json)"
    jq -r .mailbox core.json | sed '/^$/d' >core.out
    cmp -s linux.out core.out || fail "$name -O$level differs: $(diff linux.out core.out | head -n 4)"
    [ "$(wc -l <core.out)" -ge 12 ] || fail "$name -O$level: $(wc -l <core.out) results"
  done
done
finish
