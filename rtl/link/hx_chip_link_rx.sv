// Chip side of the link, receiving: lane words to events, bus requests and synchronisation.
// SPDX-License-Identifier: Apache-2.0
//
// Events leave in the cycle their word arrives, acknowledgements in the next. Bus requests enter a queue that holds more
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
  // Views of the word on the pins and of the one before; each uses one of them.
  events_to_chip_t events, events_q;
  bus_word_t       bus, bus_q;
  // verilator lint_on UNUSEDSIGNAL
  logic [25:0] address_q;
  logic [3:0]  byte_enables_q;
  logic        has_address_q;
  logic        good;
  logic        push;
  request_t    pushed;
  logic [$clog2(Queue):0] count;

  // The chip decodes 26 address bits; what lies above them is taken to an unused address.
  logic [25:0] address;
  assign address       = bus.payload[31:26] == '0 ? bus.payload[25:0] : UnusedAddress;
  assign events        = lane_word_i;
  assign bus           = lane_word_i;
  assign event_label_o = events.labels;

  // Everything hangs on the pins: one guard for all of it.
  always_comb begin
    good           = 1'b0;
    number_valid_o = 1'b0;
    event_valid_o  = '0;
    push           = 1'b0;
    sync_o         = 1'b0;
    pushed         = '0;
    if (lane_valid_i) begin
      good           = is_good(lane_word_i);
      number_valid_o = good && (bus.kind == KindBusAddress || bus.kind == KindBusData);
      sync_o         = good && bus.kind == KindSystime;
      if (good && events.is_events)
        event_valid_o = {events.count >= 2'd1, events.count >= 2'd2, events.count == 2'd3};
      push   = accept_i && (bus.kind == KindBusAddress ? bus.is_read : has_address_q);
      pushed = '{write: 1'b0, address: address, byte_enables: bus.byte_enables, data: '0};
      if (bus.kind == KindBusData)
        pushed = '{write: 1'b1, address: address_q, byte_enables: byte_enables_q,
                   data: bus.payload};
    end
  end

  assign number_o = bus.number;
  assign room_o   = count != ($clog2(Queue) + 1)'(Queue);

  logic is_events_q, is_control_q, acknowledge_valid_q, wrong_q;

  assign wrong_o             = wrong_q;
  assign acknowledge_valid_o = acknowledge_valid_q;
  assign acknowledge_o       = bus_q.acknowledge;
  assign go_back_o           = bus_q.go_back;
  assign events_q            = bus_q;

  always_ff @(posedge clk_i) begin
    is_events_q         <= 1'b0;
    is_control_q        <= 1'b0;
    acknowledge_valid_q <= 1'b0;
    wrong_q             <= 1'b0;
    if (rst_ni && lane_valid_i) begin
      bus_q               <= lane_word_i;
      is_events_q         <= good && events.is_events;
      is_control_q        <= good && bus.kind == KindControl;
      acknowledge_valid_q <= number_valid_o || good && bus.kind == KindControl;
      wrong_q             <= !good;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      has_address_q <= 1'b0;
    end else if (accept_i) begin
      if (bus.kind == KindBusData) begin
        has_address_q <= 1'b0;
      end else if (!bus.is_read) begin
        has_address_q  <= 1'b1;
        address_q      <= address;
        byte_enables_q <= bus.byte_enables;
      end
    end
  end

  hx_event_count i_events (
      .clk_i, .rst_ni, .restart_i(1'b0), .short_valid_i(is_events_q), .total_valid_i(is_control_q),
      .sent_i(is_control_q ? bus_q.payload : 32'(events_q.sent)), .count_i(events_q.count),
      .lost_o
  );

  hx_fifo #(.Width($bits(request_t)), .Depth(Queue)) i_queue (
      .clk_i, .rst_ni, .push_i(push), .data_i(pushed), .pop_i(request_valid_o && request_ready_i),
      .valid_o(request_valid_o), .data_o(request_o), .count_o(count)
  );

endmodule
