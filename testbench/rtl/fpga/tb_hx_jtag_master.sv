// Bench of the JTAG master: a TAP of its own on the pins takes down what arrives.
// SPDX-License-Identifier: Apache-2.0
//
// The TAP of the bench works on the edges of TCK and knows two kinds of registers only: an
// instruction register of 7 bits and a data register as long as what is shifted, whose content
// at the capture is a random number. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_jtag_master;
  import hx_fpga_pkg::*;

  logic     clk = 1'b0;
  logic     rst_n = 1'b0;
  logic     command_valid = 1'b0;
  jtag_t    command = '0;
  logic     full, busy;
  logic     room = 1'b1;
  logic     message_valid;
  message_t message;
  logic     tck, tms, tdi;
  logic     tdo = 1'b0;
  always #4 clk = !clk;

  hx_jtag_master dut (
      .clk_i(clk), .rst_ni(rst_n), .command_valid_i(command_valid), .command_i(command),
      .full_o(full), .busy_o(busy), .room_i(room), .message_valid_o(message_valid),
      .message_o(message), .jtag_tck_o(tck), .jtag_tms_o(tms), .jtag_tdi_o(tdi), .jtag_tdo_i(tdo)
  );

  // ------------------------------------------------------------------ TAP
  // Places: 0 reset, 1 idle, 2 select, 3 capture, 4 shift, 5 exit 1, 6 pause, 7 exit 2, 8 update;
  // the column tells data from instruction.
  int unsigned place = 0;
  logic        column = 1'b0;
  int unsigned ones = 0;
  logic [63:0] shifted;          // what came in, in order from bit 0
  int unsigned shifts = 0;
  logic [32:0] to_send = '0;     // what goes out
  logic [32:0] loads[$];         // what each capture of data loads
  int unsigned resets = 0;
  typedef struct packed {
    logic        ins;
    int unsigned bits;
    logic [63:0] value;
  } update_t;
  update_t     updates[$];
  longint      edges[$];         // cycles of rising TCK since the last look
  longint      cycle = 0;
  always @(posedge clk) cycle <= cycle + 1;

  always @(posedge tck) begin
    edges.push_back(cycle);
    ones = tms ? ones + 1 : 0;
    if (place == 4) begin
      shifted[shifts] = tdi;
      shifts++;
      to_send = to_send >> 1;
    end
    if (place == 3) begin
      shifted = '0;
      shifts = 0;
      to_send = 33'h1;
      if (!column) to_send = loads.pop_front();
    end
    case (place)
      0: if (!tms) place = 1;
      1: if (tms) begin place = 2; column = 1'b0; end
      2: begin
        if (!tms) place = 3;
        else if (!column) column = 1'b1;
        else begin place = 0; column = 1'b0; end
      end
      3, 4: place = tms ? 5 : 4;
      5: place = tms ? 8 : 6;
      6: if (tms) place = 7;
      7: place = tms ? 8 : 4;
      default: begin
        place = tms ? 2 : 1;
        if (tms) column = 1'b0;
      end
    endcase
    if (ones == 5) begin
      resets++;
      if (place != 0) $fatal(1, "five ones do not lead to the reset");
    end
  end

  always @(negedge tck) begin
    if (place == 8) updates.push_back({column, shifts, shifted});
    tdo = place == 4 ? to_send[0] : 1'b0;
  end

  // Lines are stable while TCK is high.
  always @(tms or tdi) if (rst_n && tck) $fatal(1, "TMS or TDI moves while TCK is high");

  // ------------------------------------------------------------------ program
  logic [32:0] answers[$];
  always @(negedge clk) begin
    room = $urandom % 4 != 0;
    #1;  // what the coming edge will see
    if (message_valid) begin
      if (!room) $fatal(1, "a message without room");
      if (message.code != FromFpgaJtagData) $fatal(1, "message of code %h", message.code);
      answers.push_back(message.payload[32:0]);
    end
  end

  task automatic give(input to_fpga_t code, input logic [32:0] data, input logic [5:0] bits,
                      input logic keep);
    @(negedge clk);
    while (full) @(negedge clk);
    command_valid = 1'b1;
    command = '{code: code, keep: keep, bits: bits, data: data};
    @(negedge clk);
    command_valid = 1'b0;
  endtask

  task automatic drain();
    repeat (3) @(negedge clk);
    while (busy) @(negedge clk);
    repeat (3) @(negedge clk);
    if (place != 1 || tck) $fatal(1, "the walk does not end in idle");
  endtask

  function automatic logic [32:0] low_bits(input logic [32:0] value, input int unsigned bits);
    return value & 33'((34'd1 << bits) - 34'd1);
  endfunction

  task automatic check_period(input int unsigned scaler);
    edges.delete();
    give(ToFpgaJtagScaler, 33'(scaler), '0, 1'b0);
    give(ToFpgaJtagIns, 33'h2a, '0, 1'b0);
    drain();
    // four steps, seven bits, two steps
    if (edges.size() != 13) $fatal(1, "%0d edges for an instruction", edges.size());
    for (int i = 1; i < 13; i++) begin
      if (edges[i] - edges[i-1] != longint'(scaler) + 2)
        $fatal(1, "scaler %0d: period %0d", scaler, edges[i] - edges[i-1]);
    end
  endtask

  int unsigned seed = 1;
  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (3) @(negedge clk);
    rst_n = 1'b1;
    // The default period is 8 cycles.
    give(ToFpgaJtagInit, '0, '0, 1'b0);
    drain();
    if (resets != 1 || edges.size() != 6) $fatal(1, "init: %0d resets", resets);
    if (edges[1] - edges[0] != 8) $fatal(1, "default period %0d", edges[1] - edges[0]);
    check_period(0);
    check_period(1);
    check_period(6);
    check_period(255);
    give(ToFpgaJtagScaler, 33'd0, '0, 1'b0);
    updates.delete();
    for (int round = 0; round < 20; round++) begin
      update_t     wanted[$];
      logic [32:0] wanted_answers[$];
      wanted.delete();
      wanted_answers.delete();
      give(ToFpgaJtagScaler, {31'b0, 2'($urandom)}, '0, 1'b0);
      // Enough to fill the FIFO.
      for (int i = 0; i < 100; i++) begin
        logic [32:0] data = {1'($urandom), $urandom};
        if ($urandom % 3 == 0) begin
          wanted.push_back({1'b1, 32'd7, 64'(data[6:0])});
          give(ToFpgaJtagIns, data, 6'($urandom), 1'b1);
        end else begin
          int unsigned bits = 3 + $urandom % 31;
          logic        keep = 1'($urandom);
          logic [32:0] load = {1'($urandom), $urandom};
          loads.push_back(load);
          wanted.push_back({1'b0, bits, 64'(low_bits(data, bits))});
          if (keep) wanted_answers.push_back(low_bits(load, bits));
          give(ToFpgaJtagData, data, 6'(bits), keep);
        end
      end
      drain();
      if (updates.size() != wanted.size()) $fatal(1, "%0d updates", updates.size());
      foreach (wanted[i]) begin
        if (updates[i] != wanted[i])
          $fatal(1, "update %0d: %p, not %p", i, updates[i], wanted[i]);
      end
      if (answers.size() != wanted_answers.size()) $fatal(1, "%0d answers, not %0d", answers.size(), wanted_answers.size());
      foreach (wanted_answers[i]) begin
        if (answers[i] != wanted_answers[i])
          $fatal(1, "answer %0d: %h, not %h", i, answers[i], wanted_answers[i]);
      end
      updates.delete();
      answers.delete();
    end
    $display("PASS tb_hx_jtag_master");
    $finish;
  end

  initial begin
    #40_000_000;
    $fatal(1, "still running");
  end

endmodule
