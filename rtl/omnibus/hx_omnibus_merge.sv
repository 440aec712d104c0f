// Two Omnibus masters on one port; every answer returns to the master that asked.
// SPDX-License-Identifier: Apache-2.0
//
// Master 1 goes first; it must leave cycles to the other one (the link asks in every second cycle
// at most). A request that waits for the slave is not overtaken, it stays as it is.
module hx_omnibus_merge
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned Depth = 64  // requests on their way, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic      [1:0] request_valid_i,
    input  request_t        request_0_i,
    input  request_t        request_1_i,
    output logic      [1:0] request_ready_o,
    output logic      [1:0] response_valid_o,
    output response_t       response_o,  // the same for both
    input  logic      [1:0] response_ready_i,

    output logic      request_valid_o,
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    input  response_t response_i,
    output logic      response_ready_o
);

  logic                   master, room, taken, waiting, oldest;
  logic                   held_q, held_master_q;  // a request waits for the slave
  logic [$clog2(Depth):0] count;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) held_q <= 1'b0;
    else if (held_q || request_valid_o) begin
      held_q        <= request_valid_o && !request_ready_i;
      held_master_q <= master;
    end
  end

  assign master          = held_q ? held_master_q : request_valid_i[1];
  assign room            = count < ($clog2(Depth) + 1)'(Depth);
  assign request_valid_o = room && request_valid_i != '0;
  assign request_o       = master ? request_1_i : request_0_i;
  assign taken           = request_valid_o && request_ready_i;
  assign request_ready_o = taken ? (master ? 2'b10 : 2'b01) : 2'b00;

  hx_fifo #(.Width(1), .Depth(Depth)) i_order (
      .clk_i, .rst_ni, .push_i(taken), .data_i(master),
      .pop_i(response_valid_i && response_ready_o), .valid_o(waiting), .data_o(oldest),
      .count_o(count)
  );

  assign response_o       = response_i;
  assign response_valid_o = response_valid_i && waiting ? (oldest ? 2'b10 : 2'b01) : 2'b00;
  assign response_ready_o = waiting && response_ready_i[oldest];

  // Nothing answers that was not asked.
  was_asked :
  assert property (@(posedge clk_i) disable iff (!rst_ni) response_valid_i |-> waiting);

endmodule
