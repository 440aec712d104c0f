// How long the chip's small memories take: the timing registers of their controllers.
// SPDX-License-Identifier: Apache-2.0
//
// Memories: parameter cells, neuron configuration, synapse drivers, neuron backends, CADC
// offsets. A read takes address setup time + read delay, a write address setup time + write
// width, in chip cycles (our choice of the controllers' clock; that the two add up is ours too).
// A request to a memory waits that long at the Omnibus, and everything behind it; then it is
// carried out as if its memory were without delay. The registers themselves are not delayed.
// This unit listens to the writes that set them; where they are stored they are read.
// After power-on 0, the shortest; the chip reset clears those of the backends, as their registers.
// Source: HICANN-X configuration map, "SRAM controller timing words".
module hx_memory_timing
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic power_on_rst_ni,
    input logic rst_ni,

    input  logic     request_valid_i,
    // verilator lint_off UNUSEDSIGNAL
    input  request_t request_i,        // stays while it waits; the words have 8 bits
    // verilator lint_on UNUSEDSIGNAL
    input  logic     taken_i,          // by its slave
    output logic     ready_o           // its memory has had its time
);

  typedef enum logic [2:0] {Capmem, Neuron, Driver, Backend, Cadc, None} kind_t;
  localparam int unsigned Copies = 4;  // of a kind, at most
  localparam int unsigned Memories = 5 * Copies;

  // Without the bits that choose a memory of the kind.
  localparam logic [31:0] QuadrantMask =
      ~(32'(CAPMEM_CELL_QUADRANT_COUNT - 1) * 32'(CAPMEM_CELL_QUADRANT_STRIDE));
  localparam logic [31:0] DriverMask = ~32'(SYNAPSE_DRIVER_CONFIG_HEMISPHERE_STRIDE);
  localparam logic [31:0] SideMask = ~32'(NEURON_BACKEND_CONFIG_SIDE_STRIDE);
  localparam logic [31:0] CadcSide = 32'(-CADC_CHANNEL_CONFIG_SIDE_STRIDE);
  localparam logic [31:0] CadcMask = ~(32'(CADC_CHANNEL_CONFIG_HEMISPHERE_STRIDE) | CadcSide);

  typedef struct packed {
    kind_t      kind;
    logic [1:0] copy;
    logic       is_timing;
    logic       word;       // of the timing
  } place_t;

  function automatic place_t locate(input logic [31:0] address);
    place_t      place;
    logic [31:0] cell_offset, cells, timing_offset;
    place         = '{kind: None, default: '0};
    cell_offset   = '0;
    cells         = '0;
    timing_offset = '0;
    if ((address & QuadrantMask) - BLOCK_CAPMEM_BASE < BLOCK_CAPMEM_SIZE) begin
      place.kind    = Capmem;
      place.copy    = 2'((address - BLOCK_CAPMEM_BASE) / CAPMEM_CELL_QUADRANT_STRIDE);
      cell_offset   = (address & QuadrantMask) - CAPMEM_CELL_BASE;
      cells         = CAPMEM_CELL_COLUMN_COUNT * CAPMEM_CELL_COLUMN_STRIDE;
      timing_offset = (address & QuadrantMask) - CAPMEM_SRAM_TIMING_CONFIG_BASE;
    end else if ((address & QuadrantMask) - BLOCK_NEURON_CONFIG_BASE < BLOCK_NEURON_CONFIG_SIZE)
    begin
      place.kind    = Neuron;
      place.copy    = 2'((address - BLOCK_NEURON_CONFIG_BASE) / NEURON_CONFIG_QUADRANT_STRIDE);
      cell_offset   = (address & QuadrantMask) - BLOCK_NEURON_CONFIG_BASE;
      cells         = NEURON_CONFIG_COLUMN_COUNT * NEURON_CONFIG_COLUMN_STRIDE;
      timing_offset = (address & QuadrantMask) - NEURON_SRAM_TIMING_CONFIG_BASE;
    end else if ((address & DriverMask) - BLOCK_PADI_BASE < BLOCK_PADI_SIZE) begin
      place.kind    = Driver;
      place.copy    = 2'((address & ~DriverMask) != '0);
      cell_offset   = (address & DriverMask) - SYNAPSE_DRIVER_CONFIG_BASE;
      cells         = SYNAPSE_DRIVER_CONFIG_DRIVER_COUNT * SYNAPSE_DRIVER_CONFIG_DRIVER_STRIDE;
      timing_offset = (address & DriverMask) - SYNAPSE_DRIVER_SRAM_TIMING_CONFIG_BASE;
    end else if ((address & SideMask) - BLOCK_NEURON_BACKEND_BASE < BLOCK_NEURON_BACKEND_SIZE)
    begin
      place.kind    = Backend;
      place.copy    = 2'((address & ~SideMask) != '0);
      cell_offset   = (address & SideMask) - NEURON_BACKEND_CONFIG_BASE;
      cells         = NEURON_BACKEND_CONFIG_NEURON_COUNT * NEURON_BACKEND_CONFIG_NEURON_STRIDE;
      timing_offset = (address & SideMask) - NEURON_BACKEND_SRAM_TIMING_CONFIG_BASE;
    end else if ((address & CadcMask) - BLOCK_CADC_BASE < BLOCK_CADC_SIZE) begin
      place.kind    = Cadc;
      place.copy    = {(address & 32'(CADC_CHANNEL_CONFIG_HEMISPHERE_STRIDE)) != '0,
                       (address & CadcSide) != '0};
      cell_offset   = (address & CadcMask) - (CADC_CHANNEL_CONFIG_BASE - CadcSide);
      cells         = CADC_CHANNEL_CONFIG_COLUMN_COUNT * CADC_CHANNEL_CONFIG_COLUMN_STRIDE;
      timing_offset = (address & CadcMask) - (CADC_OFFSET_SRAM_TIMING_CONFIG_BASE - CadcSide);
    end
    place.is_timing = timing_offset < CAPMEM_SRAM_TIMING_CONFIG_WORDS;
    place.word      = timing_offset[0];
    if (!place.is_timing && cell_offset >= cells) place.kind = None;
    return place;
  endfunction

  logic [7:0] read_q[Memories];   // read delay
  logic [7:0] write_q[Memories];  // write width, address setup time
  logic [8:0] waited_q;           // cycles of this request

  place_t     place;
  logic [4:0] memory;
  logic [7:0] read_word, write_word;
  logic [8:0] cycles;

  // The controller of the parameter cells takes its words as codes.
  function automatic logic [7:0] plain(input logic [7:0] stored, input kind_t kind);
    return kind == Capmem ? stored ^ (stored >> 1) : stored;
  endfunction

  always_comb begin
    place      = '{kind: None, default: '0};
    memory     = '0;
    read_word  = '0;
    write_word = '0;
    cycles     = '0;
    if (request_valid_i) begin
      place = locate(32'(request_i.address));
      if (place.kind != None) begin
        memory = {place.kind, place.copy};
        if (!place.is_timing) begin
          read_word  = plain(read_q[memory], place.kind);
          write_word = plain(write_q[memory], place.kind);
          cycles     = 9'(write_word[3:0]) +
                       (request_i.write ? 9'(write_word[7:4]) : 9'(read_word));
        end
      end
    end
  end

  assign ready_o = waited_q >= cycles;

  always_ff @(posedge clk_i) begin
    if (!power_on_rst_ni) begin
      read_q  <= '{default: '0};
      write_q <= '{default: '0};
    end else if (!rst_ni) begin
      for (int unsigned copy = 0; copy < Copies; copy++) begin
        read_q[{Backend, 2'(copy)}]  <= '0;
        write_q[{Backend, 2'(copy)}] <= '0;
      end
    end else if (taken_i && request_i.write && request_i.byte_enables[0] && place.kind != None &&
                 place.is_timing) begin
      if (place.word) write_q[memory] <= request_i.data[7:0];
      else read_q[memory] <= request_i.data[7:0];
    end
    if (!rst_ni || taken_i) waited_q <= '0;
    else if (request_valid_i && !ready_o) waited_q <= waited_q + 1'b1;
  end

endmodule
