// Chip side of the link, receiving: lane words to events, bus requests and synchronisation.
// SPDX-License-Identifier: Apache-2.0
//
// Events leave in the cycle their word arrives. Bus requests enter a queue that holds more
// than the FPGA ever has outstanding. Words of other kinds are ignored.
// Lane word layouts: hx_link_pkg.
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

    output logic sync_o  // one cycle
);

  localparam logic [25:0] UnusedAddress = 26'h100_0000;

  // verilator lint_off UNUSEDSIGNAL
  events_to_chip_t events;  // check field and spare bits are not looked at
  bus_word_t       bus;
  // verilator lint_on UNUSEDSIGNAL
  logic [25:0] address_q;
  logic [3:0]  byte_enables_q;
  logic        has_address_q;
  logic        push;
  request_t    pushed;
  // verilator lint_off UNUSEDSIGNAL
  logic [$clog2(Queue):0] count;
  // verilator lint_on UNUSEDSIGNAL

  // The chip decodes 26 address bits; what lies above them is taken to an unused address.
  logic [25:0] address;
  assign address       = bus.payload[31:26] == '0 ? bus.payload[25:0] : UnusedAddress;
  assign events        = lane_word_i;
  assign bus           = lane_word_i;
  assign event_label_o = events.labels;
  assign sync_o        = lane_valid_i && bus.kind == KindSystime;

  always_comb begin
    event_valid_o = '0;
    push          = 1'b0;
    pushed        = '{write: 1'b0, address: address, byte_enables: bus.byte_enables,
                      data: '0};
    if (lane_valid_i) begin
      unique case (bus.kind)
        KindEvents: event_valid_o = {events.count >= 2'd1, events.count >= 2'd2, events.count == 2'd3};
        KindBusAddress: push = bus.is_read;
        KindBusData: begin
          push   = has_address_q;
          pushed = '{write: 1'b1, address: address_q, byte_enables: byte_enables_q,
                     data: bus.payload};
        end
        default: push = 1'b0;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      has_address_q <= 1'b0;
    end else if (lane_valid_i) begin
      if (bus.kind == KindBusAddress && !bus.is_read) begin
        has_address_q  <= 1'b1;
        address_q      <= address;
        byte_enables_q <= bus.byte_enables;
      end else if (bus.kind == KindBusData) begin
        has_address_q <= 1'b0;
      end
    end
  end

  hx_fifo #(.Width($bits(request_t)), .Depth(Queue)) i_queue (
      .clk_i, .rst_ni, .push_i(push), .data_i(pushed), .pop_i(request_valid_o && request_ready_i),
      .valid_o(request_valid_o), .data_o(request_o), .count_o(count)
  );

endmodule
