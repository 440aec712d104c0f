// Condition register and the carry and overflow bits.
// SPDX-License-Identifier: Apache-2.0
//
// Products and quotients write CR0 when they are done; the issue stage sees to it that they do
// not meet a newer result. Condition fields copy the summary overflow bit as it is in program order
// after the instruction.
module hx_ppu_condition
  import hx_ppu_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    // Operation in the execute stage
    input logic        valid_i,
    input op_t         op_i,
    input logic [31:0] word_i,
    input logic [31:0] first_i,
    input logic [31:0] second_i,
    input logic [31:0] result_i,
    input logic        sets_cr0_i,
    input logic        sets_carry_i,
    input logic        sets_overflow_i,
    input logic        carry_i,
    input logic        overflow_i,
    input logic        writes_xer_i,  // first_i goes to the register
    // Product or quotient
    input logic        late_valid_i,
    input logic [31:0] late_result_i,
    input logic        late_sets_cr0_i,
    input logic        late_sets_overflow_i,
    input logic        late_overflow_i,
    input logic        late_so_i,            // summary overflow when it started

    output logic [31:0] condition_o,
    output logic        so_o,
    output logic        ov_o,
    output logic        ca_o
);

  logic [31:0] condition_q, condition;
  logic        so_q, ov_q, ca_q, so, ov, ca;
  logic [4:0]  to, from;
  logic        bit_a, bit_b, bit_result, less;

  always_comb begin
    condition  = condition_q;
    so         = so_q;
    ov         = ov_q;
    ca         = ca_q;
    to         = '0;
    from       = '0;
    bit_a      = 1'b0;
    bit_b      = 1'b0;
    bit_result = 1'b0;
    less       = 1'b0;
    if (valid_i) begin
      if (sets_carry_i) ca = carry_i;
      if (sets_overflow_i) begin
        ov = overflow_i;
        so = so_q || overflow_i;
      end
      if (writes_xer_i) {so, ov, ca} = first_i[31:29];
      if (sets_cr0_i) condition[31:28] = {sign_of(result_i), so};
      to = 5'd28 - {word_i[25:23], 2'b00};
      unique case (op_i)
        OpCompareSigned, OpCompareUnsigned: begin
          less = op_i == OpCompareSigned ? $signed(first_i) < $signed(second_i) : first_i < second_i;
          condition[to+:4] = {less, !less && first_i != second_i, first_i == second_i, so_q};
        end
        OpCrField: begin
          from             = 5'd28 - {word_i[20:18], 2'b00};
          condition[to+:4] = condition_q[from+:4];
        end
        OpCrFromGpr:
        for (int unsigned i = 0; i < 8; i++) if (word_i[12+i]) condition[4*i+:4] = first_i[4*i+:4];
        OpCrBit: begin
          bit_a = condition_q[5'd31-word_i[20:16]];
          bit_b = condition_q[5'd31-word_i[15:11]];
          unique case (word_i[10:1])
            10'd257: bit_result = bit_a && bit_b;
            10'd449: bit_result = bit_a || bit_b;
            10'd193: bit_result = bit_a != bit_b;
            10'd225: bit_result = !(bit_a && bit_b);
            10'd33: bit_result = !(bit_a || bit_b);
            10'd289: bit_result = bit_a == bit_b;
            10'd129: bit_result = bit_a && !bit_b;
            default: bit_result = bit_a || !bit_b;
          endcase
          condition[5'd31-word_i[25:21]] = bit_result;
        end
        default: ;
      endcase
    end
    if (late_valid_i) begin
      if (late_sets_overflow_i) begin
        ov = late_overflow_i;
        so = so || late_overflow_i;
      end
      if (late_sets_cr0_i) condition[31:28] = {sign_of(late_result_i),
                                                late_so_i || (late_sets_overflow_i && late_overflow_i)};
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      condition_q <= '0;
      so_q        <= 1'b0;
      ov_q        <= 1'b0;
      ca_q        <= 1'b0;
    end else if (valid_i || late_valid_i) begin
      condition_q <= condition;
      so_q        <= so;
      ov_q        <= ov;
      ca_q        <= ca;
    end
  end

  assign condition_o = condition_q;
  assign so_o        = so_q;
  assign ov_o        = ov_q;
  assign ca_o        = ca_q;

endmodule
