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

  // The check goes a byte at a time: what a byte leaves over behind it.
  function automatic logic [7:0] left(input logic [7:0] value);
    logic [7:0] rest;
    rest = value;
    for (int i = 0; i < 8; i++) rest = {rest[6:0], 1'b0} ^ (rest[7] ? Polynomial : 8'd0);
    return rest;
  endfunction

  // Written out: Verilator builds no unpacked array in a function, and a packed one is slow.
  localparam logic [7:0] Left [256] = '{
      left(0), left(1), left(2), left(3), left(4), left(5), left(6), left(7),
      left(8), left(9), left(10), left(11), left(12), left(13), left(14), left(15),
      left(16), left(17), left(18), left(19), left(20), left(21), left(22), left(23),
      left(24), left(25), left(26), left(27), left(28), left(29), left(30), left(31),
      left(32), left(33), left(34), left(35), left(36), left(37), left(38), left(39),
      left(40), left(41), left(42), left(43), left(44), left(45), left(46), left(47),
      left(48), left(49), left(50), left(51), left(52), left(53), left(54), left(55),
      left(56), left(57), left(58), left(59), left(60), left(61), left(62), left(63),
      left(64), left(65), left(66), left(67), left(68), left(69), left(70), left(71),
      left(72), left(73), left(74), left(75), left(76), left(77), left(78), left(79),
      left(80), left(81), left(82), left(83), left(84), left(85), left(86), left(87),
      left(88), left(89), left(90), left(91), left(92), left(93), left(94), left(95),
      left(96), left(97), left(98), left(99), left(100), left(101), left(102), left(103),
      left(104), left(105), left(106), left(107), left(108), left(109), left(110), left(111),
      left(112), left(113), left(114), left(115), left(116), left(117), left(118), left(119),
      left(120), left(121), left(122), left(123), left(124), left(125), left(126), left(127),
      left(128), left(129), left(130), left(131), left(132), left(133), left(134), left(135),
      left(136), left(137), left(138), left(139), left(140), left(141), left(142), left(143),
      left(144), left(145), left(146), left(147), left(148), left(149), left(150), left(151),
      left(152), left(153), left(154), left(155), left(156), left(157), left(158), left(159),
      left(160), left(161), left(162), left(163), left(164), left(165), left(166), left(167),
      left(168), left(169), left(170), left(171), left(172), left(173), left(174), left(175),
      left(176), left(177), left(178), left(179), left(180), left(181), left(182), left(183),
      left(184), left(185), left(186), left(187), left(188), left(189), left(190), left(191),
      left(192), left(193), left(194), left(195), left(196), left(197), left(198), left(199),
      left(200), left(201), left(202), left(203), left(204), left(205), left(206), left(207),
      left(208), left(209), left(210), left(211), left(212), left(213), left(214), left(215),
      left(216), left(217), left(218), left(219), left(220), left(221), left(222), left(223),
      left(224), left(225), left(226), left(227), left(228), left(229), left(230), left(231),
      left(232), left(233), left(234), left(235), left(236), left(237), left(238), left(239),
      left(240), left(241), left(242), left(243), left(244), left(245), left(246), left(247),
      left(248), left(249), left(250), left(251), left(252), left(253), left(254), left(255)
  };

  function automatic logic [7:0] find_check(input logic [BodyWidth-1:0] body);
    logic [7:0] check;
    check = 8'hff;
    for (int i = BodyWidth / 8 - 1; i >= 0; i--) check = Left[check^body[8*i+:8]];
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
