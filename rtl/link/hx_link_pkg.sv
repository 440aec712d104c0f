// Words on the lanes between FPGA and chip.
// SPDX-License-Identifier: Apache-2.0
//
// The real format is not public; this one is documented in docs/link-words.md. A lane word
// has 64 bits and occupies its lane for 64 ns (1 Gbit/s): LaneCycles FPGA cycles.
package hx_link_pkg;

  localparam int unsigned Lanes = 8;
  localparam int unsigned LaneCycles = 8;  // FPGA cycles (8 ns) a word occupies its lane

  // FPGA cycles from the cycle in which a word's tx_valid is 1 on one side to the cycle in which
  // its rx_valid is 1 on the other: serialisation (LaneCycles) and both PHYs. The board's delay
  // line and the FPGA's time synchronisation use the same number.
  localparam int unsigned LinkLatency = 10;

  typedef logic [63:0] lane_word_t;

  // A word is {kind or events, fields, check}. The top bit tells events from all others.
  typedef enum logic [3:0] {
    KindIdle       = 4'd0,
    KindMemoryRead = 4'd1,  // from chip: a read of the FPGA's memory
    KindBusAddress = 4'd2,  // to chip: a read, or the address of a write; from chip: the address of
                            // a write to the FPGA's memory
    KindBusData    = 4'd3,  // to chip: write data; from chip: read result
    KindBusDone    = 4'd4,  // from chip: a write was carried out
    KindSystime    = 4'd5,  // to chip: synchronise; from chip: the chip's time
    KindControl    = 4'd6,  // acknowledgement alone; payload: events sent so far
    KindMemoryData = 4'd7   // from chip: data for the FPGA's memory; to chip: read result
  } kind_t;

  // Bus words are numbered modulo 128; at most Window of them are not acknowledged, so a number
  // ahead of the expected one cannot look like one behind it.
  localparam int unsigned Window = 64;
  typedef logic [6:0] number_t;

  function automatic logic is_ahead(input number_t number, input number_t expected);
    return number != expected && number_t'(number - expected) < number_t'(Window);
  endfunction

  // Events are best effort and counted. Words with events carry the number of events sent before
  // them, bus words the number sent so far, both modulo 32; control words and answers of writes
  // carry all of it. The whole number, if `known` of them were known before the short one came:
  function automatic logic [31:0] count_sent(input logic [31:0] known, input logic [4:0] low);
    return known + 32'(5'(low - known[4:0]));
  endfunction

  // To the chip: 1..3 labels handed over in one FPGA cycle; the first is at the top.
  typedef struct packed {
    logic              is_events;  // 1
    logic [1:0]        count;
    logic [4:0]        sent;       // events sent before, modulo 32
    logic [2:0][15:0]  labels;     // labels[2] is the first
    logic [7:0]        check;
  } events_to_chip_t;

  // From the chip: a spike or a sample of the fast ADC with its chip time (4 ns).
  typedef struct packed {
    logic        is_sample;
    logic [7:0]  timestamp;
    logic [15:0] label;      // of a sample: [10] channel, [9:0] value
  } event_t;

  // 1..2 of one kind.
  typedef struct packed {
    logic         is_events;   // 1
    logic         is_sample;   // of all events
    logic         has_second;
    logic [4:0]   sent;        // events sent before, modulo 32
    logic [1:0][23:0] events;  // without is_sample; events[1] is the first
    logic [7:0]   check;
  } events_from_chip_t;

  // Bus words to the chip and control words of both sides.
  typedef struct packed {
    kind_t       kind;
    number_t     number;
    logic        is_read;
    logic [3:0]  byte_enables;
    logic [31:0] payload;      // address, data or events sent
    number_t     acknowledge;  // all bus words before this number have arrived
    logic        go_back;      // send again from there on
    logic [7:0]  check;
  } bus_word_t;

  // Bus words from the chip.
  typedef struct packed {
    kind_t       kind;
    number_t     number;
    logic [4:0]  sent;         // events sent so far, modulo 32
    logic [31:0] payload;      // read result; after a write: events sent so far
    number_t     acknowledge;
    logic        go_back;
    logic [7:0]  check;
  } answer_word_t;

  // What the processors in the chip ask of the FPGA's memory. Addresses count words from the
  // beginning of the FPGA's register space. After a data word the address goes up by one and all
  // byte enables are set.
  typedef struct packed {
    kind_t       kind;
    logic [31:0] payload;
  } memory_word_t;

  function automatic memory_word_t address_word(input logic [3:0] byte_enables,
                                                input logic [27:0] address);
    return '{kind: KindBusAddress, payload: {byte_enables, address}};
  endfunction

  function automatic memory_word_t data_word(input logic [31:0] data);
    return '{kind: KindMemoryData, payload: data};
  endfunction

  localparam int unsigned RowWords = 32;
  function automatic memory_word_t read_word(input logic half, input logic is_row,
                                             input logic [27:0] address);
    return '{kind: KindMemoryRead, payload: {half, is_row, 2'b00, address}};
  endfunction

  // Read result for a processor; half and is_row travel in the byte enables.
  typedef struct packed {
    logic        half;
    logic        is_row;
    logic [31:0] data;
  } memory_data_t;

  typedef struct packed {
    kind_t       kind;
    logic [42:0] systime;  // FPGA cycles (8 ns)
    logic [8:0]  zero;
    logic [7:0]  check;
  } systime_word_t;

  // CRC-8 of the upper 56 bits, most significant first: polynomial x^8+x^5+x^3+x^2+x+1, start
  // 0xff. Finds any three wrong bits of a word; a word of zeros is wrong.
  localparam int unsigned BodyWidth = 56;
  localparam logic [7:0] Polynomial = 8'h2f;

  function automatic logic [7:0] divide(input logic [BodyWidth-1:0] body, input logic [7:0] start);
    logic [7:0] rest;
    rest = start;
    for (int i = BodyWidth - 1; i >= 0; i--) begin
      rest = {rest[6:0], 1'b0} ^ (rest[7] ^ body[i] ? Polynomial : 8'd0);
    end
    return rest;
  endfunction

  // The code is linear: check bit i is the parity of the body bits in mask i.
  typedef logic [7:0][BodyWidth-1:0] masks_t;
  function automatic masks_t make_masks();
    masks_t masks;
    logic [7:0] rest;
    masks = '0;
    for (int unsigned i = 0; i < BodyWidth; i++) begin
      rest = divide(BodyWidth'(1) << i, 8'd0);
      for (int unsigned k = 0; k < 8; k++) masks[k][i] = rest[k];
    end
    return masks;
  endfunction

  localparam masks_t Masks = make_masks();
  localparam logic [7:0] CheckOfZeros = divide('0, 8'hff);

  function automatic logic [7:0] find_check(input logic [BodyWidth-1:0] body);
    logic [7:0] check;
    for (int unsigned k = 0; k < 8; k++) check[k] = ^(body & Masks[k]) ^ CheckOfZeros[k];
    return check;
  endfunction

  // The word with its check; the one given is not looked at.
  // verilator lint_off UNUSEDSIGNAL
  function automatic lane_word_t seal(input lane_word_t word);
    return {word[63:8], find_check(word[63:8])};
  endfunction
  // verilator lint_on UNUSEDSIGNAL

  function automatic logic is_good(input lane_word_t word);
    return find_check(word[63:8]) == word[7:0];
  endfunction

endpackage
