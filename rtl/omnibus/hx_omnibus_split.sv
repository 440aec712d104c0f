// One Omnibus master, several slaves that work at the same time.
// SPDX-License-Identifier: Apache-2.0
//
// The owner decodes the address of the request at the port into select_i. Requests go on to
// their slave in the cycle they come; answers return in the order of the requests, so a quick
// slave waits for a slow one that was asked before.
module hx_omnibus_split
  import hx_omnibus_pkg::*;
#(
    parameter  int unsigned Slaves = 4,
    parameter  int unsigned Depth = 64,  // requests on their way, a power of two
    localparam int unsigned SelectWidth = $clog2(Slaves)
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic                   request_valid_i,
    input  request_t               request_i,
    input  logic [SelectWidth-1:0] select_i,  // below Slaves
    output logic                   request_ready_o,
    output logic                   response_valid_o,
    output response_t              response_o,
    input  logic                   response_ready_i,

    output logic      [Slaves-1:0] request_valid_o,
    output request_t               request_o,  // the same for all
    input  logic      [Slaves-1:0] request_ready_i,
    input  logic      [Slaves-1:0] response_valid_i,
    input  response_t              response_i[Slaves],  // unpacked: costs nothing at rest
    output logic      [Slaves-1:0] response_ready_o
);

  logic                     waiting, room, taken, answered;
  logic [SelectWidth-1:0]   oldest;
  logic [$clog2(Depth):0]   count;

  assign room            = count < ($clog2(Depth) + 1)'(Depth);
  assign request_o       = request_i;
  assign request_ready_o = room && request_ready_i[select_i];
  assign taken           = request_valid_i && request_ready_o;

  always_comb begin
    request_valid_o = '0;
    if (request_valid_i && room) request_valid_o[select_i] = 1'b1;
  end

  hx_fifo #(.Width(SelectWidth), .Depth(Depth)) i_order (
      .clk_i, .rst_ni, .push_i(taken), .data_i(select_i),
      .pop_i(answered), .valid_o(waiting), .data_o(oldest), .count_o(count)
  );

  assign response_valid_o = waiting && response_valid_i[oldest];
  assign response_o       = waiting ? response_i[oldest] : '0;
  assign answered         = response_valid_o && response_ready_i;

  always_comb begin
    response_ready_o = '0;
    if (waiting) response_ready_o[oldest] = response_ready_i;
  end

endmodule
