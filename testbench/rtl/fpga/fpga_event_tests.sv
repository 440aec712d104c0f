// Tests of the FPGA: system time, spikes from the chip, more of them than the encoder sends.
// SPDX-License-Identifier: Apache-2.0
//
// Part of tb_hx_fpga, whose instance `ends` (fpga_ends) they use.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module fpga_event_tests;
  import hx_link_pkg::*;

  task automatic test_systime(input logic [42:0] base, input int unsigned count);
    int          at;
    int          k;
    ends.sync_base = base;
    ends.start();
    ends.put(8'h06, 56'd1);   // 0
    ends.put(8'h07, 56'd4);   // 1
    ends.put(8'h04, '0);      // 2
    ends.put(8'h0a, 56'd1);   // 3
    ends.put(8'h0a, 56'd1);   // 4
    ends.put(8'h05, 56'd300); // 5
    ends.put(8'h0a, 56'd1);   // 6
    for (int unsigned i = 0; i < count; i++) begin
      ends.put(8'h04, '0);
      ends.put(8'h05, {24'b0, $urandom % ($urandom % 3 == 0 ? 1000 : 20)});
      ends.put(8'h0a, 56'd1);
    end
    ends.put(8'h05, 56'd5000);
    ends.put(8'h06, 56'd0);
    ends.put(8'h0a, 56'd1);
    ends.put_halt();
    ends.run(1000000);
    at = ends.find(4'h5, 0);
    ends.check(at >= 0 &&
               ends.chip_time(ends.decoded[at].arrived) - ends.decoded[at].payload[42:0] == 43'd3,
          "systime message");
    ends.check(ends.decoded[0].code == 4'h5, "first the time");
    ends.check(ends.executed[2] > ends.executed[0] + 2 * longint'(LinkLatency),
               "systime barrier holds");
    // every tick has the chip's time of its execution
    at = -1;
    for (int i = 0; i < ends.executed.size(); i++) begin
      k = i;
      if (i == 3 || i == 4 || i == 6 || (i > 6 && i < 7 + 3 * int'(count) && (i - 7) % 3 == 2) ||
          i == ends.executed.size() - 2 || i == ends.executed.size() - 1) begin
        at = ends.find(4'h2, at + 1);
        if (at < 0) begin
          ends.check(1'b0, "tick missing");
          return;
        end
        if (ends.decoded[at].stamp != ends.chip_time(ends.executed[k] + 1)) begin
          $display("word %0d: stamp %0d, happened at %0d", i, ends.decoded[at].stamp,
                   ends.chip_time(ends.executed[k] + 1));
          ends.errors++;
        end
      end
    end
    // registers of the synchronisation
    ends.start();
    ends.put_read(32'h8800_2001);
    ends.put_read(32'h8800_2002);
    ends.put_read(32'h8800_2003);
    ends.put_read(32'h8800_2004);
    ends.put_read(32'h8800_2005);
    ends.put_read(32'h8800_2000);
    ends.put_read(32'h8800_000f);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run();
    at = ends.find(4'h1, 0);
    ends.check(ends.decoded[at].payload == 0, "round trip high");
    at = ends.find(4'h1, at + 1);
    ends.check(ends.decoded[at].payload == 72'(2 * LinkLatency + 5), "round trip");
    at = ends.find(4'h1, at + 1);
    ends.check({ends.decoded[at].payload[10:0], 32'b0} == ((base + 5) & 43'h7ff_0000_0000),
               "time high");
    at = ends.find(4'h1, at + 1);
    ends.check(ends.decoded[at].payload[31:0] == 32'(base + 5), "time low");
    at = ends.find(4'h1, at + 1);
    ends.check(ends.decoded[at].payload == 0, "not active");
    at = ends.find(4'h1, at + 1);
    ends.check(ends.decoded[at].payload == 3, "tries");
    at = ends.find(4'h1, at + 1);
    ends.check(ends.decoded[at].payload == 0, "flags");
  endtask

  task automatic test_events(input int unsigned count);
    logic [23:0] expected[$];
    logic [42:0] times   [$];  // chip time at which each was sent
    int          k = 0;
    longint      begun;
    // recording off: nothing comes
    ends.start();
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd100);
    ends.put_halt();
    ends.chip_send(ends.event_word(2, 8'h1, 16'h1, 8'h2, 16'h2));
    ends.run();
    ends.check(ends.decoded[ends.decoded.size()-1].code == 4'h2 && ends.find(4'hb, 0) < 0,
               "recording is off");
    // on
    ends.start();
    ends.put_write(32'h8800_0005, 32'h1);
    ends.put(8'h04, '0);
    ends.put(8'h05, 56'd30000);
    ends.put_halt();
    begun = ends.cycle;
    while (ends.cycle < begun + 10) @(posedge ends.clk);
    for (int unsigned i = 0; i < count; i++) begin
      int unsigned burst = 1 + $urandom % 4;
      @(posedge ends.clk);
      #1;
      for (int unsigned b = 0; b < burst; b++) begin
        logic [7:0] t = {7'(ends.chip_time(ends.cycle)), 1'($urandom)};
        logic [15:0] l0 = 16'($urandom);
        logic [15:0] l1 = 16'($urandom);
        logic [1:0] n = 1 + 2'($urandom % 2);
        ends.chip_send(ends.event_word(32'(n), t, l0, t, l1));
        expected.push_back({t, l0});
        times.push_back(ends.chip_time(ends.cycle));
        if (n == 2) begin
          expected.push_back({t, l1});
          times.push_back(ends.chip_time(ends.cycle));
        end
      end
      repeat (2 + $urandom % ($urandom % 8 == 0 ? 400 : 4)) @(posedge ends.clk);
    end
    ends.run(100000);
    ends.check(ends.decoded[ends.decoded.size()-1].code == 4'h2, "halt last");
    foreach (ends.decoded[i]) begin
      if (ends.decoded[i].code >= 4'ha) begin
        int n = int'(ends.decoded[i].code) - 9;
        for (int e = n - 1; e >= 0; e--) begin
          logic [23:0] got = ends.decoded[i].payload[24*e+:24];
          logic [42:0] t;
          if (k >= expected.size()) begin
            ends.check(1'b0, "too many events");
            return;
          end
          ends.check(got == expected[k], "event");
          t = {ends.decoded[i].stamp[42:7], got[23:17]};
          if (t > ends.decoded[i].stamp) t = t - 43'd128;
          ends.check(t == times[k], "event time rebuilt by the host");
          k++;
        end
      end
    end
    ends.check(k == expected.size(), "all events");
    ends.start();
    ends.put_write(32'h8800_0005, 32'h0);
    ends.put_read(32'h8800_000e);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run();
    ends.check(ends.decoded[ends.find(4'h1, 0)].payload == 0, "no drops");
  endtask

  // More events than the encoder can send, for longer than the FIFO lasts: counted, none mixed up,
  // and a halt still ends the program.
  task automatic test_storm();
    int unsigned sent = 0;
    int unsigned got = 0;
    logic [15:0] last = '0;
    longint      begun;
    ends.start();
    ends.put_write(32'h8800_0005, 32'h1);
    ends.put_read(32'h8800_000e);
    ends.put(8'h04, '0);
    for (int i = 0; i < 3000; i++) ends.put(8'h0a, 56'd1);  // competes for the encoder
    ends.put(8'h05, 56'd8000);
    ends.put_read(32'h8800_000e);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    begun = ends.cycle;
    while (ends.cycle < begun + 20) @(posedge ends.clk);
    repeat (2000) begin
      @(posedge ends.clk);
      #1;
      repeat (2) begin
        ends.chip_send(ends.event_word(2, 8'h0, 16'(sent + 1), 8'h0, 16'(sent + 2)));
        sent += 2;
      end
    end
    ends.run(100000);
    foreach (ends.decoded[i]) begin
      if (ends.decoded[i].code >= 4'ha) begin
        int n = int'(ends.decoded[i].code) - 9;
        for (int e = n - 1; e >= 0; e--) begin
          ends.check(ends.decoded[i].payload[24*e+:16] > last, "events in order");
          last = ends.decoded[i].payload[24*e+:16];
          got++;
        end
      end
    end
    begin
      int first = ends.find(4'h1, 0);
      int second = ends.find(4'h1, first + 1);
      int unsigned dropped = ends.decoded[second].payload[31:0] - ends.decoded[first].payload[31:0];
      ends.check(dropped > 0, "the storm is too much");
      ends.check(got + dropped == sent, "every event sent or counted");
    end
    ends.check(ends.decoded[ends.decoded.size()-1].code == 4'h2, "halt last");
    ends.start();
    ends.put_write(32'h8800_0005, 32'h0);
    ends.put_halt();
    ends.run();
  endtask

endmodule
