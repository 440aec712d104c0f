// Words of the FPGA that are only stored: memories, routing tables, settings without effect.
// SPDX-License-Identifier: Apache-2.0
//
// External memory (128 KiB) and DRAM (256 MiB) of the plasticity processors, SpikeIO routes and
// set-up, multi-chip routing tables, event switch, performance test enable. Read data come in the
// cycle after the access; an address of anything else reads 0 and ignores writes. Power-on state:
// 0, or the default of the tables. All but the external memory is kept in pages of 128 bytes, of which only
// those that were written take memory of the host.
//
// Source: configuration map of the public software; the fields of the event switch are not
// published, so all 32 bits are kept.
module hx_fpga_storage
  import hx_map_pkg::*;
(
    input logic clk_i,

    input  logic        access_valid_i,
    input  logic        write_i,
    input  logic [ 3:0] byte_enables_i,  // bit i enables data[8i+7:8i]
    input  logic [31:0] address_i,
    input  logic [31:0] data_i,
    output logic [31:0] data_o
);

  // A word's used bits (0: there is no word) and its value at power-on.
  typedef struct packed {
    logic [31:0] mask;
    logic [31:0] initial_value;
  } kind_t;

  function automatic logic is_in(logic [31:0] address, logic [31:0] base, int unsigned count);
    return address - base < count;
  endfunction

  function automatic kind_t find_kind(logic [31:0] address);
    if (is_in(address, EXTERNAL_PPU_DRAM_QUAD_BASE, EXTERNAL_PPU_DRAM_QUAD_WORD_COUNT))
      return '{EXTERNAL_PPU_DRAM_QUAD_MASK_0, EXTERNAL_PPU_DRAM_QUAD_DEFAULT_0};
    if (is_in(address, SPIKE_IO_OUTPUT_ROUTE_BASE, SPIKE_IO_OUTPUT_ROUTE_LABEL_COUNT))
      return '{SPIKE_IO_OUTPUT_ROUTE_MASK_0, SPIKE_IO_OUTPUT_ROUTE_DEFAULT_0};
    if (is_in(address, SPIKE_IO_INPUT_ROUTE_BASE, SPIKE_IO_INPUT_ROUTE_SERIAL_COUNT))
      return '{SPIKE_IO_INPUT_ROUTE_MASK_0, SPIKE_IO_INPUT_ROUTE_DEFAULT_0};
    if (is_in(address, INPUT_ROUTING_TABLE_ENTRY_BASE, INPUT_ROUTING_TABLE_ENTRY_ENTRY_COUNT))
      return '{INPUT_ROUTING_TABLE_ENTRY_MASK_0, INPUT_ROUTING_TABLE_ENTRY_DEFAULT_0};
    if (is_in(address, OUTPUT_ROUTING_TABLE_ENTRY_BASE, OUTPUT_ROUTING_TABLE_ENTRY_ENTRY_COUNT))
      return '{OUTPUT_ROUTING_TABLE_ENTRY_MASK_0, OUTPUT_ROUTING_TABLE_ENTRY_DEFAULT_0};
    if (is_in(address, EVENT_SWITCH_SOURCE_BASE, EVENT_SWITCH_SOURCE_OUTPUT_COUNT))
      return '{EVENT_SWITCH_SOURCE_MASK_0, EVENT_SWITCH_SOURCE_DEFAULT_0};
    case (address)
      SPIKE_IO_CONFIG_BASE: return '{SPIKE_IO_CONFIG_MASK_0, SPIKE_IO_CONFIG_DEFAULT_0};
      EVENT_SWITCH_CONFIG_BASE:
        return '{EVENT_SWITCH_CONFIG_MASK_0, EVENT_SWITCH_CONFIG_DEFAULT_0};
      EVENT_SWITCH_SYSTIME_OFFSET_BASE:
        return '{EVENT_SWITCH_SYSTIME_OFFSET_MASK_0, EVENT_SWITCH_SYSTIME_OFFSET_DEFAULT_0};
      PERF_TEST_BASE: return '{PERF_TEST_MASK_0, PERF_TEST_DEFAULT_0};
      default:        return '0;
    endcase
  endfunction

  logic        is_memory;
  logic        read_memory_q;
  logic [31:0] memory_data;
  logic [31:0] page_data_q;
  assign is_memory =
      is_in(address_i, EXTERNAL_PPU_MEMORY_QUAD_BASE, EXTERNAL_PPU_MEMORY_QUAD_WORD_COUNT);
  assign data_o    = read_memory_q ? memory_data : page_data_q;

  hx_fpga_memory i_memory (
      .clk_i,
      .access_valid_i(access_valid_i && is_memory),
      .write_i,
      .byte_enables_i,
      .address_i     (address_i[14:0]),
      .data_i,
      .data_o        (memory_data)
  );

  localparam int unsigned PageBits = 5;
  typedef logic [2**PageBits-1:0][31:0] page_t;
  typedef logic [31-PageBits:0] page_number_t;

  // Differences from the power-on values, so that a page that is not there reads right.
  page_t pages_q[page_number_t];

  kind_t       kind;
  logic [31:0] enabled;  // bits of the word that a write replaces
  always_comb begin
    kind    = '0;
    enabled = '0;
    if (access_valid_i) begin
      kind = find_kind(address_i);
      for (int unsigned i = 0; i < 4; i++) enabled[8*i+:8] = {8{byte_enables_i[i]}};
      enabled &= kind.mask;
    end
  end

  // verilator lint_off BLKSEQ
  // An associative array takes no delayed assignment; it is read and written in this block only.
  always_ff @(posedge clk_i) begin
    if (access_valid_i) begin
      page_number_t number;
      page_t        page;
      number        = address_i[31:PageBits];
      page          = '0;
      read_memory_q <= is_memory;
      page_data_q   <= '0;
      if (kind.mask != '0) begin
        if (pages_q.exists(number) != 0) page = pages_q[number];
        page_data_q <= page[address_i[PageBits-1:0]] ^ kind.initial_value;
        if (write_i && enabled != '0) begin
          page[address_i[PageBits-1:0]] = page[address_i[PageBits-1:0]] & ~enabled |
              (data_i ^ kind.initial_value) & enabled;
          pages_q[number] = page;
        end
      end
    end
  end
  // verilator lint_on BLKSEQ

endmodule
