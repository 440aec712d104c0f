// Synchronisation of the FPGA's time over a link that loses time words.
// SPDX-License-Identifier: Apache-2.0
//
// A chip with a time of its own behind a channel of random latency. Words are lost in both
// directions with a probability of the round: never, sometimes, often, always; the lane is free
// and the response encoder has room in random cycles. Checks in every round: how many words were
// sent; one message, in a cycle with room, exactly if an answer came; equal times from then on;
// the registers of the last answer; failure after the last word of the last try and not before.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_systime_sync;
  localparam int unsigned Latency = hx_link_pkg::LinkLatency;
  localparam int unsigned Repeats = 8;
  localparam int unsigned RepeatCycles = 128;
  localparam int unsigned ChipCycles = 5;  // from a word's arrival to the start of the answer
  localparam int unsigned Rounds = 400;

  logic        clk = 1'b0, rst_n = 1'b0;
  logic        start = 1'b0, busy, failed, send_valid, send_ready = 1'b0, answer_valid = 1'b0;
  logic        synchronised, room = 1'b0, message;
  logic [ 3:0] tries = '0;
  logic [ 9:0] latency = '0;
  logic [42:0] answer = '0, now, round_trip, chip_time;

  hx_systime_sync #(.ReturnLatency(Latency), .RepeatCycles(RepeatCycles), .Repeats(Repeats)) i_dut (
      .clk_i(clk), .rst_ni(rst_n), .start_i(start), .tries_i(tries), .busy_o(busy),
      .failed_o(failed), .lane_latency_i(latency), .send_valid_o(send_valid),
      .send_ready_i(send_ready), .answer_valid_i(answer_valid), .answer_i(answer), .time_o(now),
      .synchronised_o(synchronised), .room_i(room), .message_valid_o(message),
      .round_trip_o(round_trip), .chip_time_o(chip_time)
  );

  always #4 clk = ~clk;

  longint unsigned cycle = 0, zero = 0;  // the chip's time is cycle - zero
  longint unsigned to_chip[$], to_fpga[$];  // cycles in which words are on the receiver's pins
  logic [42:0]     values[$];
  int unsigned     seed = 1, loss = 0, words = 0, messages = 0, answers = 0, synced = 0;
  logic            is_synced = 1'b0;  // the times must be equal

  function automatic logic is_lost();
    return $urandom % 100 < loss;
  endfunction

  // What the bench wants in the next cycle.
  logic        want_start = 1'b0;
  logic [ 3:0] want_tries = '0;
  logic [ 9:0] want_latency = '0;
  logic [42:0] next_answer = '0;

  // Sees what is on the wires in a cycle and decides about the next one.
  always @(posedge clk) begin
    if (rst_n && send_valid && send_ready) begin
      words++;
      if (!is_lost()) to_chip.push_back(cycle + 1 + longint'(Latency) + longint'(latency));
    end
    if (to_chip.size() > 0 && to_chip[0] == cycle) begin
      void'(to_chip.pop_front());
      zero = cycle - ($urandom % 2 == 0 ? 0 : longint'({$urandom, $urandom} >> 24));
      if (!is_lost()) begin
        to_fpga.push_back(cycle + longint'(ChipCycles) + longint'(Latency) + longint'(latency));
        values.push_back(43'(cycle + longint'(ChipCycles) - zero));
      end
    end
    if (rst_n && message) begin
      messages++;
      if (!room) $fatal(1, "message without room");
      if (now != 43'(cycle - zero)) $fatal(1, "time %0d in cycle %0d", now, cycle - zero);
      if (chip_time != answer) $fatal(1, "time of the answer");
      if (round_trip != 43'(2 * Latency) + 43'(ChipCycles) + 43'(latency) + 43'(latency))
        $fatal(1, "round trip %0d", round_trip);
    end
    if (is_synced && now != 43'(cycle - zero)) $fatal(1, "time %0d, not %0d", now, cycle - zero);
    if (to_fpga.size() > 0 && to_fpga[0] == cycle) begin
      void'(to_fpga.pop_front());
      next_answer = values.pop_front();
      answers++;
      answer_valid <= 1'b1;
    end else begin
      answer_valid <= 1'b0;
    end
    answer     <= next_answer;
    room       <= $urandom % 2 == 0;
    send_ready <= loss < 200 && $urandom % 3 == 0;
    start      <= want_start;
    tries      <= want_tries;
    latency    <= want_latency;
    cycle++;
  end

  task automatic round();
    longint unsigned length, begun;
    int unsigned     most;
    // 200: no lane is ever free
    case ($urandom % 5)
      0:       loss = 0;
      1:       loss = 30;
      2:       loss = 80;
      3:       loss = 100;
      default: loss = 200;
    endcase
    want_latency = $urandom % 2 == 0 ? '0 : 10'($urandom % 401);
    want_tries   = 4'($urandom);
    words        = 0;
    messages     = 0;
    answers      = 0;
    @(negedge clk);
    begun      = cycle;
    want_start = 1'b1;
    @(negedge clk);
    want_start = 1'b0;
    @(negedge clk);
    while (busy) begin
      want_start = $urandom % 10 == 0 && cycle - begun < 20;  // is part of this one
      @(negedge clk);
      if (want_start) begin
        want_start = 1'b0;
        @(negedge clk);
      end
    end
    length = cycle - begun;
    most = Repeats * (tries == '0 ? 1 : 32'(tries));
    if (failed != (messages == 0)) $fatal(1, "failed %0d with %0d messages", failed, messages);
    if (messages > 1 || answers != messages) $fatal(1, "%0d answers, %0d messages", answers, messages);
    if (words > most || (loss == 0 && words != 1)) $fatal(1, "%0d words", words);
    if (loss == 200 && words != 0) $fatal(1, "a word without a lane");
    if (loss == 100 && words != most) $fatal(1, "%0d words of %0d tries", words, tries);
    if (failed && length < longint'(most) * (longint'(RepeatCycles) + 2 * longint'(latency)))
      $fatal(1, "given up after %0d cycles", length);
    if (!failed) begin
      synced++;
      if (!synchronised) $fatal(1, "not synchronised");
      is_synced = 1'b1;
      repeat (20) @(negedge clk);
      is_synced = 1'b0;
    end
  endtask

  initial begin
    void'($value$plusargs("seed=%d", seed));
    void'($urandom(seed));
    repeat (4) @(posedge clk);
    rst_n = 1'b1;
    repeat (Rounds) round();
    if (synced < Rounds / 4 || synced > Rounds * 3 / 4) $fatal(1, "%0d synchronised", synced);
    $display("PASS tb_hx_systime_sync");
    $finish;
  end
endmodule
