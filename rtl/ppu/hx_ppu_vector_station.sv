// Reservation station of one vector unit: entries in order, and the operand sequence of the oldest.
// SPDX-License-Identifier: Apache-2.0
//
// IDLE until the oldest entry's operands are there and the unit is ready, then one granted read of
// the register file for each vector source, then EXECUTE; states of unused sources are skipped.
// start_o is 1 in the EXECUTE cycle: the entry leaves, and its reads no longer count. hold_i
// freezes the sequence. An entry pushed in a cycle is seen in IDLE in the next one.
module hx_ppu_vector_station
  import hx_ppu_vector_pkg::*;
#(
    parameter int unsigned Depth = 4  // a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        push_i,
    input  op_t         op_i,
    input  logic [31:0] scalar_i,
    input  logic [ 2:0] wait_i,    // first source, second source, VCR are pending
    output logic        full_o,

    input logic       wake_i,           // a register was written in the last cycle
    input logic [4:0] wake_register_i,
    input logic       wake_vcr_i,

    input  logic       ready_i,    // unit can take an operation
    input  logic       hold_i,
    output logic       request_o,  // of a register read
    output logic [4:0] address_o,
    input  logic       grant_i,
    output logic       load_a_o,   // the register read in this cycle is the first operand
    output logic       load_b_o,

    output op_t         head_o,
    output logic [31:0] head_scalar_o,
    output logic        start_o,

    output logic [31:0] reads_o,      // registers still to be read
    output logic        reads_vcr_o,
    output logic        busy_o
);

  localparam int unsigned IndexWidth = $clog2(Depth);

  typedef enum logic [1:0] {
    StateIdle,
    StateReadA,
    StateReadB,
    StateExecute
  } state_t;

  op_t                     op_q     [Depth];
  logic   [          31:0] scalar_q [Depth];
  logic   [           2:0] wait_q   [Depth];
  logic   [     Depth-1:0] valid_q;
  logic   [IndexWidth-1:0] read_q;
  logic   [IndexWidth-1:0] write_q;
  state_t                  state_q;

  assign head_o        = op_q[read_q];
  assign head_scalar_o = scalar_q[read_q];
  assign busy_o        = valid_q != '0;
  assign start_o       = state_q == StateExecute && !hold_i;
  assign full_o        = &valid_q && !start_o;

  assign request_o     = state_q == StateReadA || state_q == StateReadB;
  assign address_o     = state_q == StateReadA ? head_o.source_a : head_o.source_b;
  assign load_a_o      = state_q == StateReadA && grant_i;
  assign load_b_o      = state_q == StateReadB && grant_i;

  always_comb begin
    reads_o     = '0;
    reads_vcr_o = 1'b0;
    if (valid_q != '0) begin
      for (int unsigned i = 0; i < Depth; i++) begin
        if (valid_q[i] && !(start_o && IndexWidth'(i) == read_q)) begin
          if (op_q[i].uses_a) reads_o[op_q[i].source_a] = 1'b1;
          if (op_q[i].uses_b) reads_o[op_q[i].source_b] = 1'b1;
          if (op_q[i].reads_vcr) reads_vcr_o = 1'b1;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      read_q  <= '0;
      write_q <= '0;
      state_q <= StateIdle;
    end else if (push_i || valid_q != '0) begin
      if (wake_i || wake_vcr_i) begin
        for (int unsigned i = 0; i < Depth; i++) begin
          if (wake_i && op_q[i].source_a == wake_register_i) wait_q[i][0] <= 1'b0;
          if (wake_i && op_q[i].source_b == wake_register_i) wait_q[i][1] <= 1'b0;
          if (wake_vcr_i) wait_q[i][2] <= 1'b0;
        end
      end
      if (!hold_i) begin
        case (state_q)
          StateIdle: begin
            if (valid_q[read_q] && wait_q[read_q] == '0 && ready_i) begin
              state_q <= head_o.uses_a ? StateReadA : head_o.uses_b ? StateReadB : StateExecute;
            end
          end
          StateReadA: if (grant_i) state_q <= head_o.uses_b ? StateReadB : StateExecute;
          StateReadB: if (grant_i) state_q <= StateExecute;
          default: begin
            state_q         <= StateIdle;
            valid_q[read_q] <= 1'b0;
            read_q          <= read_q + IndexWidth'(1);
          end
        endcase
      end
      // Last, because a full station takes an entry into the place that becomes free.
      if (push_i) begin
        op_q[write_q]     <= op_i;
        scalar_q[write_q] <= scalar_i;
        wait_q[write_q]   <= wait_i;
        valid_q[write_q]  <= 1'b1;
        write_q           <= write_q + IndexWidth'(1);
      end
    end
  end

  // Dispatch keeps to full_o.
  no_overflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) push_i |-> !full_o);

endmodule
