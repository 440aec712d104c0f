// Bench of lanes that come and go: state of both sides, words on any number of lanes.
// SPDX-License-Identifier: Apache-2.0
//
// Two lane states see each other's ready bits as the board passes them; the sender gets random
// words while random lanes are enabled. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_lanes;
  import hx_link_pkg::*;

  localparam int unsigned InitCycles = 40;

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic        clear = 1'b0;
  logic [7:0]  want_fpga = '0, want_chip = '0;
  logic [7:0]  ready_fpga, ready_chip, up_fpga, up_chip;
  logic        word_valid = 1'b0, word_is_events = 1'b0;
  lane_word_t  word = '0;
  logic        systime_valid = 1'b0, systime_ready;
  logic [31:0] dropped;
  logic        lane_valid;
  logic [2:0]  lane;
  lane_word_t  lane_word;
  always #4 clk = !clk;

  hx_lane_state #(.InitCycles(InitCycles)) i_fpga (
      .clk_i(clk), .rst_ni(rst_n), .ready_i(want_fpga), .partner_i(ready_chip),
      .ready_o(ready_fpga), .up_o(up_fpga)
  );
  hx_lane_state #(.InitCycles(InitCycles)) i_chip (
      .clk_i(clk), .rst_ni(rst_n), .ready_i(want_chip), .partner_i(ready_fpga),
      .ready_o(ready_chip), .up_o(up_chip)
  );
  hx_fpga_link_tx dut (
      .clk_i(clk), .rst_ni(rst_n), .clear_i(clear), .up_i(up_fpga), .word_valid_i(word_valid),
      .word_is_events_i(word_is_events), .word_i(word), .systime_valid_i(systime_valid),
      .systime_ready_o(systime_ready), .dropped_o(dropped), .lane_valid_o(lane_valid),
      .lane_o(lane), .lane_word_o(lane_word)
  );

  // What was given and has not come out; words with events may be missing.
  typedef struct packed {
    logic       is_events;
    lane_word_t word;
  } given_t;
  given_t      given[$];
  int unsigned cycle = 0, sent = 0, lost = 0, times = 0, bus_waiting = 0;
  int unsigned free_at[8] = '{default: 0};
  logic [7:0]  up_before = '0;
  logic        send_bus = 1'b1, send_events = 1'b0, send_time = 1'b0;

  always @(posedge clk) begin
    if (rst_n) begin
      if (lane_valid) begin
        if (!up_before[lane]) $fatal(1, "a word on lane %0d, which is down", lane);
        if (free_at[lane] > cycle) $fatal(1, "lane %0d is busy", lane);
        free_at[lane] = cycle + LaneCycles;
        if (lane_word[63:60] == KindSystime) times++;
        else begin
          while (given.size() != 0 && given[0].word != lane_word && given[0].is_events) begin
            void'(given.pop_front());
            lost++;
          end
          if (given.size() == 0 || given[0].word != lane_word) $fatal(1, "wrong word");
          if (!given[0].is_events) bus_waiting--;
          void'(given.pop_front());
          sent++;
        end
      end
      up_before = up_fpga;
      if (clear) begin
        given.delete();
        bus_waiting = 0;
      end else if (word_valid) begin
        given.push_back({word_is_events, word});
        if (!word_is_events) bus_waiting++;
      end
      // The executor has at most 104 bus words under way.
      word_valid     <= (send_bus && bus_waiting < 100 || send_events) && $urandom % 2 == 0;
      word_is_events <= send_events && (!send_bus || bus_waiting >= 100 || $urandom % 2 == 0);
      word           <= {4'd2, 28'(cycle), $urandom};
      systime_valid  <= send_time;
      cycle++;
    end
  end

  task automatic wait_cycles(input int unsigned count);
    repeat (count) @(negedge clk);
  endtask

  task automatic drain();
    send_bus = 1'b0;
    send_events = 1'b0;
    wait_cycles(2500);
  endtask

  int unsigned seed = 1;
  int unsigned earlier;
  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    wait_cycles(3);
    rst_n = 1'b1;
    // One side alone is not enough.
    want_fpga = 8'hff;
    wait_cycles(3 * InitCycles);
    if (up_fpga != '0 || up_chip != '0 || sent != 0) $fatal(1, "up without the chip");
    if (bus_waiting < 40) $fatal(1, "%0d bus words wait", bus_waiting);
    want_chip = 8'h24;
    earlier = cycle;
    while (up_fpga == '0) wait_cycles(1);
    if (cycle - earlier < InitCycles || cycle - earlier > InitCycles + 4)
      $fatal(1, "up after %0d cycles", cycle - earlier);
    wait_cycles(2);
    if (up_fpga != 8'h24 || up_chip != 8'h24) $fatal(1, "up: %b %b", up_fpga, up_chip);
    // Two lanes carry two words in eight cycles.
    earlier = sent;
    wait_cycles(800);
    if (sent - earlier < 195 || sent - earlier > 205) $fatal(1, "%0d words", sent - earlier);
    drain();
    if (given.size() != 0) $fatal(1, "words are missing");
    // The time word goes when nothing else wants to.
    send_time = 1'b1;
    while (!systime_ready) @(posedge clk);
    send_time = 1'b0;
    wait_cycles(10);
    if (times == 0) $fatal(1, "no time word");
    // More events than two lanes carry: exactly the missing ones are counted.
    send_events = 1'b1;
    wait_cycles(3000);
    drain();
    lost += given.size();
    given.delete();
    if (dropped == '0 || lost != dropped) $fatal(1, "%0d dropped, %0d missing", dropped, lost);
    // A lane that joins leaves the others up.
    want_chip = 8'h34;
    wait_cycles(10);
    if (up_fpga != 8'h24) $fatal(1, "others went down");
    wait_cycles(InitCycles);
    if (up_fpga != 8'h34) $fatal(1, "did not come up");
    // Lanes come and go while words of both kinds are sent.
    for (int round = 0; round < 60; round++) begin
      send_bus = 1'b1;
      send_events = 1'($urandom);
      if ($urandom % 2 == 0) want_fpga = 8'($urandom);
      else want_chip = 8'($urandom);
      wait_cycles($urandom % 300);
    end
    want_fpga = 8'hff;
    want_chip = 8'hff;
    drain();
    lost += given.size();
    given.delete();
    if (lost != dropped) $fatal(1, "%0d dropped, %0d missing", dropped, lost);
    if (up_fpga != 8'hff || up_chip != 8'hff) $fatal(1, "not all up at the end");
    // A clear leaves nothing behind.
    want_fpga = '0;
    wait_cycles(5);
    send_bus = 1'b1;
    wait_cycles(50);
    send_bus = 1'b0;
    wait_cycles(3);
    clear = 1'b1;
    wait_cycles(1);
    clear = 1'b0;
    earlier = sent;
    want_fpga = 8'hff;
    wait_cycles(3 * InitCycles);
    if (sent != earlier) $fatal(1, "words from before the clear");
    $display("PASS tb_hx_lanes: %0d words, %0d dropped", sent, dropped);
    $finish;
  end

  initial begin
    #4_000_000;
    $fatal(1, "still running");
  end

endmodule
