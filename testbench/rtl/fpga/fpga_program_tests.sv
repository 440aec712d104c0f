// Tests of the FPGA: words in, accesses, order of answers, barriers, end of a program.
// SPDX-License-Identifier: Apache-2.0
//
// Part of tb_hx_fpga, whose instance `ends` (fpga_ends) they use.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module fpga_program_tests;
  import hx_link_pkg::*;

  task automatic test_loopback();
    ends.start();
    ends.to_send.push_back(64'hffff_0000_0000_0000);  // idle word
    ends.put(8'h0a, 56'd1);
    ends.put(8'h0a, 56'd1);
    ends.put_halt();
    ends.run();
    ends.check(ends.decoded.size() == 3, "loopback: three messages");
    ends.check(ends.decoded[0].stamp == 1 && ends.decoded[1].stamp == 2 &&
               ends.decoded[2].stamp == 3,
               "counts");
    ends.check(ends.decoded[0].payload == 1 && ends.decoded[2].payload == 0, "loopback values");
    ends.check(ends.words_received == 3, "three words");
    ends.check(ends.executed[3] == ends.executed[0] + 3, "one word a cycle");
    ends.check(ends.decoded[2].arrived == ends.executed[3] + 4, "halt latency");
  endtask

  task automatic test_timing();
    ends.start();
    ends.put(8'h04, '0);             // 0: timer setup
    ends.put(8'h05, 56'd0);          // 1: passes at once
    ends.put(8'h0d, 56'h0001);       // 2
    ends.put(8'h05, 56'd20);         // 3
    ends.put(8'h0e, 56'h0002_0003);  // 4
    ends.put(8'h05, 56'd22);         // 5: executes when the timer is 22
    ends.put(8'h0f, 56'h0004_0005_0006);
    ends.put(8'h05, 56'd10);         // 7: in the past
    ends.put(8'h04, '0);             // 8
    ends.put(8'h0d, 56'h0007);       // 9
    ends.put(8'h05, 56'd3);          // 10
    ends.put_read(32'h8800_000c);    // 11: the timer
    ends.put_halt();
    ends.run();
    // timer is 0 in the ends.cycle after word 0
    ends.check(ends.executed[2] - ends.executed[0] == 2, "wait until 0");
    ends.check(ends.executed[3] - ends.executed[0] == 3, "after a spike");
    ends.check(ends.executed[4] - ends.executed[0] == 22, "wait until 20");
    ends.check(ends.executed[5] - ends.executed[0] == 23, "after wait");
    ends.check(ends.executed[6] - ends.executed[0] == 24, "wait reached in its own cycle");
    ends.check(ends.executed[8] - ends.executed[0] == 26, "wait in the past");
    ends.check(ends.executed[11] - ends.executed[8] == 5, "wait after restart");
    ends.check(ends.sent_events.size() == 4, "four event words");
    ends.check(ends.sent_events_cycle[0] == ends.executed[2] + 2, "event leaves");
    ends.check(ends.sent_events_cycle[2] == ends.executed[6] + 2, "event leaves");
    // one event was sent before, then two
    ends.check(ends.sent_events[1] == seal({1'b1, 2'd2, 5'd1, 48'h0002_0003_0000, 8'b0}),
               "word of two");
    ends.check(ends.sent_events[2] == seal({1'b1, 2'd3, 5'd3, 48'h0004_0005_0006, 8'b0}),
               "word of three");
    ends.check(ends.decoded.size() == 2, "timer and halt");
    // free order between kinds; the answer comes after the halt here
    ends.check(ends.decoded[1].payload[31:0] == 32'd4 || ends.decoded[0].payload[31:0] == 32'd4,
               "timer value");
  endtask

  task automatic test_memory();
    ends.start();
    ends.put_write(32'h8000_0123, 32'h1234_5678);
    ends.put_write(32'h8000_0123, 32'h8765_4321, 4'h1);
    ends.put_read(32'h8000_0123);
    ends.put_write(32'h0000_0012, 32'h1234_5678);
    ends.put_write(32'h0000_0012, 32'h8765_4321, 4'h1);
    ends.put_read(32'h0000_0012);
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run();
    ends.check(ends.decoded.size() == 3, "two answers and a halt");
    ends.check(ends.decoded[0].payload == 72'h12345621, "byte enables in the FPGA");
    ends.check(ends.decoded[1].payload == 72'h12345621, "byte enables on the chip");
    ends.check(ends.decoded[2].code == 4'h2, "halt last");
  endtask

  task automatic test_order(input int unsigned count);
    logic [31:0] expected[$];
    logic [31:0] fpga[256];
    logic [31:0] chip[256];
    int          at = 0;
    ends.start();
    for (int i = 0; i < 256; i++) begin
      fpga[i] = 32'hdead_0000 + 32'(i);
      ends.put_write(32'h8000_0000 + 32'(i), fpga[i]);
      chip[i] = 32'hbeef_0000 + 32'(i);
      ends.chip_memory[i] = chip[i];
    end
    for (int unsigned i = 0; i < count; i++) begin
      logic [ 7:0] a = 8'($urandom);
      logic [31:0] d = $urandom;
      logic [ 3:0] e = 4'($urandom);
      case ($urandom % 5)
        0: begin
          ends.put_read({24'h80_0000, a});
          expected.push_back(fpga[a]);
        end
        1: begin
          ends.put_read({24'h0, a});
          expected.push_back(chip[a]);
        end
        2: begin
          ends.put_write({24'h80_0000, a}, d, e);
          for (int k = 0; k < 4; k++) if (e[k]) fpga[a][8*k+:8] = d[8*k+:8];
        end
        3: begin
          ends.put_write({24'h0, a}, d, e);
          for (int k = 0; k < 4; k++) if (e[k]) chip[a][8*k+:8] = d[8*k+:8];
        end
        default: ends.put(8'h0a, 56'd1);
      endcase
      if (i == count / 2) ends.bus_delay = 200;
    end
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run(200000);
    ends.bus_delay = 3;
    ends.check(ends.most_outstanding <= 52, "accesses in flight");
    ends.check(ends.most_outstanding >= 20, "many accesses in flight");
    foreach (expected[i]) begin
      at = ends.find(4'h1, at);
      if (at < 0) begin
        ends.check(1'b0, "an answer is missing");
        return;
      end
      ends.check(ends.decoded[at].payload[31:0] == expected[i], "answer value");
      at++;
    end
    ends.check(ends.find(4'h1, at) < 0, "too many answers");
    ends.check(ends.decoded[ends.decoded.size()-1].code == 4'h2, "halt last");
  endtask

  task automatic test_barrier();
    ends.start();
    ends.bus_delay = 50;
    ends.put_read(32'h0000_0001);
    ends.put_write(32'h0000_0002, 32'h5);
    ends.put(8'h07, 56'd1);
    ends.put(8'h0d, 56'h0001);
    ends.put(8'h07, 56'd0);
    ends.put(8'h07, 56'h1a);  // jtag, multi-FPGA, correction: all idle
    ends.put(8'h0d, 56'h0002);
    ends.put_read(32'h0000_0001);
    ends.put(8'h07, 56'd1);   // right behind its access
    ends.put(8'h0d, 56'h0003);
    ends.put_halt();
    ends.run();
    ends.bus_delay = 3;
    // the last answer is on the pins, in the link, in the FIFO, gone
    ends.check(ends.executed[10] == ends.last_answer_cycle + 4,
               "barrier ends with the last answer");
    ends.check(ends.executed[10] - ends.executed[9] == ends.executed[4] - ends.executed[3],
               "both barriers");
    ends.check(ends.executed[7] == ends.executed[4] + 3, "empty barriers pass");
  endtask

  // Halt with reads in flight: no word is taken until they are answered.
  task automatic test_drain();
    ends.start();
    ends.bus_delay = 100;
    ends.put_read(32'h0000_0003);
    ends.put_halt();
    ends.put(8'h0a, 56'd1);  // next program
    ends.put_halt();
    ends.run();
    ends.bus_delay = 3;
    ends.check(ends.decoded.size() == 4, "halt, answer, tick, halt");
    ends.check(ends.decoded[0].code == 4'h2 && ends.decoded[0].payload[0] == 1'b0,
               "halt does not wait");
    ends.check(ends.decoded[1].code == 4'h1, "late answer");
    ends.check(ends.executed[2] > ends.last_answer_cycle, "drained");
    ends.check(ends.executed[2] > ends.decoded[1].arrived - 1,
               "encoder empty before the next program");
  endtask

  // Reads alone: exactly the limit is in flight.
  task automatic test_limit();
    ends.start();
    ends.bus_delay = 300;
    for (int i = 0; i < 200; i++) ends.put_read(32'(i));
    ends.put(8'h07, 56'd1);
    ends.put_halt();
    ends.run();
    ends.bus_delay = 3;
    ends.check(ends.most_outstanding == 52, "52 in flight");
  endtask

endmodule
