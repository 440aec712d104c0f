// Chip side of the link, receiving: lane words to events, bus requests, data of the FPGA's memory
// and synchronisation.
// SPDX-License-Identifier: Apache-2.0
//
// Events leave in the cycle their word arrives, what concerns the retransmission in the next. Bus requests enter a queue that holds more
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

    output logic         memory_valid_o,
    output memory_data_t memory_o,

    output number_t expected_o,       // of the next bus word
    output logic    in_turn_o,        // one came
    output logic    ahead_o,          // another one came
    output logic    behind_o,
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
  logic        push;
  request_t    pushed;
  logic [$clog2(Queue):0] count;

  // The chip decodes 26 address bits; what lies above them is taken to an unused address.
  logic [25:0] address;
  assign address       = bus.payload[31:26] == '0 ? bus.payload[25:0] : UnusedAddress;
  assign events        = lane_word_i;
  assign bus           = lane_word_i;
  assign event_label_o = events.labels;

  number_t     expected_q;
  logic         memory_valid_q;
  memory_data_t memory_q;
  logic        in_turn_q, ahead_q, behind_q, acknowledge_valid_q, wrong_q;
  number_t     acknowledge_q;
  logic        go_back_q;
  logic [31:0] sent_q;  // events, as far as is known
  logic [31:0] lost_q;

  // verilator lint_off UNUSEDSIGNAL
  function automatic logic is_numbered(input bus_word_t word);
    return word.kind == KindBusAddress || word.kind == KindBusData || word.kind == KindMemoryData;
  endfunction

  function automatic logic is_next(input bus_word_t word);
    return is_numbered(word) && word.number == expected_q && count != ($clog2(Queue) + 1)'(Queue);
  endfunction
  // verilator lint_on UNUSEDSIGNAL

  // This hangs on the pins and is evaluated at every change of them, so only what must leave in
  // the same cycle is here.
  always_comb begin
    event_valid_o = '0;
    push          = 1'b0;
    sync_o        = 1'b0;
    pushed        = '0;
    if (lane_valid_i) begin
      // A guard of its own: a function is evaluated before the condition it stands in.
      if (is_good(lane_word_i)) begin
        sync_o = bus.kind == KindSystime;
        if (events.is_events)
          event_valid_o = {events.count >= 2'd1, events.count >= 2'd2, events.count == 2'd3};
        push   = is_next(bus) && bus.kind != KindMemoryData &&
            (bus.kind == KindBusAddress ? bus.is_read : has_address_q);
        pushed = '{write: 1'b0, address: address, byte_enables: bus.byte_enables, data: '0};
        if (bus.kind == KindBusData)
          pushed = '{write: 1'b1, address: address_q, byte_enables: byte_enables_q,
                     data: bus.payload};
      end
    end
  end

  assign expected_o          = expected_q;
  assign in_turn_o           = in_turn_q;
  assign ahead_o             = ahead_q;
  assign behind_o            = behind_q;
  assign acknowledge_valid_o = acknowledge_valid_q;
  assign acknowledge_o       = acknowledge_q;
  assign go_back_o           = go_back_q;
  assign wrong_o             = wrong_q;
  assign memory_valid_o      = memory_valid_q;
  assign memory_o            = memory_q;
  assign lost_o              = lost_q;

  always_ff @(posedge clk_i) begin
    in_turn_q           <= 1'b0;
    ahead_q             <= 1'b0;
    behind_q            <= 1'b0;
    acknowledge_valid_q <= 1'b0;
    wrong_q             <= 1'b0;
    memory_valid_q      <= 1'b0;
    if (!rst_ni) begin
      has_address_q <= 1'b0;
      expected_q    <= '0;
      sent_q        <= '0;
      lost_q        <= '0;
    end else if (lane_valid_i) begin
      logic good, is_bus, accept;
      good   = is_good(lane_word_i);
      is_bus = good && is_numbered(bus);
      accept = good && is_next(bus);
      in_turn_q           <= accept;
      ahead_q             <= is_bus && !accept && (is_ahead(bus.number, expected_q) ||
                                                  bus.number == expected_q);
      behind_q            <= is_bus && bus.number != expected_q && !is_ahead(bus.number, expected_q);
      acknowledge_valid_q <= is_bus || good && bus.kind == KindControl;
      acknowledge_q       <= bus.acknowledge;
      go_back_q           <= bus.go_back;
      wrong_q             <= !good;
      if (good && events.is_events) begin
        sent_q <= count_sent(sent_q, events.sent) + 32'(events.count);
        lost_q <= lost_q + count_sent(sent_q, events.sent) - sent_q;
      end
      if (good && bus.kind == KindControl) begin
        sent_q <= bus.payload;
        lost_q <= lost_q + bus.payload - sent_q;
      end
      if (accept) begin
        expected_q <= expected_q + 1'b1;
        if (bus.kind == KindMemoryData) begin
          memory_valid_q <= 1'b1;
          memory_q       <= '{half: bus.byte_enables[0], is_row: bus.byte_enables[1],
                              data: bus.payload};
        end else if (bus.kind == KindBusData) begin
          has_address_q <= 1'b0;
        end else if (!bus.is_read) begin
          has_address_q  <= 1'b1;
          address_q      <= address;
          byte_enables_q <= bus.byte_enables;
        end
      end
    end
  end

  hx_fifo #(.Width($bits(request_t)), .Depth(Queue)) i_queue (
      .clk_i, .rst_ni, .push_i(push), .data_i(pushed), .pop_i(request_valid_o && request_ready_i),
      .valid_o(request_valid_o), .data_o(request_o), .count_o(count)
  );

endmodule
