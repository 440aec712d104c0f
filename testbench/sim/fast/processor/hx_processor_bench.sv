// One plasticity processor of the chip with its memory, for the comparison with its C model.
// SPDX-License-Identifier: Apache-2.0
//
// hx_ppu_unit of the top half as the top of a model of its own, and whether its clock stands still.
module hx_processor_bench
  import hx_link_pkg::memory_data_t;
  import hx_link_pkg::memory_word_t;
  import hx_omnibus_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,
    input logic [47:0] now_i,  // free cycle counter

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    output logic      request_valid_o,
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    input  response_t response_i,

    output logic         word_valid_o,
    output memory_word_t word_o,
    output logic         word_busy_o,
    input  logic         word_ready_i,
    input  logic         reply_valid_i,
    input  memory_data_t reply_i,

    output logic          row_request_o,
    output logic          row_write_o,
    output logic [21:0]   row_address_o,
    output logic [127:0]  row_enable_o,
    output logic [1023:0] row_o,
    input  logic          row_done_i,
    input  logic [1023:0] row_i,

    output logic        rests_o,           // the processor's clock stands still
    output logic        executes_o,        // an instruction is in the execute stage
    output logic [29:0] execute_address_o  // its word address
);

  logic response_ready, clock_on;

  // What waves of the chip show.
  // verilator lint_off UNUSEDSIGNAL
  logic        sleep, issue;
  logic [29:0] issue_address;
  logic [31:0] issue_word;
  // verilator lint_on UNUSEDSIGNAL
  hx_ppu_unit i_unit (
      .clk_i, .rst_ni, .now_i, .access_valid_i, .access_i, .access_data_o, .request_valid_o, .request_o,
      .request_ready_i, .response_valid_i, .response_i, .response_ready_o(response_ready),
      .word_valid_o, .word_o, .word_busy_o, .word_ready_i, .reply_valid_i, .reply_i,
      .row_request_o, .row_write_o, .row_address_o, .row_enable_o, .row_o, .row_done_i, .row_i,
      .clock_on_o(clock_on), .sleep_o(sleep), .issue_o(issue), .issue_address_o(issue_address),
      .issue_word_o(issue_word)
  );

  assign rests_o           = !clock_on;
  assign executes_o        = i_unit.i_ppu.i_core.valid_q;
  assign execute_address_o = i_unit.i_ppu.i_core.address_q;

  // The unit always takes what comes back.
  takes_answers :
  assert property (@(posedge clk_i) disable iff (!rst_ni) response_ready);

endmodule
