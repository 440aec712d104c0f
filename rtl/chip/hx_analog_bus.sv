// Bus access to the memories of the analog core outside of the synapse arrays.
// SPDX-License-Identifier: Apache-2.0
//
// Parameter cells, neuron configuration, synapse drivers, synapse bias selection. A request
// taken in cycle t is on the word port in t + 1 and answered from t + 2 on; one a cycle. Answers
// that are not taken wait in a FIFO. Block numbers and offsets: models/anncore.h.
module hx_analog_bus
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned Depth = 64  // answers that can wait, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic      request_valid_i,
    input  request_t  request_i,
    output logic      request_ready_o,
    output logic      response_valid_o,
    output response_t response_o,
    input  logic      response_ready_i,

    output logic        word_valid_o,
    output logic        word_write_o,
    output logic [3:0]  word_block_o,
    output logic [21:0] word_offset_o,
    output logic [3:0]  word_byte_enables_o,
    output logic [31:0] word_data_o,
    input  logic [31:0] word_data_i  // one edge after the access
);

  localparam logic [3:0] BlockDriverTop = 4'd4;
  localparam logic [3:0] BlockCapmem = 4'd6;
  localparam logic [3:0] BlockNeuronConfig = 4'd7;
  localparam logic [3:0] BlockSynapseBias = 4'd8;

  logic                   access_q;  // an access is on the word port
  request_t               request_q;
  logic [$clog2(Depth):0] count;

  logic [ 3:0] block;
  logic [21:0] offset;

  // The owner sends addresses of these blocks only, so comparing with the bases is enough.
  logic [31:0] address;
  always_comb begin
    address = 32'(request_q.address);
    block   = BlockSynapseBias;
    offset  = '0;
    if (access_q) begin
      if (address >= BLOCK_NEURON_CONFIG_BASE) begin
        block  = BlockNeuronConfig;
        offset = 22'(address - BLOCK_NEURON_CONFIG_BASE);
      end else if (address >= BLOCK_CAPMEM_BASE) begin
        block  = BlockCapmem;
        offset = 22'(address - BLOCK_CAPMEM_BASE);
      end else if (address >= BLOCK_PADI_BASE) begin
        block  = BlockDriverTop + 4'((address & 32'(BLOCK_PADI_HEMISPHERE_STRIDE)) != '0);
        offset = 22'((address & ~32'(BLOCK_PADI_HEMISPHERE_STRIDE)) - SYNAPSE_DRIVER_CONFIG_BASE);
      end else begin
        offset = 22'(address - BLOCK_SYNAPSE_BIAS_BASE);
      end
    end
  end

  // One answer may be on its way to the FIFO.
  assign request_ready_o     = count < ($clog2(Depth) + 1)'(Depth - 1);
  assign word_valid_o        = access_q;
  assign word_write_o        = request_q.write;
  assign word_block_o        = block;
  assign word_offset_o       = offset;
  assign word_byte_enables_o = request_q.byte_enables;
  assign word_data_o         = request_q.data;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      access_q  <= 1'b0;
      request_q <= '0;
    end else begin
      access_q <= request_valid_i && request_ready_o;
      if (request_valid_i && request_ready_o) request_q <= request_i;
    end
  end

  hx_fifo #(.Width($bits(response_t)), .Depth(Depth)) i_answers (
      .clk_i, .rst_ni, .push_i(access_q),
      .data_i({request_q.write, request_q.write ? 32'd0 : word_data_i}),
      .pop_i(response_valid_o && response_ready_i), .valid_o(response_valid_o),
      .data_o(response_o), .count_o(count)
  );

endmodule
