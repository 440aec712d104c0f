// Numbers and acknowledgements of the lane words that a bench sends to the chip.
// SPDX-License-Identifier: Apache-2.0
//
// The retransmission where nothing is lost: numbers in order, everything acknowledged.
// A few fields of the words are not looked at.
// verilator lint_off UNUSEDSIGNAL
// verilator lint_off BLKSEQ
module lane_numbers
  import hx_link_pkg::*;
();

  number_t next_number = '0, expected_number = '0;
  logic [31:0] events_sent = '0;
  logic acknowledge_owed = 1'b0;

  // After a reset of the chip its counters begin anew.
  function automatic void restart();
    next_number      = '0;
    expected_number  = '0;
    events_sent      = '0;
    acknowledge_owed = 1'b0;
  endfunction

  // The word as it is sent; each is to be sent once, in this order.
  function automatic lane_word_t number_word(input lane_word_t word);
    bus_word_t bus;
    events_to_chip_t pack;
    bus = word;
    pack = word;
    if (pack.is_events) begin
      pack.sent = events_sent[4:0];
      events_sent += 32'(pack.count);
      return seal(pack);
    end
    if (bus.kind == KindSystime) return seal(word);
    if (bus.kind == KindControl) bus.payload = events_sent;
    else begin
      bus.number = next_number;
      next_number++;
    end
    bus.acknowledge = expected_number;
    acknowledge_owed = 1'b0;
    return seal(bus);
  endfunction

  // An answer of the chip has come.
  function automatic void take_number(input number_t number);
    if (number != expected_number) $fatal(1, "number %0d", number);
    expected_number++;
    acknowledge_owed = 1'b1;
  endfunction

endmodule
