// Accesses of the processors to the memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
package hx_ppu_external_pkg;

  // One word; bit 3 of the enables is the byte at the lowest address.
  typedef struct packed {
    logic        write;
    logic [27:0] address;  // words
    logic [3:0]  byte_enables;
    logic [31:0] data;
  } external_t;

endpackage
