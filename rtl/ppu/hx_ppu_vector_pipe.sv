// Results on their way from the start of an operation to the write of the register file.
// SPDX-License-Identifier: Apache-2.0
//
// An operation that starts in cycle T asks for the port in T + Stages, or, without a target, just
// leaves then. While a request is not granted nothing moves. Results are stored once and only
// their place moves along.
module hx_ppu_vector_pipe
  import hx_ppu_vector_pkg::*;
#(
    parameter int unsigned Stages = 3,
    parameter int unsigned Depth = 4    // a power of two; results in flight
) (
    input logic clk_i,
    input logic rst_ni,

    input logic       start_i,
    input logic       has_target_i,
    input logic [4:0] target_i,
    input vector_t    result_i,      // with start_i
    input mask_t      enable_i,

    output logic       request_o,
    input  logic       grant_i,
    output logic [4:0] target_o,
    output vector_t    result_o,
    output mask_t      enable_o,
    output logic       stall_o,    // request without grant
    output logic       busy_o
);

  localparam int unsigned IndexWidth = $clog2(Depth);

  vector_t                  result_q [Depth];
  mask_t                    enable_q [Depth];
  logic    [           4:0] target_q [Depth];
  logic    [IndexWidth-1:0] read_q;
  logic    [IndexWidth-1:0] write_q;
  logic    [    Stages-1:0] valid_q;           // bit 0: started in the last cycle
  logic    [    Stages-1:0] has_target_q;

  assign busy_o    = valid_q != '0;
  assign request_o = valid_q[Stages-1] && has_target_q[Stages-1];
  assign stall_o   = request_o && !grant_i;
  assign target_o  = target_q[read_q];
  assign result_o  = result_q[read_q];
  assign enable_o  = enable_q[read_q];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q      <= '0;
      has_target_q <= '0;
      read_q       <= '0;
      write_q      <= '0;
    end else if ((start_i || busy_o) && !stall_o) begin
      valid_q      <= {valid_q[Stages-2:0], start_i};
      has_target_q <= {has_target_q[Stages-2:0], has_target_i};
      if (start_i && has_target_i) begin
        result_q[write_q] <= result_i;
        enable_q[write_q] <= enable_i;
        target_q[write_q] <= target_i;
        write_q           <= write_q + IndexWidth'(1);
      end
      if (request_o) read_q <= read_q + IndexWidth'(1);
    end
  end

  // The whole pipe stands still, so nothing starts either.
  no_start_in_stall :
  assert property (@(posedge clk_i) disable iff (!rst_ni) stall_o |-> !start_i);
  // No more results than places.
  room :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      $countones(valid_q & has_target_q) <= Depth);

endmodule
