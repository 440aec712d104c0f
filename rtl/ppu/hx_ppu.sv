// Plasticity processor: scalar core, vector unit, cycle counter.
// SPDX-License-Identifier: Apache-2.0
//
// The three memory ports are independent: instructions (one word a cycle, answer in the next
// cycle), the data bus and the vector unit's serial bus (request held until accept, one response
// for each accepted request, in order, in a later cycle), and the parallel bus of 1024-bit rows
// with the same handshake. Addresses are passed on undecoded; the Omnibus side is the owner's.
// Time base, decrementer and the predictor's victim are derived from one free cycle counter.
module hx_ppu #(
    parameter int unsigned PredictorEntries = 16,
    parameter int unsigned DividerStart = 30
) (
    input logic clk_i,
    input logic rst_ni,

    output logic        fetch_o,          // address wanted; else the memory holds its data
    output logic [29:0] fetch_address_o,  // word address
    input  logic        fetch_delay_i,    // the address is not taken
    input  logic [31:0] fetch_data_i,

    output logic        data_request_o,
    output logic        data_write_o,
    output logic [31:0] data_address_o,   // byte address of a word
    output logic [3:0]  data_enable_o,    // bytes of a write, bit 3 the one at the lowest address
    output logic [31:0] data_o,
    input  logic        data_accept_i,
    input  logic        data_response_i,
    input  logic [31:0] data_i,

    output logic        serial_request_o,
    output logic        serial_write_o,
    output logic [31:0] serial_address_o,
    output logic [31:0] serial_o,
    input  logic        serial_accept_i,
    input  logic        serial_response_i,
    input  logic [31:0] serial_i,

    output logic          row_request_o,
    output logic          row_write_o,
    output logic [31:0]   row_address_o,  // a row each
    output logic [127:0]  row_enable_o,   // bytes of a write; bit 127: bits 1023:1016
    output logic [1023:0] row_o,          // bits 1023:1008 are element 0
    input  logic          row_accept_i,
    input  logic          row_response_i,
    input  logic [1023:0] row_i,

    input  logic [3:0] pins_i,
    output logic [3:0] pins_o,
    output logic [3:0] pins_enable_o,
    input  logic       doorbell_i,        // one cycle a request
    output logic       sleep_o,
    output logic       can_wake_o,        // a timer may end the sleep
    // The clock may stand for as many cycles of a sleep in which nothing is fetched, but for the
    // last one; then slept_i says for one edge how many it stood.
    output logic [31:0] quiet_o,
    input  logic [31:0] slept_i,

    // What issues in this cycle, for waves
    output logic        issue_o,
    output logic [29:0] issue_address_o,  // words
    output logic [31:0] issue_word_o,

    // What happens in this cycle, for counters
    output logic issued_o,
    output logic branch_o,
    output logic missed_taken_o,
    output logic missed_not_taken_o
);

  logic [63:0] cycle_q;  // number of this cycle, 1 behind reset
  always_ff @(posedge clk_i) cycle_q <= rst_ni ? cycle_q + 64'd1 + 64'(slept_i) : 64'd1;

  logic        is_vector, reads_base, reads_offset, vector, vector_ready, vector_idle;
  logic [31:0] decode_word, vector_word, vector_base, vector_offset;

  hx_ppu_core #(.PredictorEntries(PredictorEntries), .DividerStart(DividerStart)) i_core (
      .clk_i, .rst_ni, .cycle_i(cycle_q), .fetch_o, .fetch_address_o, .fetch_delay_i,
      .fetch_data_i, .data_request_o, .data_write_o, .data_address_o, .data_enable_o, .data_o,
      .data_accept_i, .data_response_i, .data_i, .decode_word_o(decode_word),
      .is_vector_i(is_vector), .vector_reads_base_i(reads_base),
      .vector_reads_offset_i(reads_offset), .vector_ready_i(vector_ready),
      .vector_idle_i(vector_idle), .vector_o(vector), .vector_word_o(vector_word),
      .vector_base_o(vector_base), .vector_offset_o(vector_offset), .pins_i, .pins_o,
      .pins_enable_o, .doorbell_i, .sleep_o, .can_wake_o, .quiet_o, .issue_o, .issue_address_o,
      .issue_word_o, .issued_o, .branch_o, .missed_taken_o,
      .missed_not_taken_o
  );

  always_comb begin
    is_vector    = 1'b0;
    reads_base   = 1'b0;
    reads_offset = 1'b0;
    if (decode_word[31:26] == 6'd4) begin
      is_vector    = hx_ppu_vector_pkg::known(decode_word);
      reads_base   = hx_ppu_vector_pkg::reads_base(decode_word);
      reads_offset = hx_ppu_vector_pkg::reads_offset(decode_word);
    end
  end

  hx_ppu_vector i_vector (
      .clk_i, .rst_ni, .ready_o(vector_ready), .valid_i(vector), .word_i(vector_word),
      .base_i(vector_base), .offset_i(vector_offset), .idle_o(vector_idle),
      .serial_valid_o(serial_request_o), .serial_write_o, .serial_address_o,
      .serial_data_o(serial_o), .serial_accept_i, .serial_response_i, .serial_data_i(serial_i),
      .row_valid_o(row_request_o), .row_write_o, .row_address_o, .row_enable_o,
      .row_data_o(row_o), .row_accept_i, .row_response_i, .row_data_i(row_i)
  );

endmodule
