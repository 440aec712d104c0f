// Bench of the stall window: random stalls against a list of the latest cycles.
// SPDX-License-Identifier: Apache-2.0
//
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_stall_window;

  localparam int unsigned Cycles = 96;

  logic       clk = 1'b0;
  logic       rst_n = 1'b0;
  logic       stall = 1'b0;
  logic [6:0] count;

  hx_stall_window #(
      .Cycles(Cycles)
  ) dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .stall_i(stall),
      .count_o(count)
  );

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned most = 0;
  int unsigned expected = 0;
  logic        latest[$];

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int unsigned i = 0; i < 20000; i++) begin
      // quiet, now and then, always
      stall = $urandom % 8 < ((i / 250) % 3) * 4;
      latest.push_back(stall);
      expected += 32'(stall);
      if (latest.size() > int'(Cycles)) expected -= 32'(latest.pop_front());
      @(posedge clk);
      #1;
      if (32'(count) != expected) $fatal(1, "cycle %0d: %0d, not %0d", i, count, expected);
      if (32'(count) > most) most = 32'(count);
    end
    if (most != Cycles) $fatal(1, "coverage: at most %0d", most);
    $display("PASS tb_hx_stall_window");
    $finish;
  end

endmodule
