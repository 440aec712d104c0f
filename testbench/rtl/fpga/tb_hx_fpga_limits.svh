// Tests of rest, limits and errors.
// SPDX-License-Identifier: Apache-2.0
//
// A part of tb_hx_fpga, included there.

  task automatic test_rest();
    // idle flush: an odd pack comes out without a halt
    start();
    put_write(32'h8800_0005, 32'h1);
    put(8'h04, '0);
    put(8'h05, 56'd1000);
    put_halt();
    repeat (20) @(posedge clk);
    #1;
    chip_send(event_word(2, 8'h10, 16'h1, 8'h11, 16'h2));
    chip_send(event_word(1, 8'h12, 16'h3, 8'h0, 16'h0));
    run();
    check(find(4'hc, 0) >= 0, "pack of three");
    check(decoded[find(4'hc, 0)].arrived < executed[4] - 500, "idle flush");
    // reset pin, unknown header, data without address, filter
    start();
    put(8'h09, 56'd1);
    put(8'h04, '0);
    put(8'h05, 56'd10);
    put(8'h09, 56'd0);
    put(8'h10, 56'd0);
    put(8'h0c, 56'd0);
    put_read(32'h8800_000f);
    put_write(32'h8800_0000, 32'h0);
    put_write(32'h0000_0001, 32'h77);
    put_write(32'h8000_0001, 32'h78);
    put_write(32'h8800_0000, 32'h1);
    put_write(32'h8000_0001, 32'h79);
    put_read(32'h8000_0001);
    put(8'h07, 56'd1);
    put_halt();
    run();
    begin
      int at = find(4'h1, 0);
      check(decoded[at].payload == 1, "illegal flag");
      at = find(4'h1, at + 1);
      check(decoded[at].payload == 0, "write response");
      at = find(4'h1, at + 1);
      check(decoded[at].payload == 0, "write response");
      at = find(4'h1, at + 1);
      check(decoded[at].payload == 0, "write response of the filter");
      at = find(4'h1, at + 1);
      check(decoded[at].payload == 72'h79, "read after writes");
      check(find(4'h1, at + 1) < 0, "filtered");
    end
    // a chip that says nothing: the program ends all the same
    start();
    chip_mute = 1'b1;
    put_read(32'h0000_0001);
    put(8'h06, 56'd1);
    put(8'h07, 56'd5);
    put_read(32'h8800_000f);
    put(8'h07, 56'd1);
    put_halt();
    run(100000);
    chip_mute = 1'b0;
    // The chip still gets the read and answers it; nobody waits for that.
    repeat (1000) @(posedge clk);
    check(decoded[find(4'h1, find(4'h1, 0) + 1)].payload == 72'b1011, "lost and failed");
  endtask

  // An instruction that holds too long: one report, nothing else of the program, its halt.
  task automatic test_timeout();
    int at;
    int unsigned earlier;
    start();
    earlier = timeout_count;
    put_write(32'h8800_0009, 32'd500);
    put(8'h04, '0);
    put(8'h05, 56'd490);         // short enough
    put(8'h0a, 56'd1);
    put(8'h05, 56'h00ff_ffff);   // index 5
    put(8'h0a, 56'd1);
    put(8'h0d, 56'h0001);
    put(8'h05, 56'h00ff_ffff);
    put_halt();
    put(8'h0a, 56'd1);           // the next program
    put_write(32'h8800_0009, 32'd1250000);
    put_halt();
    run();
    at = find(4'h4, 0);
    check(at >= 0 && decoded[at].payload[44:0] == 45'd5, "timeout notification");
    check(timeout_count == earlier + 1, "timeout shown to waves");
    check(find(4'h4, at + 1) < 0, "one notification");
    check(sent_events.size() == 0, "the rest is dropped");
    check(executed[6] - executed[5] >= 500 && executed[6] - executed[5] < 510, "after 500 cycles");
    check(decoded[at+1].code == 4'h2 || decoded[at+1].code >= 4'h5, "halt follows");
    at = find(4'h2, at + 1);
    check(decoded[at].payload == 72'd0, "halt");
    at = find(4'h2, at + 1);
    check(decoded[at].payload == 72'd1, "next program runs");
  endtask

  // The counters of the notification: reads, not writes, that a silent chip owes; events that
  // wait for the encoder.
  task automatic test_timeout_counters();
    int at;
    start();
    chip_mute = 1'b1;
    put_write(32'h8800_0009, 32'd300);
    put_write(32'h0000_0001, 32'h5);
    for (int i = 0; i < 7; i++) put_read(32'(i));
    put(8'h07, 56'd1);  // index 11
    put_halt();
    run(200000);  // each answer is waited for
    at = find(4'h4, 0);
    check(at >= 0 && decoded[at].payload[44:0] == {6'd7, 7'd0, 32'd11}, "reads in flight");
    chip_mute   = 1'b0;
    outstanding = 0;
    start();
    put_write(32'h8800_0009, 32'd400);
    put_write(32'h8800_0005, 32'd1);
    put(8'h04, '0);
    put(8'h05, 56'h00ff_ffff);  // index 5
    put_halt();
    put_write(32'h8800_0009, 32'd1250000);
    put(8'h04, '0);
    put(8'h05, 56'd5000);       // the rest of the events
    put_write(32'h8800_0005, 32'd0);
    put_halt();
    repeat (350) begin
      @(posedge clk);
      #1;
      repeat (2) chip_send(event_word(2, 8'h0, 16'h1, 8'h0, 16'h2));
    end
    run(100000);
    at = find(4'h4, 0);
    check(at >= 0 && decoded[at].payload[31:0] == 32'd5 && decoded[at].payload[44:39] == '0,
          "no reads in flight");
    check(decoded[at].payload[38:32] > 7'd10 && decoded[at].payload[38:32] <= 7'd96,
          "stalls of the trace path");
  endtask

  // Reads alone: exactly the limit is in flight.
  task automatic test_limit();
    start();
    bus_delay = 300;
    for (int i = 0; i < 200; i++) put_read(32'(i));
    put(8'h07, 56'd1);
    put_halt();
    run();
    bus_delay = 3;
    check(most_outstanding == 52, "52 in flight");
  endtask

  // More events than the encoder can send, for longer than the FIFO lasts: counted, none mixed up,
  // and a halt still ends the program.
  task automatic test_storm();
    int unsigned sent = 0;
    int unsigned got = 0;
    logic [15:0] last = '0;
    longint      begun;
    start();
    put_write(32'h8800_0005, 32'h1);
    put_read(32'h8800_000e);
    put(8'h04, '0);
    for (int i = 0; i < 3000; i++) put(8'h0a, 56'd1);  // competes for the encoder
    put(8'h05, 56'd8000);
    put_read(32'h8800_000e);
    put(8'h07, 56'd1);
    put_halt();
    begun = cycle;
    while (cycle < begun + 20) @(posedge clk);
    repeat (2000) begin
      @(posedge clk);
      #1;
      repeat (2) begin
        chip_send(event_word(2, 8'h0, 16'(sent + 1), 8'h0, 16'(sent + 2)));
        sent += 2;
      end
    end
    run(100000);
    foreach (decoded[i]) begin
      if (decoded[i].code >= 4'ha) begin
        int n = int'(decoded[i].code) - 9;
        for (int e = n - 1; e >= 0; e--) begin
          check(decoded[i].payload[24*e+:16] > last, "events in order");
          last = decoded[i].payload[24*e+:16];
          got++;
        end
      end
    end
    begin
      int first = find(4'h1, 0);
      int second = find(4'h1, first + 1);
      int unsigned dropped = decoded[second].payload[31:0] - decoded[first].payload[31:0];
      check(dropped > 0, "the storm is too much");
      check(got + dropped == sent, "every event sent or counted");
    end
    check(decoded[decoded.size()-1].code == 4'h2, "halt last");
    start();
    put_write(32'h8800_0005, 32'h0);
    put_halt();
    run();
  endtask
