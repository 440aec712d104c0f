// Vector instructions between the scalar core and dispatch, in order.
// SPDX-License-Identifier: Apache-2.0
//
// An instruction handed over in a cycle is at the earliest at the head in the next one. ready_o
// leaves room for the two that the core may have issued before it sees the queue fill.
module hx_ppu_vector_queue
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    output logic        ready_o,
    input  logic        valid_i,
    input  logic [31:0] word_i,
    input  logic [31:0] base_i,
    input  logic [31:0] offset_i,

    output logic        head_valid_o,
    output op_t         head_o,
    output logic [31:0] head_scalar_o,  // address, or value to splat
    input  logic        pop_i
);

  localparam int unsigned Depth = 4;
  localparam int unsigned Limit = 2;

  op_t         op_q     [Depth];
  logic [31:0] scalar_q [Depth];
  logic [ 1:0] read_q;
  logic [ 1:0] write_q;
  logic [ 2:0] count_q;

  assign ready_o       = count_q < 3'(Limit);
  assign head_valid_o  = count_q != '0;
  assign head_o        = op_q[read_q];
  assign head_scalar_o = scalar_q[read_q];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_q  <= '0;
      write_q <= '0;
      count_q <= '0;
    end else if (valid_i || pop_i) begin
      if (valid_i) begin
        op_t op;
        op = decode(word_i);
        op_q[write_q] <= op;
        scalar_q[write_q] <= op.is_memory ? base_i + offset_i : base_i;
        write_q <= write_q + 2'd1;
      end
      if (pop_i) read_q <= read_q + 2'd1;
      count_q <= count_q + 3'(valid_i) - 3'(pop_i);
    end
  end

  // The core keeps to ready_o.
  no_overflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_i |-> count_q < 3'(Depth));
  // The core hands over vector instructions only.
  is_vector :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_i |-> known(word_i));

endmodule
