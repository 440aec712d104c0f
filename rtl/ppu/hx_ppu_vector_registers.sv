// Vector register file: 32 registers, one port for one read or one write a cycle.
// SPDX-License-Identifier: Apache-2.0
//
// Read data belong to the same cycle; a write takes place at its end. Contents survive reset.
module hx_ppu_vector_registers
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,

    input  logic [4:0] address_i,
    output vector_t    data_o,

    input logic    write_i,
    input vector_t data_i,
    input mask_t   enable_i   // bytes that change
);

  vector_t memory_q[32];

  assign data_o = memory_q[address_i];

  function automatic vector_t merged(vector_t old, vector_t data, mask_t enable);
    for (int unsigned i = 0; i < Bytes; i++) begin
      merged[8*i+:8] = enable[i] ? data[8*i+:8] : old[8*i+:8];
    end
  endfunction

  always_ff @(posedge clk_i) begin
    if (write_i) begin
      if (&enable_i) memory_q[address_i] <= data_i;
      else memory_q[address_i] <= merged(data_o, data_i, enable_i);
    end
  end

endmodule
