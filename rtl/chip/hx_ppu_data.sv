// Loads and stores of a processor: local memory, chip Omnibus, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Byte address: bit 31 the Omnibus (word address in bits 30:2), else bit 30 the FPGA (bits 29:2),
// else the local memory, which answers in the next cycle. Answers keep the order of the requests,
// so an access to another place waits for the answers of those before it. The Omnibus answers
// reads and writes; a store to the FPGA counts as done when it has a place in the queue, and
// loads from there come behind it. Up to Depth answers are on their way.
// The clock is the processor's and must not stop while busy_o is 1.
module hx_ppu_data
  import hx_omnibus_pkg::*;
  import hx_ppu_external_pkg::*;
#(
    parameter int unsigned Depth = 8,
    parameter int unsigned Queue = 16  // stores and loads for the FPGA, a power of two
) (
    input logic clk_i,
    input logic rst_ni,       // of all
    input logic core_rst_ni,  // of the processor
    input logic stop_i,       // takes nothing new

    input  logic        request_i,
    input  logic        write_i,
    // verilator lint_off UNUSEDSIGNAL
    input  logic [31:0] address_i,
    // verilator lint_on UNUSEDSIGNAL
    input  logic [ 3:0] enable_i,
    input  logic [31:0] data_i,
    output logic        accept_o,
    output logic        response_o,
    output logic [31:0] data_o,
    output logic        busy_o,

    output logic        local_o,       // an access to the local memory
    input  logic [31:0] local_data_i,  // of the last cycle's

    output logic      chip_request_valid_o,
    output request_t  chip_request_o,
    input  logic      chip_request_ready_i,
    input  logic      chip_response_valid_i,
    // verilator lint_off UNUSEDSIGNAL
    input  response_t chip_response_i,
    // verilator lint_on UNUSEDSIGNAL
    output logic      chip_response_ready_o,

    output logic        external_valid_o,
    output external_t   external_o,
    input  logic        external_pop_i,
    input  logic        external_data_valid_i,
    input  logic [31:0] external_data_i
);

  localparam logic [25:0] UnusedAddress = 26'h100_0000;

  typedef enum logic [1:0] {Local, Chip, Fpga} target_t;

  target_t     target, target_q;
  logic        posted, taken, chip_taken, external_taken;
  logic [3:0]  remote_q;  // answers on their way, all of target_q
  logic        at_once_q, reply_q;
  logic [31:0] reply_data_q;
  logic        chip_reply, external_reply, chip_busy, external_busy;
  logic [$clog2(Queue):0] external_count;
  logic [$clog2(Depth):0] chip_count;  // those from before a reset too

  assign target         = address_i[31] ? Chip : address_i[30] ? Fpga : Local;
  assign posted         = target == Fpga && write_i;
  // Not in the first cycle of a reset either, in which the core still asks: the clock may stop
  // behind it.
  assign taken          = request_i && accept_o && core_rst_ni;
  assign local_o        = taken && target == Local;
  assign chip_taken     = taken && target == Chip;
  assign external_taken = taken && target == Fpga;
  assign busy_o         = chip_busy || external_busy || external_valid_o;

  always_comb begin
    accept_o = remote_q == '0 || (target == target_q && !posted && remote_q < 4'(Depth));
    if (stop_i || (target == Chip && chip_count == ($clog2(Depth) + 1)'(Depth)) ||
        (target == Fpga && external_count == ($clog2(Queue) + 1)'(Queue)))
      accept_o = 1'b0;
  end

  always_ff @(posedge clk_i) begin
    at_once_q <= 1'b0;
    reply_q   <= 1'b0;
    if (!core_rst_ni) begin
      remote_q <= '0;
    end else begin
      at_once_q <= taken && (target == Local || posted);
      if (taken) target_q <= target;
      reply_q <= chip_reply || external_reply;
      if (chip_reply) reply_data_q <= chip_response_i.data;
      if (external_reply) reply_data_q <= external_data_i;
      remote_q <= remote_q + 4'(taken && target != Local && !posted) -
                  4'(chip_reply || external_reply);
    end
  end

  assign response_o = at_once_q || reply_q;
  assign data_o     = reply_q ? reply_data_q : local_data_i;

  request_t chip_out;
  assign chip_out = '{write: write_i,
                      address: address_i[30:28] == '0 ? address_i[27:2] : UnusedAddress,
                      byte_enables: enable_i, data: data_i};
  hx_fifo #(.Width($bits(request_t)), .Depth(Depth)) i_chip_requests (
      .clk_i, .rst_ni, .push_i(chip_taken), .data_i(chip_out),
      .pop_i(chip_request_valid_o && chip_request_ready_i), .valid_o(chip_request_valid_o),
      .data_o(chip_request_o), .count_o(chip_count)
  );
  hx_ppu_replies i_chip_replies (
      .clk_i, .rst_ni, .core_rst_ni, .asked_i(chip_taken), .reply_i(chip_response_valid_i),
      .wanted_o(chip_reply), .busy_o(chip_busy)
  );
  assign chip_response_ready_o = 1'b1;

  external_t external_out;
  assign external_out = '{write: write_i, address: address_i[29:2], byte_enables: enable_i,
                          data: data_i};
  hx_fifo #(.Width($bits(external_t)), .Depth(Queue)) i_external_requests (
      .clk_i, .rst_ni, .push_i(external_taken), .data_i(external_out), .pop_i(external_pop_i),
      .valid_o(external_valid_o), .data_o(external_o), .count_o(external_count)
  );
  hx_ppu_replies i_external_replies (
      .clk_i, .rst_ni, .core_rst_ni, .asked_i(external_taken && !write_i),
      .reply_i(external_data_valid_i), .wanted_o(external_reply), .busy_o(external_busy)
  );

endmodule
