// Bench of the FPGA: a host model on the word pins, a small chip model on the lanes.
// SPDX-License-Identifier: Apache-2.0
//
// A cycle is the span between two rising edges; the bench samples outputs and sets inputs at the
// falling edge inside. The host model decodes the response words and gives every message its
// time, independently of the encoder. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fpga;
  import hx_link_pkg::*;

  logic             clk = 1'b0;
  logic             rst_n = 1'b0;
  logic             word_ready;
  logic             word_valid = 1'b0;
  logic [63:0]      word = '0;
  logic             starved;
  logic             response_valid;
  logic [63:0]      response;
  logic             lane_tx_valid;
  logic [ 2:0]      lane_tx_lane;
  logic [63:0]      lane_tx_word;
  logic [1:0]       lane_rx_valid = '0;
  logic [1:0][ 2:0] lane_rx_lane = '0;
  logic [1:0][63:0] lane_rx_word = '0;
  logic             chip_reset;
  // verilator lint_off UNUSEDSIGNAL
  logic [7:0]       lane_ready;  // always all
  // verilator lint_on UNUSEDSIGNAL
  logic             jtag_tck, jtag_tms, jtag_tdi;
  logic             jtag_tdo = 1'b0;

  // A register of one bit on the JTAG pins.
  logic        jtag_bit = 1'b0;
  int unsigned jtag_edges = 0, jtag_ones = 0;
  always @(posedge jtag_tck) begin
    jtag_bit = jtag_tdi;
    jtag_edges++;
    if (jtag_tms) jtag_ones++;
  end
  always @(negedge jtag_tck) jtag_tdo = jtag_bit;

  hx_fpga #(.LanesAlwaysUp(1'b1)) dut (
      .clk_i           (clk),
      .rst_ni          (rst_n),
      .skip_i          ('0),
      .rest_o          (rest),
      .word_ready_o    (word_ready),
      .word_valid_i    (word_valid),
      .word_i          (word),
      .starved_o       (starved),
      .response_valid_o(response_valid),
      .response_o      (response),
      .lane_tx_valid_o (lane_tx_valid),
      .lane_tx_lane_o  (lane_tx_lane),
      .lane_tx_word_o  (lane_tx_word),
      .lane_latency_i  ('0),
      .lane_ready_o    (lane_ready),
      .lane_partner_i  ('1),
      .lane_rx_valid_i (lane_rx_valid),
      .lane_rx_lane_i  (lane_rx_lane),
      .lane_rx_word_i  (lane_rx_word),
      .error_o         (error_seen),
      .timeout_o       (timeout_seen),
      .chip_reset_o    (chip_reset),
      .jtag_tck_o      (jtag_tck),
      .jtag_tms_o      (jtag_tms),
      .jtag_tdi_o      (jtag_tdi),
      .jtag_tdo_i      (jtag_tdo)
  );

  // A rest that was promised is kept: without a word nothing leaves, and it is one cycle shorter.
  logic [31:0] rest, rest_before;
  logic        rests = 1'b0;
  int unsigned rested = 0;
  always @(posedge clk) begin
    rests       <= rst_n && rest != '0 && !word_valid && lane_rx_valid == '0;
    rest_before <= rest;
  end
  always @(negedge clk) if (rests) begin
    rested <= rested + 1;
    if (response_valid || lane_tx_valid || rest < rest_before - 1)
      $fatal(1, "rest of %0d cycles was not kept", rest_before);
  end

  // What triggers of waves look at.
  logic error_seen, timeout_seen;
  int unsigned error_count = 0, timeout_count = 0;
  always @(negedge clk) begin
    if (rst_n && error_seen) error_count++;
    if (rst_n && timeout_seen) timeout_count++;
  end

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned errors = 0;

  task automatic check(input logic ok, input string what);
    if (!ok) begin
      $display("cycle %0d: %s", cycle, what);
      errors++;
    end
  endtask

  longint cycle = 0;

  // Parts of this bench; each says what it holds.
  `include "tb_hx_fpga_host.svh"
  `include "tb_hx_fpga_chip.svh"

  always @(posedge clk) cycle <= cycle + 1;

  always @(negedge clk) begin
    // what the FPGA says in this cycle
    if (response_valid) decode(response);
    if (lane_tx_valid) begin
      flying_t f;
      f.due  = cycle + longint'(LinkLatency);
      f.word = lane_tx_word;
      to_chip.push_back(f);
      check(lane_tx_lane == next_lane, "lanes in turn");
      next_lane = next_lane + 1'b1;
      if (lane_tx_word[63]) begin
        sent_events_cycle.push_back(cycle);
        sent_events.push_back(lane_tx_word);
      end
    end
    // chip
    while (to_chip.size() > 0 && to_chip[0].due == cycle) begin
      logic [63:0] w = to_chip[0].word;
      void'(to_chip.pop_front());
      if (!chip_mute) chip_take(w);
    end
    if (answers.size() > 0 && answers[0].due <= cycle) begin
      logic [63:0] w = answers[0].word;
      void'(answers.pop_front());
      chip_send(w);
    end
    if (acknowledge_due >= 0 && acknowledge_due <= cycle && !chip_mute)
      chip_send({KindControl, 60'd0});
    if (chip_reset) begin
      next_number     = '0;
      expected_number = '0;
      events_sent     = '0;
      acknowledge_due = -1;
    end
    lane_rx_valid = '0;
    for (int i = 0; i < 2; i++) begin
      if (from_chip.size() > 0 && from_chip[0].due <= cycle) begin
        logic [63:0] w = from_chip[0].word;
        void'(from_chip.pop_front());
        lane_rx_valid[i] = 1'b1;
        lane_rx_word[i]  = w;
        if (w[63:60] == KindBusData || w[63:60] == KindBusDone) begin
          outstanding--;
          last_answer_cycle = cycle;
        end
      end
    end
    // host
    word_valid = 1'b0;
    if (word_ready && to_send.size() > 0) begin
      word_valid = 1'b1;
      word       = to_send.pop_front();
      executed.push_back(cycle);
    end
  end

  `include "tb_hx_fpga_programs.svh"
  `include "tb_hx_fpga_link.svh"
  `include "tb_hx_fpga_limits.svh"

  // Level of the reset pin against the program.
  longint reset_rise = 0;
  longint reset_fall = 0;
  logic   reset_was = 1'b0;
  always @(negedge clk) begin
    if (chip_reset && !reset_was) reset_rise = cycle;
    if (!chip_reset && reset_was) reset_fall = cycle;
    reset_was = chip_reset;
  end

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    foreach (chip_memory[i]) chip_memory[i] = '0;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    @(posedge clk);
    check(!starved && word_ready, "idle after power-on");
    test_loopback();
    test_timing();
    test_memory();
    test_order(600);
    test_barrier();
    test_drain();
    check(error_count == 0, "no error without a cause");
    test_systime(43'd1000, 300);
    test_systime(43'h400_0000_0005, 50);
    test_systime(43'd0, 50);
    test_events(300);
    test_jtag();
    test_polling();
    test_rest();
    test_limit();
    test_timeout();
    test_timeout_counters();
    test_storm();
    check(reset_fall - reset_rise == 13, "reset pin follows the program");
    check(error_count != 0, "errors shown to waves");
    if (errors != 0) $fatal(1, "%0d errors", errors);
    if (rested < 100) $fatal(1, "rested for %0d cycles only", rested);
    $display("PASS tb_hx_fpga: %0d cycles of rest", rested);
    $finish;
  end

endmodule
