// Test of the chip side of the link with its system time, in both directions.
// SPDX-License-Identifier: Apache-2.0
//
// To the chip: random lane words, their events, bus requests and synchronisations. From the
// chip: random and saturating answers and events; every word on a free lane, nothing lost, each
// source in order, fair shares, time words in even cycles with the time of their cycle. Pins
// change at the falling edge. +seed=N chooses the random part.
// Words and labels carry fields that a direction does not look at.
// verilator lint_off UNUSEDSIGNAL
module tb_hx_chip_link;
  import hx_link_pkg::*;
  import hx_omnibus_pkg::*;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic rx_valid = 1'b0, tx_valid;
  lane_word_t rx_word = '0, tx_word;
  logic [2:0] tx_lane;
  logic [2:0] link_valid;
  logic [2:0][15:0] link_label;
  logic [3:0] l2_valid = '0, l2_ready;
  event_t [3:0] l2_event = '0;
  logic request_valid, request_ready = 1'b0, response_valid = 1'b0, response_ready;
  request_t request;
  response_t response = '0;
  logic [47:0] now;
  logic [43:0] systime;
  logic sync, synced, access_valid = 1'b0;
  request_t access = '0;
  logic [31:0] access_data;
  logic [31:0] status;
  logic memory_ready, memory_data_valid;
  memory_data_t memory_data;

  hx_chip_link dut (
      .clk_i(clk), .rst_ni(rst_n), .lane_latency_i('0), .lane_ready_i('1), .lane_up_i('1),
      .access_valid_i(1'b0), .access_i('0), .access_data_o(status),
      .lane_rx_valid_i(rx_valid), .lane_rx_lane_i('0), .lane_rx_word_i(rx_word),
      .lane_tx_valid_o(tx_valid), .lane_tx_lane_o(tx_lane), .lane_tx_word_o(tx_word),
      .link_event_valid_o(link_valid), .link_event_label_o(link_label),
      .l2_event_valid_i(l2_valid), .l2_event_i(l2_event), .l2_event_ready_o(l2_ready),
      .request_valid_o(request_valid), .request_o(request), .request_ready_i(request_ready),
      .response_valid_i(response_valid), .response_i(response),
      .response_ready_o(response_ready), .memory_valid_i(1'b0), .memory_i('0),
      .memory_ready_o(memory_ready), .memory_data_valid_o(memory_data_valid),
      .memory_data_o(memory_data), .now_i(now), .systime_i(systime), .sync_o(sync),
      .synced_i(synced)
  );

  hx_systime i_systime (
      .clk_i(clk), .power_on_rst_ni(rst_n), .rst_ni(rst_n), .skip_i('0),
      .access_valid_i(access_valid), .access_i(access), .access_data_o(access_data), .sync_i(sync), .synced_o(synced),
      .systime_o(systime), .now_o(now)
  );

  longint unsigned cycle = 0;  // the first edge after reset makes it 1, an even chip cycle
  always_ff @(posedge clk) if (rst_n) cycle <= cycle + 1;

  // ------------------------------------------------------------------ to the chip
  logic [16:0] labels_wanted[$], labels_got[$];  // {first of a pack, label}
  request_t requests_wanted[$];
  int unsigned request_pause = 0, requests = 0, syncs = 0;

  initial forever begin
    @(posedge clk);
    if (rst_n) begin
      for (int i = 2; i >= 0; i--)
        if (link_valid[i]) labels_got.push_back({i == 2, link_label[i]});
      if (sync) syncs++;
      if (request_valid && request_ready) begin
        request_t want;
        if (requests_wanted.size() == 0) $fatal(1, "request from nowhere");
        want = requests_wanted.pop_front();
        requests++;
        if (want != request) $fatal(1, "request %h, not %h", request, want);
      end
    end
    @(negedge clk);
    request_ready = $urandom_range(request_pause, 0) == 0;
  end

  lane_numbers i_numbers ();
  logic [31:0] events_received = '0;
  lane_word_t to_send[$];

  // One word a cycle; what was received is acknowledged in free cycles.
  initial forever begin
    @(negedge clk);
    rx_valid = to_send.size() != 0 || i_numbers.acknowledge_owed;
    if (rx_valid)
      rx_word = i_numbers.number_word(
          to_send.size() != 0 ? to_send.pop_front() : {KindControl, 60'd0});
  end

  task automatic send(input lane_word_t word);
    to_send.push_back(word);
    @(negedge clk);
  endtask

  task automatic send_events(input logic [1:0] count);
    events_to_chip_t pack;
    pack = '0;
    pack.is_events = 1'b1;
    pack.count = count;
    pack.labels = 48'({$urandom, $urandom});
    for (int unsigned i = 0; i < 32'(count); i++)
      labels_wanted.push_back({i == 0, i == 0 ? pack.labels[2] : i == 1 ? pack.labels[1]
                                                                         : pack.labels[0]});
    send(pack);
  endtask

  task automatic send_request();
    bus_word_t bus;
    logic is_read;
    logic [25:0] address;
    logic [3:0] enables;
    is_read = 1'($urandom);
    address = 26'($urandom);
    enables = 4'($urandom);
    bus = '0;
    bus.kind = KindBusAddress;
    bus.is_read = is_read;
    bus.byte_enables = enables;
    bus.payload = {6'd0, address};
    send(bus);
    if (is_read) begin
      requests_wanted.push_back({1'b0, address, enables, 32'd0});
      return;
    end
    if (1'($urandom)) send_events(2'd1);
    bus.kind = KindBusData;
    bus.is_read = 1'b0;
    bus.byte_enables = '0;
    bus.payload = $urandom;
    requests_wanted.push_back({1'b1, address, enables, bus.payload});
    send(bus);
  endtask

  task automatic check_receiver();
    bus_word_t bus;
    request_pause = 5;
    for (int unsigned i = 0; i < 5000; i++) begin
      if (1'($urandom)) send_events(2'($urandom_range(3, 1)));
      else if (requests_wanted.size() < 52) send_request();
      if ($urandom_range(3, 0) == 0) @(negedge clk);
    end
    request_pause = 0;
    repeat (80) @(negedge clk);
    if (requests_wanted.size() != 0) $fatal(1, "%0d requests lost", requests_wanted.size());
    if (labels_got.size() != labels_wanted.size())
      $fatal(1, "%0d events, not %0d", labels_got.size(), labels_wanted.size());
    while (labels_got.size() != 0) begin
      if (labels_got[0] != labels_wanted[0]) $fatal(1, "label %h", labels_got[0]);
      void'(labels_got.pop_front());
      void'(labels_wanted.pop_front());
    end
    // Data without an address is no request; an address above the chip's is taken away.
    bus = '0;
    bus.kind = KindBusData;
    send(bus);
    bus.kind = KindBusAddress;
    bus.is_read = 1'b1;
    bus.payload = 32'h0900_0000;
    requests_wanted.push_back({1'b0, 26'h100_0000, 4'd0, 32'd0});
    send(bus);
    repeat (10) @(negedge clk);
    if (requests_wanted.size() != 0) $fatal(1, "the read of an unused address is lost");
  endtask

  // ------------------------------------------------------------------ from the chip
  event_t event_queue[4][$], events_wanted[4][$];
  response_t response_queue[$], responses_wanted[$];
  int unsigned event_count[4] = '{default: 0};
  int unsigned answer_count = 0, word_count = 0, time_count = 0;
  longint unsigned lane_free[8] = '{default: 0};
  logic [42:0] last_time = '0;
  longint unsigned last_time_cycle = 0;

  function automatic void take_event(input event_t got);
    int unsigned k;
    event_t want;
    k = 32'(got.label[15:14]);
    if (events_wanted[k].size() == 0) $fatal(1, "event from nowhere");
    want = events_wanted[k].pop_front();
    if (want != got) $fatal(1, "event %h, not %h", got, want);
    event_count[k]++;
  endfunction

  function automatic void take_word(input lane_word_t word);
    answer_word_t bus;
    events_from_chip_t pack;
    systime_word_t answer;
    response_t want;
    bus = word;
    pack = word;
    answer = word;
    word_count++;
    if (word != seal(word)) $fatal(1, "wrong check in %h", word);
    if (pack.is_events) begin
      if (pack.sent != events_received[4:0]) $fatal(1, "%0d events sent", pack.sent);
      events_received += 1 + 32'(pack.has_second);
      take_event({pack.is_sample, pack.events[1]});
      if (pack.has_second) take_event({pack.is_sample, pack.events[0]});
      return;
    end
    case (bus.kind)
      KindBusData, KindBusDone: begin
        answer_count++;
        i_numbers.take_number(bus.number);
        if (bus.sent != events_received[4:0]) $fatal(1, "%0d events sent", bus.sent);
        if (responses_wanted.size() == 0) $fatal(1, "answer from nowhere");
        want = responses_wanted.pop_front();
        if (want.write != (bus.kind == KindBusDone)) $fatal(1, "kind %0d", bus.kind);
        if (bus.payload != (want.write ? events_received : want.data))
          $fatal(1, "answer %h", bus.payload);
      end
      KindControl: if (bus.payload != events_received) $fatal(1, "%0d events sent", bus.payload);
      KindSystime: begin
        time_count++;
        last_time = answer.systime;
        last_time_cycle = cycle;
        if (cycle[0] != 1'b1) $fatal(1, "time word in an odd chip cycle");
        if ({answer.systime, 1'b0} != systime)
          $fatal(1, "time %h in cycle %h", answer.systime, systime);
      end
      default: $fatal(1, "word of kind %0d", bus.kind);
    endcase
  endfunction

  initial forever begin
    @(posedge clk);
    if (response_valid && response_ready) void'(response_queue.pop_front());
    for (int unsigned k = 0; k < 4; k++)
      if (l2_valid[k] && l2_ready[k]) void'(event_queue[k].pop_front());
    @(negedge clk);
    if (rst_n && tx_valid) begin
      if (lane_free[tx_lane] > cycle) $fatal(1, "lane %0d is still busy", tx_lane);
      lane_free[tx_lane] = cycle + 16;
      take_word(tx_word);
    end
    response_valid = response_queue.size() != 0;
    if (response_valid) response = response_queue[0];
    l2_valid = {event_queue[3].size() != 0, event_queue[2].size() != 0,
                event_queue[1].size() != 0, event_queue[0].size() != 0};
    l2_event = {l2_valid[3] ? event_queue[3][0] : 25'd0, l2_valid[2] ? event_queue[2][0] : 25'd0,
                l2_valid[1] ? event_queue[1][0] : 25'd0, l2_valid[0] ? event_queue[0][0] : 25'd0};
  end

  logic mixed = 1'b0;  // samples among the spikes

  function automatic void offer_event(input int unsigned k);
    event_t value;
    value = {mixed && 1'($urandom), 8'($urandom), 2'(k), 14'($urandom)};
    event_queue[k].push_back(value);
    events_wanted[k].push_back(value);
  endfunction

  function automatic void offer_answer();
    response_t value;
    value.write = 1'($urandom);
    value.data = value.write ? '0 : $urandom;
    response_queue.push_back(value);
    responses_wanted.push_back(value);
  endfunction

  task automatic drain();
    logic busy;
    busy = 1'b1;
    while (busy) begin
      @(negedge clk);
      busy = responses_wanted.size() != 0;
      for (int unsigned k = 0; k < 4; k++) busy |= events_wanted[k].size() != 0;
    end
    repeat (20) @(negedge clk);
  endtask

  // All sources of the mask and the bus have work all the time.
  task automatic check_shares(input logic [3:0] mask);
    int unsigned before_words, before_answers, before_events[4], share, of_output;
    for (int unsigned i = 0; i < 1000; i++) begin
      offer_answer();
      for (int unsigned k = 0; k < 4; k++) if (mask[k]) offer_event(k);
    end
    repeat (4) @(negedge clk);
    before_words = word_count;
    before_answers = answer_count;
    before_events = event_count;
    repeat (800) @(negedge clk);
    share = word_count - before_words;
    // Eight lanes of one word in 16 cycles.
    if (share < 399 || share > 401) $fatal(1, "%0d words in 800 cycles", share);
    share = answer_count - before_answers;
    if (share < 198 || share > 202) $fatal(1, "%0d answers in 400 words", share);
    for (int unsigned k = 0; k < 4; k++) begin
      if (mask[k]) begin
        of_output = event_count[k] - before_events[k];
        // An output gives one event to a word.
        share = 400 / $countones(mask);
        if (share > 200) share = 200;
        if (of_output + 4 < share || of_output > share + 4)
          $fatal(1, "output %0d of %b: %0d events, not %0d", k, mask, of_output, share);
      end
    end
    // A synchronisation finds its way through.
    synchronise(43'h1234);
    drain();
  endtask

  task automatic synchronise(input logic [42:0] base);
    int unsigned before_times;
    before_times = time_count;
    send({KindSystime, 60'd0});
    repeat (24) @(negedge clk);
    if (time_count != before_times + 1) $fatal(1, "%0d time words", time_count - before_times);
    if (last_time - base > 43'd12) $fatal(1, "time %h after base %h", last_time, base);
  endtask

  task automatic write_base(input logic [42:0] base);
    access_valid = 1'b1;
    access = {1'b1, 26'd0, 4'hF, base[31:0]};
    @(negedge clk);
    access = {1'b1, 26'd1, 4'hF, 32'(base[42:32])};
    @(negedge clk);
    access = {1'b0, 26'd1, 4'hF, 32'd0};
    @(negedge clk);
    access_valid = 1'b0;
    if (access_data != 32'(base[42:32])) $fatal(1, "base reads %h", access_data);
  endtask

  initial begin
    int unsigned seed;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (4) @(negedge clk);
    rst_n = 1'b1;
    repeat (5) @(negedge clk);
    check_receiver();
    $display("receiver: %0d requests", requests);

    write_base(43'h7FF_FFFF_FFF0);
    synchronise(43'h7FF_FFFF_FFF0);
    @(negedge clk);
    synchronise(43'h7FF_FFFF_FFF0);  // from the other half of a pair
    if (syncs != 2) $fatal(1, "%0d synchronisations", syncs);
    write_base(43'h1234);

    check_shares(4'b1111);
    check_shares(4'b0111);
    check_shares(4'b1010);
    check_shares(4'b1000);
    $display("shares are fair");
    mixed = 1'b1;
    for (int unsigned i = 0; i < 20000; i++) begin
      if ($urandom_range(5, 0) == 0) offer_event($urandom_range(3, 0));
      if ($urandom_range(5, 0) == 0) offer_answer();
      // A second one before the first was answered would change the time under the answer.
      if ($urandom_range(500, 0) == 0 && cycle - last_time_cycle > 100)
        synchronise(43'h1234);
      else @(negedge clk);
    end
    drain();
    $display("PASS tb_hx_chip_link: %0d words, %0d time words", word_count, time_count);
    $finish;
  end

  initial begin
    #4_000_000;
    $fatal(1, "still running");
  end

endmodule
