#!/usr/bin/env bash
# Proves the properties of this folder with yosys-smtbmc.
# SPDX-License-Identifier: Apache-2.0
#
#   prove.sh FOLDER [NAME...]   all proofs of proofs.txt or those named; results and logs in FOLDER
#
# For each: a bounded proof from reset, an induction, and that the covered situations can happen (a
# property that holds because nothing can happen proves nothing).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
folder=$1
shift
here=testbench/formal
for tool in yosys yosys-smtbmc z3; do
  command -v "$tool" >/dev/null || { echo "formal: $tool is missing (Debian packages yosys, z3)" >&2; exit 2; }
done
mkdir -p "$folder"

# smt LOG NAME OPTIONS...: passed, or the first lines that say why not.
smt() {
  local log=$1 model=$2
  shift 2
  yosys-smtbmc --noprogress --unroll -s z3 "$@" "$model" >"$log" 2>&1 && grep -q 'Status: PASSED' "$log"
}

failed=0
printf '%-22s %-28s %-14s %-14s %s\n' proof parameters 'bounded' induction covers
while read -r name parameters bound induction cover files; do
  [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
  sources=() settings=() numbers=
  for file in $files; do sources+=("rtl/$file.sv"); top=$(basename "$file"); done
  if [ "$parameters" != - ]; then
    # In braces: numbers of a package.
    if [[ $parameters == \{* ]]; then numbers=${parameters//[\{\}]/}
    else for setting in ${parameters//,/ }; do settings+=(-set "${setting%=*}" "${setting#*=}"); done; fi
  fi
  model=$folder/$name
  cat "$here/start.sv" "$here/$top.sv" >"$model.properties"
  # Not the base of an induction: time may start at 0, which spares the solver much.
  [[ $name == *_quick ]] && echo '  always @* if (!f_begun) assume (now_i == 0);' >>"$model.properties"
  awk -v properties="$model.properties" -v numbers="$numbers" -f "$here/rewrite.awk" "${sources[@]}" >"$model.sv"
  commands="read_verilog -sv -formal $model.sv"
  [ ${#settings[@]} -gt 0 ] && commands+="; chparam ${settings[*]} $top"
  commands+="; prep -top $top; flatten; memory_map; opt -full; async2sync; dffunmap; setundef -undriven -anyseq; opt_clean; write_smt2 -wires $model.smt2"
  if ! yosys -q -p "$commands" >"$model.yosys.log" 2>&1; then
    printf '%-22s yosys refuses it: %s\n' "$name" "$(grep -m1 ERROR "$model.yosys.log")"
    failed=1
    continue
  fi
  results=()
  if smt "$model.bounded.log" "$model.smt2" -t "$bound"; then results+=("$bound cycles"); else results+=(FAILED); failed=1; fi
  if [ "$induction" = - ]; then results+=(-)
  elif smt "$model.induction.log" "$model.smt2" -i -t "$induction"; then results+=("$induction cycles")
  else results+=(FAILED); failed=1; fi
  if [ "$cover" = - ]; then results+=(-)
  elif smt "$model.cover.log" "$model.smt2" -c -t "$cover"; then results+=("in $cover cycles"); else results+=(FAILED); failed=1; fi
  printf '%-22s %-28s %-14s %-14s %s\n' "$name" "$parameters" "${results[@]}"
done < <(grep -v '^#' "$here/proofs.txt")
exit $failed
