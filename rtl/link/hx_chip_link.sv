// Chip side of the link.
// SPDX-License-Identifier: Apache-2.0
//
// Lane words in, events and bus requests out; bus answers, events and time answers in, lane
// words out. Words on lanes that are not ready are not seen.
module hx_chip_link
  import hx_link_pkg::*;
  import hx_omnibus_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

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

    input  logic [47:0] now_i,
    input  logic [43:0] systime_i,
    output logic        sync_o,    // load the time
    input  logic        synced_i   // the time was loaded, answer it
);

  hx_chip_link_rx i_rx (
      .clk_i, .rst_ni, .lane_valid_i(lane_rx_valid_i && lane_ready_i[lane_rx_lane_i]), .lane_word_i(lane_rx_word_i),
      .event_valid_o(link_event_valid_o), .event_label_o(link_event_label_o),
      .request_valid_o, .request_o, .request_ready_i, .sync_o
  );

  hx_chip_link_tx i_tx (
      .clk_i, .rst_ni, .up_i(lane_up_i), .now_i, .systime_i, .send_systime_i(synced_i),
      .response_valid_i, .response_i, .response_ready_o,
      .event_valid_i(l2_event_valid_i), .event_i(l2_event_i), .event_ready_o(l2_event_ready_o),
      .lane_valid_o(lane_tx_valid_o), .lane_o(lane_tx_lane_o), .lane_word_o(lane_tx_word_o)
  );

endmodule
