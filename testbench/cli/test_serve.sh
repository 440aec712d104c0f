#!/usr/bin/env bash
# `hxcosim serve` and `train --connect`: the same results as in the program, clean ends.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
server=
trap '[ -z "$server" ] || kill -KILL "$server"; rm -rf "$scratch"' EXIT
small=(--epochs 2 --train-limit 100 --test-limit 20 --quiet --sampler bus)

without_wall() { jq -c 'del(.wall_seconds)' "$1/metrics.jsonl"; }

start_server() { # OPTION...: sets server and board
  # The line of an earlier server must not pass for this one's.
  rm -f "$scratch/ready"
  "$hxcosim" serve --data-port 0 --reset-port 0 --json "$@" >"$scratch/ready" 2>"$scratch/log" &
  server=$!
  for _ in $(seq 200); do
    [ -s "$scratch/ready" ] && break
    sleep 0.1
  done
  board=$(jq -r '"\(.bind):\(.data_port):\(.reset_port)"' "$scratch/ready")
}

end_server() { # SIGNAL
  local code=0
  kill "-$1" "$server"
  wait "$server" || code=$?
  server=
  expect_equal "exit code of serve after SIG$1" 0 "$code"
}

"$hxcosim" train yinyang "${small[@]}" --out "$scratch/program" || fail "program: exit code $?"
start_server
for name in first second; do
  "$hxcosim" train yinyang "${small[@]}" --connect "$board" --out "$scratch/$name" ||
    fail "$name: exit code $?"
  expect_equal "$name: metrics" "$(without_wall "$scratch/program")" \
    "$(without_wall "$scratch/$name")"
  expect_equal "$name: accuracy" "$(jq .test_accuracy "$scratch/program/result.json")" \
    "$(jq .test_accuracy "$scratch/$name/result.json")"
done
end_server TERM
grep -q '^hxcosim serve: 2 resets' "$scratch/log" || fail "log: $(cat "$scratch/log")"

start_server --drop 0.05 --duplicate 0.05 --reorder 0.1 --corrupt 0.05 --delay 50 --fault-seed 3
"$hxcosim" train yinyang "${small[@]}" --connect "$board" --out "$scratch/faults" ||
  fail "faults: exit code $?"
expect_equal "faults: metrics" "$(without_wall "$scratch/program")" \
  "$(without_wall "$scratch/faults")"
expect_refused "ports in use" 2 "cannot bind UDP port" "$hxcosim" serve \
  --data-port "$(jq .data_port "$scratch/ready")" --quiet
end_server INT

start_server --chip-seed 2 --quiet
"$hxcosim" train yinyang "${small[@]}" --connect "$board" --out "$scratch/other" ||
  fail "other: exit code $?"
[ "$(without_wall "$scratch/program")" != "$(without_wall "$scratch/other")" ] ||
  fail "another chip gives the same metrics"
end_server TERM
expect_equal "a quiet server's log" "" "$(cat "$scratch/log")"

expect_refused "nobody there" 1 "no answer to the reset" "$hxcosim" train yinyang "${small[@]}" \
  --connect "$board" --out "$scratch/nobody"
for board in 127.0.0.1 127.0.0.1:0 127.0.0.1:1:2:3 :1234 127.0.0.1:x; do
  expect_refused "board $board" 2 "is not HOST:PORT" "$hxcosim" train yinyang --connect "$board"
done
expect_refused "probability" 2 "--drop" "$hxcosim" serve --drop 1.5
expect_refused "address" 2 "nowhere" "$hxcosim" serve --bind nowhere.invalid
finish
