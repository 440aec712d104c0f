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
  logic        word_valid = 1'b0;
  lane_word_t  word = '0;
  longint unsigned now = 0;
  always @(posedge clk) now <= now + 1;
  // The retransmission has its own bench: here every word is new and nothing is acknowledged.
  number_t     number = '0;
  logic        new_valid;
  // verilator lint_off UNUSEDSIGNAL
  logic        new_access, again, acknowledged;
  logic [40:0] new_copy;
  // verilator lint_on UNUSEDSIGNAL
  always @(posedge clk) if (new_valid) number <= number + 1'b1;
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
  logic memory_ready;
  always @(posedge clk) if (rst_n && memory_ready) $fatal(1, "data of memory from nowhere");

  hx_fpga_link_tx dut (
      .clk_i(clk), .rst_ni(rst_n), .clear_i(clear), .restart_i(1'b0), .now_i(48'(now)),
      .up_i(up_fpga), .word_valid_i(word_valid), .word_i(word), .systime_valid_i(systime_valid),
      .systime_ready_o(systime_ready), .dropped_o(dropped), .new_ready_i(1'b1),
      .memory_valid_i(1'b0), .memory_i('0), .memory_ready_o(memory_ready),
      .new_number_i(number), .new_valid_o(new_valid), .new_o(new_copy),
      .new_access_o(new_access), .again_valid_i(1'b0), .again_number_i('0), .again_i('0),
      .again_o(again), .acknowledge_i('0), .go_back_i(1'b0), .due_i(1'b0), .urgent_i(1'b0),
      .acknowledged_o(acknowledged), .lane_valid_o(lane_valid), .lane_o(lane),
      .lane_word_o(lane_word)
  );

  // What was given and has not come out; words with events may be missing.
  lane_word_t  given[$];
  number_t     next_number = '0;
  logic [4:0]  events_sent = '0;
  int unsigned cycle = 0, sent = 0, lost = 0, times = 0, bus_waiting = 0;
  int unsigned free_at[8] = '{default: 0};
  logic [7:0]  up_before = '0;
  logic        send_bus = 1'b1, send_events = 1'b0, send_time = 1'b0;

  // But for what the sender fills in.
  // verilator lint_off UNUSEDSIGNAL
  function automatic logic same(input lane_word_t was, input lane_word_t got);
    if (was[63]) return got[63:61] == was[63:61] && got[55:8] == was[55:8];
    return got[63:60] == was[63:60] && got[52:16] == was[52:16];
  endfunction
  // verilator lint_on UNUSEDSIGNAL

  always @(posedge clk) begin
    if (rst_n) begin
      if (lane_valid) begin
        if (!up_before[lane]) $fatal(1, "a word on lane %0d, which is down", lane);
        if (free_at[lane] > cycle) $fatal(1, "lane %0d is busy", lane);
        free_at[lane] = cycle + LaneCycles;
        if (lane_word != seal(lane_word)) $fatal(1, "wrong check");
        if (lane_word[63:60] == KindSystime) times++;
        else begin
          while (given.size() != 0 && !same(given[0], lane_word) && given[0][63]) begin
            void'(given.pop_front());
            lost++;
          end
          if (given.size() == 0 || !same(given[0], lane_word)) $fatal(1, "wrong word");
          if (lane_word[63]) begin
            if (lane_word[60:56] != events_sent) $fatal(1, "events sent");
            events_sent++;
          end else begin
            if (lane_word[59:53] != next_number) $fatal(1, "number");
            next_number++;
            bus_waiting--;
          end
          void'(given.pop_front());
          sent++;
        end
      end
      up_before = up_fpga;
      if (clear) begin
        given.delete();
        bus_waiting = 0;
      end else if (word_valid) begin
        given.push_back(word);
        if (!word[63]) bus_waiting++;
      end
      // The executor has at most 104 bus words under way.
      word_valid     <= (send_bus && bus_waiting < 100 || send_events) && $urandom % 2 == 0;
      if (send_events && (!send_bus || bus_waiting >= 100 || $urandom % 2 == 0))
        word         <= {1'b1, 2'd1, 5'd0, 16'($urandom), 32'(cycle), 8'd0};
      else word      <= {KindBusAddress, 7'd0, 5'($urandom), 32'(cycle), 16'd0};
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
