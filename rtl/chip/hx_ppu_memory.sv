// Memory and control registers of one plasticity processor.
// SPDX-License-Identifier: Apache-2.0
//
// 4096 words for program and data, byte 0 in [31:24]. Nothing is public about the real memory's
// arbitration, so each user has a port and nobody waits: the bus, and the processor's fetch, data
// and serial port, which belong to its clock. An access of cycle t reads what stood there before
// t, its data are out in t + 1. Writes of one cycle to one place: the serial port goes over the
// data port, the bus over both. The memory keeps its content through a chip reset, the control
// register is cleared. The status register shows the sleep line.
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

    input  logic        core_clk_i,
    input  logic        core_on_i,      // core_clk_i has the coming edge
    input  logic        fetch_i,
    input  logic [11:0] fetch_address_i,  // words
    output logic [31:0] fetch_data_o,
    input  logic        data_valid_i,
    input  logic        data_write_i,
    input  logic [11:0] data_address_i,
    input  logic [ 3:0] data_byte_enables_i,
    input  logic [31:0] data_i,
    output logic [31:0] data_o,
    input  logic        serial_valid_i,
    input  logic        serial_write_i,
    input  logic [11:0] serial_address_i,
    input  logic [31:0] serial_i,
    output logic [31:0] serial_o,

    input  logic       sleep_i,
    output logic [3:0] control_o  // cache, clock forced off, clock forced on, run
);

  localparam int unsigned Words = PPU_MEMORY_WORD_WORD_COUNT;

  logic [31:0] memory [Words];
  logic [31:0] data_q;
  logic [31:0] control_q;

  always_ff @(posedge core_clk_i) begin
    if (fetch_i) fetch_data_o <= memory[fetch_address_i];
    if (data_valid_i) data_o <= memory[data_address_i];
    if (serial_valid_i) serial_o <= memory[serial_address_i];
  end

  // The word at a place with what the processor writes there in this cycle.
  function automatic logic [31:0] written(input logic [11:0] address);
    logic [31:0] word;
    word = memory[address];
    if (core_on_i && data_valid_i && data_write_i && data_address_i == address)
      word = merge_bytes(word, data_i, data_byte_enables_i);
    if (core_on_i && serial_valid_i && serial_write_i && serial_address_i == address)
      word = serial_i;
    return word;
  endfunction

  always_ff @(posedge clk_i) begin
    logic [31:0] address;  // as in the top half
    logic        is_memory;
    if (core_on_i) begin
      if (data_valid_i && data_write_i) memory[data_address_i] <= written(data_address_i);
      if (serial_valid_i && serial_write_i) memory[serial_address_i] <= serial_i;
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
          memory[address[11:0]] <=
              merge_bytes(written(address[11:0]), access_i.data, access_i.byte_enables);
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

  assign access_data_o = data_q;
  assign control_o     = control_q[3:0];

endmodule
