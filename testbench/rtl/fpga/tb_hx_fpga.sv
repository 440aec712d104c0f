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

  // ---------------------------------------------------------------- host, to the FPGA
  longint      cycle = 0;
  logic [63:0] to_send      [$];
  longint      executed     [$];  // cycle of execution of each word of the program

  // ---------------------------------------------------------------- host, from the FPGA
  typedef struct packed {
    logic [3:0]  code;
    logic [71:0] payload;
    logic [42:0] stamp;
    longint      arrived;
  } decoded_t;
  decoded_t    decoded[$];
  logic        bits   [$];
  logic [42:0] host_time = '0;
  int unsigned words_received = 0;

  function automatic void decode(input logic [63:0] w);
    words_received++;
    if (bits.size() == 0 && w[63]) return;
    for (int i = 63; i >= 0; i--) bits.push_back(w[i]);
    while (bits.size() >= 8) begin
      logic [ 7:0] header = '0;
      logic [71:0] all = '0;  // the header drops out at the top
      int          length;
      decoded_t    d;
      for (int i = 0; i < 8; i++) header = {header[6:0], bits[i]};
      if (header > 8'h0c) begin
        $display("bad header %h", header);
        $fatal;
      end
      length = (header == 8'h0c || header == 8'h09) ? 80 : 64;
      if (bits.size() < length) return;
      for (int i = 0; i < length; i++) all = {all[70:0], bits.pop_front()};
      d.code    = header[3:0];
      d.payload = length == 80 ? all : {16'b0, all[55:0]};
      host_time = host_time + 1;
      if (d.code == 4'h5) host_time = d.payload[42:0];
      if (d.code == 4'h6) host_time = host_time + 43'(d.payload[7:0]);
      d.stamp   = host_time;
      d.arrived = cycle;
      decoded.push_back(d);
      if (d.code == 4'h2 && !d.payload[0]) host_time = '0;
      if (bits.size() > 0 && bits[0]) bits.delete();
    end
  endfunction

  // ---------------------------------------------------------------- chip
  typedef struct packed {
    longint      due;
    logic [63:0] word;
  } flying_t;
  flying_t     to_chip  [$];
  flying_t     from_chip[$];
  flying_t     answers  [$];  // wait for their start
  int unsigned bus_delay = 3;
  logic        chip_mute = 1'b0;
  logic [31:0] chip_memory[256];
  logic [ 3:0] write_enables = '0;
  logic [ 7:0] write_address = '0;
  longint      chip_zero = 0;  // chip time is cycle - chip_zero
  logic [42:0] sync_base = 43'd1000;
  int unsigned outstanding = 0;
  int unsigned most_outstanding = 0;
  longint      sent_events_cycle[$];
  logic [63:0] sent_events      [$];
  longint      last_answer_cycle = 0;
  logic [ 2:0] next_lane = '0;

  function automatic logic [42:0] chip_time(input longint at);
    return 43'(at - chip_zero);
  endfunction

  // The retransmission, simply: what is not the next word is not taken, and acknowledged again.
  number_t     next_number     = '0;
  number_t     expected_number = '0;
  logic [31:0] events_sent     = '0;
  longint      acknowledge_due = -1;

  function automatic void chip_take(input logic [63:0] w);
    // verilator lint_off UNUSEDSIGNAL
    bus_word_t         b = w;  // the check was looked at
    // verilator lint_on UNUSEDSIGNAL
    flying_t           f;
    logic       [31:0] data;
    check(w == seal(w), "check of a word to the chip");
    if (w[63]) return;  // events
    if (b.kind == KindBusAddress || b.kind == KindBusData) begin
      if (acknowledge_due < 0) acknowledge_due = cycle + 16;
      if (b.number != expected_number) return;
      expected_number++;
    end
    if (b.kind == KindBusData || b.kind == KindBusAddress && b.is_read) begin
      outstanding++;
      if (outstanding > most_outstanding) most_outstanding = outstanding;
    end
    case (b.kind)
      KindControl: ;
      KindBusAddress: begin
        if (b.is_read) begin
          f.due  = cycle + longint'(bus_delay);
          f.word = {KindBusData, 12'b0, chip_memory[b.payload[7:0]], 16'b0};
          answers.push_back(f);
        end else begin
          write_enables = b.byte_enables;
          write_address = b.payload[7:0];
        end
      end
      KindBusData: begin
        data = chip_memory[write_address];
        for (int i = 0; i < 4; i++) begin
          if (write_enables[i]) data[8*i+:8] = b.payload[8*i+:8];
        end
        chip_memory[write_address] = data;
        f.due  = cycle + longint'(bus_delay);
        f.word = {KindBusDone, 60'b0};
        answers.push_back(f);
      end
      KindSystime: begin
        chip_zero = cycle - longint'(sync_base);
        f.due  = cycle + 5;
        f.word = '0;
        f.word[63:60] = KindSystime;
        answers.push_back(f);
      end
      default: check(1'b0, "unknown word to the chip");
    endcase
  endfunction

  function automatic void chip_send(input logic [63:0] w);
    flying_t f;
    f.due  = cycle + longint'(LinkLatency);
    f.word = w;
    if (w[63:60] == KindSystime) f.word[59:17] = chip_time(cycle);
    if (w[63]) begin
      f.word[60:56] = events_sent[4:0];
      events_sent += 32'(w[62:61]);
    end
    if (w[63:60] == KindBusData || w[63:60] == KindBusDone) begin
      f.word[59:53] = next_number;
      next_number++;
      f.word[52:48] = events_sent[4:0];
    end
    if (w[63:60] == KindBusDone || w[63:60] == KindControl) f.word[47:16] = events_sent;
    if (w[63:60] inside {KindBusData, KindBusDone, KindControl}) begin
      f.word[15:9]    = expected_number;
      acknowledge_due = -1;
    end
    f.word = seal(f.word);
    from_chip.push_back(f);
  endfunction

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

  // ---------------------------------------------------------------- programs
  function automatic void put(input logic [7:0] code, input logic [55:0] payload);
    to_send.push_back({code, payload});
  endfunction
  function automatic void put_write(input logic [31:0] address, input logic [31:0] data,
                                    input logic [3:0] enables = 4'hf);
    put(8'h0b, {19'b0, 1'b0, enables, address});
    put(8'h0c, {24'b0, data});
  endfunction
  function automatic void put_read(input logic [31:0] address);
    put(8'h0b, {19'b0, 1'b1, 4'hf, address});
  endfunction
  function automatic void put_halt();
    put(8'h0a, 56'd0);
  endfunction

  function automatic void start();
    executed.delete();
    decoded.delete();
    sent_events.delete();
    sent_events_cycle.delete();
    most_outstanding = 0;
    words_received   = 0;
  endfunction

  // Runs until the FPGA is idle again.
  task automatic run(input int unsigned limit = 20000);
    longint started = cycle;
    while (to_send.size() > 0 || !(word_ready && !starved)) begin
      @(posedge clk);
      if (cycle - started > longint'(limit)) begin
        $display("program does not end");
        $fatal;
      end
    end
    @(posedge clk);
    check(find(4'h2, 0) >= 0, "no halt");
  endtask

  function automatic int find(input logic [3:0] code, input int from);
    for (int i = from; i < decoded.size(); i++) if (decoded[i].code == code) return i;
    return -1;
  endfunction

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
