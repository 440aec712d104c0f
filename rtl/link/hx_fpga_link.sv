// FPGA end of the lanes: makes lane words of what the executor sends, takes apart what arrives.
// SPDX-License-Identifier: Apache-2.0
//
// At most one of events, bus address, bus data is sent in a cycle; with all lanes up the word
// starts on its lane in the next cycle (hx_fpga_link_tx). A synchronisation word waits for a
// cycle without one of these (systime_ready_o). Received words are handed on in the cycle after
// they were on the pins, index 0 first (hx_fpga_link_rx). Bus words that are lost or damaged are
// sent again until they have arrived, so requests and answers come once and in order; events
// and times may be lost.
//
// A chip reset starts both ends anew: what waits is thrown away and what is still on its way is
// not heard. If the answer of an access is given up and the access was not sent yet, what waits is
// thrown away; if it was sent, its answer is ignored when it comes after all.
module hx_fpga_link
  import hx_link_pkg::*;
  import hx_omnibus_pkg::response_t;
(
    input logic clk_i,
    input logic rst_ni,
    input logic chip_reset_i,
    input logic given_up_i,    // the oldest answer

    input logic [9:0] lane_latency_i,  // one way, beyond LinkLatency; constant
    input logic [7:0] lane_ready_i,    // can receive
    input logic [7:0] lane_up_i,       // can send

    input logic             send_events_valid_i,
    input logic [1:0]       send_events_count_i,
    input logic [2:0][15:0] send_events_labels_i,  // labels[2] is the first

    input logic        send_address_valid_i,
    input logic        send_address_read_i,
    input logic [ 3:0] send_address_byte_enables_i,
    input logic [31:0] send_address_i,

    input logic        send_data_valid_i,
    input logic [31:0] send_data_i,

    input  logic send_systime_valid_i,
    output logic send_systime_ready_o,
    output logic [31:0] dropped_o,  // events to the chip that found no lane
    output logic        busy_o,     // an answer has come and its acknowledgement not gone

    input  logic               memory_full_i,       // accesses of the processors in the chip
    output logic         [1:0] memory_valid_o,
    output memory_word_t [1:0] memory_o,
    input  logic               memory_data_valid_i,
    input  memory_data_t       memory_data_i,
    output logic               memory_data_ready_o,

    output logic      [1:0] answer_valid_o,
    output response_t [1:0] answer_o,
    output logic      [3:0] event_valid_o,    // index 0 arrived first
    output event_t    [3:0] event_o,
    output logic            systime_valid_o,
    output logic     [42:0] systime_o,

    output logic        lane_tx_valid_o,
    output logic [ 2:0] lane_tx_lane_o,
    output logic [63:0] lane_tx_word_o,

    input logic [1:0][ 2:0] lane_rx_lane_i,
    input logic [1:0][63:0] lane_rx_word_i,
    input logic [1:0]       lane_rx_valid_i,

    input  logic        access_valid_i,  // counters
    input  logic [31:0] access_address_i,
    output logic [31:0] access_data_o
);

  localparam int unsigned CopyWidth = $bits(kind_t) + 37;
  localparam int unsigned RoundTrip = 2 * LinkLatency;
  localparam int unsigned ResendCycles = RoundTrip + 256;
  localparam int unsigned QuietCycles = RoundTrip + 32;  // for words that wait for their lane

  logic send_bus;
  assign send_bus = send_address_valid_i || send_data_valid_i;

  function automatic lane_word_t events_word(input logic [1:0] count,
                                             input logic [2:0][15:0] labels);
    events_to_chip_t events;
    events = '{is_events: 1'b1, count: count, sent: '0, labels: labels, check: '0};
    return events;
  endfunction

  function automatic lane_word_t bus_word(input kind_t kind, input logic read,
                                          input logic [3:0] byte_enables,
                                          input logic [31:0] payload);
    bus_word_t bus;
    bus = '{kind: kind, number: '0, is_read: read, byte_enables: byte_enables,
            payload: payload, acknowledge: '0, go_back: 1'b0, check: '0};
    return bus;
  endfunction

  lane_word_t word;
  always_comb begin
    word = '0;
    if (send_events_valid_i) begin
      word = events_word(send_events_count_i, send_events_labels_i);
    end else if (send_address_valid_i) begin
      word = bus_word(KindBusAddress, send_address_read_i, send_address_byte_enables_i,
                      send_address_i);
    end else if (send_data_valid_i) begin
      word = bus_word(KindBusData, 1'b0, 4'd0, send_data_i);
    end
  end

  logic [47:0] now_q;
  logic [47:0] deaf_until_q;  // what arrives was sent before the chip's reset
  logic        deaf;
  logic        rst_n;         // of what both ends forget in a chip reset
  assign rst_n = rst_ni && !chip_reset_i;
  assign deaf  = chip_reset_i || now_q < deaf_until_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      now_q        <= '0;
      deaf_until_q <= '0;
    end else begin
      now_q <= now_q + 1'b1;
      if (chip_reset_i) deaf_until_q <= now_q + 48'(LinkLatency) + 48'd2 + 48'(lane_latency_i);
    end
  end

  logic                 new_ready, new_valid, again_valid, again;
  number_t              new_number, again_number;
  logic [CopyWidth-1:0] new_copy, again_copy;
  logic                 acknowledge_valid, acknowledge_go_back;
  number_t              acknowledge;
  logic [1:0]           rx_valid, rx_wrong, rx_unused, rx_bus, rx_read;
  logic [1:0][2:0]      rx_lane;
  number_t              my_acknowledge;
  logic                 my_go_back, in_turn, ahead, behind, pending, due, urgent, acknowledged;
  logic                 sent_access;
  logic                 throw_away;
  logic [31:0]          lost;

  assign busy_o = pending && lane_up_i != '0;

  hx_fpga_link_tx #(
      .CopyWidth(CopyWidth)
  ) i_tx (
      .clk_i,
      .rst_ni,
      .clear_i         (chip_reset_i || throw_away),
      .restart_i       (chip_reset_i),
      .now_i           (now_q),
      .up_i            (chip_reset_i ? 8'd0 : lane_up_i),
      .word_valid_i    (send_events_valid_i || send_bus),
      .word_i          (word),
      .memory_valid_i  (memory_data_valid_i),
      .memory_i        (memory_data_i),
      .memory_ready_o  (memory_data_ready_o),
      .systime_valid_i (send_systime_valid_i),
      .systime_ready_o (send_systime_ready_o),
      .dropped_o,
      .new_ready_i     (new_ready),
      .new_number_i    (new_number),
      .new_valid_o     (new_valid),
      .new_o           (new_copy),
      .new_access_o    (sent_access),
      .again_valid_i   (again_valid),
      .again_number_i  (again_number),
      .again_i         (again_copy),
      .again_o         (again),
      .acknowledge_i   (my_acknowledge),
      .go_back_i       (my_go_back),
      .due_i           (due),
      .urgent_i        (urgent),
      .acknowledged_o  (acknowledged),
      .lane_valid_o    (lane_tx_valid_o),
      .lane_o          (lane_tx_lane_o),
      .lane_word_o     (lane_tx_word_o)
  );

  hx_arq_sender #(
      .Width       (CopyWidth),
      .ResendCycles(ResendCycles)
  ) i_sender (
      .clk_i,
      .rst_ni             (rst_n),
      .now_i              (now_q),
      .lane_latency_i,
      .ready_o            (new_ready),
      .number_o           (new_number),
      .push_i             (new_valid),
      .data_i             (new_copy),
      .resend_valid_o     (again_valid),
      .resend_number_o    (again_number),
      .resend_data_o      (again_copy),
      .resend_i           (again),
      .acknowledge_valid_i(acknowledge_valid),
      .acknowledge_i      (acknowledge),
      .go_back_i          (acknowledge_go_back)
  );

  hx_arq_reply #(
      .QuietCycles(QuietCycles)
  ) i_reply (
      .clk_i,
      .rst_ni   (rst_n),
      .now_i    (now_q),
      .lane_latency_i,
      .in_turn_i(in_turn),
      .ahead_i  (ahead),
      .behind_i (behind),
      .sent_i   (acknowledged),
      .go_back_o(my_go_back),
      .pending_o(pending),
      .due_o    (due),
      .urgent_o (urgent)
  );

  hx_fpga_link_rx i_rx (
      .clk_i,
      .rst_ni,
      .restart_i          (chip_reset_i),
      .deaf_i             (deaf),
      .lane_ready_i,
      .lane_valid_i       (lane_rx_valid_i),
      .lane_i             (lane_rx_lane_i),
      .lane_word_i        (lane_rx_word_i),
      .expected_o         (my_acknowledge),
      .in_turn_o          (in_turn),
      .ahead_o            (ahead),
      .behind_o           (behind),
      .acknowledge_valid_o(acknowledge_valid),
      .acknowledge_o      (acknowledge),
      .go_back_o          (acknowledge_go_back),
      .sent_access_i      (sent_access),
      .given_up_i,
      .throw_away_o       (throw_away),
      .valid_o            (rx_valid),
      .lane_o             (rx_lane),
      .wrong_o            (rx_wrong),
      .unused_o           (rx_unused),
      .bus_o              (rx_bus),
      .read_o             (rx_read),
      .lost_o             (lost),
      .memory_full_i,
      .memory_valid_o,
      .memory_o,
      .answer_valid_o,
      .answer_o,
      .event_valid_o,
      .event_o,
      .systime_valid_o,
      .systime_o
  );

  hx_link_counters i_counters (
      .clk_i,
      .rst_ni,
      .now_i         (now_q[31:0]),
      .up_i          (lane_up_i),
      .tx_valid_i    (lane_tx_valid_o),
      .tx_lane_i     (lane_tx_lane_o),
      .rx_valid_i    (rx_valid),
      .rx_lane_i     (rx_lane),
      .rx_wrong_i    (rx_wrong),
      .rx_unused_i   (rx_unused),
      .bus_write_i   (send_bus),
      .bus_tx_i      (new_valid || again),
      .bus_rx_i      (rx_bus),
      .bus_read_i    (rx_read),
      .lost_i        (lost),
      .access_valid_i,
      .address_i     (access_address_i),
      .data_o        (access_data_o)
  );

  // The executor sends one thing a cycle.
  one_word :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0({send_events_valid_i, send_address_valid_i, send_data_valid_i}));

endmodule
