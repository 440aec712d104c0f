// FPGA end of the lanes: makes lane words of what the executor sends, takes apart what arrives.
// SPDX-License-Identifier: Apache-2.0
//
// At most one of events, bus address, bus data is sent in a cycle; with all lanes up the word
// starts on its lane in the next cycle (hx_fpga_link_tx). A synchronisation word waits for a
// cycle without one of these (systime_ready_o). Received words are handed on in the cycle after
// they were on the pins, index 0 first; words on lanes that are not ready are not seen.
module hx_fpga_link
  import hx_link_pkg::*;
  import hx_omnibus_pkg::response_t;
(
    input logic clk_i,
    input logic rst_ni,
    input logic clear_i,  // forget what waits to be sent

    input logic [7:0] lane_ready_i,  // can receive
    input logic [7:0] lane_up_i,     // can send

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
    output logic [31:0] dropped_o,  // words with events that found no lane

    output logic      [1:0] answer_valid_o,
    output response_t [1:0] answer_o,
    output logic      [3:0] event_valid_o,    // index 0 arrived first
    output event_t    [3:0] event_o,
    output logic            systime_valid_o,
    output logic     [42:0] systime_o,

    output logic        lane_tx_valid_o,
    output logic [ 2:0] lane_tx_lane_o,
    output logic [63:0] lane_tx_word_o,

    // verilator lint_off UNUSEDSIGNAL
    // Words arrive in order; the fields that are not looked at are 0 or reserved.
    input logic [1:0][ 2:0] lane_rx_lane_i,
    input logic [1:0][63:0] lane_rx_word_i,
    // verilator lint_on UNUSEDSIGNAL
    input logic [1:0]       lane_rx_valid_i
);

  function automatic lane_word_t events_word(input logic [1:0] count,
                                             input logic [2:0][15:0] labels);
    events_to_chip_t events;
    events = '{kind: KindEvents, count: count, labels: labels, zero: '0, check: '0};
    return events;
  endfunction

  function automatic lane_word_t bus_word(input kind_t kind, input logic [5:0] sequence_number,
                                          input logic read, input logic [3:0] byte_enables,
                                          input logic [31:0] payload);
    bus_word_t bus;
    bus = '{
        kind: kind,
        sequence_number: sequence_number,
        is_read: read,
        byte_enables: byte_enables,
        payload: payload,
        zero: '0,
        zero_low: '0,
        check: '0
    };
    return bus;
  endfunction

  logic [5:0] sequence_q;

  logic send_other;
  assign send_other = send_events_valid_i || send_address_valid_i || send_data_valid_i;

  lane_word_t word;
  always_comb begin
    word = '0;
    if (send_events_valid_i) begin
      word = events_word(send_events_count_i, send_events_labels_i);
    end else if (send_address_valid_i) begin
      word = bus_word(KindBusAddress, sequence_q, send_address_read_i,
                      send_address_byte_enables_i, send_address_i);
    end else if (send_data_valid_i) begin
      word = bus_word(KindBusData, sequence_q, 1'b0, 4'b0, send_data_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) sequence_q <= '0;
    else if (send_address_valid_i || send_data_valid_i) sequence_q <= sequence_q + 1'b1;
  end

  hx_fpga_link_tx i_tx (
      .clk_i,
      .rst_ni,
      .clear_i,
      .up_i            (lane_up_i),
      .word_valid_i    (send_other),
      .word_is_events_i(send_events_valid_i),
      .word_i          (word),
      .systime_valid_i (send_systime_valid_i),
      .systime_ready_o (send_systime_ready_o),
      .dropped_o,
      .lane_valid_o    (lane_tx_valid_o),
      .lane_o          (lane_tx_lane_o),
      .lane_word_o     (lane_tx_word_o)
  );

  // verilator lint_off UNUSEDSIGNAL
  // Views of the received words; a word uses one of them.
  events_from_chip_t [1:0] rx_events;
  bus_word_t         [1:0] rx_bus;
  systime_word_t     [1:0] rx_systime;
  // verilator lint_on UNUSEDSIGNAL
  assign rx_events  = lane_rx_word_i;
  assign rx_bus     = lane_rx_word_i;
  assign rx_systime = lane_rx_word_i;

  always_ff @(posedge clk_i) begin
    answer_valid_o  <= '0;
    event_valid_o   <= '0;
    systime_valid_o <= 1'b0;
    if (rst_ni && |lane_rx_valid_i) begin
      for (int unsigned i = 0; i < 2; i++) begin
        if (lane_rx_valid_i[i] && lane_ready_i[lane_rx_lane_i[i]]) begin
          case (rx_events[i].kind)
            KindEvents: begin
              event_valid_o[2*i]   <= rx_events[i].count != '0;
              event_valid_o[2*i+1] <= rx_events[i].count >= 2'd2;
              event_o[2*i]         <= rx_events[i].events[1];
              event_o[2*i+1]       <= rx_events[i].events[0];
            end
            KindBusData: begin
              answer_valid_o[i] <= 1'b1;
              answer_o[i]       <= '{write: 1'b0, data: rx_bus[i].payload};
            end
            KindBusDone: begin
              answer_valid_o[i] <= 1'b1;
              answer_o[i]       <= '{write: 1'b1, data: '0};
            end
            KindSystime: begin
              systime_valid_o <= 1'b1;
              systime_o       <= rx_systime[i].systime;
            end
            default: ;
          endcase
        end
      end
    end
  end

  // The executor sends one thing a cycle.
  one_word :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0({send_events_valid_i, send_address_valid_i, send_data_valid_i}));

endmodule
