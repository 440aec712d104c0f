#!/usr/bin/env bash
# Two boards of `hxcosim serve` on ports of their own, used at the same time.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
servers=()
trap 'for pid in "${servers[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done; rm -rf "$scratch"' EXIT
small=(--epochs 1 --train-limit 40 --test-limit 10 --quiet)

without_wall() { jq -c 'del(.wall_seconds)' "$1/metrics.jsonl"; }

# Board N simulates chip N.
for chip in 1 2; do
  "$hxcosim" serve --data-port 0 --reset-port 0 --chip-seed "$chip" --json >"$scratch/ready$chip" \
    2>"$scratch/log$chip" &
  servers+=("$!")
done
for chip in 1 2; do
  for _ in $(seq 300); do
    [ -s "$scratch/ready$chip" ] && break
    sleep 0.1
  done
done
[ "$(jq .data_port "$scratch/ready1")" != "$(jq .data_port "$scratch/ready2")" ] ||
  fail "both boards have one port"
clients=()
for chip in 1 2; do
  board=$(jq -r '"\(.bind):\(.data_port):\(.reset_port)"' "$scratch/ready$chip")
  "$hxcosim" train yinyang "${small[@]}" --connect "$board" --out "$scratch/board$chip" &
  clients+=("$!")
done
for pid in "${clients[@]}"; do wait "$pid" || fail "train: exit code $?"; done
for chip in 1 2; do
  "$hxcosim" train yinyang "${small[@]}" --chip-seed "$chip" --out "$scratch/program$chip" ||
    fail "program: exit code $?"
  expect_equal "metrics of board $chip" "$(without_wall "$scratch/program$chip")" \
    "$(without_wall "$scratch/board$chip")"
done
[ "$(without_wall "$scratch/board1")" != "$(without_wall "$scratch/board2")" ] ||
  fail "two chips give the same metrics"
for pid in "${servers[@]}"; do
  code=0
  kill -TERM "$pid"
  wait "$pid" || code=$?
  expect_equal "exit code of serve" 0 "$code"
done
servers=()
finish
