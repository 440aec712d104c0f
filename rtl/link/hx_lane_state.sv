// Which lanes of one side are up.
// SPDX-License-Identifier: Apache-2.0
//
// A lane is ready on a side when it is enabled and set up there (ready_i); the other side's
// ready_o reaches this one as partner_i, which stands for the training pattern on the lane.
// Lanes ready on both sides come up InitCycles after the last change of any lane; a lane that
// is no longer ready on both sides is down at once. The real length of the initialisation is
// not public.
module hx_lane_state #(
    parameter int unsigned InitCycles = 1250,
    parameter bit LanesAlwaysUp = 1'b0         // benches: no initialisation at all
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic [7:0] ready_i,
    input  logic [7:0] partner_i,
    output logic [7:0] ready_o,
    output logic [7:0] up_o
);

  logic [7:0]  both_q;
  logic [7:0]  up_q;
  logic [7:0]  ready_q;
  logic [31:0] left_q;  // cycles until the lanes come up

  assign ready_o = LanesAlwaysUp ? '1 : ready_q;
  assign up_o    = LanesAlwaysUp ? '1 : up_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ready_q <= '0;
      both_q  <= '0;
      up_q    <= '0;
      left_q  <= '0;
    end else begin
      ready_q <= ready_i;
      if ((ready_q & partner_i) != both_q) begin
        both_q <= ready_q & partner_i;
        up_q   <= up_q & ready_q & partner_i;
        left_q <= InitCycles;
      end else if (left_q != '0) begin
        left_q <= left_q - 1'b1;
        if (left_q == 32'd1) up_q <= both_q;
      end
    end
  end

endmodule
