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

  typedef enum logic [3:0] {
    KindIdle       = 4'd0,
    KindEvents     = 4'd1,  // spikes
    KindBusAddress = 4'd2,  // to chip: a read, or the address of a write
    KindBusData    = 4'd3,  // to chip: write data; from chip: read result
    KindBusDone    = 4'd4,  // from chip: a write was carried out
    KindSystime    = 4'd5   // to chip: synchronise; from chip: the chip's time
  } kind_t;

  // To the chip: 1..3 labels handed over in one FPGA cycle; the first is at the top.
  typedef struct packed {
    kind_t             kind;
    logic [1:0]        count;
    logic [2:0][15:0]  labels;  // labels[2] is the first
    logic [1:0]        zero;
    logic [7:0]        check;   // reserved for the CRC
  } events_to_chip_t;

  // From the chip: 1..2 spikes or samples of the fast ADC with the chip time (4 ns) of each.
  typedef struct packed {
    logic        is_sample;
    logic [7:0]  timestamp;
    logic [15:0] label;      // of a sample: [10] channel, [9:0] value
  } event_t;

  typedef struct packed {
    kind_t        kind;
    logic [1:0]   count;
    event_t [1:0] events;  // events[1] is the first
    logic [7:0]   check;
  } events_from_chip_t;

  // Bus words carry a sequence number for the retransmission protocol.
  typedef struct packed {
    kind_t       kind;
    logic [5:0]  sequence_number;
    logic        zero;
    logic        is_read;
    logic [3:0]  byte_enables;
    logic [31:0] payload;  // address or data
    logic [7:0]  zero_low;
    logic [7:0]  check;
  } bus_word_t;

  typedef struct packed {
    kind_t       kind;
    logic [42:0] systime;  // FPGA cycles (8 ns)
    logic [8:0]  zero;
    logic [7:0]  check;
  } systime_word_t;

endpackage
