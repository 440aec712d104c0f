// Adapts an Omnibus port to the access port of a register block.
// SPDX-License-Identifier: Apache-2.0
//
// A request taken in cycle t is an access in cycle t, its answer is on the response port from
// cycle t + 2 on. One access every cycle. Answers that are not taken wait in a FIFO, so that
// accesses behind a slow slave's are carried out when they come and only answered later.
module hx_omnibus_slave
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned Depth = 64  // answers that can wait, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic      request_valid_i,
    input  request_t  request_i,
    output logic      request_ready_o,
    output logic      response_valid_o,
    output response_t response_o,
    input  logic      response_ready_i,

    output logic        access_valid_o,
    output request_t    access_o,
    input  logic [31:0] access_data_i  // of the access one cycle ago
);

  logic                   accessed_q;  // an access was made one cycle ago
  logic                   write_q;
  logic [$clog2(Depth):0] count;

  // One answer may be on its way to the FIFO.
  assign request_ready_o = count < ($clog2(Depth) + 1)'(Depth - 1);
  assign access_valid_o  = request_valid_i && request_ready_o;
  assign access_o        = request_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      accessed_q <= 1'b0;
      write_q    <= 1'b0;
    end else begin
      accessed_q <= access_valid_o;
      if (access_valid_o) write_q <= request_i.write;
    end
  end

  hx_fifo #(.Width($bits(response_t)), .Depth(Depth)) i_answers (
      .clk_i, .rst_ni, .push_i(accessed_q), .data_i({write_q, write_q ? 32'd0 : access_data_i}),
      .pop_i(response_valid_o && response_ready_i), .valid_o(response_valid_o),
      .data_o(response_o), .count_o(count)
  );

endmodule
