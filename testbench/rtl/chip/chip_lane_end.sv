// FPGA end of the lanes in the bench of the chip.
// SPDX-License-Identifier: Apache-2.0
//
// Sends what is queued in to_send, one word in two chip cycles, and compares the answers with
// `expected`; events from the chip wait in `events`. Nothing is lost. Pins change at the falling
// edge.
// A few fields of the words are not looked at.
// verilator lint_off UNUSEDSIGNAL
// verilator lint_off BLKSEQ
module chip_lane_end
  import hx_link_pkg::*;
(
    input logic            clk_i,
    input logic            rst_ni,
    input longint unsigned cycle_i,  // chip cycles since reset; the first edge is cycle 1

    output logic       rx_valid_o,  // to the chip
    output logic [2:0] rx_lane_o,
    output lane_word_t rx_word_o,
    input  logic       tx_valid_i,  // from the chip
    input  logic [2:0] tx_lane_i,
    input  lane_word_t tx_word_i
);

  typedef struct packed {
    logic        write;
    logic [31:0] address;
    logic [31:0] data;
  } expected_t;
  lane_word_t to_send[$];
  expected_t expected[$];
  logic [58:0] accesses_wanted[$];  // as the chip shows them: write, address, data
  event_t events[$];
  int unsigned answers = 0, times = 0;
  longint unsigned time_cycle = 0, answer_cycle = 0;
  logic [42:0] chip_time = '0;
  longint unsigned lane_free[8] = '{default: 0};

  lane_numbers i_numbers ();

  // After a reset of the chip.
  function automatic void restart();
    i_numbers.restart();
  endfunction

  initial begin
    rx_valid_o = 1'b0;
    rx_lane_o  = '0;
    rx_word_o  = '0;
  end

  always @(negedge clk_i) begin
    rx_valid_o <= 1'b0;
    // A word at the edges of even chip cycles only: the next edge is number cycle + 1, and the
    // first after reset is even.
    if (rst_ni && !cycle_i[0] && (to_send.size() != 0 || i_numbers.acknowledge_owed)) begin
      rx_valid_o <= 1'b1;
      rx_word_o  <= i_numbers.number_word(
          to_send.size() != 0 ? to_send.pop_front() : {KindControl, 60'd0});
      rx_lane_o  <= rx_lane_o + 1'b1;
    end
    if (tx_valid_i) begin
      if (lane_free[tx_lane_i] > cycle_i) $fatal(1, "lane %0d is still busy", tx_lane_i);
      lane_free[tx_lane_i] = cycle_i + 16;
      receive(tx_word_i);
    end
  end

  function automatic void receive(input lane_word_t word);
    bus_word_t bus;
    events_from_chip_t pack;
    systime_word_t answer;
    bus = word;
    pack = word;
    answer = word;
    if (word != seal(word)) $fatal(1, "wrong check in %h", word);
    if (pack.is_events) begin
      events.push_back({pack.is_sample, pack.events[1]});
      if (pack.has_second) events.push_back({pack.is_sample, pack.events[0]});
      return;
    end
    case (bus.kind)
      KindBusData, KindBusDone: receive_answer(bus);
      KindControl: ;
      KindSystime: begin
        times++;
        chip_time = answer.systime;
        time_cycle = cycle_i;
        if (!cycle_i[0]) $fatal(1, "time word in an odd chip cycle");
      end
      default: $fatal(1, "word of kind %0d", bus.kind);
    endcase
  endfunction

  function automatic void receive_answer(input bus_word_t bus);
    expected_t want;
    i_numbers.take_number(bus.number);
    answers++;
    answer_cycle = cycle_i;
    if (expected.size() == 0) $fatal(1, "answer without a request");
    want = expected.pop_front();
    if (want.write != (bus.kind == KindBusDone)) $fatal(1, "%h: wrong kind", want.address);
    if (!want.write && bus.payload != want.data)
      $fatal(1, "%h: read %h, not %h", want.address, bus.payload, want.data);
  endfunction

  function automatic lane_word_t bus_word(input kind_t kind, input logic read_access,
                                          input logic [31:0] payload);
    bus_word_t bus;
    bus = '0;
    bus.kind = kind;
    bus.is_read = read_access;
    bus.byte_enables = '1;
    bus.payload = payload;
    return bus;
  endfunction

  function automatic void write(input logic [31:0] address, input logic [31:0] data);
    to_send.push_back(bus_word(KindBusAddress, 1'b0, address));
    to_send.push_back(bus_word(KindBusData, 1'b0, data));
    expected.push_back({1'b1, address, 32'd0});
    accesses_wanted.push_back({1'b1, address[25:0], data});
  endfunction

  function automatic void read(input logic [31:0] address, input logic [31:0] data);
    to_send.push_back(bus_word(KindBusAddress, 1'b1, address));
    expected.push_back({1'b0, address, data});
    accesses_wanted.push_back({1'b0, address[25:0], 32'd0});
  endfunction

  function automatic void send_label(input logic [15:0] label);
    events_to_chip_t pack;
    pack = '0;
    pack.is_events = 1'b1;
    pack.count = 2'd1;
    pack.labels[2] = label;
    to_send.push_back(pack);
  endfunction

endmodule
