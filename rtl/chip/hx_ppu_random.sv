// Random generator of one half, 128 bytes wide.
// SPDX-License-Identifier: Apache-2.0
//
// The polynomial of the chip is not public. Ours: 32 generators of 32 bits (xorshift 13, 17, 5),
// all stepped at each read. Seeding writes the enabled bytes of their states; a state of 0 stays
// 0. Reset gives each its own state.
module hx_ppu_random (
    input logic clk_i,
    input logic rst_ni,

    input  logic          step_i,
    input  logic          seed_i,
    input  logic [127:0]  enable_i,  // bytes
    input  logic [1023:0] data_i,
    output logic [1023:0] data_o
);

  logic [31:0][31:0] state_q;
  assign data_o = state_q;

  function automatic logic [31:0] next(input logic [31:0] state);
    logic [31:0] x;
    x = state;
    x = x ^ (x << 13);
    x = x ^ (x >> 17);
    return x ^ (x << 5);
  endfunction

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      for (int unsigned i = 0; i < 32; i++) state_q[i] <= 32'h9e37_79b9 * (i + 1);
    end else if (step_i) begin
      for (int unsigned i = 0; i < 32; i++) state_q[i] <= next(state_q[i]);
    end else if (seed_i) begin
      for (int unsigned i = 0; i < 128; i++) begin
        if (enable_i[i]) state_q[i/4][8*(i%4)+:8] <= data_i[8*i+:8];
      end
    end
  end

endmodule
