// Clock that stops: an edge comes through if enable_i was 1 before it.
// SPDX-License-Identifier: Apache-2.0
//
// The latch holds the enable while the clock is high, so a pulse is never cut. Registers behind
// the gate and those before it see the same edge and may read each other in always_ff; whatever
// is combinational between them would be evaluated in every cycle, so inputs go to registers.
module hx_clock_gate (
    input  logic clk_i,
    input  logic enable_i,
    output logic clk_o
);

  logic enable;

  // verilator lint_off LATCH
  always_latch if (!clk_i) enable = enable_i;
  // verilator lint_on LATCH

  assign clk_o = clk_i && enable;

endmodule
