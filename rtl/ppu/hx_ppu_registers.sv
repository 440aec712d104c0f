// General-purpose register file.
// SPDX-License-Identifier: Apache-2.0
//
// Three read ports, combinational; a write counts from the next cycle on. Load data has a port
// of its own here: the core's single port is kept by the scoreboard, which lets nobody read
// load data before its place there (see hx_ppu_load_slots).
module hx_ppu_registers (
    input logic clk_i,
    input logic rst_ni,

    input  logic [4:0]  first_i,
    input  logic [4:0]  second_i,
    input  logic [4:0]  third_i,
    output logic [31:0] first_o,
    output logic [31:0] second_o,
    output logic [31:0] third_o,

    input logic        write_i,
    input logic [4:0]  target_i,
    input logic [31:0] data_i,
    input logic        loaded_i,
    input logic [4:0]  loaded_target_i,
    input logic [31:0] loaded_data_i
);

  logic [31:0] registers_q[32];

  assign first_o  = registers_q[first_i];
  assign second_o = registers_q[second_i];
  assign third_o  = registers_q[third_i];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      registers_q <= '{default: '0};
    end else begin
      if (loaded_i) registers_q[loaded_target_i] <= loaded_data_i;
      if (write_i) registers_q[target_i] <= data_i;
    end
  end

endmodule
