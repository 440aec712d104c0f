// Test of the event crossbar: node table, order, conservation, fairness, overflow, time stamps.
// SPDX-License-Identifier: Apache-2.0
//
// Labels tell where an event came from: {3 random bits, input, 6-bit sequence number}. The
// scoreboard keeps a queue of expected events for every pair of input and output, taken from
// the node formulas of the register description; what is skipped in a queue was dropped.
// +seed=N chooses the random part, +rounds=N its length.
// verilator lint_off UNUSEDSIGNAL
module tb_hx_event_crossbar;
  import hx_omnibus_pkg::request_t;
  import hx_link_pkg::event_t;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0;
  request_t access = '0;
  logic [31:0] access_data;
  logic [43:0] systime = '0;
  logic [7:0] neuron_valid = '0;
  logic [7:0][13:0] neuron_label = '0;
  // Events being set up: Verilator 5.006 misses single elements written from a task.
  logic [7:0][13:0] neuron_label_next = '0;
  logic [2:0] link_valid = '0;
  logic [2:0][15:0] link_label = '0;
  logic [2:0][15:0] link_label_next = '0;
  logic [7:0] background_valid = '0;
  logic [7:0][13:0] background_label = '0;
  logic [7:0][13:0] background_label_next = '0;
  logic [7:0] padi_valid;
  logic [7:0][10:0] padi_label;
  logic [7:0] padi_ready = '1;
  logic [3:0] l2_valid;
  event_t l2_event[4];
  logic [3:0] l2_ready = '1;

  hx_event_crossbar dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .systime_i(systime),
      .neuron_event_valid_i(neuron_valid), .neuron_event_label_i(neuron_label),
      .link_event_valid_i(link_valid), .link_event_label_i(link_label),
      .background_event_valid_i(background_valid), .background_event_label_i(background_label),
      .padi_event_valid_o(padi_valid), .padi_event_label_o(padi_label),
      .padi_event_ready_i(padi_ready),
      .l2_event_valid_o(l2_valid), .l2_event_o(l2_event), .l2_event_ready_i(l2_ready)
  );

  // ------------------------------------------------------------------ scoreboard
  // -1: no such node.
  function automatic int node_of(int i, int o);
    if (i < 8) begin
      if (o % 4 != i % 4) return -1;
      return 3 * i + o / 4;
    end
    if (i < 12) begin
      if (o < 8) return 24 + 9 * (i - 8) + o;
      return o == i ? 32 + 9 * (i - 8) : -1;
    end
    if (i < 16) begin
      if (o == i - 12) return 60 + 2 * (i - 12);
      return o == i - 4 ? 61 + 2 * (i - 12) : -1;
    end
    if (o == i - 12) return 60 + 2 * (i - 12);
    return o == i - 8 ? 61 + 2 * (i - 12) : -1;
  endfunction

  logic [31:0] node[76];
  localparam int Room = 8192;
  logic [13:0] expected[240*Room];  // queue of input and output at Room * (12 * input + output)
  int head[240];
  int tail[240];
  int skipped[240];
  int delivered[240];
  int last_grant[12];
  int sent = 0;
  int received = 0;
  bit slow = 0;

  task automatic note_input(int i, logic [13:0] label);
    sent++;
    for (int o = 0; o < 12; o++) begin
      if (node_of(i, o) >= 0 && (label & node[node_of(i, o)][13:0]) == node[node_of(i, o)][29:16])
      begin
        expected[Room*(12*i+o)+tail[12*i+o]%Room] = label;
        tail[12*i+o]++;
      end
    end
  endtask

  task automatic note_output(int o, logic [13:0] label, bit whole);
    int i = int'(label[10:6]);
    bit found = 0;
    logic [13:0] oldest;
    received++;
    if (i >= 20) $fatal(1, "output %0d: label %h was never sent", o, label);
    while (!found) begin
      if (head[12*i+o] == tail[12*i+o]) $fatal(1, "output %0d: unexpected label %h", o, label);
      oldest = expected[Room*(12*i+o)+head[12*i+o]%Room];
      found = whole ? oldest == label : oldest[10:0] == label[10:0];
      if (!found) skipped[12*i+o]++;
      head[12*i+o]++;
    end
    delivered[12*i+o]++;
  endtask

  initial forever begin
    @(posedge clk);
    if (rst_n) note_cycle();
  end

  task automatic note_cycle();
    for (int o = 0; o < 12; o++) begin
      if (o < 8 && padi_valid[3'(o)] && padi_ready[3'(o)])
        note_output(o, {3'b0, padi_label[3'(o)]}, 1'b0);
      if (o >= 8 && l2_valid[2'(o)] && l2_ready[2'(o)]) begin
        if (l2_event[2'(o)].label[15:14] != 2'(o)) $fatal(1, "L2 number");
        note_output(o, l2_event[2'(o)].label[13:0], 1'b1);
        if (slow) begin
          if (8'(l2_event[2'(o)].timestamp - 8'(last_grant[o])) < 8) $fatal(1, "slow output too fast");
        end
        last_grant[o] = int'(l2_event[2'(o)].timestamp);
      end
    end
    for (int i = 0; i < 8; i++) begin
      if (neuron_valid[i]) note_input(i, neuron_label[i]);
      if (background_valid[i]) note_input(12 + i, background_label[i]);
    end
    for (int k = 2; k >= 0; k--) begin
      if (link_valid[k]) note_input(8 + int'(link_label[k][15:14]), link_label[k][13:0]);
    end
  endtask

  // ------------------------------------------------------------------ stimulus
  int sequence_number[20];

  function automatic logic [13:0] next_label(int i);
    sequence_number[i]++;
    return {3'($urandom), 5'(i), 6'(sequence_number[i])};
  endfunction

  task automatic cycle();
    neuron_label = neuron_label_next;
    link_label = link_label_next;
    background_label = background_label_next;
    @(posedge clk);
    #1;
    systime++;
    access_valid = 1'b0;
    neuron_valid = '0;
    link_valid = '0;
    background_valid = '0;
  endtask

  task automatic put(int address, logic [31:0] data);
    access = '{write: 1'b1, address: 26'(address), byte_enables: 4'hF, data: data};
    access_valid = 1'b1;
    cycle();
    if (address >= 'h130019 && address < 'h130065) node[address-'h130019] = data;
  endtask

  task automatic get(int address, output logic [31:0] data);
    access = '{write: 1'b0, address: 26'(address), byte_enables: 4'hF, data: '0};
    access_valid = 1'b1;
    cycle();
    data = access_data;
  endtask

  task automatic send(int i);
    if (i < 8) begin
      neuron_label_next[i] = next_label(i);
      neuron_valid[i] = 1'b1;
    end else if (i < 12) begin
      // Ports are given out from the first of a pack; a fourth event waits for another cycle.
      for (int k = 2; k >= 0; k--) begin
        if (!link_valid[k]) begin
          link_label_next[k] = {2'(i), next_label(i)};
          link_valid[k] = 1'b1;
          return;
        end
      end
    end else begin
      background_label_next[i-12] = next_label(i);
      background_valid[i-12] = 1'b1;
    end
  endtask

  task automatic drain();
    padi_ready = '1;
    l2_ready = '1;
    repeat (1500) cycle();
  endtask

  task automatic clear();
    for (int k = 0; k < 240; k++) begin
      head[k] = tail[k];
      skipped[k] = 0;
      delivered[k] = 0;
    end
    for (int k = 0; k < 32; k++) put('h130065 + k, 0);
    sent = 0;
    received = 0;
  endtask

  task automatic all_nodes(logic [31:0] word);
    for (int k = 0; k < 76; k++) put('h130019 + k, word);
  endtask

  // Everything sent came out or was dropped and counted. An input's losses show at each of the
  // outputs to which its nodes pass everything.
  task automatic check_conservation(bit counted, output int total);
    logic [31:0] drops, events;
    int sum;
    total = 0;
    for (int i = 0; i < 20; i++) begin
      get('h130065 + i, drops);
      total += int'(drops);
      for (int o = 0; o < 12; o++) begin
        if (node_of(i, o) >= 0) begin
          skipped[12*i+o] += tail[12*i+o] - head[12*i+o];
          if (node[node_of(i, o)][29:0] == 0 && drops != (counted ? skipped[12*i+o] : 0))
            $fatal(1, "input %0d output %0d: %0d missing, %0d counted", i, o, skipped[12*i+o], drops);
          if (skipped[12*i+o] > int'(drops) && counted) $fatal(1, "input %0d: uncounted loss", i);
        end
      end
    end
    for (int o = 0; o < 12; o++) begin
      sum = 0;
      for (int i = 0; i < 20; i++) sum += delivered[12*i+o];
      get('h130079 + o, events);
      if (int'(events) != (o % 2 == 0 ? sum : 0)) $fatal(1, "output %0d: %0d events, counter %0d", o, sum, events);
    end
  endtask

  int rounds = 6000;
  int seed = 1;
  int total, first, links;
  logic [31:0] data;

  initial begin
    void'($value$plusargs("seed=%d", seed));
    void'($value$plusargs("rounds=%d", rounds));
    $display("seed %0d", seed);
    void'($urandom(seed));
    for (int k = 0; k < 76; k++) node[k] = 32'h0001_0000;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    cycle();

    // Registers: reset values, used bits, nothing elsewhere.
    get('h130019 + 75, data); if (data != 32'h0001_0000) $fatal(1, "node reset %h", data);
    put('h130000, 32'hFFFF_FFFF);
    get('h130000, data); if (data != 32'h0000_FFFF) $fatal(1, "config %h", data);
    put('h130019 + 7, 32'hFFFF_FFFF);
    get('h130019 + 7, data); if (data != 32'hBFFF_3FFF) $fatal(1, "node %h", data);
    for (int k = 1; k < 'h19; k++) put('h130000 + k, 32'hA5A5_0000 + 32'(k));
    for (int k = 1; k < 'h19; k++) begin
      get('h130000 + k, data); if (data != 0) $fatal(1, "word %0d is a background source's", k);
    end
    put('h130085, 32'hFFFF_FFFF);
    get('h130085, data); if (data != 0) $fatal(1, "beyond the block");
    all_nodes(32'h0001_0000);
    put('h130000, 32'h0000_5550);  // counters of the even outputs

    // Node table: one node open; only its input reaches its output, and nothing else.
    clear();
    for (int i = 0; i < 20; i++) begin
      for (int o = 0; o < 12; o++) begin
        if (node_of(i, o) >= 0) begin
          put('h130019 + node_of(i, o), 0);
          first = received;
          for (int k = 0; k < 20; k++) if (k < 8 || k > 11) send(k);
          send(8); send(9); send(10);
          cycle();
          send(11);
          cycle();
          repeat (4) cycle();
          if (received != first + 1) $fatal(1, "input %0d output %0d", i, o);
          put('h130019 + node_of(i, o), 32'h0001_0000);
        end
      end
    end
    check_conservation(1'b1, total);
    if (total != 0) $fatal(1, "drops without need");

    // Latency two cycles, stamp of the cycle between; three of a pack keep their order.
    clear();
    put('h130019 + 24 + 9 + 8, 0);  // input 9 to L2 output 1
    first = int'(systime[7:0]);
    send(9); send(9); send(9);
    cycle();
    if (l2_valid != 0) $fatal(1, "too early");
    cycle();
    if (l2_valid != 4'b0010 || l2_event[1].timestamp != 8'(first + 1)) $fatal(1, "latency");
    if (l2_event[1].label[5:0] != 6'(sequence_number[9] - 2)) $fatal(1, "order in a pack");
    repeat (2) begin cycle(); if (!l2_valid[1]) $fatal(1, "rate"); end
    cycle();
    if (l2_valid != 0 || received != 2 + 1) $fatal(1, "pack: %0d", received);

    // Fairness: six inputs want output 0 in every cycle, which takes 66 2/3 of each.
    drain();
    clear();
    all_nodes(32'h0001_0000);
    for (int i = 0; i < 20; i++) if (node_of(i, 0) >= 0) put('h130019 + node_of(i, 0), 0);
    repeat (400) begin
      send(0); send(4); send(8); send(9); send(10); send(12);
      cycle();
    end
    for (int i = 0; i < 20; i++) begin
      if (node_of(i, 0) >= 0 && i != 11 && (delivered[12*i] < 65 || delivered[12*i] > 67))
        $fatal(1, "input %0d got %0d of 400", i, delivered[12*i]);
    end
    drain();
    check_conservation(1'b0, total);

    // Random traffic: every input has an open node without filter and others with one.
    for (int phase = 0; phase < 6; phase++) begin
      all_nodes(32'h0001_0000);
      clear();
      slow = phase == 5;
      put('h130000, slow ? 32'h0000_555F : 32'h0000_5550);
      for (int i = 0; i < 20; i++) begin
        bit open = 0;
        for (int o = 0; o < 12; o++) begin
          if (node_of(i, o) >= 0) begin
            if (!open) put('h130019 + node_of(i, o), 32'h8000_0000);
            else if ($urandom % 2 == 0)
              put('h130019 + node_of(i, o), 32'h0000_3800 & $urandom);  // random mask, target 0
            if ($urandom % 3 == 0 || i < 8) open = 1;
          end
        end
      end
      repeat (rounds / 6) begin
        padi_ready = 8'($urandom | $urandom);
        l2_ready = 4'($urandom | $urandom);
        links = 0;
        for (int i = 0; i < 20; i++) begin
          if ($urandom % 64 < (phase < 2 ? 4 : (phase < 4 ? 10 : 20)) && (i < 8 || i > 11)) send(i);
        end
        repeat (3) if ($urandom % 4 == 0) send(8 + int'($urandom % 4));
        cycle();
      end
      slow = 0;
      drain();
      check_conservation(1'b1, total);
      $display("phase %0d: %0d sent, %0d received, %0d dropped", phase, sent, received, total);
      if (received == 0 || (phase == 4 && total == 0)) $fatal(1, "nothing was tested");
    end

    // Overflow: depth 8, output 2, so 10 of 20 stay; counted only with the enable bit.
    for (int enable = 0; enable < 2; enable++) begin
      all_nodes(32'h0001_0000);
      put('h130000, 32'h0000_5550);
      put('h130019 + 60, 32'(enable) << 31);  // input 12 to output 0
      put('h130019 + 61, 32'h8001_0000);      // enabled, but passes nothing
      clear();
      padi_ready = '0;
      repeat (20) begin send(12); cycle(); end
      drain();
      get('h130065 + 12, data);
      if (received != 10 || data != 32'(10 * enable)) $fatal(1, "overflow: %0d out, %0d counted", received, data);
    end
    // Drop counters stay at their end.
    put('h130019 + 24, 32'h8000_0000);
    padi_ready = '0;
    repeat (22000) begin send(8); send(8); send(8); cycle(); end
    get('h130065 + 8, data);
    if (data != 32'h0000_FFFF) $fatal(1, "drop counter %h", data);
    put('h130065 + 8, 32'h5);
    get('h130065 + 8, data);
    if (data != 0) $fatal(1, "drop counter after a write %h", data);
    $display("PASS tb_hx_event_crossbar");
    $finish;
  end
endmodule
