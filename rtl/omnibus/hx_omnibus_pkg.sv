// Omnibus request and response, as they travel inside FPGA and chip.
// SPDX-License-Identifier: Apache-2.0
//
// Handshake on both channels: a transfer happens in a cycle with valid and ready; valid must
// not depend on ready; payload is stable while valid waits. Every request, read or write, is
// answered by exactly one response, and the responses of one port keep the order of requests.
package hx_omnibus_pkg;

  typedef struct packed {
    logic        write;
    logic [25:0] address;       // 32-bit words, chip address space (chip-map section 1)
    logic [3:0]  byte_enables;  // bit i enables data[8i+7:8i]
    logic [31:0] data;
  } request_t;

  typedef struct packed {
    logic        write;  // answers a write: data is 0
    logic [31:0] data;
  } response_t;

endpackage
