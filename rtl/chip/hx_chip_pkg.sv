// The chip's Omnibus: which block has an address.
// SPDX-License-Identifier: Apache-2.0
package hx_chip_pkg;

  import hx_map_pkg::*;

  typedef enum logic [3:0] {
    SlaveRegisters  = 4'd0,
    SlaveSystime    = 4'd1,
    SlavePadiTop    = 4'd2,
    SlavePadiBottom = 4'd3,
    SlaveBackend    = 4'd4,
    SlaveCrossbar   = 4'd5,
    SlaveAnalog     = 4'd6,
    SlaveArrayTop   = 4'd7,
    SlaveArrayBottom = 4'd8
  } slave_t;
  localparam int unsigned Slaves = 9;
  localparam int unsigned RegisterBlocks = 6;  // the first ones have an access port

  // Whether an address is in one of the equal blocks that follow each other from a base.
  function automatic logic is_in(input logic [31:0] address, input logic [31:0] base,
                                 input logic [31:0] size, input int unsigned count);
    return address - base < size * count;
  endfunction

  // Top-level decode. Registers also take what is undefined.
  function automatic slave_t decode_slave(input logic [25:0] chip_address);
    logic [31:0] address, top;
    address = 32'(chip_address);
    top     = address & ~32'(BLOCK_SYNAPSE_ARRAY_HEMISPHERE_STRIDE);
    if (is_in(top, BLOCK_SYNAPSE_ARRAY_BASE, BLOCK_SYNAPSE_ARRAY_SIZE, 1) ||
        is_in(top, BLOCK_CADC_BASE, BLOCK_CADC_SIZE, 1))
      return top == address ? SlaveArrayTop : SlaveArrayBottom;
    if (is_in(address, BLOCK_PADI_BASE, BLOCK_PADI_SIZE, BLOCK_PADI_HEMISPHERE_COUNT)) begin
      // The buses' own registers stand before the memory of the drivers.
      top = address & ~32'(BLOCK_PADI_HEMISPHERE_STRIDE);
      if (top >= SYNAPSE_DRIVER_CONFIG_BASE) return SlaveAnalog;
      return top == address ? SlavePadiTop : SlavePadiBottom;
    end
    if (is_in(address, BLOCK_CAPMEM_BASE, BLOCK_CAPMEM_SIZE, BLOCK_CAPMEM_QUADRANT_COUNT) ||
        is_in(address, BLOCK_NEURON_CONFIG_BASE, BLOCK_NEURON_CONFIG_SIZE,
              BLOCK_NEURON_CONFIG_QUADRANT_COUNT) ||
        is_in(address, BLOCK_SYNAPSE_BIAS_BASE, BLOCK_SYNAPSE_BIAS_SIZE, 1))
      return SlaveAnalog;
    if (is_in(address, BLOCK_NEURON_EVENT_BASE, BLOCK_NEURON_EVENT_SIZE,
              BLOCK_NEURON_EVENT_SIDE_COUNT) ||
        is_in(address, BLOCK_NEURON_BACKEND_BASE, BLOCK_NEURON_BACKEND_SIZE,
              BLOCK_NEURON_BACKEND_SIDE_COUNT))
      return SlaveBackend;
    if (is_in(address, BLOCK_CROSSBAR_BASE, BLOCK_CROSSBAR_SIZE, 1)) return SlaveCrossbar;
    if (is_in(address, BLOCK_SYSTIME_BASE, BLOCK_SYSTIME_SIZE, 1)) return SlaveSystime;
    return SlaveRegisters;
  endfunction

endpackage
