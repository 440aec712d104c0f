// Chip side of the link.
// SPDX-License-Identifier: Apache-2.0
//
// Lane words in, events and bus requests out; bus answers, events and time answers in, lane
// words out. Words on lanes that are not ready are not seen. Bus words that are lost or damaged
// are sent again until they have arrived, so requests and answers come once and in order; events
// and times may be lost. Counters since the chip's reset are registers (link_status_chip), our
// own: events lost on the way to the chip, events from the chip that found no lane, words with a
// wrong check, answers sent again.
module hx_chip_link
  import hx_link_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic [9:0] lane_latency_i,  // one way, beyond LinkLatency, FPGA cycles; constant
    input  logic [7:0] lane_ready_i,  // can receive
    input  logic [7:0] lane_up_i,     // can send
    input  logic       lane_rx_valid_i,
    input  logic [2:0] lane_rx_lane_i,
    input  lane_word_t lane_rx_word_i,
    output logic       lane_tx_valid_o,
    output logic [2:0] lane_tx_lane_o,
    output lane_word_t lane_tx_word_o,

    output logic [2:0]       link_event_valid_o,  // index 2 is the first of a pack
    output logic [2:0][15:0] link_event_label_o,
    input  logic   [3:0]     l2_event_valid_i,
    input  event_t [3:0]     l2_event_i,
    output logic   [3:0]     l2_event_ready_o,

    output logic      request_valid_o,
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    input  response_t response_i,
    output logic      response_ready_o,

    input  logic         memory_valid_i,  // accesses to the FPGA's memory
    input  memory_word_t memory_i,
    output logic         memory_ready_o,
    output logic         memory_data_valid_o,
    output memory_data_t memory_data_o,

    input  logic        access_valid_i,  // counters
    // verilator lint_off UNUSEDSIGNAL
    input  request_t    access_i,
    // verilator lint_on UNUSEDSIGNAL
    output logic [31:0] access_data_o,

    input  logic [47:0] now_i,
    input  logic [43:0] systime_i,
    output logic        sync_o,    // load the time
    input  logic        synced_i   // the time was loaded, answer it
);

  // Chip cycles there and back, and what words may wait for their lane.
  localparam int unsigned RoundTrip = 4 * LinkLatency;
  localparam int unsigned ResendCycles = RoundTrip + 512;
  localparam int unsigned QuietCycles = RoundTrip + 64;
  localparam int unsigned Trips = 4;
  localparam int unsigned AckCycles = 32;
  localparam int unsigned UrgentCycles = 256;

  logic      in_turn, ahead, behind, acknowledge_valid, go_back;
  number_t   acknowledge;
  logic      new_ready, new_valid, again_valid, again;
  number_t   new_number, again_number;
  memory_word_t again_copy, answer;
  logic         answer_valid, answer_ready;
  number_t   my_acknowledge;
  // verilator lint_off UNUSEDSIGNAL
  logic      pending;  // time never stops for it: the FPGA's end does not rest before
  // verilator lint_on UNUSEDSIGNAL
  logic      my_go_back, due, urgent, acknowledged, wrong;
  logic [31:0] lost, dropped;

  // Answers of the bus go before accesses to memory: they are few.
  assign answer_valid     = response_valid_i || memory_valid_i;
  assign response_ready_o = response_valid_i && answer_ready;
  assign memory_ready_o   = !response_valid_i && answer_ready;
  always_comb begin
    answer = '0;
    if (response_valid_i)
      answer = '{kind: response_i.write ? KindBusDone : KindBusData, payload: response_i.data};
    else if (memory_valid_i) answer = memory_i;
  end

  hx_chip_link_rx i_rx (
      .clk_i, .rst_ni, .lane_valid_i(lane_rx_valid_i && lane_ready_i[lane_rx_lane_i]),
      .lane_word_i(lane_rx_word_i),
      .event_valid_o(link_event_valid_o), .event_label_o(link_event_label_o),
      .request_valid_o, .request_o, .request_ready_i,
      .expected_o(my_acknowledge), .in_turn_o(in_turn), .ahead_o(ahead), .behind_o(behind),
      .acknowledge_valid_o(acknowledge_valid), .acknowledge_o(acknowledge), .go_back_o(go_back),
      .memory_valid_o(memory_data_valid_o), .memory_o(memory_data_o),
      .lost_o(lost), .wrong_o(wrong), .sync_o
  );

  hx_arq_reply #(.AckCycles(AckCycles), .UrgentCycles(UrgentCycles),
                 .QuietCycles(QuietCycles), .Trips(Trips)) i_reply (
      .clk_i, .rst_ni, .now_i, .lane_latency_i, .in_turn_i(in_turn), .ahead_i(ahead),
      .behind_i(behind), .sent_i(acknowledged), .go_back_o(my_go_back),
      .pending_o(pending), .due_o(due), .urgent_o(urgent)
  );

  hx_arq_sender #(.Width($bits(memory_word_t)), .ResendCycles(ResendCycles), .Trips(Trips)) i_sender (
      .clk_i, .rst_ni, .now_i, .lane_latency_i,
      .ready_o(new_ready), .number_o(new_number), .push_i(new_valid), .data_i(answer),
      .resend_valid_o(again_valid), .resend_number_o(again_number), .resend_data_o(again_copy),
      .resend_i(again), .acknowledge_valid_i(acknowledge_valid), .acknowledge_i(acknowledge),
      .go_back_i(go_back)
  );

  hx_chip_link_tx i_tx (
      .clk_i, .rst_ni, .up_i(lane_up_i), .now_i, .systime_i, .send_systime_i(synced_i),
      .response_valid_i(answer_valid), .response_i(answer), .response_ready_o(answer_ready),
      .event_valid_i(l2_event_valid_i), .event_i(l2_event_i), .event_ready_o(l2_event_ready_o),
      .dropped_o(dropped), .new_ready_i(new_ready), .new_number_i(new_number),
      .new_valid_o(new_valid), .again_valid_i(again_valid), .again_number_i(again_number),
      .again_i(again_copy), .again_o(again), .acknowledge_i(my_acknowledge),
      .go_back_i(my_go_back), .due_i(due), .urgent_i(urgent), .acknowledged_o(acknowledged),
      .lane_valid_o(lane_tx_valid_o), .lane_o(lane_tx_lane_o), .lane_word_o(lane_tx_word_o)
  );

  logic [31:0] wrong_q, again_q, data_q;
  assign access_data_o = data_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wrong_q <= '0;
      again_q <= '0;
      data_q  <= '0;
    end else begin
      if (wrong) wrong_q <= wrong_q + 1'b1;
      if (again) again_q <= again_q + 1'b1;
      if (access_valid_i) begin
        case (32'(access_i.address) - LINK_STATUS_CHIP_BASE)
          LINK_STATUS_CHIP_OFFSET_0: data_q <= lost;
          LINK_STATUS_CHIP_OFFSET_1: data_q <= dropped;
          LINK_STATUS_CHIP_OFFSET_2: data_q <= wrong_q;
          LINK_STATUS_CHIP_OFFSET_3: data_q <= again_q;
          default:                   data_q <= '0;
        endcase
      end
    end
  end

endmodule
