// Memory and control registers of one plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// 4096 words for program and data, byte 0 in [31:24]. The bus access of cycle t reads or writes
// in t, its data are on access_data_o in t + 1. The processor's port reads and writes in the
// same way and beside the bus: the memory has a port for each; in one cycle the processor goes
// first, the bus has the last word at a place that both write. The memory keeps its content through a chip
// reset, the control register is cleared. The status register shows the sleep line.
// Source: HICANN-X configuration map, "PPU".
module hx_ppu_memory
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
#(
    parameter int unsigned Half = 0  // 0 top, 1 bottom
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    input  logic        core_valid_i,
    input  logic        core_write_i,
    input  logic [11:0] core_address_i,  // words
    input  logic [ 3:0] core_byte_enables_i,
    input  logic [31:0] core_data_i,
    output logic [31:0] core_data_o,

    input  logic       sleep_i,
    output logic [3:0] control_o  // cache, clock forced off, clock forced on, run
);

  localparam int unsigned Words = PPU_MEMORY_WORD_WORD_COUNT;

  logic [31:0] memory [Words];
  logic [31:0] data_q, core_data_q;
  logic [31:0] control_q;

  // One block owns the memory, which both ports write.
  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    logic [31:0] address;  // as in the top half
    logic        is_memory;
    if (core_valid_i) begin
      core_data_q <= memory[core_address_i];
      if (core_write_i) begin
        memory[core_address_i] =
            merge_bytes(memory[core_address_i], core_data_i, core_byte_enables_i);
      end
    end
    if (!rst_ni) begin
      data_q    <= '0;
      control_q <= '0;
    end else if (access_valid_i) begin
      data_q    <= '0;
      address   = 32'(access_i.address) - Half * PPU_MEMORY_WORD_HEMISPHERE_STRIDE;
      is_memory = address - PPU_MEMORY_WORD_BASE < Words;
      if (access_i.write) begin
        if (is_memory) begin
          memory[address[11:0]] =
              merge_bytes(memory[address[11:0]], access_i.data, access_i.byte_enables);
        end
        if (address == PPU_CONTROL_REGISTER_BASE) begin
          control_q <= merge_bytes(control_q, access_i.data, access_i.byte_enables) &
              PPU_CONTROL_REGISTER_MASK_0;
        end
      end else begin
        if (is_memory) data_q <= memory[address[11:0]];
        if (address == PPU_CONTROL_REGISTER_BASE) data_q <= control_q;
        if (address == PPU_STATUS_REGISTER_BASE) data_q <= 32'(sleep_i);
      end
    end
  end
  // verilator lint_on BLKSEQ

  assign access_data_o = data_q;
  assign core_data_o   = core_data_q;
  assign control_o     = control_q[3:0];

endmodule
