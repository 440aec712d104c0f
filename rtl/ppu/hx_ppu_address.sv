// Addresses of loads and stores, and their way back into the base register.
// SPDX-License-Identifier: Apache-2.0
//
// Base and offset make the address of the first step; each further step of a load or store of
// several words is 4 behind. A load with update has a step of its own for its address
// (is_address_i), which takes that of the step before it, if any. The base is written one cycle behind.
module hx_ppu_address
  import hx_ppu_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        valid_i,       // a load or store is in the execute stage
    input  size_t       size_i,
    input  logic [31:0] base_i,
    input  logic [31:0] offset_i,
    input  logic        first_step_i,
    input  logic        is_address_i,
    input  logic        update_i,      // in this step
    input  logic [4:0]  target_i,
    output logic [31:0] address_o,     // 0 if not valid
    output logic        misaligned_o,

    output logic        write_o,
    output logic [4:0]  write_target_o,
    output logic [31:0] write_data_o
);

  logic [31:0] last_q;

  always_comb begin
    address_o    = '0;
    misaligned_o = 1'b0;
    if (valid_i) begin
      address_o = first_step_i ? base_i + offset_i : last_q;
      if (!first_step_i && !is_address_i) address_o = last_q + 32'd4;
      unique case (size_i)
        SizeByte: ;
        SizeHalf: misaligned_o = address_o[1:0] == 2'b11;
        default: misaligned_o = address_o[1:0] != 2'b00;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    write_o <= 1'b0;
    if (rst_ni && valid_i && !misaligned_o) begin
      last_q <= address_o;
      if (update_i) begin
        write_o        <= 1'b1;
        write_data_o   <= address_o;
        write_target_o <= target_i;
      end
    end
  end

endmodule
