// First-in first-out memory with several elements in and several out a cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Pushes of one cycle enter in the order of their index; invalid ones leave no gap. The first
// Pops elements are visible (head_o[0] is the oldest; only the first count_o of them mean
// anything) and pop_count_i of them leave at the edge. The user keeps Pushes places free before
// pushing and never pops more than there are.
module hx_multi_fifo #(
    parameter  int unsigned Width = 32,
    parameter  int unsigned Depth = 64,                 // a power of two
    parameter  int unsigned Pushes = 2,
    parameter  int unsigned Pops = 1,
    localparam int unsigned CountWidth = $clog2(Depth) + 1,
    localparam int unsigned PopWidth = $clog2(Pops + 1)
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [Pushes-1:0]            push_i,
    input logic [Pushes-1:0][Width-1:0] data_i,

    input  logic [PopWidth-1:0]        pop_count_i,
    output logic [Pops-1:0][Width-1:0] head_o,

    output logic [CountWidth-1:0] count_o
);

  localparam int unsigned PointerWidth = $clog2(Depth);

  logic [       Width-1:0] memory_q[Depth];
  logic [PointerWidth-1:0] read_q;
  logic [PointerWidth-1:0] write_q;
  logic [  CountWidth-1:0] count_q;

  assign count_o = count_q;

  always_comb begin
    head_o = '0;
    if (count_q != '0) begin
      for (int unsigned i = 0; i < Pops; i++) begin
        head_o[i] = memory_q[read_q+PointerWidth'(i)];
      end
    end
  end

  // Place of each push behind the write pointer.
  logic [Pushes-1:0][PointerWidth-1:0] place;
  logic [PointerWidth-1:0]             pushed;
  always_comb begin
    place  = '0;
    pushed = '0;
    if (|push_i) begin
      for (int unsigned i = 0; i < Pushes; i++) begin
        place[i] = write_q + pushed;
        pushed   = pushed + PointerWidth'(push_i[i]);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_q  <= '0;
      write_q <= '0;
      count_q <= '0;
    end else if (|push_i || pop_count_i != '0) begin
      for (int unsigned i = 0; i < Pushes; i++) begin
        if (push_i[i]) memory_q[place[i]] <= data_i[i];
      end
      write_q <= write_q + pushed;
      read_q  <= read_q + PointerWidth'(pop_count_i);
      count_q <= count_q + CountWidth'(pushed) - CountWidth'(pop_count_i);
    end
  end

  // There is room for all pushes of a cycle.
  no_overflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      |push_i |-> 32'(count_q) + $countones(push_i) <= Depth);
  // Nothing can be taken that is not there.
  no_underflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) CountWidth'(pop_count_i) <= count_q);

endmodule
