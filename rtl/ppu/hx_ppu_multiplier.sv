// Pipelined multiplier: the result of an operation that starts in cycle t is there in t + 3.
// SPDX-License-Identifier: Apache-2.0
//
// One operation a cycle. Overflow means that the signed product does not fit into 32 bits.
module hx_ppu_multiplier
  import hx_ppu_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic        start_i,
    input op_t         op_i,
    input logic [31:0] first_i,
    input logic [31:0] second_i,
    input logic [4:0]  target_i,
    input logic        sets_cr0_i,
    input logic        sets_overflow_i,
    input logic        so_i,           // summary overflow, kept for CR0

    output logic        busy_o,        // an operation has started and its result is not out yet
    output logic        valid_o,
    output logic [31:0] result_o,
    output logic [4:0]  target_o,
    output logic        sets_cr0_o,
    output logic        sets_overflow_o,
    output logic        so_o,
    output logic        overflow_o
);

  logic [2:0]  valid_q;
  logic [31:0] first_q, second_q;
  logic        is_signed_q, high_q;
  logic [7:0]  tag_q, tag2_q, tag3_q;  // target, sets_cr0, sets_overflow, so
  logic [63:0] product_q;
  logic        high2_q;
  logic [31:0] result_q;
  logic        overflow_q;
  logic [63:0] product;

  assign product = is_signed_q ? $unsigned($signed({{32{first_q[31]}}, first_q}) *
                                           $signed({{32{second_q[31]}}, second_q}))
                               : {32'b0, first_q} * {32'b0, second_q};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
    end else if (start_i || valid_q != 0) begin
      valid_q <= {valid_q[1:0], start_i};
      if (start_i) begin
        first_q     <= first_i;
        second_q    <= second_i;
        is_signed_q <= op_i != OpMultiplyHighUnsigned;
        high_q      <= op_i != OpMultiplyLow;
        tag_q       <= {target_i, sets_cr0_i, sets_overflow_i, so_i};
      end
      if (valid_q[0]) begin
        product_q <= product;
        high2_q   <= high_q;
        tag2_q    <= tag_q;
      end
      if (valid_q[1]) begin
        result_q   <= high2_q ? product_q[63:32] : product_q[31:0];
        overflow_q <= product_q[63:31] != {33{product_q[31]}};
        tag3_q     <= tag2_q;
      end
    end
  end

  assign busy_o   = valid_q != 0;
  assign valid_o  = valid_q[2];
  assign result_o = result_q;
  assign {target_o, sets_cr0_o, sets_overflow_o, so_o} = tag3_q;
  assign overflow_o = overflow_q;

endmodule
