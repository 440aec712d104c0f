// Multiplier, adder and accumulator: the arithmetic of one operation over a whole vector.
// SPDX-License-Identifier: Apache-2.0
//
// result_o and enable_o mean something in the start cycle only; the accumulator changes at its
// end. How long the real pipe takes is the business of hx_ppu_vector_pipe. Elements are signed, W
// bits; an accumulator entry has 2W bits, its upper half belonging to the upper byte of a halfword.
// Each user of an operation reads its own fields.
/* verilator lint_off UNUSEDSIGNAL */
module hx_ppu_vector_madd
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic    load_a_i,
    input logic    load_b_i,
    input vector_t data_i,

    input  logic       start_i,
    input  op_t        op_i,
    input  condition_t vcr_i,
    output vector_t    result_o,
    output mask_t      enable_o
);

  vector_t                        operand_a_q;
  vector_t                        operand_b_q;
  logic    [Halfwords-1:0][31:0]  acc_q;
  logic    [Halfwords-1:0][31:0]  sum;

  // Accumulator plus product or sum of two halfwords.
  function automatic logic [31:0] halfword(op_t op, logic [15:0] a, logic [15:0] b,
                                           logic [31:0] acc);
    logic signed [31:0] product = $signed(a) * $signed(b);
    logic signed [31:0] term;
    logic signed [16:0] short_sum;
    logic signed [32:0] total;
    if (op.is_multiply) begin
      term = product;
      // Only the square of the smallest number does not fit when doubled.
      if (op.is_fractional) term = product == 32'sh4000_0000 ? 32'sh7fff_ffff : product <<< 1;
    end else begin
      short_sum = {a[15], a};
      if (op.uses_b) begin
        short_sum = op.is_subtract ? short_sum - {b[15], b} : short_sum + {b[15], b};
      end
      if (!op.is_fractional) term = 32'(short_sum);
      else if (short_sum[16] == short_sum[15]) term = {short_sum[15:0], 16'h0};
      else term = short_sum[16] ? 32'sh8000_0000 : 32'sh7fff_ffff;
    end
    if (!op.adds_acc) return term;
    total = {term[31], term} + {acc[31], acc};
    if (op.is_fractional && total[32] != total[31]) return total[32] ? 32'h8000_0000 : 32'h7fff_ffff;
    return total[31:0];
  endfunction

  // The same for bytes.
  function automatic logic [15:0] byte_element(op_t op, logic [7:0] a, logic [7:0] b,
                                               logic [15:0] acc);
    logic signed [15:0] product = $signed(a) * $signed(b);
    logic signed [15:0] term;
    logic signed [8:0] short_sum;
    logic signed [16:0] total;
    if (op.is_multiply) begin
      term = product;
      if (op.is_fractional) term = product == 16'sh4000 ? 16'sh7fff : product <<< 1;
    end else begin
      short_sum = {a[7], a};
      if (op.uses_b) begin
        short_sum = op.is_subtract ? short_sum - {b[7], b} : short_sum + {b[7], b};
      end
      if (!op.is_fractional) term = 16'(short_sum);
      else if (short_sum[8] == short_sum[7]) term = {short_sum[7:0], 8'h0};
      else term = short_sum[8] ? 16'sh8000 : 16'sh7fff;
    end
    if (!op.adds_acc) return term;
    total = {term[15], term} + {acc[15], acc};
    if (op.is_fractional && total[16] != total[15]) return total[16] ? 16'h8000 : 16'h7fff;
    return total[15:0];
  endfunction

  always_comb begin
    sum      = '0;
    result_o = '0;
    enable_o = '0;
    if (start_i) begin
      enable_o = enabled(op_i.c, vcr_i);
      if (op_i.is_byte) begin
        for (int unsigned i = 0; i < Halfwords; i++) begin
          sum[i] = {
            byte_element(op_i, operand_a_q[16*i+8+:8], operand_b_q[16*i+8+:8], acc_q[i][31:16]),
            byte_element(op_i, operand_a_q[16*i+:8], operand_b_q[16*i+:8], acc_q[i][15:0])
          };
          result_o[16*i+:16] = op_i.is_fractional ? {sum[i][31:24], sum[i][15:8]} :
              {sum[i][23:16], sum[i][7:0]};
        end
      end else begin
        for (int unsigned i = 0; i < Halfwords; i++) begin
          sum[i] = halfword(op_i, operand_a_q[16*i+:16], operand_b_q[16*i+:16], acc_q[i]);
          result_o[16*i+:16] = op_i.is_fractional ? sum[i][31:16] : sum[i][15:0];
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_a_i) operand_a_q <= data_i;
    if (load_b_i) operand_b_q <= data_i;
    if (!rst_ni) begin
      acc_q <= '0;
    end else if (start_i && !op_i.has_target) begin
      for (int unsigned i = 0; i < Halfwords; i++) begin
        if (enable_o[2*i+1]) acc_q[i][31:16] <= sum[i][31:16];
        if (enable_o[2*i]) acc_q[i][15:0] <= sum[i][15:0];
      end
    end
  end

endmodule
/* verilator lint_on UNUSEDSIGNAL */
