// Bench of the FIFO with several pushes and pops: random traffic against a queue.
// SPDX-License-Identifier: Apache-2.0
//
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_multi_fifo;

  localparam int unsigned Width = 24;
  localparam int unsigned Depth = 16;
  localparam int unsigned Pushes = 4;
  localparam int unsigned Pops = 3;

  logic                          clk = 1'b0;
  logic                          rst_n = 1'b0;
  logic [Pushes-1:0]             push = '0;
  logic [Pushes-1:0][Width-1:0]  data_in = '0;
  logic [       1:0]             pop_count = '0;
  logic [  Pops-1:0][Width-1:0]  head;
  logic [       4:0]             count;

  hx_multi_fifo #(
      .Width (Width),
      .Depth (Depth),
      .Pushes(Pushes),
      .Pops  (Pops)
  ) dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .push_i     (push),
      .data_i     (data_in),
      .pop_count_i(pop_count),
      .head_o     (head),
      .count_o    (count)
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
      int          space = int'(Depth) - expected.size();
      int unsigned most = expected.size() < int'(Pops) ? expected.size() : Pops;
      if (32'(count) != expected.size()) $fatal(1, "count");
      for (int unsigned k = 0; k < most; k++) begin
        if (head[k] != expected[k]) $fatal(1, "data %0d", k);
      end
      if (space == 0) full++;
      if (expected.size() == 0) empty++;
      pop_count = 2'($urandom % (most + 1));
      if (bias == 0) pop_count = '0;
      push = '0;
      for (int unsigned k = 0; k < Pushes; k++) begin
        data_in[k] = Width'($urandom);
        if (space > 0 && $urandom % 4 >= (bias == 1 ? 4 : 2)) begin
          push[k] = 1'b1;
          space--;
        end
      end
      repeat (32'(pop_count)) begin
        void'(expected.pop_front());
        moved++;
      end
      for (int unsigned k = 0; k < Pushes; k++) if (push[k]) expected.push_back(data_in[k]);
      @(posedge clk);
      #1;
    end
    if (full < 100 || empty < 100 || moved < 1000) $fatal(1, "coverage");
    $display("PASS tb_hx_multi_fifo");
    $finish;
  end

endmodule
