#!/usr/bin/env bash
# The installed tree: program, and the example of docs/ built against library and headers.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
cmake --install "$(dirname "$hxcosim")" --prefix "$scratch/tree" >"$scratch/log" 2>&1 ||
  fail "install: $(tail -n 3 "$scratch/log")"
export PKG_CONFIG_PATH=$scratch/tree/lib/pkgconfig
# shellcheck disable=SC2046
cc -std=c11 -Wall -Wextra -Werror "$root/docs/examples/play.c" \
  $(pkg-config --define-variable=prefix="$scratch/tree" --cflags --libs hxcosim) \
  -o "$scratch/play" 2>"$scratch/log" || fail "build: $(head -n 3 "$scratch/log")"
expect_equal "answer" "0x0100000012345678 0x0200000000000000" \
  "$("$scratch/play" | tr '\n' ' ' | sed 's/ $//')"
expect_equal "version" "$("$hxcosim" --version)" "$("$scratch/tree/bin/hxcosim" --version)"
finish
