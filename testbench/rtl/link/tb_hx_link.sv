// Bench of both ends of the link with lanes between them that lose, damage and delay words.
// SPDX-License-Identifier: Apache-2.0
//
// The FPGA's end sends random reads, writes and events; behind the chip's end a memory answers
// after random times, and random events come from the chip. Rounds with random fault rates,
// bursts of loss, latencies of the lanes and lanes that are up: every access is carried out once
// and in order, every answer comes once and in order, and at the end of a round every event has
// arrived in order or is counted as lost or dropped. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// verilator lint_off UNUSEDSIGNAL
// The bench is sequential code between the edges and looks at some of the fields.
module tb_hx_link;
  import hx_link_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;

  localparam int unsigned Rounds = 40;
  localparam int unsigned AccessLimit = 52;
  localparam int unsigned DamageRates[4] = '{0, 60, 600, 3000};  // words in 10,000

  logic chip_clk = 1'b0, clk = 1'b0;
  logic rst_n = 1'b0;
  logic [9:0] latency = '0;
  logic [7:0] up = '1;

  // ------------------------------------------------------------------ both ends
  logic             events_valid = 1'b0, address_valid = 1'b0, address_read = 1'b0;
  logic             data_valid = 1'b0;
  logic [1:0]       events_count = '0;
  logic [2:0][15:0] events_labels = '0;
  logic [31:0]      address = '0, data = '0, dropped, counter;
  logic             busy, systime_ready, got_systime_valid;
  logic [1:0]       answer_valid;
  response_t [1:0]  answer;
  logic [3:0]       event_valid;
  event_t [3:0]     events;
  logic [42:0]      got_systime;
  logic             fpga_tx_valid;
  logic [2:0]       fpga_tx_lane;
  logic [63:0]      fpga_tx_word;
  logic [1:0][2:0]  fpga_rx_lane = '0;
  logic [1:0][63:0] fpga_rx_word = '0;
  logic [1:0]       fpga_rx_valid = '0;
  logic [31:0]      counter_address = LINK_EVENTS_LOST_BASE;

  // Words of the processors to the FPGA's memory, and its data.
  logic               memory_full = 1'b0, reply_valid = 1'b0, reply_ready, ask_valid = 1'b0,
                      ask_ready, got_reply_valid;
  logic [1:0]         memory_valid;
  memory_word_t [1:0] memory_word;
  memory_word_t       ask = '0;
  memory_data_t       reply = '0, got_reply;

  hx_fpga_link i_fpga (
      .clk_i(clk), .rst_ni(rst_n), .skip_i('0), .chip_reset_i(1'b0), .given_up_i(1'b0),
      .lane_latency_i(latency), .lane_ready_i('1), .lane_up_i(up),
      .send_events_valid_i(events_valid), .send_events_count_i(events_count),
      .send_events_labels_i(events_labels), .send_address_valid_i(address_valid),
      .send_address_read_i(address_read), .send_address_byte_enables_i('1),
      .send_address_i(address), .send_data_valid_i(data_valid), .send_data_i(data),
      .send_systime_valid_i(1'b0), .send_systime_ready_o(systime_ready), .dropped_o(dropped),
      .memory_full_i(memory_full), .memory_valid_o(memory_valid), .memory_o(memory_word),
      .memory_data_valid_i(reply_valid), .memory_data_i(reply), .memory_data_ready_o(reply_ready),
      .busy_o(busy), .answer_valid_o(answer_valid), .answer_o(answer),
      .event_valid_o(event_valid), .event_o(events), .systime_valid_o(got_systime_valid),
      .systime_o(got_systime), .lane_tx_valid_o(fpga_tx_valid), .lane_tx_lane_o(fpga_tx_lane),
      .lane_tx_word_o(fpga_tx_word), .lane_rx_lane_i(fpga_rx_lane),
      .lane_rx_word_i(fpga_rx_word), .lane_rx_valid_i(fpga_rx_valid),
      .access_valid_i(1'b1), .access_address_i(counter_address), .access_data_o(counter)
  );

  logic             chip_rx_valid = 1'b0, chip_tx_valid;
  logic [2:0]       chip_rx_lane = '0, chip_tx_lane;
  lane_word_t       chip_rx_word = '0, chip_tx_word;
  logic [2:0]       label_valid;
  logic [2:0][15:0] label;
  logic [3:0]       l2_valid = '0, l2_ready;
  event_t [3:0]     l2_event = '0;
  logic             request_valid, request_ready = 1'b0, response_valid = 1'b0, response_ready;
  request_t         request, status_access = '0;
  response_t        response = '0;
  logic [31:0]      status;
  logic             sync;
  logic [47:0]      chip_now = '0;

  hx_chip_link i_chip (
      .clk_i(chip_clk), .rst_ni(rst_n), .lane_latency_i(latency), .lane_ready_i('1),
      .lane_up_i(up), .lane_rx_valid_i(chip_rx_valid), .lane_rx_lane_i(chip_rx_lane),
      .lane_rx_word_i(chip_rx_word), .lane_tx_valid_o(chip_tx_valid),
      .lane_tx_lane_o(chip_tx_lane), .lane_tx_word_o(chip_tx_word),
      .link_event_valid_o(label_valid), .link_event_label_o(label),
      .l2_event_valid_i(l2_valid), .l2_event_i(l2_event), .l2_event_ready_o(l2_ready),
      .request_valid_o(request_valid), .request_o(request), .request_ready_i(request_ready),
      .response_valid_i(response_valid), .response_i(response),
      .response_ready_o(response_ready), .memory_valid_i(ask_valid), .memory_i(ask),
      .memory_ready_o(ask_ready), .memory_data_valid_o(got_reply_valid),
      .memory_data_o(got_reply), .access_valid_i(1'b1), .access_i(status_access),
      .access_data_o(status), .now_i(chip_now), .systime_i(chip_now[43:0]), .sync_o(sync),
      .synced_i(1'b0)
  );

  faulty_lanes to_chip ();
  faulty_lanes to_fpga ();
  longint cycle = 0;

  // ------------------------------------------------------------------ what must come
  memory_word_t asked[$];      // at the FPGA
  memory_data_t replied[$];    // at the chip
  int unsigned  words_asked = 0, words_replied = 0;
  request_t    requests[$];    // at the chip
  response_t   answers[$];     // at the FPGA
  response_t   responses[$];   // of the memory, not taken yet
  logic [31:0] memory[64];     // of the chip
  logic [31:0] mirror[64];     // what the accesses so far make of it
  int unsigned in_flight = 0, accesses = 0;
  logic [15:0] sent_labels[$];
  logic [15:0] sent_events[$];
  int unsigned to_chip_sent = 0, to_chip_got = 0, from_chip_sent = 0, from_chip_got = 0;
  logic [15:0] next_label = '0, next_event = '0;

  logic        traffic = 1'b0;
  int unsigned request_pause = 0, event_pause = 0;
  logic        data_next = 1'b0;
  logic [3:0]  l2_taken = '0;

  function automatic void fpga_end();
    for (int unsigned i = 0; i < 2; i++) begin
      if (answer_valid[i]) begin
        if (answers.size() == 0 || answers[0] != answer[i]) $fatal(1, "answer %h", answer[i]);
        void'(answers.pop_front());
        in_flight--;
      end
    end
    for (int unsigned i = 0; i < 4; i++) begin
      if (event_valid[i]) begin
        // Those before it were lost.
        while (sent_events.size() != 0 && sent_events[0] != events[i].label)
          void'(sent_events.pop_front());
        if (sent_events.size() == 0) $fatal(1, "event %h from nowhere", events[i].label);
        void'(sent_events.pop_front());
        from_chip_got++;
      end
    end
    for (int unsigned i = 0; i < 2; i++) begin
      if (memory_valid[i]) begin
        if (asked.size() == 0 || asked[0] != memory_word[i]) $fatal(1, "word %h", memory_word[i]);
        void'(asked.pop_front());
        words_asked++;
      end
    end
    memory_full = $urandom_range(300, 0) == 0;
    if (!reply_valid && traffic && $urandom_range(request_pause, 0) == 0) begin
      reply_valid = 1'b1;
      reply = {2'($urandom), 32'($urandom)};
      replied.push_back(reply);
    end
    // The executor's side: one thing a cycle.
    events_valid  = 1'b0;
    address_valid = 1'b0;
    data_valid    = 1'b0;
    if (data_next) begin
      data_valid = 1'b1;
      data_next  = 1'b0;
    end else if (traffic && in_flight < AccessLimit && $urandom_range(request_pause, 0) == 0) begin
      int unsigned at;
      at = $urandom_range(63, 0);
      address_valid = 1'b1;
      address_read  = 1'($urandom);
      address       = 32'(at);
      data          = $urandom;
      data_next     = !address_read;
      requests.push_back({!address_read, 26'(at), 4'hf, address_read ? 32'd0 : data});
      answers.push_back({!address_read, address_read ? mirror[at] : 32'd0});
      if (!address_read) mirror[at] = data;
      in_flight++;
      accesses++;
    end else if (traffic && $urandom_range(event_pause, 0) == 0) begin
      events_valid = 1'b1;
      events_count = 2'($urandom_range(3, 1));
      for (int unsigned i = 0; i < 3; i++) begin
        events_labels[2-i] = next_label;
        if (i < 32'(events_count)) begin
          sent_labels.push_back(next_label);
          next_label++;
          to_chip_sent++;
        end
      end
    end
  endfunction

  function automatic void chip_end();
    for (int i = 2; i >= 0; i--) begin
      if (label_valid[i]) begin
        while (sent_labels.size() != 0 && sent_labels[0] != label[i])
          void'(sent_labels.pop_front());
        if (sent_labels.size() == 0) $fatal(1, "label %h from nowhere", label[i]);
        void'(sent_labels.pop_front());
        to_chip_got++;
      end
    end
    // What was taken at the last edge was offered before it.
    if (request_valid && request_ready) begin
      request_t want;
      if (requests.size() == 0) $fatal(1, "request from nowhere");
      want = requests.pop_front();
      if (want != request) $fatal(1, "request %h, not %h", request, want);
      if (request.write) memory[request.address[5:0]] = request.data;
      responses.push_back({request.write, request.write ? 32'd0 : memory[request.address[5:0]]});
    end
    if (response_valid && response_ready) void'(responses.pop_front());
    l2_taken = l2_valid & l2_ready;
    if (got_reply_valid) begin
      if (replied.size() == 0 || replied[0] != got_reply) $fatal(1, "data %h", got_reply);
      void'(replied.pop_front());
      words_replied++;
    end
    ask_taken = ask_valid && ask_ready;
  endfunction

  logic ask_taken = 1'b0, reply_taken = 1'b0;

  // After the edge, before the next: new values of the chip's inputs.
  function automatic void chip_inputs();
    request_ready  = $urandom_range(request_pause, 0) == 0;
    response_valid = responses.size() != 0;
    if (response_valid) response = responses[0];
    if (ask_taken) ask_valid = 1'b0;
    if (!ask_valid && traffic && $urandom_range(request_pause, 0) == 0) begin
      ask_valid = 1'b1;
      case ($urandom_range(2, 0))
        0: ask = address_word(4'($urandom), 28'($urandom));
        1: ask = data_word($urandom);
        default: ask = read_word(1'($urandom), 1'($urandom), 28'($urandom));
      endcase
      asked.push_back(ask);
    end
    // One output at a time, so that the order of the labels is that of the words.
    l2_valid = l2_valid & ~l2_taken;
    l2_taken = '0;
    if (traffic && l2_valid == '0 && $urandom_range(event_pause, 0) == 0) begin
      l2_valid[0] = 1'b1;
      l2_event[0] = {1'b0, chip_now[7:0], next_event};
      sent_events.push_back(next_event);
      next_event++;
      from_chip_sent++;
    end
  endfunction

  // A chip cycle is 4 units of time; its edge comes in the middle. The FPGA's edge comes with
  // every second one.
  initial forever begin
    for (int unsigned half = 0; half < 2; half++) begin
      #1;
      chip_inputs();
      #1;
      // The last values before the edge.
      if (rst_n) chip_end();
      if (half == 0) begin
        reply_taken = reply_valid && reply_ready;
        clk = 1'b1;
      end
      chip_clk = 1'b1;
      #1;
      if (half == 0) fpga_move();
      chip_move(half);
      #1;
      chip_clk = 1'b0;
      if (half == 1) clk = 1'b0;
    end
  end

  function automatic longint due();
    return cycle + longint'(LinkLatency) + longint'(latency);
  endfunction

  // What the FPGA's edge has made: words that start, its next inputs, words that arrive.
  function automatic void fpga_move();
    logic [2:0] lane;
    lane_word_t word;
    cycle++;
    if (fpga_tx_valid) to_chip.send(due(), fpga_tx_lane, fpga_tx_word);
    if (reply_taken) reply_valid = 1'b0;
    reply_taken = 1'b0;
    if (rst_n) fpga_end();
    fpga_rx_valid = '0;
    for (int unsigned i = 0; i < 2; i++) begin
      if (to_fpga.arrive(cycle, lane, word)) begin
        fpga_rx_valid[i] = 1'b1;
        fpga_rx_lane[i]  = lane;
        fpga_rx_word[i]  = word;
      end
    end
  endfunction

  function automatic void chip_move(input int unsigned half);
    chip_now = chip_now + 1'b1;
    if (chip_tx_valid) to_fpga.send(due(), chip_tx_lane, chip_tx_word);
    chip_rx_valid = 1'b0;
    if (half == 1) chip_rx_valid = to_chip.arrive(cycle, chip_rx_lane, chip_rx_word);
  endfunction

  // ------------------------------------------------------------------ rounds
  task automatic wait_cycles(input int unsigned count);
    repeat (count) @(posedge clk);
    #1;
  endtask

  task automatic wait_for_answers();
    int unsigned waited;
    waited = 0;
    while (answers.size() != 0 || asked.size() != 0 || replied.size() != 0) begin
      wait_cycles(1);
      if (++waited > 200_000) $fatal(1, "%0d answers missing", answers.size());
    end
  endtask

  task automatic set_faults(input int unsigned damage, input int unsigned burst);
    to_chip.damage_rate = damage;
    to_fpga.damage_rate = damage;
    to_chip.burst_rate = burst;
    to_fpga.burst_rate = burst;
  endtask

  // A few accesses without faults tell both ends how many events were sent.
  task automatic settle();
    set_faults(0, 0);
    to_chip.burst_left = 0;
    to_fpga.burst_left = 0;
    traffic = 1'b0;
    wait_for_answers();
    wait_cycles(3000);
    event_pause = 2_000_000_000;
    request_pause = 50;
    repeat (3) begin
      traffic = 1'b1;
      wait_cycles(200);
      traffic = 1'b0;
      wait_for_answers();
      wait_cycles(2 * 32'(latency) + 200);
    end
  endtask

  task automatic check_events();
    logic [31:0] to_chip_lost, chip_dropped;
    status_access.address = 26'(LINK_STATUS_CHIP_BASE);
    wait_cycles(2);
    to_chip_lost = status;
    status_access.address = 26'(LINK_STATUS_CHIP_BASE) + 26'd1;
    wait_cycles(2);
    chip_dropped = status;
    if (to_chip_got + to_chip_lost + dropped != to_chip_sent)
      $fatal(1, "to the chip: %0d sent, %0d came, %0d lost, %0d dropped", to_chip_sent,
             to_chip_got, to_chip_lost, dropped);
    if (from_chip_got + counter + chip_dropped != from_chip_sent)
      $fatal(1, "from the chip: %0d sent, %0d came, %0d lost, %0d dropped", from_chip_sent,
             from_chip_got, counter, chip_dropped);
  endtask

  int unsigned seed = 1;
  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    memory = '{default: '0};
    mirror = '{default: '0};
    latency = 10'($urandom_range(3, 0) == 0 ? $urandom_range(1023, 1) : 0);
    wait_cycles(4);
    rst_n = 1'b1;
    wait_cycles(4);
    for (int unsigned round = 0; round < Rounds; round++) begin
      // Most rounds with few lanes' worth of traffic, some with none up for a while.
      up = 8'($urandom) | 8'(1 << $urandom_range(7, 0));
      if ($urandom_range(2, 0) == 0) up = '1;
      request_pause = $urandom_range(1, 0) == 0 ? 0 : $urandom_range(40, 1);
      event_pause = $urandom_range(1, 0) == 0 ? 4 : $urandom_range(100, 10);
      set_faults(DamageRates[$urandom_range(3, 0)], $urandom_range(2, 0) == 0 ? 50 : 0);
      traffic = 1'b1;
      wait_cycles($urandom_range(3000, 500));
      if ($urandom_range(4, 0) == 0) begin
        up = '0;
        wait_cycles($urandom_range(1000, 10));
        up = 8'h81;
        wait_cycles(500);
      end
      settle();
      if (requests.size() != 0) $fatal(1, "%0d requests lost", requests.size());
      check_events();
    end
    if (to_chip.damaged == 0 || to_fpga.lost == 0 || accesses < 1000) $fatal(1, "nothing happened");
    $display("PASS tb_hx_link: %0d accesses, %0d and %0d events, %0d words damaged, %0d lost",
             accesses, to_chip_sent, from_chip_sent, to_chip.damaged + to_fpga.damaged,
             to_chip.lost + to_fpga.lost);
    $finish;
  end

  initial #40_000_000 $fatal(1, "still running");

endmodule
