// The FPGA's own memories, and who accesses them and its registers: executor and processors.
// SPDX-License-Identifier: Apache-2.0
//
// The executor goes first, the chip's processors go in cycles without an access of it. Memories
// and registers answer in the next cycle. The registers see what is accessed (own_o) and give
// their data, 0 where they have none.
module hx_fpga_local
  import hx_fpga_pkg::*;
  import hx_link_pkg::memory_data_t;
  import hx_link_pkg::memory_word_t;
(
    input logic        clk_i,
    input logic        rst_ni,
    input logic [15:0] skip_i,
    input logic        chip_reset_i,

    input  logic        access_valid_i,  // of the executor
    input  access_t     access_i,
    output logic        answer_valid_o,
    output logic [31:0] answer_data_o,

    output logic               memory_full_o,  // of the processors, over the link
    input  logic         [1:0] memory_valid_i,
    input  memory_word_t [1:0] memory_i,
    output logic               memory_data_valid_o,
    output memory_data_t       memory_data_o,
    input  logic               memory_data_ready_i,

    output logic        own_valid_o,
    output access_t     own_o,
    input  logic [31:0] register_data_i
);

  logic        local_valid_q;
  logic        local_read_q;
  logic        ppu_valid;
  access_t     ppu_access;
  logic [31:0] storage_data;
  logic [31:0] read_data;

  assign own_valid_o = access_valid_i || ppu_valid;
  assign own_o       = access_valid_i ? access_i : ppu_access;

  always_ff @(posedge clk_i) begin
    local_valid_q <= rst_ni && access_valid_i;
    if (access_valid_i) local_read_q <= !access_i.write;
  end

  // An address belongs to one of the two at most; the other one reads 0.
  assign read_data = register_data_i | storage_data;

  assign answer_valid_o = local_valid_q;
  assign answer_data_o  = local_valid_q && local_read_q ? read_data : '0;

  hx_fpga_storage i_storage (
      .clk_i, .access_valid_i(own_valid_o), .write_i(own_o.write),
      .byte_enables_i(own_o.byte_enables), .address_i(own_o.address), .data_i(own_o.data),
      .data_o(storage_data)
  );

  hx_fpga_ppu_memory i_ppu_memory (
      .clk_i, .skip_i, .rst_ni(rst_ni && !chip_reset_i), .full_o(memory_full_o),
      .valid_i(memory_valid_i), .word_i(memory_i), .data_valid_o(memory_data_valid_o),
      .data_o(memory_data_o), .data_ready_i(memory_data_ready_i), .access_valid_o(ppu_valid),
      .write_o(ppu_access.write), .byte_enables_o(ppu_access.byte_enables),
      .address_o(ppu_access.address), .write_data_o(ppu_access.data),
      .access_ready_i(!access_valid_i), .read_data_i(read_data)
  );

endmodule
