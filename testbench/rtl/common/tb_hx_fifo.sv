// Bench of the single FIFO: random pushes and pops against a queue.
// SPDX-License-Identifier: Apache-2.0
//
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fifo;

  localparam int unsigned Width = 20;
  localparam int unsigned Depth = 8;

  logic             clk = 1'b0;
  logic             rst_n = 1'b0;
  logic             push = 1'b0;
  logic             pop = 1'b0;
  logic             valid;
  logic [Width-1:0] data_in = '0;
  logic [Width-1:0] data_out;
  logic [      3:0] count;

  hx_fifo #(
      .Width(Width),
      .Depth(Depth)
  ) dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .push_i (push),
      .data_i (data_in),
      .pop_i  (pop),
      .valid_o(valid),
      .data_o (data_out),
      .count_o(count)
  );

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned full = 0;
  int unsigned empty = 0;
  int unsigned moved = 0;

  logic [Width-1:0] expected[$];

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int unsigned i = 0; i < 20000; i++) begin
      int unsigned bias = (i / 100) % 3;  // filling, draining, mixed
      if (32'(count) != expected.size()) $fatal(1, "count");
      if (valid != (expected.size() != 0)) $fatal(1, "valid");
      if (valid && data_out != expected[0]) $fatal(1, "data");
      push    = expected.size() < int'(Depth) && $urandom % 4 >= (bias == 1 ? 3 : 1);
      pop     = expected.size() > 0 && $urandom % 4 >= (bias == 0 ? 3 : 1);
      data_in = Width'($urandom);
      if (expected.size() == int'(Depth)) full++;
      if (expected.size() == 0) empty++;
      if (pop) begin
        void'(expected.pop_front());
        moved++;
      end
      if (push) expected.push_back(data_in);
      @(posedge clk);
      #1;
    end
    if (full < 100 || empty < 100 || moved < 1000) $fatal(1, "coverage");
    $display("PASS tb_hx_fifo");
    $finish;
  end

endmodule
