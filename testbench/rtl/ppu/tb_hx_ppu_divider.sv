// Bench of the divider: random and extreme operands against the language's own division.
// SPDX-License-Identifier: Apache-2.0
//
// Also the 31 cycles from start to result, and that nothing comes without a start.
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_divider;

  localparam int unsigned Rounds = 3000;
  localparam int unsigned Latency = 31;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic start = 1'b0;
  logic is_signed = 1'b0;
  logic busy, ends, valid, overflow;
  logic [31:0] dividend = '0;
  logic [31:0] divisor = '0;
  logic [31:0] quotient;

  hx_ppu_divider dut (
      .clk_i(clk), .rst_ni(rst_n), .start_i(start), .is_signed_i(is_signed),
      .dividend_i(dividend), .divisor_i(divisor), .busy_o(busy), .ends_o(ends), .valid_o(valid),
      .quotient_o(quotient), .overflow_o(overflow)
  );

  always #2 clk = !clk;

  function automatic logic [31:0] operand();
    case ($urandom % 6)
      0: return $urandom % 4;
      1: return -($urandom % 4);
      2: return 32'h8000_0000;
      3: return $urandom >> ($urandom % 32);
      default: return $urandom;
    endcase
  endfunction

  int unsigned seed = 1;
  int unsigned waited, overflows = 0;
  logic [31:0] expected;
  logic expected_overflow;

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int unsigned round = 0; round < Rounds; round++) begin
      @(posedge clk);
      #1 start  = 1'b1;
      is_signed = 1'($urandom);
      dividend  = operand();
      divisor   = operand();
      @(posedge clk);
      #1 expected_overflow = divisor == 0 || (is_signed && dividend == 32'h8000_0000 && divisor == '1);
      if (divisor == 0) expected = '0;
      else if (expected_overflow) expected = dividend;
      else if (is_signed) expected = $unsigned($signed(dividend) / $signed(divisor));
      else expected = dividend / divisor;
      start = 1'b0;
      // Operands are taken at the start.
      dividend = $urandom;
      divisor  = $urandom;
      waited = 0;
      do begin
        @(negedge clk);
        waited++;
        if (ends != (waited == Latency - 1)) $fatal(1, "announcement in cycle %0d", waited);
        if (busy != (waited <= Latency)) $fatal(1, "busy in cycle %0d", waited);
      end while (!valid && waited < 2 * Latency);
      if (waited != Latency) $fatal(1, "result after %0d cycles", waited);
      if (quotient != expected || overflow != expected_overflow)
        $fatal(1, "%h, not %h; overflow %b", quotient, expected, overflow);
      overflows += 32'(overflow);
      @(negedge clk);
      if (valid || busy) $fatal(1, "result without a start");
    end
    if (overflows == 0 || overflows == Rounds) $fatal(1, "overflow was not tried");
    $display("PASS tb_hx_ppu_divider");
    $finish;
  end

endmodule
