#!/usr/bin/env bash
# Runs each fuzz target for some time, from examples, and keeps what it finds.
# SPDX-License-Identifier: Apache-2.0
#
#   run.sh SECONDS SOURCE_DIR BUILD_DIR PROGRAM...
#
# BUILD_DIR/corpus/PROGRAM grows from run to run. Inputs that end a target stand in
# BUILD_DIR/found; the exit code is 1 if there are any.
set -u
seconds=$1 source=$2 build=$3
shift 3
status=0
found=$build/found
mkdir -p "$found"

# One input a line, since the formats are lines.
examples() { # PROGRAM
  case $1 in
  fuzz_wire_lines) echo "$source"/testbench/vectors/{ut_messages,time_annotation,arq_frames,arq_windows}.jsonl ;;
  fuzz_ppu_lines) echo "$source"/testbench/vectors/ppu_programs.jsonl ;;
  fuzz_messages) echo "$source"/testbench/fuzz/examples/messages.jsonl ;;
  esac
}

for program in "$@"; do
  corpus=$build/corpus/$program
  mkdir -p "$corpus"
  for file in $(examples "$program"); do
    cp "$file" "$corpus/"
    split -l 1 "$file" "$corpus/$(basename "$file")."
  done
  [ "$program" != fuzz_word_file ] || cp "$source"/testbench/programs/*.words "$corpus/"
  printf '%s: ' "$program"
  if "$build/$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 \
    -artifact_prefix="$found/$program-" -print_final_stats=1 "$corpus" >"$build/$program.log" 2>&1; then
    printf '%s inputs, nothing found\n' \
      "$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$program.log")"
  else
    status=1
    printf 'stopped, see %s\n' "$build/$program.log"
  fi
done
exit $status
