// Test of the memories' timing registers: how long a request waits, and for which addresses.
// SPDX-License-Identifier: Apache-2.0
//
// A model in numbers as a user would write them, not as the hardware keeps them, against random
// requests to all memories and beside them. +seed=N.
module tb_hx_memory_timing;
  import hx_omnibus_pkg::*;

  logic clk = 1'b0;
  logic power_on_rst_n = 1'b0, rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic request_valid = 1'b0, ready, slave_ready = 1'b1;
  request_t request = '0;

  hx_memory_timing dut (
      .clk_i(clk), .power_on_rst_ni(power_on_rst_n), .rst_ni(rst_n),
      .request_valid_i(request_valid), .request_i(request),
      .taken_i(request_valid && ready && slave_ready), .ready_o(ready)
  );

  // Memory m: parameters 0..3, neurons 4..7, drivers 8, 9, backends 10, 11, CADC 12..15.
  localparam int unsigned Memories = 16;
  int unsigned read_delay[Memories], setup[Memories], width[Memories];

  function automatic logic [25:0] find_base(input logic [3:0] m);
    if (m < 4) return 26'h14_0000 + 26'(m) * 26'h8000;
    if (m < 8) return 26'h16_0000 + (26'(m) - 26'd4) * 26'h8000;
    if (m < 10) return 26'h11_0400 + (26'(m) - 26'd8) * 26'h8000;
    if (m < 12) return 26'h1A_1000 + (26'(m) - 26'd10) * 26'h8000;
    return 26'h240_0000 + 26'(m[0]) * 26'h800 + 26'(m[1]) * 26'h100_0000;
  endfunction
  function automatic int unsigned count_words(input logic [3:0] m);
    return m < 4 ? 130 * 32 : m < 8 ? 1024 : m < 10 ? 512 : m < 12 ? 1024 : 256;
  endfunction
  function automatic logic [25:0] find_timing(input logic [3:0] m);
    return find_base(m) + (m < 4 ? 26'h2800 : m < 8 ? 26'h402 : m < 10 ? 26'h202
                          : m < 12 ? 26'h402 : 26'h102);
  endfunction
  // The word whose Gray code is what the controller of the parameters is to use.
  function automatic logic [7:0] decode_gray(input logic [7:0] code);
    logic [7:0] word = code;
    for (int unsigned shift = 1; shift < 8; shift++) word ^= code >> shift;
    return word;
  endfunction

  // One request; returns the cycles that it waited.
  task automatic access(input logic write, input logic [25:0] address, input logic [31:0] data,
                        input logic [3:0] enables, input int unsigned wanted);
    int unsigned waited = 0;
    request_valid = 1'b1;
    request = {write, address, enables, data};
    // A slave that is not ready takes no part in the memory's time.
    slave_ready = $urandom_range(3, 0) != 0;
    @(negedge clk);
    while (!(ready && slave_ready)) begin
      if (!ready) waited++;
      if (waited > 300) $fatal(1, "%h is never ready", address);
      // Pins change behind the rising edge.
      @(posedge clk);
      #1 slave_ready = $urandom_range(3, 0) != 0;
      @(negedge clk);
    end
    if (waited != wanted)
      $fatal(1, "%s of %h waited for %0d cycles, not %0d", write ? "write" : "read", address,
             waited, wanted);
    @(posedge clk);
    #1 request_valid = 1'b0;
  endtask

  function automatic int unsigned find_wait(input logic write, input logic [3:0] m);
    return setup[m] + (write ? width[m] : read_delay[m]);
  endfunction

  task automatic set_timing(input logic [3:0] m, input logic [7:0] delay, input logic [3:0] time_,
                            input logic [3:0] width_);
    logic [7:0] words[2];
    words = '{delay, {width_, time_}};
    if (m < 4) foreach (words[w]) words[w] = decode_gray(words[w]);
    access(1'b1, find_timing(m), 32'(words[0]) | 32'hABCD_EF00, 4'hF, 0);
    access(1'b1, find_timing(m) + 26'd1, 32'(words[1]), 4'h1, 0);
    read_delay[m] = 32'(delay);
    setup[m] = 32'(time_);
    width[m] = 32'(width_);
  endtask

  // First and last word, and those beside.
  task automatic check_ends(input logic [3:0] m);
    access(1'b0, find_base(m), '0, 4'hF, find_wait(1'b0, m));
    access(1'b1, find_base(m) + 26'(count_words(m) - 1), '0, 4'hF, find_wait(1'b1, m));
    access(1'b0, find_base(m) + 26'(count_words(m)), '0, 4'hF, 0);
    access(1'b0, find_timing(m), '0, 4'hF, 0);
    access(1'b0, find_timing(m) + 26'd2, '0, 4'hF, 0);
  endtask

  initial begin
    int unsigned seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (3) @(posedge clk);
    #1 power_on_rst_n = 1'b1;
    rst_n = 1'b1;
    @(posedge clk);
    #1;
    for (int m = 0; m < 16; m++) check_ends(4'(m));  // no delay after power-on
    for (int m = 0; m < 16; m++)
      set_timing(4'(m), 8'($urandom), 4'($urandom), 4'($urandom));
    for (int m = 0; m < 16; m++) check_ends(4'(m));
    // What the public software sends for the parameters: 8, 1, 1.
    access(1'b1, 26'h14_A800, 32'h0F, 4'hF, 0);
    access(1'b1, 26'h14_A801, 32'h1E, 4'hF, 0);
    access(1'b0, 26'h14_8005, '0, 4'hF, 9);
    access(1'b1, 26'h14_8005, '0, 4'hF, 2);
    set_timing(1, 8'd255, 4'd15, 4'd15);
    access(1'b0, 26'h14_8005, '0, 4'hF, 270);
    // A byte that is not enabled, a read: nothing is set.
    access(1'b1, find_timing(8), 32'h0, 4'hE, 0);
    access(1'b0, find_timing(8), 32'h0, 4'hF, 0);
    access(1'b0, find_base(8), '0, 4'hF, find_wait(1'b0, 8));
    for (int unsigned i = 0; i < 3000; i++) begin
      logic [3:0] m = 4'($urandom);
      logic write = 1'($urandom);
      if ($urandom_range(7, 0) == 0)
        set_timing(m, 8'($urandom_range(20, 0)), 4'($urandom), 4'($urandom));
      else access(write, find_base(m) + 26'($urandom_range(count_words(m) - 1, 0)), $urandom, 4'hF,
                  find_wait(write, m));
      if ($urandom_range(3, 0) == 0)
        access(write, 26'h2C0_0000 + 26'($urandom_range(65535, 0)), '0, 4'hF, 0);
    end
    // The chip reset: those of the backends alone.
    for (int m = 0; m < 16; m++) set_timing(4'(m), 8'd7, 4'd3, 4'd2);
    rst_n = 1'b0;
    @(posedge clk);
    #1 rst_n = 1'b1;
    for (int m = 10; m < 12; m++) begin
      read_delay[m] = 0;
      setup[m] = 0;
      width[m] = 0;
    end
    for (int m = 0; m < 16; m++) check_ends(4'(m));
    $display("PASS tb_hx_memory_timing");
    $finish;
  end

endmodule
