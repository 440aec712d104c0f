// Loads and stores of a processor: local memory, chip Omnibus, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// Byte address: bit 31 the Omnibus (word address in bits 30:2), else bit 30 the FPGA (bits 29:2),
// else the local memory, which answers in the next cycle. Answers keep the order of the requests,
// so an access to another place waits for the answers of those before it. The Omnibus answers
// reads and writes; a store to the FPGA counts as done when it has a place in the queue, and
// loads from there come behind it. Up to Depth answers are on their way.
// Registers of the processor's clock are read here only in cycles in which it has an edge.
module hx_ppu_data
  import hx_omnibus_pkg::*;
  import hx_ppu_external_pkg::*;
#(
    parameter int unsigned Depth = 8
) (
    input logic clk_i,
    input logic rst_ni,
    input logic core_clk_i,
    input logic core_rst_ni,
    input logic core_on_i,    // core_clk_i has the coming edge

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

  localparam int unsigned Queue = 16;
  localparam int unsigned Margin = 4;  // stores that may come before room_q says so
  localparam logic [25:0] UnusedAddress = 26'h100_0000;

  typedef enum logic [1:0] {Local, Chip, Fpga} target_t;

  // --- processor's clock --------------------------------------------------------------------
  target_t     target, target_q;
  logic        posted, taken;
  logic [3:0]  remote_q;  // answers on their way, all of target_q
  logic        room_q, at_once_q, reply_q, chip_push_q, external_push_q;
  logic [31:0] reply_data_q;
  external_t   out_q;
  logic        reply_chip, reply_external;

  assign target  = address_i[31] ? Chip : address_i[30] ? Fpga : Local;
  assign posted  = target == Fpga && write_i;
  assign local_o = request_i && accept_o && target == Local;
  assign taken   = request_i && accept_o;

  always_comb begin
    accept_o = remote_q == '0 || (target == target_q && !posted && remote_q < 4'(Depth));
    if (target == Fpga && !room_q) accept_o = 1'b0;
  end

  logic        chip_reply_valid, external_reply_valid;
  logic [31:0] chip_reply, external_reply;
  assign reply_chip     = remote_q != '0 && target_q == Chip && chip_reply_valid;
  assign reply_external = remote_q != '0 && target_q == Fpga && external_reply_valid;

  logic [$clog2(Queue):0] external_count;

  always_ff @(posedge core_clk_i) begin
    at_once_q       <= 1'b0;
    reply_q         <= 1'b0;
    chip_push_q     <= 1'b0;
    external_push_q <= 1'b0;
    room_q          <= external_count < ($clog2(Queue) + 1)'(Queue - Margin);
    if (!core_rst_ni) begin
      remote_q <= '0;
    end else begin
      if (taken) begin
        at_once_q       <= target == Local || posted;
        chip_push_q     <= target == Chip;
        external_push_q <= target == Fpga;
        target_q        <= target;
        if (target != Local)
          out_q <= '{write: write_i, address: address_i[30:2], byte_enables: enable_i,
                     data: data_i};
      end
      if (reply_chip || reply_external) begin
        reply_q      <= 1'b1;
        reply_data_q <= reply_chip ? chip_reply : external_reply;
      end
      remote_q <= remote_q + 4'(taken && target != Local && !posted) -
                  4'(reply_chip || reply_external);
    end
  end

  assign response_o = at_once_q || reply_q;
  assign data_o     = reply_q ? reply_data_q : local_data_i;

  // --- chip's clock -------------------------------------------------------------------------
  logic      chip_push, external_push;
  request_t  chip_out;
  assign chip_push     = core_on_i && chip_push_q;
  assign external_push = core_on_i && external_push_q;
  assign chip_out      = '{write: out_q.write,
                           address: out_q.address[28:26] == '0 ? out_q.address[25:0] : UnusedAddress,
                           byte_enables: out_q.byte_enables, data: out_q.data};

  // verilator lint_off UNUSEDSIGNAL
  logic [$clog2(Depth):0] chip_count;
  // verilator lint_on UNUSEDSIGNAL
  hx_fifo #(.Width($bits(request_t)), .Depth(Depth)) i_chip_requests (
      .clk_i, .rst_ni, .push_i(chip_push), .data_i(chip_out),
      .pop_i(chip_request_valid_o && chip_request_ready_i), .valid_o(chip_request_valid_o),
      .data_o(chip_request_o), .count_o(chip_count)
  );

  hx_ppu_replies #(.Depth(Depth)) i_chip_replies (
      .clk_i, .rst_ni, .core_rst_ni, .asked_i(chip_push),
      .reply_valid_i(chip_response_valid_i), .reply_i(chip_response_i.data),
      .pop_i(core_on_i && reply_chip), .valid_o(chip_reply_valid), .data_o(chip_reply)
  );
  assign chip_response_ready_o = 1'b1;

  hx_fifo #(.Width($bits(external_t)), .Depth(Queue)) i_external_requests (
      .clk_i, .rst_ni, .push_i(external_push), .data_i(out_q), .pop_i(external_pop_i),
      .valid_o(external_valid_o), .data_o(external_o), .count_o(external_count)
  );

  hx_ppu_replies #(.Depth(Depth)) i_external_replies (
      .clk_i, .rst_ni, .core_rst_ni, .asked_i(external_push && !out_q.write),
      .reply_valid_i(external_data_valid_i), .reply_i(external_data_i),
      .pop_i(core_on_i && reply_external), .valid_o(external_reply_valid),
      .data_o(external_reply)
  );

endmodule
