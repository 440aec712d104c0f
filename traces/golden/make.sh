#!/usr/bin/env bash
# Records the golden waves of the key protocols, or draws those that are here.
# SPDX-License-Identifier: Apache-2.0
#
#   traces/golden/make.sh record HXCOSIM DIR    writes DIR/*.fst
#   traces/golden/make.sh draw HXCOSIM DIR      writes DIR/*.svg from the files beside this script,
#                                               and the picture of the tutorial's planted bug
#
# After a change of timing that is meant: `record` into this folder, `draw` into docs/images.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$here/../../testbench/programs
work=$1 hxcosim=$2 out=$3
mkdir -p "$out"

# record NAME PROGRAM SCOPES [options]
record() {
  local name=$1 program=$2 scopes=$3
  shift 3
  "$hxcosim" run --bring-up --words "$programs/$program" --trace "$out/$name.fst" \
    --trace-scope "$scopes" "$@" --quiet >"$out/$name.words"
  rm -f "$out/$name.gtkw" "$out/$name.words"
}

# draw NAME FROM_NS TO_NS SIGNALS...
draw() {
  local name=$1 from=$2 to=$3
  shift 3
  "$hxcosim" trace plot "$here/$name.fst" --out "$out/$name.svg" "$@" --from "$from" --to "$to"
}

case $work in
record)
  record bring_up identify.words \
    'fpga.chip_reset_o,fpga.jtag_tms_o,fpga.jtag_tdi_o,fpga.jtag_tdo_i,fpga.lane_ready_o,fpga.lane_partner_i,host'
  record spike one_spike.words 'fpga.word_*,chip.lane_*,chip.padi_valid_o,chip.padi_row_select_o*,chip.padi_label_o*,anncore,host' \
    --trace-neurons 5 --trace-from 130 --trace-to 145
  record ppu_vector ppu_vector.words 'ppu_0,chip.row_valid_o,chip.row_write_o,chip.row_offset_o[0],host' \
    --trace-from 119
  record cadc cadc.words 'chip.bus_*,chip.cadc_*,host' --trace-from 116
  ;;
draw)
  draw bring_up 0 119000 fpga.chip_reset_o fpga.jtag_tms_o fpga.jtag_tdi_o fpga.jtag_tdo_i \
    fpga.lane_ready_o fpga.lane_partner_i host.instruction
  draw spike 136500 136900 host.instruction chip.lane_rx_valid_i 'chip.padi_valid_o' \
    'chip.padi_row_select_o[1]' 'chip.padi_label_o[1]' anncore.events anncore.neuron_5.fire \
    chip.lane_tx_valid_o host.answer
  draw ppu_vector 119500 120700 ppu_0.pc ppu_0.instruction ppu_0.sleep chip.row_valid_o \
    chip.row_write_o 'chip.row_offset_o[0]' host.answer
  draw cadc 117000 120600 host.instruction chip.bus_valid_o chip.bus_address_o chip.cadc_convert_o \
    'chip.cadc_row_o[0]' 'chip.cadc_row_o[1]' host.answer
  bug=$(mktemp -d)
  trap 'rm -rf "$bug"' EXIT
  "$hxcosim" run --bring-up --words "$programs/one_spike.words" --plant row-select --quiet \
    --trace "$bug/bug.fst" --trace-scope 'chip.padi_valid_o,chip.padi_row_select_o*,chip.padi_label_o*,chip.lane_*,anncore,host' --trace-neurons 5 \
    --trace-from 130 --trace-to 145 >/dev/null
  "$hxcosim" trace plot "$bug/bug.fst" --out "$out/planted_bug.svg" --from 136690 --to 136712 \
    chip.padi_valid_o 'chip.padi_row_select_o[1]' 'chip.padi_label_o[1]' anncore.events \
    anncore.neuron_5.fire chip.lane_tx_valid_o
  ;;
*)
  echo "make.sh: '$work' is not record or draw" >&2
  exit 2
  ;;
esac
