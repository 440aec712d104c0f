// A valid pulse with its data, some cycles later.
// SPDX-License-Identifier: Apache-2.0
module hx_ppu_delay #(
    parameter int unsigned Width = 32,
    parameter int unsigned Cycles = 0  // 0: a wire
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic             valid_i,
    input  logic [Width-1:0] data_i,
    output logic             valid_o,
    output logic [Width-1:0] data_o
);

  if (Cycles == 0) begin : gen_wire
    assign valid_o = valid_i;
    assign data_o  = data_i;
    logic unused;
    assign unused = &{1'b0, clk_i, rst_ni};
  end else begin : gen_delay
    logic [Cycles-1:0] valid_q;
    logic [Width-1:0]  data_q[Cycles];
    always_ff @(posedge clk_i) begin
      if (!rst_ni) valid_q <= '0;
      else valid_q <= Cycles'({valid_q, valid_i});
      for (int unsigned i = 1; i < Cycles; i++) data_q[i] <= data_q[i-1];
      data_q[0] <= data_i;
    end
    assign valid_o = valid_q[Cycles-1];
    assign data_o  = data_q[Cycles-1];
  end

endmodule
