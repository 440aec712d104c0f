// One place between a sender and a receiver that cuts what is combinational between them.
// SPDX-License-Identifier: Apache-2.0
//
// Takes an element when empty, so at most one every second cycle. The sender may be registered
// in a gated clock if that has an edge in every cycle in which valid_i is 1.
module hx_slice #(
    parameter int unsigned Width = 32
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic             valid_i,
    input  logic [Width-1:0] data_i,
    output logic             ready_o,

    output logic             valid_o,
    output logic [Width-1:0] data_o,
    input  logic             ready_i
);

  logic             valid_q;
  logic [Width-1:0] data_q;

  assign ready_o = !valid_q;
  assign valid_o = valid_q;
  assign data_o  = data_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
    end else if (valid_q) begin
      if (ready_i) valid_q <= 1'b0;
    end else if (valid_i) begin
      valid_q <= 1'b1;
      data_q  <= data_i;
    end
  end

endmodule
