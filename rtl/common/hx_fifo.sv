// First-in first-out memory, one element in and one out a cycle.
// SPDX-License-Identifier: Apache-2.0
//
// An element pushed at an edge is at the head in the next cycle. Pushing when full or popping
// when empty is an error of the user. The memory is an array touched only by pushes, so a
// resting FIFO costs next to nothing to evaluate.
module hx_fifo #(
    parameter  int unsigned Width = 32,
    parameter  int unsigned Depth = 64,                // a power of two
    localparam int unsigned CountWidth = $clog2(Depth) + 1
) (
    input logic clk_i,
    input logic rst_ni,

    input logic             push_i,
    input logic [Width-1:0] data_i,

    input  logic             pop_i,
    output logic             valid_o,
    output logic [Width-1:0] data_o,

    output logic [CountWidth-1:0] count_o
);

  localparam int unsigned PointerWidth = $clog2(Depth);

  logic [       Width-1:0] memory_q[Depth];
  logic [PointerWidth-1:0] read_q;
  logic [PointerWidth-1:0] write_q;
  logic [  CountWidth-1:0] count_q;

  assign valid_o = count_q != '0;
  assign data_o  = memory_q[read_q];
  assign count_o = count_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_q  <= '0;
      write_q <= '0;
      count_q <= '0;
    end else if (push_i || pop_i) begin
      if (push_i) begin
        memory_q[write_q] <= data_i;
        write_q           <= write_q + 1'b1;
      end
      if (pop_i) read_q <= read_q + 1'b1;
      count_q <= count_q + CountWidth'(push_i) - CountWidth'(pop_i);
    end
  end

  // A full FIFO cannot take an element, even if one leaves in the same cycle.
  no_overflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) push_i |-> count_q < CountWidth'(Depth));
  // Nothing can be taken from an empty FIFO.
  no_underflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) pop_i |-> count_q != '0);

endmodule
