// Which answers of a slow memory a processor still waits for.
// SPDX-License-Identifier: Apache-2.0
//
// Those that were asked for before a reset of the processor are dropped when they come, and so is
// one that nobody asked for.
module hx_ppu_replies (
    input logic clk_i,
    input logic rst_ni,
    input logic core_rst_ni,

    input  logic asked_i,
    input  logic reply_i,
    output logic wanted_o,  // the answer in this cycle
    output logic busy_o     // some are on their way
);

  logic [7:0] owed_q, stale_q, owed;
  logic       comes;

  assign comes    = reply_i && owed_q != '0;
  assign owed     = owed_q + 8'(asked_i) - 8'(comes);
  assign wanted_o = comes && stale_q == '0;
  assign busy_o   = owed_q != '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      owed_q  <= '0;
      stale_q <= '0;
    end else begin
      owed_q <= owed;
      if (!core_rst_ni) stale_q <= owed;
      else if (comes && stale_q != '0) stale_q <= stale_q - 1'b1;
    end
  end

  // The counter holds all that can be on its way.
  few_on_their_way :
  assert property (@(posedge clk_i) disable iff (!rst_ni) !asked_i || owed_q != '1);

endmodule
