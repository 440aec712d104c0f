// Several Omnibus masters that rarely ask, on one port: one after the other.
// SPDX-License-Identifier: Apache-2.0
//
// One master has its turn and may have many requests on their way; all answers are its own. While
// another one waits it asks no more than once, and the turn passes on, in the order of the numbers,
// when all its answers have come. Who asks without having the turn waits for at least a cycle.
module hx_omnibus_turns
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned Masters = 3,
    parameter int unsigned Limit = 64  // requests on their way
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic      [Masters-1:0] request_valid_i,
    input  request_t                request_i[Masters],  // unpacked: costs nothing at rest
    output logic      [Masters-1:0] request_ready_o,
    output logic      [Masters-1:0] response_valid_o,
    input  logic      [Masters-1:0] response_ready_i,

    output logic      request_valid_o,
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    output logic      response_ready_o
);

  localparam int unsigned IndexWidth = $clog2(Masters);
  localparam int unsigned CountWidth = $clog2(Limit + 1);

  logic [IndexWidth-1:0] master_q;
  logic [CountWidth-1:0] count_q;  // on their way
  logic                  held_q;   // a request waits for the slave and must stay
  logic                  served_q; // it has asked since it has the turn
  logic                  others, taken, answered;

  // The next one that asks, the master itself last.
  function automatic logic [IndexWidth-1:0] next();
    logic [IndexWidth-1:0] at;
    at = master_q;
    for (int unsigned i = 0; i < Masters; i++) begin
      at = at == IndexWidth'(Masters - 1) ? '0 : at + 1'b1;
      if (request_valid_i[at]) return at;
    end
    return master_q;
  endfunction

  always_comb begin
    others          = 1'b0;
    request_valid_o = 1'b0;
    if (request_valid_i != '0) begin
      others = (request_valid_i & ~(Masters'(1) << master_q)) != '0;
      request_valid_o = request_valid_i[master_q] && (held_q || !(others && served_q)) &&
          count_q < CountWidth'(Limit);
    end
  end

  assign request_ready_o  = Masters'(taken) << master_q;
  assign response_valid_o = Masters'(response_valid_i) << master_q;
  assign response_ready_o = response_ready_i[master_q];

  assign request_o = request_i[master_q];
  assign taken     = request_valid_o && request_ready_i;
  assign answered  = response_valid_i && response_ready_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      master_q <= '0;
      count_q  <= '0;
      held_q   <= 1'b0;
      served_q <= 1'b0;
    end else if (request_valid_i != '0 || count_q != '0) begin
      count_q <= count_q + CountWidth'(taken) - CountWidth'(answered);
      held_q  <= request_valid_o && !request_ready_i;
      if (taken) served_q <= 1'b1;
      if (others && !request_valid_o && count_q == '0) begin
        master_q <= next();
        served_q <= 1'b0;
      end
    end
  end

  // Nothing answers that was not asked.
  was_asked :
  assert property (@(posedge clk_i) disable iff (!rst_ni) response_valid_i |-> count_q != '0);

endmodule
