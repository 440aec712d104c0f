// Compare unit and condition register: each byte or halfword against zero.
// SPDX-License-Identifier: Apache-2.0
//
// The condition register is written at the end of the start cycle T. It counts as pending to
// T + 2 (freed_o is 1 then); who waits for it wakes with wake_o in T + 3. The nibbles of a byte
// always agree, so one bit a byte is kept.
module hx_ppu_vector_compare
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic    start_i,
    input logic    is_byte_i,
    input logic    load_i,     // data_i is the operand
    input vector_t data_i,

    output condition_t vcr_o,
    output logic       freed_o,
    output logic       wake_o,
    output logic       busy_o
);

  vector_t    operand_q;
  condition_t vcr_q;
  logic [2:0] stage_q;

  assign vcr_o   = vcr_q;
  assign freed_o = stage_q[1];
  assign wake_o  = stage_q[2];
  assign busy_o  = |stage_q[1:0];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      vcr_q   <= '0;
      stage_q <= '0;
    end else if (start_i || load_i || stage_q != '0) begin
      stage_q <= {stage_q[1:0], start_i};
      if (load_i) operand_q <= data_i;
      if (start_i) begin
        for (int unsigned i = 0; i < Halfwords; i++) begin
          logic [1:0] sign;
          logic [1:0] zero;
          sign = {operand_q[16*i+15], is_byte_i ? operand_q[16*i+7] : operand_q[16*i+15]};
          zero = {operand_q[16*i+8+:8] == '0, operand_q[16*i+:8] == '0};
          if (!is_byte_i) zero = {2{&zero}};
          vcr_q.greater[2*i+:2] <= ~sign & ~zero;
          vcr_q.less[2*i+:2]    <= sign;
          vcr_q.equal[2*i+:2]   <= zero;
        end
      end
    end
  end

endmodule
