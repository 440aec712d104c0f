// External memory of the plasticity processors inside the FPGA: 128 KiB with byte enables.
// SPDX-License-Identifier: Apache-2.0
//
// Read data come in the cycle after the access; contents are 0 at power-on.
module hx_fpga_memory #(
    localparam int unsigned Words = 32768
) (
    input logic clk_i,

    input  logic        access_valid_i,
    input  logic        write_i,
    input  logic [ 3:0] byte_enables_i,  // bit i enables data[8i+7:8i]
    input  logic [14:0] address_i,
    input  logic [31:0] data_i,
    output logic [31:0] data_o
);

  logic [31:0] memory_q[Words];

  initial begin
    for (int unsigned i = 0; i < Words; i++) memory_q[i] = '0;
  end

  always_ff @(posedge clk_i) begin
    if (access_valid_i) begin
      if (write_i) begin
        for (int unsigned i = 0; i < 4; i++) begin
          if (byte_enables_i[i]) memory_q[address_i][8*i+:8] <= data_i[8*i+:8];
        end
      end else begin
        data_o <= memory_q[address_i];
      end
    end
  end

endmodule
