// Bench of the FPGA end of the lanes: every kind of word out and in, random order.
// SPDX-License-Identifier: Apache-2.0
//
// Words are built and taken apart here with bit numbers from docs/link-words.md and the package
// layouts, most significant field first, not with the structures. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fpga_link;
  import hx_link_pkg::event_t;
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

  hx_fpga_link dut (
      .clk_i                      (clk),
      .rst_ni                     (rst_n),
      .clear_i                    (1'b0),
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

  task automatic test_send();
    logic [ 2:0] lane = '0;
    logic [ 5:0] number = '0;
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
      expected     = {4'd5, 60'b0};
      if (events_valid) expected = {4'd1, events_count, events_labels, 10'b0};
      if (address_valid) begin
        expected = {4'd2, number, 1'b0, address_read, address_byte_enables, address, 16'b0};
      end
      if (data_valid) expected = {4'd3, number, 6'b0, data, 16'b0};
      if (address_valid || data_valid) number = number + 1'b1;
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
  endtask

  task automatic test_receive();
    for (int unsigned i = 0; i < 5000; i++) begin
      logic [3:0]       want_events = '0;
      logic [3:0][24:0] want_event = '0;
      logic [1:0]       want_answers = '0;
      logic [1:0][32:0] want_answer = '0;
      logic             want_systime = 1'b0;
      logic [42:0]      want_time = '0;
      for (int w = 0; w < 2; w++) begin
        logic [63:0] body = {$urandom, $urandom};
        logic [ 3:0] kind = 4'($urandom % 7);
        if (kind == 4'd5 && want_systime) kind = 4'd0;
        if (kind == 4'd1) body[59:58] = 2'(1 + $urandom % 2);
        body[63:60] = kind;
        rx_valid[w] = 1'($urandom);
        rx_word[w]  = body;
        rx_lane[w]  = 3'($urandom);
        if (rx_valid[w]) begin
          case (kind)
            4'd1: begin
              want_events[2*w]   = 1'b1;
              want_events[2*w+1] = body[59:58] == 2'd2;
              want_event[2*w]    = body[57:33];
              want_event[2*w+1]  = body[32:8];
            end
            4'd3: begin
              want_answers[w] = 1'b1;
              want_answer[w]  = {1'b0, body[47:16]};
            end
            4'd4: begin
              want_answers[w] = 1'b1;
              want_answer[w]  = {1'b1, 32'b0};
            end
            4'd5: begin
              want_systime = 1'b1;
              want_time    = body[59:17];
            end
            default: ;
          endcase
        end
      end
      @(posedge clk);
      #1;
      check(event_valid == want_events, "event valid");
      check(answer_valid == want_answers, "answer valid");
      check(got_systime_valid == want_systime, "systime valid");
      for (int k = 0; k < 4; k++) if (want_events[k]) check(events[k] == want_event[k], "event");
      for (int k = 0; k < 2; k++) if (want_answers[k]) check(answer[k] == want_answer[k], "answer");
      if (want_systime) check(got_systime == want_time, "systime");
    end
    rx_valid = '0;
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
