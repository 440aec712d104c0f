// Who gets the vector register file's only port.
// SPDX-License-Identifier: Apache-2.0
//
// Fixed priority MADD, compare, permute, serial, row among the units that are not masked. In each
// cycle with a request one more unit is masked, in the order of unit_t; when all are, the next
// such cycle unmasks all. Without an unmasked request the multiplier wins if it asks. A grant is
// for the same cycle.
module hx_ppu_vector_arbiter
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic [Units-1:0] request_i,
    output logic [Units-1:0] grant_o     // at most one
);

  logic [Units-1:0] mask_q;  // 1: may be granted
  logic [Units-1:0] open;

  always_comb begin
    open    = request_i & mask_q;
    grant_o = '0;
    if (open[UnitMadd]) grant_o[UnitMadd] = 1'b1;
    else if (open[UnitCompare]) grant_o[UnitCompare] = 1'b1;
    else if (open[UnitPermute]) grant_o[UnitPermute] = 1'b1;
    else if (open[UnitSerial]) grant_o[UnitSerial] = 1'b1;
    else if (open[UnitRow]) grant_o[UnitRow] = 1'b1;
    else grant_o[UnitMadd] = request_i[UnitMadd];
  end

  // Masked units are always the first ones of the order.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) mask_q <= '1;
    else if (|request_i) mask_q <= mask_q == '0 ? '1 : mask_q << 1;
  end

  // One port, one grant, and only to a unit that asks.
  one_grant :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0(grant_o) && (grant_o & ~request_i) == '0);

endmodule
