// Sequential divider, one quotient bit a cycle: started in cycle t, the quotient is there in
// cycle t + 31.
// SPDX-License-Identifier: Apache-2.0
//
// The quotient is rounded towards zero. Division by zero gives 0, the smallest number divided
// by -1 gives itself; both report overflow. The first bit falls in the cycle of the start.
module hx_ppu_divider (
    input logic clk_i,
    input logic rst_ni,

    input logic        start_i,      // not while busy
    input logic        is_signed_i,
    input logic [31:0] dividend_i,
    input logic [31:0] divisor_i,

    output logic        busy_o,
    output logic        ends_o,      // valid in the next cycle
    output logic        valid_o,     // one cycle
    output logic [31:0] quotient_o,
    output logic        overflow_o
);

  localparam int unsigned Bits = 32;

  logic [4:0]  left_q;  // steps that are still to do
  logic [31:0] remainder_q, divisor_q, bits_q;  // bits_q: dividend goes out above, quotient in below
  logic        negative_q, zero_q, overflow_q;

  // {remainder, bits} after one more quotient bit. The remainder is below the divisor before
  // and after.
  function automatic logic [63:0] step(logic [31:0] remainder, logic [31:0] bits,
                                       logic [31:0] divisor);
    logic [32:0] shifted;
    shifted = {remainder, bits[31]};
    if (shifted >= {1'b0, divisor}) return {32'(shifted - {1'b0, divisor}), bits[30:0], 1'b1};
    return {shifted[31:0], bits[30:0], 1'b0};
  endfunction

  logic [31:0] dividend, divisor, last;
  logic [63:0] next;

  always_comb begin
    dividend   = is_signed_i && dividend_i[31] ? -dividend_i : dividend_i;
    divisor    = is_signed_i && divisor_i[31] ? -divisor_i : divisor_i;
    next       = '0;
    if (start_i) next = step('0, dividend, divisor);
    else if (left_q != 0) next = step(remainder_q, bits_q, divisor_q);
    last       = next[31:0];
    valid_o    = left_q == 5'd1;
    quotient_o = zero_q ? '0 : negative_q ? -last : last;
    overflow_o = zero_q || overflow_q;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= '0;
    end else if (start_i || left_q != 0) begin
      {remainder_q, bits_q} <= next;
      left_q <= start_i ? 5'(Bits - 1) : left_q - 5'd1;
      if (start_i) begin
        divisor_q  <= divisor;
        negative_q <= is_signed_i && dividend_i[31] != divisor_i[31];
        zero_q     <= divisor_i == 0;
        overflow_q <= is_signed_i && dividend_i == 32'h8000_0000 && divisor_i == '1;
      end
    end
  end

  assign busy_o = left_q != 0;
  assign ends_o = left_q == 5'd2;

  start_while_busy :  // the issue rules keep divisions apart
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> left_q == 0);

endmodule
