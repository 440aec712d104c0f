// Chip side of the link, receiving: lane words to events, bus requests and synchronisation.
// SPDX-License-Identifier: Apache-2.0
//
// Events leave in the cycle their word arrives. Bus requests enter a queue that holds more
// than the FPGA ever has outstanding. Words with a wrong check, of other kinds, or of the bus but
// out of turn are not used. Lane word layouts: hx_link_pkg.
module hx_chip_link_rx
  import hx_link_pkg::*;
  import hx_omnibus_pkg::request_t;
#(
    parameter int unsigned Queue = 64  // bus requests, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic       lane_valid_i,
    input lane_word_t lane_word_i,

    output logic [2:0]       event_valid_o,  // index 2 is the first of a pack
    output logic [2:0][15:0] event_label_o,

    output logic     request_valid_o,
    output request_t request_o,
    input  logic     request_ready_i,

    output logic    number_valid_o,  // a bus word and its number
    output number_t number_o,
    output logic    room_o,
    input  logic    accept_i,        // it is the next one

    output logic    acknowledge_valid_o,
    output number_t acknowledge_o,
    output logic    go_back_o,

    output logic [31:0] lost_o,   // events on the way to the chip
    output logic        wrong_o,  // wrong check

    output logic sync_o  // one cycle
);

  localparam logic [25:0] UnusedAddress = 26'h100_0000;

  // verilator lint_off UNUSEDSIGNAL
  events_to_chip_t events;  // views of the word, which uses one of them
  bus_word_t       bus;
  // verilator lint_on UNUSEDSIGNAL
  logic [25:0] address_q;
  logic [3:0]  byte_enables_q;
  logic        has_address_q;
  logic        good, is_events, is_address, is_data, is_control;
  logic        push;
  request_t    pushed;
  logic [$clog2(Queue):0] count;

  // The chip decodes 26 address bits; what lies above them is taken to an unused address.
  logic [25:0] address;
  assign address       = bus.payload[31:26] == '0 ? bus.payload[25:0] : UnusedAddress;
  assign events        = lane_word_i;
  assign bus           = lane_word_i;
  assign event_label_o = events.labels;

  always_comb begin
    good       = 1'b0;
    is_events  = 1'b0;
    is_address = 1'b0;
    is_data    = 1'b0;
    is_control = 1'b0;
    sync_o     = 1'b0;
    if (lane_valid_i) begin
      good       = is_good(lane_word_i);
      is_events  = good && events.is_events;
      is_address = good && bus.kind == KindBusAddress;
      is_data    = good && bus.kind == KindBusData;
      is_control = good && bus.kind == KindControl;
      sync_o     = good && bus.kind == KindSystime;
    end
  end

  assign wrong_o             = lane_valid_i && !good;
  assign number_valid_o      = is_address || is_data;
  assign number_o            = bus.number;
  assign acknowledge_valid_o = number_valid_o || is_control;
  assign acknowledge_o       = bus.acknowledge;
  assign go_back_o           = bus.go_back;
  assign room_o              = count != ($clog2(Queue) + 1)'(Queue);

  always_comb begin
    event_valid_o = '0;
    push          = 1'b0;
    pushed        = '{write: 1'b0, address: address, byte_enables: bus.byte_enables,
                      data: '0};
    if (is_events) begin
      event_valid_o = {events.count >= 2'd1, events.count >= 2'd2, events.count == 2'd3};
    end
    if (accept_i) begin
      if (is_address) push = bus.is_read;
      else begin
        push   = has_address_q;
        pushed = '{write: 1'b1, address: address_q, byte_enables: byte_enables_q,
                   data: bus.payload};
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      has_address_q <= 1'b0;
    end else if (accept_i) begin
      if (is_data) begin
        has_address_q <= 1'b0;
      end else if (!bus.is_read) begin
        has_address_q  <= 1'b1;
        address_q      <= address;
        byte_enables_q <= bus.byte_enables;
      end
    end
  end

  hx_event_count i_events (
      .clk_i, .rst_ni, .restart_i(1'b0), .short_valid_i(is_events), .total_valid_i(is_control),
      .sent_i(is_control ? bus.payload : 32'(events.sent)), .count_i(events.count), .lost_o
  );

  hx_fifo #(.Width($bits(request_t)), .Depth(Queue)) i_queue (
      .clk_i, .rst_ni, .push_i(push), .data_i(pushed), .pop_i(request_valid_o && request_ready_i),
      .valid_o(request_valid_o), .data_o(request_o), .count_o(count)
  );

endmodule
