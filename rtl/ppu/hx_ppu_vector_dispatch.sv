// Hazards: when the instruction at the queue's head may go to its station.
// SPDX-License-Identifier: Apache-2.0
//
// It goes when the station has room, no earlier instruction still has to write or read its target
// register, and, for a compare, none still has to write or read the condition register. What its
// sources wait for goes along. A register write frees the register for the dispatch of the next
// cycle; so does the compare's write.
// Each user of an operation reads its own fields.
/* verilator lint_off UNUSEDSIGNAL */
module hx_ppu_vector_dispatch
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic             head_valid_i,
    input  op_t              head_i,
    input  logic [Units-1:0] full_i,        // stations
    input  logic [     31:0] reads_i,       // registers that entries of stations have yet to read
    input  logic             reads_vcr_i,
    output logic [Units-1:0] push_o,
    output logic [      2:0] wait_o,        // first source, second source, VCR are pending

    input logic       written_i,           // a vector register is written in this cycle
    input logic [4:0] written_register_i,
    input logic       vcr_freed_i,         // the compare in flight is past its write
    output logic      vcr_pending_o
);

  logic [31:0] pending_q;      // registers with an outstanding write
  logic        vcr_pending_q;
  logic        go;

  assign vcr_pending_o = vcr_pending_q;

  always_comb begin
    go = head_valid_i && !full_i[head_i.target_unit];
    if (head_i.has_target && (pending_q[head_i.target] || reads_i[head_i.target])) go = 1'b0;
    if (head_i.writes_vcr && (vcr_pending_q || reads_vcr_i)) go = 1'b0;
    push_o = '0;
    if (go) push_o[head_i.target_unit] = 1'b1;
    wait_o = {
      head_i.reads_vcr && vcr_pending_q,
      head_i.uses_b && pending_q[head_i.source_b],
      head_i.uses_a && pending_q[head_i.source_a]
    };
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pending_q     <= '0;
      vcr_pending_q <= 1'b0;
    end else begin
      if (written_i) pending_q[written_register_i] <= 1'b0;
      if (go && head_i.has_target) pending_q[head_i.target] <= 1'b1;
      if (vcr_freed_i) vcr_pending_q <= 1'b0;
      if (go && head_i.writes_vcr) vcr_pending_q <= 1'b1;
    end
  end

  // Nobody writes a register that is not reserved.
  write_reserved :
  assert property (@(posedge clk_i) disable iff (!rst_ni) written_i |-> pending_q[written_register_i]);

endmodule
/* verilator lint_on UNUSEDSIGNAL */
