// Tests of what leaves and comes: times, events, JTAG, polling.
// SPDX-License-Identifier: Apache-2.0
//
// A part of tb_hx_fpga, included there.

  task automatic test_systime(input logic [42:0] base, input int unsigned count);
    int          at;
    int          k;
    sync_base = base;
    start();
    put(8'h06, 56'd1);   // 0
    put(8'h07, 56'd4);   // 1
    put(8'h04, '0);      // 2
    put(8'h0a, 56'd1);   // 3
    put(8'h0a, 56'd1);   // 4
    put(8'h05, 56'd300); // 5
    put(8'h0a, 56'd1);   // 6
    for (int unsigned i = 0; i < count; i++) begin
      put(8'h04, '0);
      put(8'h05, {24'b0, $urandom % ($urandom % 3 == 0 ? 1000 : 20)});
      put(8'h0a, 56'd1);
    end
    put(8'h05, 56'd5000);
    put(8'h06, 56'd0);
    put(8'h0a, 56'd1);
    put_halt();
    run(1000000);
    at = find(4'h5, 0);
    check(at >= 0 && chip_time(decoded[at].arrived) - decoded[at].payload[42:0] == 43'd3,
          "systime message");
    check(decoded[0].code == 4'h5, "first the time");
    check(executed[2] > executed[0] + 2 * longint'(LinkLatency), "systime barrier holds");
    // every tick has the chip's time of its execution
    at = -1;
    for (int i = 0; i < executed.size(); i++) begin
      k = i;
      if (i == 3 || i == 4 || i == 6 || (i > 6 && i < 7 + 3 * int'(count) && (i - 7) % 3 == 2) ||
          i == executed.size() - 2 || i == executed.size() - 1) begin
        at = find(4'h2, at + 1);
        if (at < 0) begin
          check(1'b0, "tick missing");
          return;
        end
        if (decoded[at].stamp != chip_time(executed[k] + 1)) begin
          $display("word %0d: stamp %0d, happened at %0d", i, decoded[at].stamp,
                   chip_time(executed[k] + 1));
          errors++;
        end
      end
    end
    // registers of the synchronisation
    start();
    put_read(32'h8800_2001);
    put_read(32'h8800_2002);
    put_read(32'h8800_2003);
    put_read(32'h8800_2004);
    put_read(32'h8800_2005);
    put_read(32'h8800_2000);
    put_read(32'h8800_000f);
    put(8'h07, 56'd1);
    put_halt();
    run();
    at = find(4'h1, 0);
    check(decoded[at].payload == 0, "round trip high");
    at = find(4'h1, at + 1);
    check(decoded[at].payload == 72'(2 * LinkLatency + 5), "round trip");
    at = find(4'h1, at + 1);
    check({decoded[at].payload[10:0], 32'b0} == ((base + 5) & 43'h7ff_0000_0000), "time high");
    at = find(4'h1, at + 1);
    check(decoded[at].payload[31:0] == 32'(base + 5), "time low");
    at = find(4'h1, at + 1);
    check(decoded[at].payload == 0, "not active");
    at = find(4'h1, at + 1);
    check(decoded[at].payload == 3, "tries");
    at = find(4'h1, at + 1);
    check(decoded[at].payload == 0, "flags");
  endtask

  function automatic logic [63:0] event_word(input int unsigned count, input logic [7:0] t0,
                                             input logic [15:0] l0, input logic [7:0] t1,
                                             input logic [15:0] l1);
    return {2'b10, count == 2, 5'b0, t0, l0, t1, l1, 8'b0};
  endfunction

  task automatic test_events(input int unsigned count);
    logic [23:0] expected[$];
    logic [42:0] times   [$];  // chip time at which each was sent
    int          k = 0;
    longint      begun;
    // recording off: nothing comes
    start();
    put(8'h04, '0);
    put(8'h05, 56'd100);
    put_halt();
    chip_send(event_word(2, 8'h1, 16'h1, 8'h2, 16'h2));
    run();
    check(decoded[decoded.size()-1].code == 4'h2 && find(4'hb, 0) < 0, "recording is off");
    // on
    start();
    put_write(32'h8800_0005, 32'h1);
    put(8'h04, '0);
    put(8'h05, 56'd30000);
    put_halt();
    begun = cycle;
    while (cycle < begun + 10) @(posedge clk);
    for (int unsigned i = 0; i < count; i++) begin
      int unsigned burst = 1 + $urandom % 4;
      @(posedge clk);
      #1;
      for (int unsigned b = 0; b < burst; b++) begin
        logic [7:0] t = {7'(chip_time(cycle)), 1'($urandom)};
        logic [15:0] l0 = 16'($urandom);
        logic [15:0] l1 = 16'($urandom);
        logic [1:0] n = 1 + 2'($urandom % 2);
        chip_send(event_word(32'(n), t, l0, t, l1));
        expected.push_back({t, l0});
        times.push_back(chip_time(cycle));
        if (n == 2) begin
          expected.push_back({t, l1});
          times.push_back(chip_time(cycle));
        end
      end
      repeat (2 + $urandom % ($urandom % 8 == 0 ? 400 : 4)) @(posedge clk);
    end
    run(100000);
    check(decoded[decoded.size()-1].code == 4'h2, "halt last");
    foreach (decoded[i]) begin
      if (decoded[i].code >= 4'ha) begin
        int n = int'(decoded[i].code) - 9;
        for (int e = n - 1; e >= 0; e--) begin
          logic [23:0] got = decoded[i].payload[24*e+:24];
          logic [42:0] t;
          if (k >= expected.size()) begin
            check(1'b0, "too many events");
            return;
          end
          check(got == expected[k], "event");
          t = {decoded[i].stamp[42:7], got[23:17]};
          if (t > decoded[i].stamp) t = t - 43'd128;
          check(t == times[k], "event time rebuilt by the host");
          k++;
        end
      end
    end
    check(k == expected.size(), "all events");
    start();
    put_write(32'h8800_0005, 32'h0);
    put_read(32'h8800_000e);
    put(8'h07, 56'd1);
    put_halt();
    run();
    check(decoded[find(4'h1, 0)].payload == 0, "no drops");
  endtask

  // JTAG: answers in order, the barrier holds until the last step, a halt waits too.
  task automatic test_jtag();
    int at;
    start();
    jtag_edges = 0;
    jtag_ones  = 0;
    put(8'h01, 56'd2);                    // 0: period of four cycles
    put(8'h00, '0);                       // 1: 6 steps
    put(8'h02, 56'h7f);                   // 2: 13 steps
    put(8'h03, 56'h01_2101_2345_6789);    // 3: 38 steps
    put(8'h03, 56'h00_2000_dead_beef);    // 4: 37 steps, no answer
    put(8'h03, 56'h01_0300_0000_0005);    // 5: 8 steps
    put(8'h07, 56'd2);                    // 6
    put(8'h0a, 56'd1);                    // 7
    put(8'h03, 56'h01_0800_0000_00ff);    // 8
    put_halt();
    run();
    check(jtag_edges == 6 + 13 + 38 + 37 + 8 + 13, "steps");
    check(jtag_ones == 5 + 4 + 4 * 3, "steps with TMS 1");
    check(executed[7] - executed[1] >= 4 * (6 + 13 + 38 + 37 + 8), "the barrier holds");
    check(executed[7] - executed[1] <= 4 * (6 + 13 + 38 + 37 + 8) + 20, "not too long");
    at = find(4'h0, 0);
    check(at >= 0 && decoded[at].payload[32:0] == 33'h0_468a_cf12, "33 bits");
    at = find(4'h0, at + 1);
    check(decoded[at].payload == 72'h2, "three bits");
    begin
      int tick = find(4'h2, 0);
      check(decoded[tick].payload[0] && tick > at, "tick after the barrier");
    end
    at = find(4'h0, at + 1);
    check(at >= 0 && decoded[at].payload == 72'hfe, "answer after the halt");
    check(find(4'h0, at + 1) < 0, "three answers");
    // The default of the scaler is not what it is now; a full FIFO holds the executor.
    start();
    put(8'h01, 56'd0);
    for (int i = 0; i < 200; i++) put(8'h03, {8'h01, 8'h04, 37'd0, 3'(i)});
    put_halt();
    run();
    at = -1;
    for (int i = 0; i < 200; i++) begin
      at = find(4'h0, at + 1);
      if (at < 0) begin
        check(1'b0, "an answer is missing");
        return;
      end
      check(decoded[at].payload == {68'd0, 3'(i), 1'b0}, "many answers in order");
    end
  endtask

  // Polling: on the FPGA's own timer, on the chip, until equal and until not equal.
  task automatic test_polling();
    int reads = 0;
    int at;
    start();
    chip_memory[8'h20] = 32'hffff_0001;
    bus_delay = 20;
    put_write(32'h8800_0006, 32'h8800_000c);  // 0: the timer
    put_write(32'h8800_0007, 32'hffff_f440);
    put(8'h04, '0);                           // 4
    put_write(32'h8800_0008, 32'h0000_0fc0);  // 5: right before: bits 11:6 of 0x440
    put(8'h08, 56'd1);                        // 7
    put(8'h0a, 56'd1);                        // 8
    put_write(32'h8800_0007, 32'h0000_0440);
    put(8'h08, 56'd0);                        // 11: until no longer equal
    put(8'h0a, 56'd1);                        // 12
    put_write(32'h8800_0006, 32'h0000_0020);  // 13
    put_write(32'h8800_0007, 32'h1234_0003);
    put_write(32'h8800_0008, 32'h0000_ffff);
    put(8'h08, 56'd1);                        // 19
    put_read(32'h0000_0020);                  // 20
    put(8'h07, 56'd1);
    put_halt();
    repeat (3000) @(posedge clk);
    check(executed.size() == 20, "waits for the chip");
    chip_memory[8'h20] = 32'hffff_0003;
    repeat (60) @(posedge clk);
    check(executed.size() > 20, "the chip agrees");
    run();
    bus_delay = 3;
    check(executed[8] - executed[4] >= 1088 && executed[8] - executed[4] < 1108,
          "until the timer is there");
    check(executed[12] - executed[4] >= 1152 && executed[12] - executed[4] < 1172,
          "until the timer has gone on");
    for (int i = 0; i < decoded.size(); i++) if (decoded[i].code == 4'h1) reads++;
    check(reads == 1, "polling is silent");
    at = find(4'h1, 0);
    check(decoded[at].payload[31:0] == 32'hffff_0003, "a read after it");
    // Until equal to what never comes: the timeout with the index of the instruction.
    start();
    put_write(32'h8800_0009, 32'd3000);
    put_write(32'h8800_0007, 32'h0000_0004);
    put(8'h08, 56'd1);                        // 4
    put(8'h0a, 56'd1);
    put_halt();
    run();
    at = find(4'h4, 0);
    check(at >= 0 && decoded[at].payload[31:0] == 32'd4 && decoded[at].payload[38:32] == '0,
          "polling times out");
    at = find(4'h2, 0);
    check(at == decoded.size() - 1 && !decoded[at].payload[0], "halt");
    // An armed correction never comes.
    start();
    put_write(32'h8800_000b, 32'd1);
    put(8'h07, 56'h10);                       // 2
    put_halt();
    put_write(32'h8800_000b, 32'd0);
    put(8'h07, 56'h18);
    put_write(32'h8800_0009, 32'd1250000);
    put(8'h0a, 56'd1);
    put_halt();
    run();
    at = find(4'h4, 0);
    check(at >= 0 && decoded[at].payload[31:0] == 32'd2, "correction times out");
    check(find(4'h4, at + 1) < 0, "disarmed it passes");
  endtask
