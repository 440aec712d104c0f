#!/usr/bin/env bash
# Proves the properties of this folder with yosys-smtbmc.
# SPDX-License-Identifier: Apache-2.0
#
#   prove.sh FOLDER [NAME...]   all proofs of proofs.txt or those named; results and logs in FOLDER
#
# For each: a bounded proof from reset, an induction, and that the covered situations can happen (a
# property that holds because nothing can happen proves nothing). Each of the three ends after
# HX_FORMAL_LIMIT seconds (default 600). An induction that has found no answer by then leaves the
# property proved for the cycles of the bounded proof alone, and is reported as open; the other two
# must end. Exit code 1: something failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
folder=$1
shift
here=testbench/formal
for tool in yosys yosys-smtbmc z3; do
  command -v "$tool" >/dev/null || { echo "formal: $tool is missing (Debian packages yosys, z3)" >&2; exit 2; }
done
mkdir -p "$folder"

limit=${HX_FORMAL_LIMIT:-600}

# smt LOG MODEL OPTIONS...: sets `result` to passed, failed or open.
smt() {
  local log=$1 model=$2
  shift 2
  timeout "$limit" yosys-smtbmc --noprogress --unroll -s z3 "$@" "$model" >"$log" 2>&1
  case $? in
    124) result=open; echo "ended after $limit s" >>"$log" ;;
    0) grep -q 'Status: PASSED' "$log" && result=passed || result=failed ;;
    *) result=failed ;;
  esac
}

failed=0
row='%-22s %-36s %-16s %-16s %-16s %s\n'
printf "$row" proof parameters bounded induction covers seconds
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
  began=$SECONDS
  for part in bounded induction covers; do
    case $part in
      bounded) options=(-t "$bound") text="$bound cycles" ;;
      induction) options=(-i -t "$induction") text="$induction cycles" ;;
      covers) options=(-c -t "$cover") text="in $cover cycles" ;;
    esac
    if [ "${options[-1]}" = - ]; then results+=(-); continue; fi
    smt "$model.$part.log" "$model.smt2" "${options[@]}"
    case $result-$part in
      passed-*) results+=("$text") ;;
      open-induction) results+=('open') ;;
      open-*) results+=("NOT IN $limit s"); failed=1 ;;
      *) results+=(FAILED); failed=1 ;;
    esac
  done
  printf "$row" "$name" "$parameters" "${results[@]}" $((SECONDS - began))
done < <(grep -v '^#' "$here/proofs.txt")
exit $failed
