// Both plasticity processors and their ways to Omnibus and to the FPGA's memory.
// SPDX-License-Identifier: Apache-2.0
//
// Index of all: 0 top, 1 bottom. The memory's replies carry whose they are.
module hx_chip_processors
  import hx_link_pkg::*;
  import hx_omnibus_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,
    input logic [47:0] now_i,  // free cycle counter

    input  logic             access_valid_i,
    input  request_t         access_i,
    output logic [1:0][31:0] access_data_o,

    output logic      [1:0] request_valid_o,  // chip Omnibus
    output request_t        request_o[2],
    input  logic      [1:0] request_ready_i,
    input  logic      [1:0] response_valid_i,
    input  response_t       response_i,
    output logic      [1:0] response_ready_o,

    output logic         memory_valid_o,       // memory of the FPGA, by the link
    output memory_word_t memory_o,
    output logic         memory_busy_o,        // an access is being sent
    input  logic         memory_ready_i,
    input  logic         memory_data_valid_i,
    input  memory_data_t memory_data_i,

    output logic [1:0]         row_request_o,  // synapse array
    output logic [1:0]         row_write_o,
    output logic [1:0][21:0]   row_address_o,
    output logic [1:0][127:0]  row_byte_enables_o,
    output logic [1:0][1023:0] row_data_o,
    input  logic [1:0]         row_done_i,
    input  logic [1:0][1023:0] row_data_i,

    output logic [1:0]       ppu_clock_o,      // falling clock edges matter: a processor is clocked

    output logic [1:0]       ppu_sleep_o,      // for waves and their triggers: asleep or in reset
    output logic [1:0]       ppu_issue_o,      // an instruction issues
    output logic [1:0][29:0] ppu_address_o,    // its word address
    output logic [1:0][31:0] ppu_word_o
);

  logic         [1:0] unit_word_valid, unit_word_busy;
  memory_word_t       unit_word[2];
  logic               memory_owner, word_ready;
  logic         [1:0] core_request_valid, core_request_ready;
  request_t           core_request[2];

  assign memory_busy_o = unit_word_busy != '0;

  for (genvar h = 0; h < 2; h++) begin : gen_ppu
    hx_ppu_unit #(.Half(h)) i_unit (
        .clk_i, .rst_ni, .now_i, .access_valid_i, .access_i, .access_data_o(access_data_o[h]),
        .request_valid_o(core_request_valid[h]), .request_o(core_request[h]),
        .request_ready_i(core_request_ready[h]), .response_valid_i(response_valid_i[h]),
        .response_i, .response_ready_o(response_ready_o[h]),
        .word_valid_o(unit_word_valid[h]), .word_o(unit_word[h]),
        .word_busy_o(unit_word_busy[h]), .word_ready_i(word_ready && memory_owner == 1'(h)),
        .reply_valid_i(memory_data_valid_i), .reply_i(memory_data_i),
        .row_request_o(row_request_o[h]), .row_write_o(row_write_o[h]),
        .row_address_o(row_address_o[h]), .row_enable_o(row_byte_enables_o[h]),
        .row_o(row_data_o[h]), .row_done_i(row_done_i[h]), .row_i(row_data_i[h]),
        .clock_on_o(ppu_clock_o[h]), .sleep_o(ppu_sleep_o[h]), .issue_o(ppu_issue_o[h]),
        .issue_address_o(ppu_address_o[h]), .issue_word_o(ppu_word_o[h])
    );
  end

  // What comes from the processors' clocks ends in registers of this one, so that nothing behind
  // them is evaluated twice.
  for (genvar h = 0; h < 2; h++) begin : gen_request
    hx_slice #(.Width($bits(request_t))) i_slice (
        .clk_i, .rst_ni, .valid_i(core_request_valid[h]), .data_i(core_request[h]),
        .ready_o(core_request_ready[h]), .valid_o(request_valid_o[h]),
        .data_o(request_o[h]), .ready_i(request_ready_i[h])
    );
  end

  hx_slice #(.Width($bits(memory_word_t))) i_word (
      .clk_i, .rst_ni, .valid_i(unit_word_valid[memory_owner]),
      .data_i(unit_word[memory_owner]), .ready_o(word_ready), .valid_o(memory_valid_o),
      .data_o(memory_o), .ready_i(memory_ready_i)
  );

  // One processor's access to the FPGA's memory after the other.
  logic memory_owner_q;
  assign memory_owner = unit_word_busy[memory_owner_q] ? memory_owner_q : !memory_owner_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) memory_owner_q <= 1'b0;
    else if (unit_word_busy != '0) memory_owner_q <= memory_owner;
  end

endmodule
