// Tests of the FPGA: JTAG, polling, faults of a program, timeouts.
// SPDX-License-Identifier: Apache-2.0
//
// Part of tb_hx_fpga, whose instance `ends` (fpga_ends) they use.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module fpga_control_tests;
  // JTAG: answers in order, the barrier holds until the last step, a halt waits too.
  task automatic test_jtag();
    int at;
    ends.start();
    ends.jtag_edges = 0;
    ends.jtag_ones  = 0;
    ends.put(8'h01, 56'd2);                    // 0: period of four cycles
    ends.put(8'h00, '0);                       // 1: 6 steps
    ends.put(8'h02, 56'h7f);                   // 2: 13 steps
    ends.put(8'h03, 56'h01_2101_2345_6789);    // 3: 38 steps
    ends.put(8'h03, 56'h00_2000_dead_beef);    // 4: 37 steps, no answer
    ends.put(8'h03, 56'h01_0300_0000_0005);    // 5: 8 steps
    ends.put(8'h07, 56'd2);                    // 6
    ends.put(8'h0a, 56'd1);                    // 7
    ends.put(8'h03, 56'h01_0800_0000_00ff);    // 8
    ends.put_halt();
    ends.run();
    ends.check(ends.jtag_edges == 6 + 13 + 38 + 37 + 8 + 13, "steps");
    ends.check(ends.jtag_ones == 5 + 4 + 4 * 3, "steps with TMS 1");
    ends.check(ends.executed[7] - ends.executed[1] >= 4 * (6 + 13 + 38 + 37 + 8),
               "the barrier holds");
    ends.check(ends.executed[7] - ends.executed[1] <= 4 * (6 + 13 + 38 + 37 + 8) + 20,
               "not too long");
    at = ends.find(4'h0, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[32:0] == 33'h0_468a_cf12, "33 bits");
    at = ends.find(4'h0, at + 1);
    ends.check(ends.decoded[at].payload == 72'h2, "three bits");
    begin
      int tick = ends.find(4'h2, 0);
      ends.check(ends.decoded[tick].payload[0] && tick > at, "tick after the barrier");
    end
    at = ends.find(4'h0, at + 1);
    ends.check(at >= 0 && ends.decoded[at].payload == 72'hfe, "answer after the halt");
    ends.check(ends.find(4'h0, at + 1) < 0, "three answers");
    // The default of the scaler is not what it is now; a full FIFO holds the executor.
    ends.start();
    ends.put(8'h01, 56'd0);
    for (int i = 0; i < 200; i++) ends.put(8'h03, {8'h01, 8'h04, 37'd0, 3'(i)});
    ends.put_halt();
    ends.run();
    at = -1;
    for (int i = 0; i < 200; i++) begin
      at = ends.find(4'h0, at + 1);
      if (at < 0) begin
        ends.check(1'b0, "an answer is missing");
        return;
      end
      ends.check(ends.decoded[at].payload == {68'd0, 3'(i), 1'b0}, "many answers in order");
    end
  endtask

  // Polling: on the FPGA's own timer, on the chip, until equal and until not equal.
  task automatic test_polling();
    int reads = 0;
    int at;
    ends.start();
    ends.chip_memory[8'h20] = 32'hffff_0001;
    ends.bus_delay = 20;
    ends.put_write(32'h8800_0006, 32'h8800_000c);  // 0: the timer
    ends.put_write(32'h8800_0007, 32'hffff_f440);
    ends.put(8'h04, '0);                           // 4
    ends.put_write(32'h8800_0008, 32'h0000_0fc0);  // 5: right before: bits 11:6 of 0x440
    ends.put(8'h08, 56'd1);                        // 7
    ends.put(8'h0a, 56'd1);                        // 8
    ends.put_write(32'h8800_0007, 32'h0000_0440);
    ends.put(8'h08, 56'd0);                        // 11: until no longer equal
    ends.put(8'h0a, 56'd1);                        // 12
    ends.put_write(32'h8800_0006, 32'h0000_0020);  // 13
    ends.put_write(32'h8800_0007, 32'h1234_0003);
    ends.put_write(32'h8800_0008, 32'h0000_ffff);
    ends.put(8'h08, 56'd1);                        // 19
    ends.put_read(32'h0000_0020);                  // 20
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    repeat (3000) @(posedge ends.clk);
    ends.check(ends.executed.size() == 20, "waits for the chip");
    ends.chip_memory[8'h20] = 32'hffff_0003;
    repeat (60) @(posedge ends.clk);
    ends.check(ends.executed.size() > 20, "the chip agrees");
    ends.run();
    ends.bus_delay = 3;
    ends.check(ends.executed[8] - ends.executed[4] >= 1088 &&
               ends.executed[8] - ends.executed[4] < 1108,
          "until the timer is there");
    ends.check(ends.executed[12] - ends.executed[4] >= 1152 &&
               ends.executed[12] - ends.executed[4] < 1172,
          "until the timer has gone on");
    for (int i = 0; i < ends.decoded.size(); i++) if (ends.decoded[i].code == 4'h1) reads++;
    ends.check(reads == 1, "polling is silent");
    at = ends.find(4'h1, 0);
    ends.check(ends.decoded[at].payload[31:0] == 32'hffff_0003, "a read after it");
    // Until equal to what never comes: the timeout with the index of the instruction.
    ends.start();
    ends.put_write(32'h8800_0009, 32'd3000);
    ends.put_write(32'h8800_0007, 32'h0000_0004);
    ends.put(8'h08, 56'd1);                        // 4
    ends.put(8'h0a, 56'd1);
    ends.put_halt();
    ends.run();
    at = ends.find(4'h4, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[31:0] == 32'd4 &&
               ends.decoded[at].payload[38:32] == '0,
          "polling times out");
    at = ends.find(4'h2, 0);
    ends.check(at == ends.decoded.size() - 1 && !ends.decoded[at].payload[0], "halt");
    // An armed correction never comes.
    ends.start();
    ends.put_write(32'h8800_000b, 32'd1);
    ends.put(8'h07, 56'h10);                       // 2
    ends.put_halt();
    ends.put_write(32'h8800_000b, 32'd0);
    ends.put(8'h07, 56'h18);
    ends.put_write(32'h8800_0009, 32'd1250000);
    ends.put(8'h0a, 56'd1);
    ends.put_halt();
    ends.run();
    at = ends.find(4'h4, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[31:0] == 32'd2, "correction times out");
    ends.check(ends.find(4'h4, at + 1) < 0, "disarmed it passes");
  endtask

  task automatic test_rest();
    // idle flush: an odd pack comes out without a halt
    ends.start();
    ends.put_write(32'h8800_0005, 32'h1);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd1000);
    ends.put_halt();
    repeat (20) @(posedge ends.clk);
    #1;
    ends.chip_send(ends.event_word(2, 8'h10, 16'h1, 8'h11, 16'h2));
    ends.chip_send(ends.event_word(1, 8'h12, 16'h3, 8'h0, 16'h0));
    ends.run();
    ends.check(ends.find(4'hc, 0) >= 0, "pack of three");
    ends.check(ends.decoded[ends.find(4'hc, 0)].arrived < ends.executed[4] - 500, "idle flush");
    // reset pin, unknown header, data without address, filter
    ends.start();
    ends.put(8'h09, 56'd1);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd10);
    ends.put(8'h09, 56'd0);
    ends.put(8'h10, 56'd0);
    ends.put(8'h0c, 56'd0);
    ends.put_read(32'h8800_000f);
    ends.put_write(32'h8800_0000, 32'h0);
    ends.put_write(32'h0000_0001, 32'h77);
    ends.put_write(32'h8000_0001, 32'h78);
    ends.put_write(32'h8800_0000, 32'h1);
    ends.put_write(32'h8000_0001, 32'h79);
    ends.put_read(32'h8000_0001);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run();
    begin
      int at = ends.find(4'h1, 0);
      ends.check(ends.decoded[at].payload == 1, "illegal flag");
      at = ends.find(4'h1, at + 1);
      ends.check(ends.decoded[at].payload == 0, "write response");
      at = ends.find(4'h1, at + 1);
      ends.check(ends.decoded[at].payload == 0, "write response");
      at = ends.find(4'h1, at + 1);
      ends.check(ends.decoded[at].payload == 0, "write response of the filter");
      at = ends.find(4'h1, at + 1);
      ends.check(ends.decoded[at].payload == 72'h79, "read after writes");
      ends.check(ends.find(4'h1, at + 1) < 0, "filtered");
    end
    // a chip that says nothing: the program ends all the same
    ends.start();
    ends.chip_mute = 1'b1;
    ends.put_read(32'h0000_0001);
    ends.put(8'h06, 56'd1);
    ends.put(8'h07, 56'd5);
    ends.put_read(32'h8800_000f);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run(100000);
    ends.chip_mute = 1'b0;
    // The chip still gets the read and answers it; nobody waits for that.
    repeat (1000) @(posedge ends.clk);
    ends.check(ends.decoded[ends.find(4'h1, ends.find(4'h1, 0) + 1)].payload == 72'b1011,
               "lost and failed");
  endtask

  // An instruction that holds too long: one report, nothing else of the program, its halt.
  task automatic test_timeout();
    int at;
    int unsigned earlier;
    ends.start();
    earlier = ends.timeout_count;
    ends.put_write(32'h8800_0009, 32'd500);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd490);         // short enough
    ends.put(8'h0a, 56'd1);
    ends.put(8'h05, 56'h00ff_ffff);   // index 5
    ends.put(8'h0a, 56'd1);
    ends.put(8'h0d, 56'h0001);
    ends.put(8'h05, 56'h00ff_ffff);
    ends.put_halt();
    ends.put(8'h0a, 56'd1);           // the next program
    ends.put_write(32'h8800_0009, 32'd1250000);
    ends.put_halt();
    ends.run();
    at = ends.find(4'h4, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[44:0] == 45'd5, "timeout notification");
    ends.check(ends.timeout_count == earlier + 1, "timeout shown to waves");
    ends.check(ends.find(4'h4, at + 1) < 0, "one notification");
    ends.check(ends.sent_events.size() == 0, "the rest is dropped");
    ends.check(ends.executed[6] - ends.executed[5] >= 500 &&
               ends.executed[6] - ends.executed[5] < 510,
               "after 500 cycles");
    ends.check(ends.decoded[at+1].code == 4'h2 || ends.decoded[at+1].code >= 4'h5, "halt follows");
    at = ends.find(4'h2, at + 1);
    ends.check(ends.decoded[at].payload == 72'd0, "halt");
    at = ends.find(4'h2, at + 1);
    ends.check(ends.decoded[at].payload == 72'd1, "next program runs");
  endtask

  // The counters of the notification: reads, not writes, that a silent chip owes; events that
  // wait for the encoder.
  task automatic test_timeout_counters();
    int at;
    ends.start();
    ends.chip_mute = 1'b1;
    ends.put_write(32'h8800_0009, 32'd300);
    ends.put_write(32'h0000_0001, 32'h5);
    for (int i = 0; i < 7; i++) ends.put_read(32'(i));
    ends.put(8'h07, 56'd1);  // index 11
    ends.put_halt();
    ends.run(200000);  // each answer is waited for
    at = ends.find(4'h4, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[44:0] == {6'd7, 7'd0, 32'd11},
               "reads in flight");
    ends.chip_mute   = 1'b0;
    ends.outstanding = 0;
    ends.start();
    ends.put_write(32'h8800_0009, 32'd400);
    ends.put_write(32'h8800_0005, 32'd1);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'h00ff_ffff);  // index 5
    ends.put_halt();
    ends.put_write(32'h8800_0009, 32'd1250000);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd5000);       // the rest of the events
    ends.put_write(32'h8800_0005, 32'd0);
    ends.put_halt();
    repeat (350) begin
      @(posedge ends.clk);
      #1;
      repeat (2) ends.chip_send(ends.event_word(2, 8'h0, 16'h1, 8'h0, 16'h2));
    end
    ends.run(100000);
    at = ends.find(4'h4, 0);
    ends.check(at >= 0 && ends.decoded[at].payload[31:0] == 32'd5 &&
               ends.decoded[at].payload[44:39] == '0,
          "no reads in flight");
    ends.check(ends.decoded[at].payload[38:32] > 7'd10 && ends.decoded[at].payload[38:32] <= 7'd96,
          "stalls of the trace path");
  endtask

endmodule
