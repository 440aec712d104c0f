// Tests of the executor: loopback, timing, memory, order, barriers, the end of a program.
// SPDX-License-Identifier: Apache-2.0
//
// A part of tb_hx_fpga, included there.

  task automatic test_loopback();
    start();
    to_send.push_back(64'hffff_0000_0000_0000);  // idle word
    put(8'h0a, 56'd1);
    put(8'h0a, 56'd1);
    put_halt();
    run();
    check(decoded.size() == 3, "loopback: three messages");
    check(decoded[0].stamp == 1 && decoded[1].stamp == 2 && decoded[2].stamp == 3, "counts");
    check(decoded[0].payload == 1 && decoded[2].payload == 0, "loopback values");
    check(words_received == 3, "three words");
    check(executed[3] == executed[0] + 3, "one word a cycle");
    check(decoded[2].arrived == executed[3] + 4, "halt latency");
  endtask

  task automatic test_timing();
    start();
    put(8'h04, '0);             // 0: timer setup
    put(8'h05, 56'd0);          // 1: passes at once
    put(8'h0d, 56'h0001);       // 2
    put(8'h05, 56'd20);         // 3
    put(8'h0e, 56'h0002_0003);  // 4
    put(8'h05, 56'd22);         // 5: executes when the timer is 22
    put(8'h0f, 56'h0004_0005_0006);
    put(8'h05, 56'd10);         // 7: in the past
    put(8'h04, '0);             // 8
    put(8'h0d, 56'h0007);       // 9
    put(8'h05, 56'd3);          // 10
    put_read(32'h8800_000c);    // 11: the timer
    put_halt();
    run();
    // timer is 0 in the cycle after word 0
    check(executed[2] - executed[0] == 2, "wait until 0");
    check(executed[3] - executed[0] == 3, "after a spike");
    check(executed[4] - executed[0] == 22, "wait until 20");
    check(executed[5] - executed[0] == 23, "after wait");
    check(executed[6] - executed[0] == 24, "wait reached in its own cycle");
    check(executed[8] - executed[0] == 26, "wait in the past");
    check(executed[11] - executed[8] == 5, "wait after restart");
    check(sent_events.size() == 4, "four event words");
    check(sent_events_cycle[0] == executed[2] + 2, "event leaves");
    check(sent_events_cycle[2] == executed[6] + 2, "event leaves");
    // one event was sent before, then two
    check(sent_events[1] == seal({1'b1, 2'd2, 5'd1, 48'h0002_0003_0000, 8'b0}), "word of two");
    check(sent_events[2] == seal({1'b1, 2'd3, 5'd3, 48'h0004_0005_0006, 8'b0}), "word of three");
    check(decoded.size() == 2, "timer and halt");
    // free order between kinds; the answer comes after the halt here
    check(decoded[1].payload[31:0] == 32'd4 || decoded[0].payload[31:0] == 32'd4, "timer value");
  endtask

  task automatic test_memory();
    start();
    put_write(32'h8000_0123, 32'h1234_5678);
    put_write(32'h8000_0123, 32'h8765_4321, 4'h1);
    put_read(32'h8000_0123);
    put_write(32'h0000_0012, 32'h1234_5678);
    put_write(32'h0000_0012, 32'h8765_4321, 4'h1);
    put_read(32'h0000_0012);
    put(8'h07, 56'd1);
    put_halt();
    run();
    check(decoded.size() == 3, "two answers and a halt");
    check(decoded[0].payload == 72'h12345621, "byte enables in the FPGA");
    check(decoded[1].payload == 72'h12345621, "byte enables on the chip");
    check(decoded[2].code == 4'h2, "halt last");
  endtask

  task automatic test_order(input int unsigned count);
    logic [31:0] expected[$];
    logic [31:0] fpga[256];
    logic [31:0] chip[256];
    int          at = 0;
    start();
    for (int i = 0; i < 256; i++) begin
      fpga[i] = 32'hdead_0000 + 32'(i);
      put_write(32'h8000_0000 + 32'(i), fpga[i]);
      chip[i] = 32'hbeef_0000 + 32'(i);
      chip_memory[i] = chip[i];
    end
    for (int unsigned i = 0; i < count; i++) begin
      logic [ 7:0] a = 8'($urandom);
      logic [31:0] d = $urandom;
      logic [ 3:0] e = 4'($urandom);
      case ($urandom % 5)
        0: begin
          put_read({24'h80_0000, a});
          expected.push_back(fpga[a]);
        end
        1: begin
          put_read({24'h0, a});
          expected.push_back(chip[a]);
        end
        2: begin
          put_write({24'h80_0000, a}, d, e);
          for (int k = 0; k < 4; k++) if (e[k]) fpga[a][8*k+:8] = d[8*k+:8];
        end
        3: begin
          put_write({24'h0, a}, d, e);
          for (int k = 0; k < 4; k++) if (e[k]) chip[a][8*k+:8] = d[8*k+:8];
        end
        default: put(8'h0a, 56'd1);
      endcase
      if (i == count / 2) bus_delay = 200;
    end
    put(8'h07, 56'd1);
    put_halt();
    run(200000);
    bus_delay = 3;
    check(most_outstanding <= 52, "accesses in flight");
    check(most_outstanding >= 20, "many accesses in flight");
    foreach (expected[i]) begin
      at = find(4'h1, at);
      if (at < 0) begin
        check(1'b0, "an answer is missing");
        return;
      end
      check(decoded[at].payload[31:0] == expected[i], "answer value");
      at++;
    end
    check(find(4'h1, at) < 0, "too many answers");
    check(decoded[decoded.size()-1].code == 4'h2, "halt last");
  endtask

  task automatic test_barrier();
    start();
    bus_delay = 50;
    put_read(32'h0000_0001);
    put_write(32'h0000_0002, 32'h5);
    put(8'h07, 56'd1);
    put(8'h0d, 56'h0001);
    put(8'h07, 56'd0);
    put(8'h07, 56'h1a);  // jtag, multi-FPGA, correction: all idle
    put(8'h0d, 56'h0002);
    put_read(32'h0000_0001);
    put(8'h07, 56'd1);   // right behind its access
    put(8'h0d, 56'h0003);
    put_halt();
    run();
    bus_delay = 3;
    // the last answer is on the pins, in the link, in the FIFO, gone
    check(executed[10] == last_answer_cycle + 4, "barrier ends with the last answer");
    check(executed[10] - executed[9] == executed[4] - executed[3], "both barriers");
    check(executed[7] == executed[4] + 3, "empty barriers pass");
  endtask

  // Halt with reads in flight: no word is taken until they are answered.
  task automatic test_drain();
    start();
    bus_delay = 100;
    put_read(32'h0000_0003);
    put_halt();
    put(8'h0a, 56'd1);  // next program
    put_halt();
    run();
    bus_delay = 3;
    check(decoded.size() == 4, "halt, answer, tick, halt");
    check(decoded[0].code == 4'h2 && decoded[0].payload[0] == 1'b0, "halt does not wait");
    check(decoded[1].code == 4'h1, "late answer");
    check(executed[2] > last_answer_cycle, "drained");
    check(executed[2] > decoded[1].arrived - 1, "encoder empty before the next program");
  endtask
