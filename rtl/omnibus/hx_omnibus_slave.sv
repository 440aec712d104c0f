// Adapts an Omnibus port to the access port of a register block.
// SPDX-License-Identifier: Apache-2.0
//
// A request taken in cycle t is an access in cycle t, its answer waits on the response port
// from cycle t + 1. One access every cycle if answers are taken at once.
module hx_omnibus_slave
  import hx_omnibus_pkg::*;
(
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

  logic        pending_q;  // an answer waits
  logic        held_q;     // its data were saved, the access port has moved on
  logic        write_q;
  logic [31:0] data_q;

  assign request_ready_o  = !pending_q || response_ready_i;
  assign access_valid_o   = request_valid_i && request_ready_o;
  assign access_o         = request_i;
  assign response_valid_o = pending_q;
  assign response_o       = '{write: write_q, data: write_q ? '0 : held_q ? data_q : access_data_i};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pending_q <= 1'b0;
      held_q    <= 1'b0;
    end else if (access_valid_o) begin
      pending_q <= 1'b1;
      held_q    <= 1'b0;
      write_q   <= request_i.write;
    end else if (pending_q) begin
      pending_q <= !response_ready_i;
      held_q    <= 1'b1;
      if (!held_q) data_q <= access_data_i;
    end
  end

endmodule
