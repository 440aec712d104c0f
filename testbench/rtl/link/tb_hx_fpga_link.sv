// Bench of the FPGA end of the lanes: every kind of word out and in, random order.
// SPDX-License-Identifier: Apache-2.0
//
// Words are built and taken apart here with bit numbers from docs/link-words.md and the package
// layouts, most significant field first, not with the structures. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fpga_link;
  import hx_link_pkg::event_t;
  import hx_link_pkg::memory_word_t;
  import hx_omnibus_pkg::response_t;

  logic              clk = 1'b0;
  logic              rst_n = 1'b0;
  logic              events_valid = 1'b0;
  logic [1:0]        events_count = '0;
  logic [2:0][15:0]  events_labels = '0;
  logic              address_valid = 1'b0;
  logic              address_read = 1'b0;
  logic [3:0]        address_byte_enables = '0;
  logic [31:0]       address = '0;
  logic              data_valid = 1'b0;
  logic [31:0]       data = '0;
  logic              systime_valid = 1'b0;
  logic              systime_ready;
  logic [31:0]       dropped;
  logic [1:0]        answer_valid;
  response_t [1:0]   answer;
  logic [3:0]        event_valid;
  event_t [3:0]      events;
  logic              got_systime_valid;
  logic [42:0]       got_systime;
  logic              tx_valid;
  logic [2:0]        tx_lane;
  logic [63:0]       tx_word;
  logic [1:0][2:0]   rx_lane = '0;
  logic [1:0][63:0]  rx_word = '0;
  logic [1:0]        rx_valid = '0;

  logic              busy;
  // verilator lint_off UNUSEDSIGNAL
  // Both directions of the processors' accesses: tb_hx_link.
  logic [1:0]         memory_valid;
  memory_word_t [1:0] memory_word;
  logic               memory_ready;
  // verilator lint_on UNUSEDSIGNAL
  logic [31:0]       counter_address = '0;
  logic [31:0]       counter;

  hx_fpga_link dut (
      .clk_i                      (clk),
      .rst_ni                     (rst_n),
      .chip_reset_i               (1'b0),
      .given_up_i                 (1'b0),
      .lane_latency_i             ('0),
      .memory_full_i              (1'b0),
      .memory_valid_o             (memory_valid),
      .memory_o                   (memory_word),
      .memory_data_valid_i        (1'b0),
      .memory_data_i              ('0),
      .memory_data_ready_o        (memory_ready),
      .busy_o                     (busy),
      .access_valid_i             (1'b1),
      .access_address_i           (counter_address),
      .access_data_o              (counter),
      .lane_ready_i               ('1),
      .lane_up_i                  ('1),
      .dropped_o                  (dropped),
      .send_events_valid_i        (events_valid),
      .send_events_count_i        (events_count),
      .send_events_labels_i       (events_labels),
      .send_address_valid_i       (address_valid),
      .send_address_read_i        (address_read),
      .send_address_byte_enables_i(address_byte_enables),
      .send_address_i             (address),
      .send_data_valid_i          (data_valid),
      .send_data_i                (data),
      .send_systime_valid_i       (systime_valid),
      .send_systime_ready_o       (systime_ready),
      .answer_valid_o             (answer_valid),
      .answer_o                   (answer),
      .event_valid_o              (event_valid),
      .event_o                    (events),
      .systime_valid_o            (got_systime_valid),
      .systime_o                  (got_systime),
      .lane_tx_valid_o            (tx_valid),
      .lane_tx_lane_o             (tx_lane),
      .lane_tx_word_o             (tx_word),
      .lane_rx_lane_i             (rx_lane),
      .lane_rx_word_i             (rx_word),
      .lane_rx_valid_i            (rx_valid)
  );

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned errors = 0;

  task automatic check(input logic ok, input string what);
    if (!ok) begin
      if (errors < 20) $display("%0t: %s", $time, what);
      errors++;
    end
  endtask

  // CRC-8 as docs/link-words.md describes it: bit by bit, polynomial 0x2f, start 0xff.
  function automatic logic [63:0] with_check(input logic [55:0] body);
    logic [7:0] rest = 8'hff;
    for (int i = 55; i >= 0; i--) rest = {rest[6:0], 1'b0} ^ (rest[7] != body[i] ? 8'h2f : 8'h00);
    return {body, rest};
  endfunction

  logic [6:0]  sent_number   = '0;  // bus words that the FPGA has sent
  logic [31:0] sent_events   = '0;
  logic [6:0]  answer_number = '0;  // bus words that it has received
  logic [31:0] got_events    = '0;
  int unsigned accepted      = 0;

  task automatic check_counter(input logic [31:0] at, input logic [31:0] wanted, input string what);
    counter_address = at;
    #1 if (counter != wanted) $display("%s: %0d, not %0d", what, counter, wanted);
    check(counter == wanted, what);
  endtask

  task automatic test_send();
    logic [ 2:0] lane = '0;
    logic        expect_valid;
    logic [63:0] expected;
    for (int unsigned i = 0; i < 5000; i++) begin
      events_valid         = 1'b0;
      address_valid        = 1'b0;
      data_valid           = 1'b0;
      systime_valid        = $urandom % 8 == 0;
      events_count         = 2'(1 + $urandom % 3);
      events_labels        = {16'($urandom), 16'($urandom), 16'($urandom)};
      address_read         = 1'($urandom);
      address_byte_enables = 4'($urandom);
      address              = $urandom;
      data                 = $urandom;
      case ($urandom % 6)
        0: events_valid = 1'b1;
        1: address_valid = 1'b1;
        2: data_valid = 1'b1;
        default: ;
      endcase
      expect_valid = events_valid || address_valid || data_valid || systime_valid;
      // What was sent is acknowledged at once.
      rx_valid    = 2'b01;
      rx_word[0]  = with_check({4'd6, 44'b0, sent_number, 1'b0});
      expected     = with_check({4'd5, 52'b0});
      if (events_valid) begin
        expected = with_check({1'b1, events_count, sent_events[4:0], events_labels});
        sent_events += 32'(events_count);
      end
      if (address_valid) begin
        expected = with_check({4'd2, sent_number, address_read, address_byte_enables, address, 8'b0});
      end
      if (data_valid) expected = with_check({4'd3, sent_number, 5'b0, data, 8'b0});
      if (address_valid || data_valid) sent_number = sent_number + 1'b1;
      #1 check(systime_ready == (systime_valid && !(events_valid || address_valid || data_valid)),
               "ready");
      @(posedge clk);
      #1;
      check(tx_valid == expect_valid, "valid");
      if (expect_valid) begin
        check(tx_word == expected, "word");
        check(tx_lane == lane, "lane");
        lane = lane + 1'b1;
      end
    end
    events_valid  = 1'b0;
    address_valid = 1'b0;
    data_valid    = 1'b0;
    systime_valid = 1'b0;
    repeat (2) begin
      rx_word[0] = with_check({4'd6, 44'b0, sent_number, 1'b0});
      @(posedge clk);
      #1;
    end
    rx_valid = '0;
  endtask

  // Random words of all kinds, damaged ones, repeated ones and ones ahead.
  task automatic test_receive();
    logic [31:0] good = '0, damaged = '0, unused = '0, bus = '0, before_good, before_bus;
    repeat (2) @(posedge clk);
    counter_address = 32'h8800_c001;
    #1 before_good = counter;
    counter_address = 32'h8800_c012;
    #1 before_bus = counter;
    for (int unsigned i = 0; i < 5000; i++) begin
      logic [3:0]       want_events = '0;
      logic [3:0][24:0] want_event = '0;
      logic [1:0]       want_answers = '0;
      logic [1:0][32:0] want_answer = '0;
      logic [1:0]       want_memory = '0;
      logic [1:0][35:0] want_word = '0;
      logic             want_systime = 1'b0;
      logic [42:0]      want_time = '0;
      for (int w = 0; w < 2; w++) begin
        logic [63:0] body = {$urandom, $urandom};
        // 1: events; 8: a read of the memory, whose kind is 1.
        logic [ 3:0] kind = 4'($urandom % 9);
        logic        memory = kind == 4'd2 || kind == 4'd7 || kind == 4'd8;
        logic        in_turn = $urandom % 4 != 0;
        logic        damage = $urandom % 8 == 0;
        if (kind == 4'd5 && want_systime) kind = 4'd0;
        body[63:60] = kind == 4'd8 ? 4'd1 : kind;
        if (kind == 4'd1) begin
          body[63:61] = {1'b1, 2'($urandom)};
          body[60:56] = got_events[4:0];
        end
        if (kind == 4'd3 || kind == 4'd4 || memory)
          body[59:53] = answer_number + (in_turn ? 7'd0 : 7'(1 + $urandom % 126));
        if (kind == 4'd3 || memory) body[52:48] = got_events[4:0];
        if (kind == 4'd4 || kind == 4'd6) body[47:16] = got_events;
        body = with_check(body[63:8]);
        // Any one to three wrong bits are found.
        if (damage) begin
          logic [63:0] was = body;
          int unsigned flips = 1 + $urandom % 3;
          for (int unsigned k = 0; k < flips; k++) body = body ^ (64'd1 << 6'($urandom));
          damage = body != was;
        end
        rx_valid[w] = 1'($urandom);
        rx_word[w]  = body;
        rx_lane[w]  = '0;
        if (rx_valid[w] && damage) damaged++;
        if (rx_valid[w] && !damage) begin
          good++;
          case (kind)
            4'd1: begin
              want_events[2*w]   = 1'b1;
              want_events[2*w+1] = body[61];
              want_event[2*w]    = {body[62], body[55:32]};
              want_event[2*w+1]  = {body[62], body[31:8]};
              got_events += 1 + 32'(body[61]);
            end
            4'd2, 4'd3, 4'd4, 4'd7, 4'd8: begin
              bus++;
              if (in_turn) begin
                want_memory[w]  = memory;
                want_word[w]    = {body[63:60], body[47:16]};
                want_answers[w] = !memory;
                want_answer[w]  = kind == 4'd3 ? {1'b0, body[47:16]} : {1'b1, 32'b0};
                answer_number++;
                accepted++;
              end else unused++;
            end
            4'd5: begin
              want_systime = 1'b1;
              want_time    = body[59:17];
            end
            4'd6: ;
            default: unused++;
          endcase
        end
      end
      @(posedge clk);
      #1;
      check(event_valid == want_events, "event valid");
      check(answer_valid == want_answers, "answer valid");
      check(memory_valid == want_memory, "memory valid");
      for (int k = 0; k < 2; k++)
        if (want_memory[k]) check(memory_word[k] == want_word[k], "memory word");
      check(got_systime_valid == want_systime, "systime valid");
      for (int k = 0; k < 4; k++) if (want_events[k]) check(events[k] == want_event[k], "event");
      for (int k = 0; k < 2; k++) if (want_answers[k]) check(answer[k] == want_answer[k], "answer");
      if (want_systime) check(got_systime == want_time, "systime");
    end
    rx_valid = '0;
    @(posedge clk);
    #1;
    check_counter(32'h8800_c001, before_good + good, "good words");
    check_counter(32'h8800_4004, damaged, "wrong checks");
    check_counter(32'h8800_4014, unused, "unused words");
    check_counter(32'h8800_c012, before_bus + bus, "bus words");
    check_counter(32'h8800_c013, 32'(accepted), "bus words in turn");
    check_counter(32'h8800_0011, 32'd0, "events lost");
    repeat (40) @(posedge clk);
    #1;
    check(!busy, "everything is acknowledged");
    rx_valid   = 2'b01;
    rx_word[0] = with_check({4'd4, answer_number, 5'd0, got_events, 8'd0});
    @(posedge clk);
    #1;
    rx_valid = '0;
    repeat (3) @(posedge clk);
    #1;
    check(busy, "an acknowledgement is owed");
    repeat (40) @(posedge clk);
    #1;
    check(!busy, "it has been sent");
  endtask

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    test_send();
    test_receive();
    check(dropped == '0, "nothing dropped");
    if (errors != 0) $fatal(1, "%0d errors", errors);
    $display("PASS tb_hx_fpga_link");
    $finish;
  end

endmodule
