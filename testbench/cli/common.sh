# Shared by the program tests: arguments, a scratch folder, checks.
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Used by the scripts that source this file.
# shellcheck disable=SC2034
set -u
hxcosim=$1
root=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

expect_equal() { # WHAT EXPECTED GOT
  [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}

# expect_refused WHAT EXIT_CODE TEXT COMMAND...: one line on stderr that holds TEXT, no stdout.
expect_refused() {
  local what=$1 code=$2 text=$3 got=0
  shift 3
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || got=$?
  expect_equal "$what: exit code" "$code" "$got"
  expect_equal "$what: lines on stderr" 1 "$(wc -l <"$scratch/err")"
  grep -qF -- "$text" "$scratch/err" || fail "$what: '$text' is not in: $(cat "$scratch/err")"
}

finish() {
  [ "$failures" -eq 0 ] || exit 1
  printf 'passed\n'
}
